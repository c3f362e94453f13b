package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.ConnectProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An HTTPS endpoint, and the proxy on the way to it. */
final class ProxyIT extends MavenTestBase {

    private static final String PROXY_PASSWORD = "proxy pass/word";

    private final FaxnummerSandbox https = FaxnummerSandbox.builder()
            .https(true)
            .speed(1000)
            .password(PASSWORD)
            .start();
    private ConnectProxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = new ConnectProxy("proxy-user:" + PROXY_PASSWORD, "");
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        https.close();
    }

    @Test
    void usesProxyOfSettings() {
        send().proxy(proxy.port(), "proxy-user", PROXY_PASSWORD, "").run().succeeded();

        assertThat(https.faxes()).hasSize(1);
        assertThat(proxy.requestLines()).contains(toSandbox());
    }

    @Test
    void bypassesProxyForExcludedHost() {
        send().proxy(proxy.port(), "proxy-user", PROXY_PASSWORD, "*.example.com|LOCALHOST")
                .run()
                .succeeded();

        assertThat(https.faxes()).hasSize(1);
        assertThat(proxy.requestLines()).doesNotContain(toSandbox());
    }

    @Test
    void reportsRefusingProxy() {
        String console = send().proxy(proxy.port(), "proxy-user", "wrong", "")
                .with("timeout", "5s")
                .run()
                .failed();

        assertThat(console).contains("NOT_SENT", "the proxy refused the username or password");
        assertThat(https.requests()).isZero();
    }

    @Test
    void reportsUntrustedCertificate() {
        pdf(noProject().resolve("report.pdf"));

        String console = parameters(Maven.in(noProject())).run().failed();

        assertThat(console).contains("NOT_SENT", "javax.net.ssl.trustStore");
        assertThat(https.requests()).isZero();
    }

    private String toSandbox() {
        return "CONNECT localhost:" + https.endpoint().getPort() + " HTTP/1.1";
    }

    private Maven send() {
        pdf(noProject().resolve("report.pdf"));
        trust(https.certificate(), directory.resolve("trust.p12"));
        return parameters(Maven.in(noProject()))
                .jvmOption("-Djavax.net.ssl.trustStore=../trust.p12")
                .jvmOption("-Djavax.net.ssl.trustStorePassword=changeit");
    }

    private Maven parameters(Maven maven) {
        return maven.goal("send")
                .to(https)
                .with("documents", "report.pdf")
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com");
    }

    /** All that Java trusts anyway, so that Maven can download, and this one. */
    static void trust(X509Certificate certificate, Path file) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            X509Certificate[] usual = ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers();
            for (X509Certificate issuer : Arrays.asList(usual)) {
                store.setCertificateEntry("usual" + store.size(), issuer);
            }
            store.setCertificateEntry("sandbox", certificate);
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, "changeit".toCharArray());
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
