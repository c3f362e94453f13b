package io.github.faxnummer.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The times at which the status of a fax is polled: twice early, for faxes that fail at once; then at the earliest
 * time at which its pages can have been sent; then at intervals of a tenth of the elapsed time, up to a minute, so
 * that the end of a short fax is noticed soon and a long one is not polled often. A fax in RETRY is polled half as
 * often.
 *
 * <p>Intervals are up to a tenth shorter, by a jitter that differs between faxes, so that faxes which started
 * together are not always polled together. The end of a fax is noticed within 15 s or a tenth of its duration.
 *
 * @param first the first interval, at least {@link #SHORTEST} (a shorter one is raised to that); the later ones, which are
 *     made for a first one of 10 s, shrink and grow with it
 */
public record PollingSchedule(Duration first) {

    /** The minimum interval for all configurations. */
    public static final Duration SHORTEST = Duration.ofSeconds(2);

    /** The first poll after about 10 s. */
    public static final PollingSchedule DEFAULT = new PollingSchedule(Duration.ofSeconds(10));

    private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

    private static final Duration QUICKEST_PAGE = Duration.ofSeconds(15);

    // In seconds, for a first interval of FIRST.
    private static final double FIRST = 10;
    private static final double SHORTEST_LATER = 15;
    private static final double UNTIL_CONNECTED = 15;

    private static final double SHARE_OF_ELAPSED = 0.1;
    private static final double JITTER = 0.1;
    private static final int JITTER_STEPS = 1000;

    public PollingSchedule {
        first = first.compareTo(SHORTEST) < 0 ? SHORTEST : first;
    }

    /**
     * The interval before the next poll, where the time on the line is not known.
     *
     * @param pages of the document; 0 if unknown
     * @param polled the number of polls so far
     */
    public Duration interval(Job job, int pages, int polled, Instant now) {
        return interval(job, quickest(pages), polled, now);
    }

    /** The least time that pages take on the line, where the document does not say it. */
    static Duration quickest(int pages) {
        return QUICKEST_PAGE.multipliedBy(Math.max(1, pages));
    }

    /**
     * The interval before the next poll.
     *
     * @param quickest the least time that the pages take on the line
     * @param polled the number of polls so far
     */
    public Duration interval(Job job, Duration quickest, int polled, Instant now) {
        if (polled == 0) {
            return first;
        }
        double scale = first.toMillis() / (FIRST * 1000);
        double elapsed = Duration.between(job.submitted(), now).toMillis() / 1000.0 / scale;
        double seconds = Math.max(SHORTEST_LATER, SHARE_OF_ELAPSED * elapsed) * (job.isRetrying() ? 2 : 1);
        double soonestEnd = UNTIL_CONNECTED + quickest.toMillis() / 1000.0;
        if (polled > 1 && !job.isRetrying()) {
            seconds = Math.max(seconds, soonestEnd - elapsed);
        }
        double jittered = seconds * scale * (1 - jitter(job, polled));
        double longest = Math.max(first.toMillis(), MAX_INTERVAL.toMillis()) / 1000.0 * (job.isRetrying() ? 2 : 1);
        double shortest = SHORTEST.toMillis() / 1000.0;
        return Duration.ofMillis((long) (1000 * Math.max(shortest, Math.min(longest, jittered))));
    }

    /** Between 0 and JITTER, deterministic so that a delivery can be replayed. */
    private static double jitter(Job job, int polled) {
        int step = Math.floorMod(Objects.hash(job.id().value(), polled), JITTER_STEPS);
        return JITTER * step / (JITTER_STEPS - 1);
    }
}
