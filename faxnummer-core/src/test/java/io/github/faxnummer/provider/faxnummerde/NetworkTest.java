package io.github.faxnummer.provider.faxnummerde;

import static io.github.faxnummer.provider.faxnummerde.FaxnummerClientTest.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.HttpProxy;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.ConnectProxy;
import io.github.faxnummer.testing.RawServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fails before the request leaves was certainly not sent, and the user learns why. */
@Timeout(20)
class NetworkTest {

    @Test
    void reportsRetryableNotSentForRefusedConnection() {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                FaxnummerClient client = Clients.of(sandbox).build()) {
            sandbox.refuseConnections();
            notSent(client, "network.refused", true);
            assertThat(client.status(new JobId("a-1"))).isInstanceOf(StatusResult.Unavailable.class);
        }
    }

    @Test
    void reportsRetryableNotSentForUnknownHost() {
        OkHttpClient nameless = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .dns(host -> {
                    throw new UnknownHostException(host);
                })
                .build();
        try (FaxnummerClient client =
                Clients.of("https://fax.invalid/x").httpClient(nameless).build()) {
            SubmissionResult.NotSent notSent = notSent(client, "network.unknown-host", true);
            assertThat(notSent.why().in(Locale.ENGLISH)).contains("fax.invalid");
        }
    }

    @Test
    void reportsNotSentForConnectTimeout() throws Exception {
        Timeouts brief = new Timeouts(
                Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(5));
        // Takes connections and never says a word of TLS.
        try (RawServer mute = new RawServer((socket, in, number) -> {
                    while (in.read() >= 0) {}
                });
                FaxnummerClient client = Clients.of("https://127.0.0.1:" + mute.port() + "/")
                        .timeouts(brief)
                        .build()) {
            notSent(client, "network.timeout", true);
        }
    }

    @Test
    void reportsPermanentNotSentForUntrustedCertificate() {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(true).start();
                FaxnummerClient client = Clients.of(sandbox).build()) {
            notSent(client, "network.tls.untrusted", false);
            assertThat(sandbox.requests()).isZero();
        }
    }

    @Test
    void reportsPermanentNotSentForCertificateOfOtherHost() throws Exception {
        notSentTo(new HeldCertificate.Builder().addSubjectAlternativeName("other.example"), "network.tls.host");
    }

    @Test
    void reportsPermanentNotSentForExpiredCertificate() throws Exception {
        notSentTo(
                new HeldCertificate.Builder()
                        .addSubjectAlternativeName("127.0.0.1")
                        .validityInterval(1000, 2000),
                "network.tls.expired");
    }

    @Test
    void reportsPermanentNotSentForPlainTextServer() throws Exception {
        try (RawServer plain = new RawServer((socket, in, number) -> {
                    in.read();
                    RawServer.answer(socket, "WR_Status=ok\nWR_Request_UUID=a-1");
                });
                FaxnummerClient client =
                        Clients.of("https://127.0.0.1:" + plain.port() + "/").build()) {
            notSent(client, "network.tls.failed", false);
        }
    }

    @Test
    void writesWithoutNagleDelay() throws Exception {
        try (RawServer server = new RawServer((socket, in, number) -> in.read());
                Socket socket = new BoundedReadSocketFactory().createSocket("127.0.0.1", server.port())) {
            assertThat(socket.getTcpNoDelay()).isTrue();
        }
    }

    @Test
    void submitsOverHttps() {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(true).start();
                FaxnummerClient client =
                        Clients.of(sandbox).httpClient(trusting(sandbox)).build()) {
            JobId job = accepted(client.submit(Clients.fax()));
            assertThat(client.status(job)).isInstanceOf(StatusResult.Known.class);
        }
    }

    @Test
    void tunnelsThroughProxyWithLogin() throws Exception {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(true).start();
                ConnectProxy proxy = new ConnectProxy("jürgen:s3cret", "");
                FaxnummerClient client = through(proxy, sandbox, "jürgen", "s3cret")) {
            JobId job = accepted(client.submit(Clients.fax()));
            assertThat(client.status(job)).isInstanceOf(StatusResult.Known.class);

            assertThat(sandbox.submissions()).isEqualTo(1);
            assertThat(proxy.requestLines())
                    .isNotEmpty()
                    .allMatch(line -> line.equals(
                            "CONNECT localhost:" + sandbox.endpoint().getPort() + " HTTP/1.1"));
        }
    }

    @Test
    void tunnelsThroughProxyWithoutLogin() throws Exception {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(true).start();
                ConnectProxy proxy = new ConnectProxy("", "");
                FaxnummerClient client = through(proxy, sandbox, "", "")) {
            accepted(client.submit(Clients.fax()));
            assertThat(proxy.requestLines()).hasSize(1);
        }
    }

    @Test
    void reportsNotSentForRejectedProxyLogin() throws Exception {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(true).start();
                ConnectProxy proxy = new ConnectProxy("user:right", "");
                FaxnummerClient wrong = through(proxy, sandbox, "user", "wrong-secret");
                FaxnummerClient none = through(proxy, sandbox, "", "")) {
            SubmissionResult.NotSent notSent = notSent(wrong, "network.proxy.login", false);
            assertThat(notSent.toString()).doesNotContain("wrong-secret");
            notSent(none, "network.proxy.login", false);
            assertThat(sandbox.requests()).isZero();
        }
    }

    @Test
    void reportsNotSentForRefusedTunnel() throws Exception {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(true).start();
                ConnectProxy proxy = new ConnectProxy("", "403 Forbidden");
                FaxnummerClient client = through(proxy, sandbox, "", "")) {
            notSent(client, "network.proxy.status", false);
            assertThat(sandbox.requests()).isZero();
        }
    }

    @Test
    void reportsNotSentForUnreachableProxy() throws Exception {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(true).start()) {
            ConnectProxy proxy = new ConnectProxy("", "");
            proxy.close();
            try (FaxnummerClient client = through(proxy, sandbox, "", "")) {
                notSent(client, "network.refused", true);
            }
            assertThat(sandbox.requests()).isZero();
        }
    }

    @Test
    void keepsProxyLoginFromOriginServer() throws Exception {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(true).start();
                ConnectProxy proxy = new ConnectProxy("", "");
                FaxnummerClient client = through(proxy, sandbox, "user", "s3cret")) {
            sandbox.failNext(io.github.faxnummer.sandbox.scenario.Fault.PROXY_AUTHENTICATION_407);

            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(sandbox.submissions()).isEqualTo(1);

            // The form of a poll, other than a document, could be sent again.
            sandbox.failNext(io.github.faxnummer.sandbox.scenario.Fault.PROXY_AUTHENTICATION_407);
            long before = sandbox.requests();
            client.status(new JobId("4711"));
            assertThat(sandbox.requests()).isEqualTo(before + 1);
        }
    }

    @Test
    void bypassesProxyForPlainHttp() throws Exception {
        AtomicInteger selections = new AtomicInteger();
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                ConnectProxy proxy = new ConnectProxy("", "");
                FaxnummerClient configured = Clients.of(sandbox)
                        .proxy(Optional.of(new HttpProxy("127.0.0.1", proxy.port(), "", "")))
                        .build();
                FaxnummerClient selected = Clients.of(sandbox)
                        .proxySelector(selecting(proxy, selections))
                        .build()) {
            JobId job = accepted(configured.submit(Clients.fax()));
            assertThat(configured.status(job)).isInstanceOf(StatusResult.Known.class);
            accepted(selected.submit(Clients.fax()));

            assertThat(proxy.requestLines()).isEmpty();
            assertThat(selections).hasValue(0);
        }
    }

    @Test
    void usesSelectedProxyWhereNoneIsConfigured() throws Exception {
        AtomicInteger selections = new AtomicInteger();
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(true).start();
                ConnectProxy selected = new ConnectProxy("", "");
                ConnectProxy configured = new ConnectProxy("", "");
                FaxnummerClient client = Clients.of(sandbox)
                        .httpClient(trusting(sandbox))
                        .proxySelector(selecting(selected, selections))
                        .build();
                FaxnummerClient preferring = Clients.of(sandbox)
                        .httpClient(trusting(sandbox))
                        .proxySelector(selecting(selected, selections))
                        .proxy(Optional.of(new HttpProxy("127.0.0.1", configured.port(), "", "")))
                        .build()) {
            accepted(client.submit(Clients.fax()));
            accepted(preferring.submit(Clients.fax()));

            assertThat(selections).hasValue(1);
            assertThat(selected.requestLines()).hasSize(1);
            assertThat(configured.requestLines()).hasSize(1);
        }
    }

    private static ProxySelector selecting(ConnectProxy proxy, AtomicInteger selections) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                selections.incrementAndGet();
                return List.of(new Proxy(
                        Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, java.io.IOException e) {}
        };
    }

    private static FaxnummerClient through(ConnectProxy proxy, FaxnummerSandbox sandbox, String user, String password) {
        return Clients.of(sandbox)
                .httpClient(trusting(sandbox))
                .proxy(Optional.of(new HttpProxy("127.0.0.1", proxy.port(), user, password)))
                .build();
    }

    private static OkHttpClient trusting(FaxnummerSandbox sandbox) {
        return trusting(sandbox.certificate());
    }

    private static OkHttpClient trusting(X509Certificate certificate) {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate)
                .build();
        return new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build();
    }

    /** Sends to a server with this certificate, whose issuer is trusted. */
    private static void notSentTo(HeldCertificate.Builder builder, String key) throws Exception {
        HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        HeldCertificate held = builder.signedBy(authority).build();
        HandshakeCertificates identity =
                new HandshakeCertificates.Builder().heldCertificate(held).build();
        try (MockWebServer server = new MockWebServer()) {
            server.useHttps(identity.sslSocketFactory());
            server.start(InetAddress.getLoopbackAddress(), 0);
            try (FaxnummerClient client = FaxnummerClient.builder(new Account("acc00000", new Password("the-password")))
                    .endpoint(new Endpoint("https://127.0.0.1:" + server.getPort() + "/"))
                    .httpClient(trusting(authority.certificate()))
                    .build()) {
                notSent(client, key, false);
            }
            assertThat(server.getRequestCount()).isZero();
        }
    }

    private static SubmissionResult.NotSent notSent(FaxnummerClient client, String key, boolean retryable) {
        SubmissionResult result = client.submit(Clients.fax());
        assertThat(result).isInstanceOf(SubmissionResult.NotSent.class);
        SubmissionResult.NotSent notSent = (SubmissionResult.NotSent) result;
        assertThat(notSent.why().key()).isEqualTo(key);
        assertThat(notSent.retryable()).isEqualTo(retryable);
        return notSent;
    }
}
