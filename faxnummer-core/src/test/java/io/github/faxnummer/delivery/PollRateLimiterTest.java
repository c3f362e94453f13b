package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PollRateLimiterTest {

    private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    @Property
    void grantsAllPermitsWithinInterval(
            @ForAll @IntRange(min = 1, max = 20_000) int faxes, @ForAll @IntRange(min = 1, max = 60) int seconds) {
        PollRateLimiter limiter = new PollRateLimiter();
        Duration interval = Duration.ofSeconds(seconds);
        Instant now = START;
        for (int i = 0; i < faxes; i++) {
            Instant before = limiter.nextPermit();
            now = later(now, before);
            limiter.adapt(interval, faxes);
            limiter.acquire(now);
            assertThat(limiter.nextPermit()).isAfter(before);
        }
        assertThat(now).isBefore(START.plus(interval));
    }

    @Property
    void limitsPollsPerSecond(@ForAll @IntRange(min = 100, max = 20_000) int faxes) {
        PollRateLimiter limiter = new PollRateLimiter();
        Instant now = START;
        int inFirstSecond = 0;
        while (now.isBefore(START.plusSeconds(1))) {
            inFirstSecond++;
            limiter.adapt(Duration.ofSeconds(60), faxes);
            limiter.acquire(now);
            now = later(now, limiter.nextPermit());
        }
        // In 45 s all of them; 100 ms are the widest gap.
        assertThat(inFirstSecond).isLessThanOrEqualTo(Math.max(12, faxes / 45 + faxes / 450 + 2));
    }

    @Test
    void startsWithWidestGap() {
        PollRateLimiter limiter = new PollRateLimiter();
        limiter.acquire(START);
        assertThat(limiter.nextPermit()).isEqualTo(START.plusMillis(50));
        limiter.acquire(START);
        assertThat(limiter.nextPermit()).isEqualTo(START.plusMillis(150));
    }

    @Test
    void ignoresOverdueInterval() {
        PollRateLimiter limiter = new PollRateLimiter();
        limiter.adapt(Duration.ofSeconds(-5), 1);
        limiter.acquire(START);
        assertThat(limiter.nextPermit()).isAfter(START);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
