package io.github.faxnummer.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps questions apart: many faxes that are due at once, because they began together or after a restart, are asked for one
 * after the other over three quarters of the time until they will be due again. Used by one thread.
 */
final class Pace {

    private static final Duration WIDEST_GAP = Duration.ofMillis(100);

    // Sleep is not that exact; what it oversleeps is caught up with, or the pace would be slower than the schedule's.
    private static final Duration CAUGHT_UP = Duration.ofMillis(50);

    private Duration gap = Duration.ZERO;
    private Instant turn = Instant.EPOCH;

    /** When the question that is due now may be asked. */
    Instant turn() {
        return turn;
    }

    /** A fax was asked for, and the delivery knows when to ask for it again. */
    void asked(Delivery delivery, int transmission, Instant now) {
        if (delivery.transmissions().get(transmission).progress() instanceof Progress.Submitted submitted) {
            Duration interval = Duration.between(now, submitted.askAt());
            gap = shorter(
                    WIDEST_GAP,
                    interval.multipliedBy(3)
                            .dividedBy(4L * delivery.transmissions().size()));
        }
        Instant earliest = now.minus(CAUGHT_UP);
        turn = (turn.isBefore(earliest) ? earliest : turn).plus(gap);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
