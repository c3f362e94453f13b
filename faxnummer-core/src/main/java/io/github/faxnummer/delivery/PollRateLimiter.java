package io.github.faxnummer.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * Spreads polls: transmissions that are due together, because they started together or after a restart, are polled over
 * three quarters of the time until they are due again. Not thread-safe.
 */
public final class PollRateLimiter {

    private static final Duration MAX_GAP = Duration.ofMillis(100);

    // Sleeping is inexact; polls catch up, so that the average rate stays that of the schedule.
    private static final Duration MAX_CATCH_UP = Duration.ofMillis(50);

    private Duration gap = MAX_GAP;
    private Instant nextPermit = Instant.EPOCH;

    /** When the next poll may run. */
    public Instant nextPermit() {
        return nextPermit;
    }

    /** Takes a permit now and delays the next one. */
    public void acquire(Instant now) {
        Instant earliest = now.minus(MAX_CATCH_UP);
        nextPermit = (nextPermit.isBefore(earliest) ? earliest : nextPermit).plus(gap);
    }

    /**
     * Adapts the gap to the number of transmissions.
     *
     * @param interval until the polled transmission is due again; ignored if negative
     * @param faxes the transmissions that are polled in this interval, at least 1
     */
    public void adapt(Duration interval, int faxes) {
        if (interval.isNegative()) {
            return;
        }
        Duration even = interval.multipliedBy(3).dividedBy(4L * faxes);
        gap = even.compareTo(MAX_GAP) < 0 ? even : MAX_GAP;
    }
}
