package io.github.faxnummer.chaos;

import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.testing.FakeClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock with minutes per second, the same in every process with the same start. */
final class AcceleratedClock extends Clock implements Sleeper {

    private static final int SPEED = 500;

    private final long start;

    /** @param start in milliseconds of the system clock */
    AcceleratedClock(long start) {
        this.start = start;
    }

    long start() {
        return start;
    }

    @Override
    public Instant instant() {
        return FakeClock.START
                .plusMillis(SPEED * (InstantSource.system().millis() - start))
                .truncatedTo(ChronoUnit.MILLIS);
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
        Thread.sleep(duration.toMillis() / SPEED + 1);
    }
}
