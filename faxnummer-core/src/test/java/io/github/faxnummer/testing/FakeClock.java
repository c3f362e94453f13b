package io.github.faxnummer.testing;

import io.github.faxnummer.delivery.DeliveryClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only while somebody waits for it: a driver and a sandbox share it, and hours take milliseconds. */
public final class FakeClock implements DeliveryClock, InstantSource {

    public static final Instant START = Instant.parse("2026-07-01T10:00:00Z");

    private volatile Instant now = START;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void waitUntil(Instant time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (time.isAfter(now)) {
            now = time;
        }
    }

    public void passes(Duration duration) {
        now = now.plus(duration);
    }
}
