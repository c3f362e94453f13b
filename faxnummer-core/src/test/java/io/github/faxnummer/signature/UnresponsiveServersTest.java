package io.github.faxnummer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class UnresponsiveServersTest {

    private static final URI SERVER = URI.create("http://127.0.0.1/tsa");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T04:00:00Z"));
    private final UnresponsiveServers servers = new UnresponsiveServers(now::get);

    @Test
    void avoidsServerForOneMinute() {
        assertThat(servers.contains(SERVER)).isFalse();

        servers.add(SERVER);

        assertThat(servers.contains(SERVER)).isTrue();
        assertThat(servers.contains(URI.create("http://127.0.0.1/ocsp"))).isFalse();
        pass(Duration.ofSeconds(59));
        assertThat(servers.contains(SERVER)).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(servers.contains(SERVER)).isFalse();
    }

    @Test
    void forgetsWhenClockIsSetBack() {
        servers.add(SERVER);

        pass(Duration.ofHours(-1));

        assertThat(servers.contains(SERVER)).isFalse();
    }

    private void pass(Duration time) {
        now.updateAndGet(it -> it.plus(time));
    }
}
