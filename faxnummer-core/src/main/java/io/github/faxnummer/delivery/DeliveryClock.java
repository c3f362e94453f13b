package io.github.faxnummer.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time a driver lives in, to the millisecond. */
public interface DeliveryClock {

    Instant now();

    /** Returns at that time, or at once if it has passed. */
    void waitUntil(Instant time) throws InterruptedException;

    /**
     * Real time, that neither stands still nor jumps when somebody sets the machine's clock.
     *
     * @param start what the machine's clock shows now
     */
    static DeliveryClock startingAt(Instant start) {
        long origin = System.nanoTime();
        return new DeliveryClock() {
            @Override
            public Instant now() {
                return start.plusNanos(System.nanoTime() - origin).truncatedTo(ChronoUnit.MILLIS);
            }

            @Override
            public void waitUntil(Instant time) throws InterruptedException {
                long millis = Duration.between(now(), time).toMillis() + 1;
                if (millis > 0) {
                    Thread.sleep(millis);
                }
            }
        };
    }
}
