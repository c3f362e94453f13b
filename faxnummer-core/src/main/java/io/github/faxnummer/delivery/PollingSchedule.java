package io.github.faxnummer.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * When to ask for the status of a fax. Twice soon, for what fails at once; then when its pages can have been sent at the
 * earliest; then at intervals of a tenth of the time it takes already, so that the end of a short fax is noticed soon and a
 * long one is not asked for all the time; a fax that waits for its next try half as often. Never longer than a minute.
 *
 * <p>Intervals differ a little from fax to fax, or many that began together would be asked for together for ever. They are
 * shorter than these by up to a tenth and never longer: the end of a fax that has pages to send is noticed within 15 s or a
 * tenth of its duration.
 *
 * @param first the first interval, at least {@link #SHORTEST} (a shorter one is raised to that); the later ones, which are
 *     made for a first one of 10 s, shrink and grow with it
 */
public record PollingSchedule(Duration first) {

    /** No fax is asked for more often than this, whatever the configuration says. */
    public static final Duration SHORTEST = Duration.ofSeconds(2);

    /** What the design asks for: first after about 10 s. */
    public static final PollingSchedule DEFAULT = new PollingSchedule(Duration.ofSeconds(10));

    private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

    // In seconds, for a first interval of FIRST.
    private static final double FIRST = 10;
    private static final double SHORTEST_LATER = 15;
    private static final double UNTIL_CONNECTED = 15;
    private static final double QUICKEST_PAGE = 15;

    private static final double SHARE_OF_ELAPSED = 0.1;
    private static final double JITTER = 0.1;
    private static final int JITTER_STEPS = 1000;

    public PollingSchedule {
        first = first.compareTo(SHORTEST) < 0 ? SHORTEST : first;
    }

    /**
     * How long to wait before the next question.
     *
     * @param pages of the document; 0 if that is not known
     * @param polled how often the fax was asked for already
     */
    public Duration interval(Job job, int pages, int polled, Instant now) {
        if (polled == 0) {
            return first;
        }
        double scale = first.toMillis() / (FIRST * 1000);
        double elapsed = Duration.between(job.submitted(), now).toMillis() / 1000.0 / scale;
        double seconds = Math.max(SHORTEST_LATER, SHARE_OF_ELAPSED * elapsed) * (job.isRetrying() ? 2 : 1);
        double soonestEnd = UNTIL_CONNECTED + QUICKEST_PAGE * Math.max(1, pages);
        if (polled > 1 && !job.isRetrying()) {
            seconds = Math.max(seconds, soonestEnd - elapsed);
        }
        double jittered = seconds * scale * (1 - jitter(job, polled));
        double longest = Math.max(first.toMillis(), MAX_INTERVAL.toMillis()) / 1000.0;
        double shortest = SHORTEST.toMillis() / 1000.0;
        return Duration.ofMillis((long) (1000 * Math.max(shortest, Math.min(longest, jittered))));
    }

    /** Between 0 and JITTER, the same each time: nothing is drawn, so a delivery can be replayed. */
    private static double jitter(Job job, int polled) {
        int step = Math.floorMod(Objects.hash(job.id().value(), polled), JITTER_STEPS);
        return JITTER * step / (JITTER_STEPS - 1);
    }
}
