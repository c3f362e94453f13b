package io.github.faxnummer.delivery;

import java.io.Serializable;
import java.time.Duration;

/**
 * When to ask for the status of a fax: first after the first interval, then at intervals that grow by half up to a
 * minute. A fax that waits for its next try is asked for half as often, at least once a minute.
 *
 * @param first at least {@link #SHORTEST}; a shorter one is raised to that
 */
public record PollingSchedule(Duration first) implements Serializable {

    /** No fax is asked for more often than this, whatever the configuration says. */
    public static final Duration SHORTEST = Duration.ofSeconds(2);

    /** What the design asks for: first after about 10 s. */
    public static final PollingSchedule DEFAULT = new PollingSchedule(Duration.ofSeconds(10));

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final double GROWTH = 1.5;

    public PollingSchedule {
        first = first.compareTo(SHORTEST) < 0 ? SHORTEST : first;
    }

    /**
     * How long to wait before the next question.
     *
     * @param asked how often the fax was asked for already
     * @param retrying whether it waits for its next try
     */
    public Duration interval(int asked, boolean retrying) {
        Duration longest = first.compareTo(LONGEST) > 0 ? first : LONGEST;
        double grown = first.toMillis() * Math.pow(GROWTH, asked) * (retrying ? 2 : 1);
        return grown >= longest.toMillis() ? longest : Duration.ofMillis((long) grown);
    }
}
