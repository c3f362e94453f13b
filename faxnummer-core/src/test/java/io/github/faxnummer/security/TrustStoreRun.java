package io.github.faxnummer.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import java.io.IOException;

/** A program that sends a fax as any would, and writes what became of it. */
final class TrustStoreRun {

    private TrustStoreRun() {}

    /** Endpoint and login; the password comes through the standard input. */
    public static void main(String[] args) throws IOException {
        Password password = new Password(new String(System.in.readAllBytes(), UTF_8));
        try (FaxnummerClient client = FaxnummerClient.builder(new Account(args[1], password))
                .endpoint(new Endpoint(args[0]))
                .build()) {
            System.out.println(client.submit(HostileServerRun.fax()));
        }
    }
}
