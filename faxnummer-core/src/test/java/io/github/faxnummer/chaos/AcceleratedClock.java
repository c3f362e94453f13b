package io.github.faxnummer.chaos;

import io.github.faxnummer.delivery.DeliveryClock;
import io.github.faxnummer.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * A time of which minutes pass in a second, the same in every process that knows when it began.
 *
 * @param began by this machine's clock, in milliseconds
 */
record AcceleratedClock(long began) implements DeliveryClock, InstantSource {

    private static final int SPEED = 500;

    @Override
    public Instant now() {
        return FakeClock.START
                .plusMillis(SPEED * (InstantSource.system().millis() - began))
                .truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Instant instant() {
        return now();
    }

    @Override
    public void waitUntil(Instant time) throws InterruptedException {
        long millis = Duration.between(now(), time).toMillis() / SPEED + 1;
        if (millis > 0) {
            Thread.sleep(millis);
        }
    }
}
