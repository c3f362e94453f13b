package io.github.faxnummer.signature;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Servers that did not answer in time. For a minute they are not asked again, so that not every report waits for them. May be
 * shared by threads.
 */
public final class UnresponsiveServers {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<URI, Instant> since = new ConcurrentHashMap<>();

    public UnresponsiveServers(InstantSource clock) {
        this.clock = clock;
    }

    void add(URI url) {
        Instant now = clock.instant();
        // Addresses come from certificates, too: they must not pile up.
        since.values().removeIf(it -> isOver(it, now));
        since.put(url, now);
    }

    boolean contains(URI url) {
        Instant timedOut = since.get(url);
        return timedOut != null && !isOver(timedOut, clock.instant());
    }

    /** Also if the clock was set back. */
    private static boolean isOver(Instant timedOut, Instant now) {
        return now.isBefore(timedOut) || !now.isBefore(timedOut.plus(PAUSE));
    }
}
