package io.github.faxnummer.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only moves when it is told to. */
public final class SettableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-07-01T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void passes(Duration time) {
        now = now.plus(time);
    }
}
