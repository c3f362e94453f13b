package io.github.faxnummer.security;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.provider.faxnummerde.Timeouts;
import io.github.faxnummer.testing.Pdfs;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * A program of little memory that sends a fax to a port of this machine and asks for its status, and writes what became
 * of both: one line each.
 */
final class HostileServerRun {

    static final Duration MAX_CALL_DURATION = Duration.ofSeconds(2);

    private static final byte[] PDF = Pdfs.pages(1);

    private HostileServerRun() {}

    /** A port for each run; after each, a line with its time in milliseconds. */
    public static void main(String[] ports) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String port : ports) {
            try (FaxnummerClient client = client(Integer.parseInt(port))) {
                long start = System.nanoTime();
                out.println(port + " send " + shown(client.submit(fax())));
                out.println(port + " ask " + shown(client.status(new JobId("a-1"))));
                out.println(port + " took " + (System.nanoTime() - start) / 1_000_000);
            }
        }
    }

    static FaxnummerClient client(int port) {
        return FaxnummerClient.builder(new Account("acc00000", new Password("the-password")))
                .endpoint(new Endpoint("http://127.0.0.1:" + port + "/"))
                .timeouts(new Timeouts(
                        Duration.ofSeconds(5), Duration.ofSeconds(1), MAX_CALL_DURATION, MAX_CALL_DURATION))
                .build();
    }

    static FaxRequest fax() {
        return new FaxRequest(
                new FaxNumber("00493023125016"),
                "ci@example.org",
                Pdfs.document("report.pdf", 1),
                Pdfs.content(PDF),
                "",
                "",
                "report.pdf");
    }

    private static String shown(Object result) {
        if (result instanceof SubmissionResult.Unknown unknown) {
            return "Unknown: " + text(unknown.why());
        }
        if (result instanceof SubmissionResult.Rejected rejected) {
            return "Rejected: " + text(rejected.refusal());
        }
        if (result instanceof StatusResult.Unavailable unavailable) {
            return "Unavailable: " + text(unavailable.why());
        }
        if (result instanceof StatusResult.Refused refused) {
            return "Refused: " + text(refused.refusal());
        }
        return result.getClass().getSimpleName() + ":";
    }

    private static String text(Rejection refusal) {
        return text(refusal.text());
    }

    private static String text(Message text) {
        return text.in(Locale.ENGLISH);
    }
}
