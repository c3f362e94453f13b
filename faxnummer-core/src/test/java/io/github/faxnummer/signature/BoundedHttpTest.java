package io.github.faxnummer.signature;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BoundedHttpTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final UnresponsiveServers unresponsive = new UnresponsiveServers(Instant::now);

    @Test
    void sendsNoRequestAfterTotalTimeout() throws Exception {
        BoundedHttp http = BoundedHttp.within(SHORT, SHORT.multipliedBy(10), 100, ProxySelector.of(null), unresponsive);
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            URI server = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");

            assertThatThrownBy(() -> http.get(server.resolve("/ocsp")))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageStartingWith("no answer within ");
            assertThatThrownBy(() -> http.get(server.resolve("/list.crl")))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("not asked, because other servers took too long");
        }
    }
}
