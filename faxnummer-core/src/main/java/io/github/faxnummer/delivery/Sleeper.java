package io.github.faxnummer.delivery;

import java.time.Duration;

/** Blocks the current thread. */
@FunctionalInterface
public interface Sleeper {
    /** Sleeps in real time, rounded up to milliseconds. */
    Sleeper SYSTEM = duration -> Thread.sleep(duration.toMillis() + 1);

    /** Sleeps for this long.
     *
     * @param duration positive
     */
    void sleep(Duration duration) throws InterruptedException;
}
