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
    private final Map<URI, Silence> silent = new ConcurrentHashMap<>();

    /** @param waited for an answer */
    private record Silence(Instant since, Duration waited) {}

    public UnresponsiveServers(InstantSource clock) {
        this.clock = clock;
    }

    void add(URI url, Duration waited) {
        Instant now = clock.instant();
        // Addresses come from certificates, too: they must not pile up.
        silent.values().removeIf(it -> isOver(it, now));
        silent.merge(url, new Silence(now, waited), (a, b) -> a.waited().compareTo(b.waited()) > 0 ? a : b);
    }

    /** @param limit a server that was waited for less long may answer within it */
    boolean contains(URI url, Duration limit) {
        Silence known = silent.get(url);
        return known != null && !isOver(known, clock.instant()) && limit.compareTo(known.waited()) <= 0;
    }

    /** Also if the clock was set back. */
    private static boolean isOver(Silence known, Instant now) {
        return now.isBefore(known.since()) || !now.isBefore(known.since().plus(PAUSE));
    }
}
