package io.github.faxnummer.jenkins.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The sandbox's time, which passes when a test says so: a fax stays in its state for as long as the test needs it. It
 * starts with the real time, since a job that was created before its submission is not believed.
 */
public final class SandboxClock implements InstantSource {

    private Instant now = Instant.now();
    private Duration pace = Duration.ZERO;

    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    /** From now on time passes whenever somebody looks. */
    public synchronized void run() {
        pace = Duration.ofMinutes(1);
    }

    @Override
    public synchronized Instant instant() {
        now = now.plus(pace);
        return now;
    }
}
