package io.github.faxnummer.testing;

import io.github.faxnummer.delivery.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that advances only when a caller sleeps: shared by a runner and a sandbox, hours take milliseconds. */
public final class FakeClock extends Clock implements Sleeper {

    public static final Instant START = Instant.parse("2026-07-01T10:00:00Z");

    private volatile Instant now = START;

    public Instant now() {
        return now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        passes(duration);
    }

    public void passes(Duration duration) {
        now = now.plus(duration);
    }
}
