package io.github.faxnummer.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps questions apart: many faxes that are due at once, because they began together or after a restart, are asked for one
 * after the other over three quarters of the time until they will be due again. Used by one thread at a time.
 */
public final class PollRateLimiter {

    private static final Duration WIDEST_GAP = Duration.ofMillis(100);

    // Sleep is not that exact; what it oversleeps is caught up with, or the pace would be slower than the schedule's.
    private static final Duration CAUGHT_UP = Duration.ofMillis(50);

    private Duration gap = WIDEST_GAP;
    private Instant turn = Instant.EPOCH;

    /** When the question that is due now may be asked. */
    public Instant turn() {
        return turn;
    }

    /** A fax is asked for now; the next one has to wait a little. */
    public void take(Instant now) {
        Instant earliest = now.minus(CAUGHT_UP);
        turn = (turn.isBefore(earliest) ? earliest : turn).plus(gap);
    }

    /**
     * What the gaps are to be made for.
     *
     * @param interval until a fax that was asked for is due again; one that is not due later changes nothing
     * @param faxes that are asked for in this time, at least 1
     */
    public void adapt(Duration interval, int faxes) {
        if (interval.isNegative()) {
            return;
        }
        Duration even = interval.multipliedBy(3).dividedBy(4L * faxes);
        gap = even.compareTo(WIDEST_GAP) < 0 ? even : WIDEST_GAP;
    }
}
