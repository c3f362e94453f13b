package io.github.faxnummer.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.provider.faxnummerde.Clients;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.ChildJvm;
import io.github.faxnummer.testing.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that cannot prove who it is, or only as was good enough once, gets nothing, and the user learns what to do. */
@Timeout(60)
class TlsTest {

    @Test
    void rejectsNotYetValidCertificate() throws Exception {
        long tomorrow = Instant.now().plusSeconds(86_400).toEpochMilli();
        HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        refused(
                authority,
                new HeldCertificate.Builder()
                        .addSubjectAlternativeName("127.0.0.1")
                        .validityInterval(tomorrow, tomorrow + 86_400_000)
                        .signedBy(authority)
                        .build(),
                "clock of this computer",
                "die Uhr dieses Rechners");
    }

    @Test
    void rejectsSelfSignedCertificate() throws Exception {
        HeldCertificate other =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        refused(
                other,
                new HeldCertificate.Builder()
                        .addSubjectAlternativeName("127.0.0.1")
                        .build(),
                "its trust store (javax.net.ssl.trustStore)",
                "javax.net.ssl.trustStore");
    }

    @Test
    void rejectsCertificateForOtherHost() throws Exception {
        HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        refused(
                authority,
                new HeldCertificate.Builder()
                        .commonName("127.0.0.1")
                        .addSubjectAlternativeName("127.0.0.2")
                        .signedBy(authority)
                        .build(),
                "check the endpoint",
                "prüfen Sie den Endpunkt");
    }

    /** Servers that Java itself would not play any more, by what they say on the wire. */
    @ParameterizedTest
    @CsvSource({
        "SSL 3.0 only,                  0300 002f",
        "TLS 1.0 only,                  0301 002f",
        "TLS 1.1 only,                  0302 c013",
        "TLS 1.2 without encryption,    0303 003b",
        "TLS 1.2 with RC4,              0303 0005",
        "TLS 1.2 with 3DES,             0303 000a",
        "TLS 1.2 with an export cipher, 0303 0003",
        "TLS 1.2 without certificate,   0303 006d",
    })
    void rejectsOldProtocolAndWeakCipher(String server, String chosen) throws Exception {
        String[] versionAndCipher = chosen.split(" ", -1);
        notSentTo((socket, in) -> {
            in.read();
            hello(socket.getOutputStream(), versionAndCipher[0], versionAndCipher[1]);
            while (in.read() >= 0) {}
        });
    }

    @ParameterizedTest
    @CsvSource({"protocol_version, 0246", "handshake_failure, 0228", "insufficient_security, 0247"})
    void reportsNotSentWhenServerRejectsTlsParameters(String alert, String bytes) throws Exception {
        notSentTo((socket, in) -> {
            in.read();
            socket.getOutputStream().write(HexFormat.of().parseHex("15" + "0303" + "0002" + bytes));
            while (in.read() >= 0) {}
        });
    }

    @Test
    void trustsPrivateAuthorityOfJvmTrustStore(@TempDir Path folder) throws Exception {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(true).start()) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("own", sandbox.certificate());
            Path file = folder.resolve("trust.p12");
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, "changeit".toCharArray());
            }
            List<String> arguments = List.of(sandbox.endpoint().toString(), sandbox.login());

            ChildJvm.Ended without = ChildJvm.of(TrustStoreRun.class)
                    .arguments(arguments)
                    .input(sandbox.password())
                    .run();
            assertThat(without.output()).contains("NotSent", "network.tls.untrusted");
            assertThat(sandbox.requests()).isZero();

            ChildJvm.Ended with = ChildJvm.of(TrustStoreRun.class)
                    .option("-Djavax.net.ssl.trustStore=" + file)
                    .option("-Djavax.net.ssl.trustStorePassword=changeit")
                    .arguments(arguments)
                    .input(sandbox.password())
                    .run();
            assertThat(with.output()).contains("Accepted[");
            assertThat(sandbox.submissions()).isEqualTo(1);
        }
    }

    private interface Handshake {
        void run(Socket socket, java.io.InputStream in) throws IOException;
    }

    private static void notSentTo(Handshake handshake) throws Exception {
        try (RawServer server = new RawServer((socket, in, number) -> handshake.run(socket, in));
                FaxnummerClient client = FaxnummerClient.builder(new Account("acc00000", new Password("the-password")))
                        .endpoint(new Endpoint("https://127.0.0.1:" + server.port() + "/"))
                        .build()) {
            assertNotSent(client, "offers TLS 1.2 or 1.3", "TLS 1.2 oder 1.3");
        }
    }

    /** A ServerHello, and the end of it for those who would go on. */
    private static void hello(OutputStream out, String version, String cipher) throws IOException {
        String body = version + "00".repeat(32) + "00" + cipher + "00";
        String message = "02" + String.format(Locale.ROOT, "%06x", body.length() / 2) + body + "0e000000";
        out.write(HexFormat.of()
                .parseHex("16" + version + String.format(Locale.ROOT, "%04x", message.length() / 2) + message));
        out.flush();
    }

    private static void refused(HeldCertificate trusted, HeldCertificate held, String english, String german)
            throws Exception {
        HandshakeCertificates identity =
                new HandshakeCertificates.Builder().heldCertificate(held).build();
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(trusted.certificate())
                .build();
        try (MockWebServer server = new MockWebServer()) {
            server.useHttps(identity.sslSocketFactory());
            server.start(InetAddress.getLoopbackAddress(), 0);
            try (FaxnummerClient client = Clients.withHttp(
                            new OkHttpClient.Builder()
                                    .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                                    .build(),
                            FaxnummerClient.builder(new Account("acc00000", new Password("the-password")))
                                    .endpoint(new Endpoint("https://127.0.0.1:" + server.getPort() + "/")))
                    .build()) {
                assertNotSent(client, english, german);
            }
            assertThat(server.getRequestCount()).isZero();
        }
    }

    private static void assertNotSent(FaxnummerClient client, String english, String german) {
        SubmissionResult result = client.submit(HostileServerRun.fax());
        assertThat(result).isInstanceOfSatisfying(SubmissionResult.NotSent.class, notSent -> {
            assertThat(notSent.retryable()).isFalse();
            assertThat(notSent.why().in(Locale.ENGLISH)).contains("127.0.0.1", english);
            assertThat(notSent.why().in(Locale.GERMAN)).contains("127.0.0.1", german);
        });
    }
}
