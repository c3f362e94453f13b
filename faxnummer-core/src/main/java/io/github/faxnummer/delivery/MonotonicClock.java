package io.github.faxnummer.delivery;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock in milliseconds that does not jump when the system clock is set. */
public final class MonotonicClock extends Clock {
    private final Instant start;
    private final long origin;
    private final ZoneId zone;

    private MonotonicClock(Instant start, long origin, ZoneId zone) {
        this.start = start;
        this.origin = origin;
        this.zone = zone;
    }

    /** A clock that shows this time now. */
    public static MonotonicClock startingAt(Instant start) {
        return new MonotonicClock(start, System.nanoTime(), ZoneOffset.UTC);
    }

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - origin).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId newZone) {
        return new MonotonicClock(start, origin, newZone);
    }
}
