package io.github.faxnummer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class UnresponsiveServersTest {

    private static final URI SERVER = URI.create("http://127.0.0.1/tsa");

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T04:00:00Z"));
    private final UnresponsiveServers servers = new UnresponsiveServers(now::get);

    @Test
    void avoidsServerForOneMinute() {
        assertThat(servers.contains(SERVER, LIMIT)).isFalse();

        servers.add(SERVER, LIMIT);

        assertThat(servers.contains(SERVER, LIMIT)).isTrue();
        assertThat(servers.contains(URI.create("http://127.0.0.1/ocsp"), LIMIT)).isFalse();
        pass(Duration.ofSeconds(59));
        assertThat(servers.contains(SERVER, LIMIT)).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(servers.contains(SERVER, LIMIT)).isFalse();
    }

    @Test
    void forgetsWhenClockIsSetBack() {
        servers.add(SERVER, LIMIT);

        pass(Duration.ofHours(-1));

        assertThat(servers.contains(SERVER, LIMIT)).isFalse();
    }

    @Test
    void doesNotAvoidServerThatMayTakeLonger() {
        servers.add(SERVER, LIMIT);
        assertThat(servers.contains(SERVER, LIMIT.multipliedBy(3))).isFalse();

        servers.add(SERVER, LIMIT.multipliedBy(3));
        servers.add(SERVER, LIMIT);

        assertThat(servers.contains(SERVER, LIMIT.multipliedBy(3))).isTrue();
        assertThat(servers.contains(SERVER, Duration.ofSeconds(16))).isFalse();
    }

    private void pass(Duration time) {
        now.updateAndGet(it -> it.plus(time));
    }
}
