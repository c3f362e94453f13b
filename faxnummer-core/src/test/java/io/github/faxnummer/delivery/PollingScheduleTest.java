package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollingScheduleTest {

    private static final Instant START = Instant.parse("2026-07-01T10:00:00Z");

    /** What it took to see a fax end. */
    private record Watched(int polls, Duration delay) {}

    @ParameterizedTest
    @CsvSource({"0, 2000", "1, 2000", "-5000, 2000", "1999, 2000", "2000, 2000", "2001, 2001", "120000, 120000"})
    void pollsFirstAtConfiguredIntervalOfTwoSecondsAtLeast(long configured, long first) {
        PollingSchedule schedule = new PollingSchedule(Duration.ofMillis(configured));
        assertThat(schedule.interval(job("a", "NEW"), 3, 0, START)).isEqualTo(Duration.ofMillis(first));
    }

    @Property
    void keepsIntervalsWithinBounds(
            @ForAll @IntRange(max = 300_000) int first,
            @ForAll @IntRange(max = 1000) int pages,
            @ForAll @IntRange(min = 1, max = 5000) int polled,
            @ForAll @IntRange(max = 1_000_000) int elapsed,
            @ForAll boolean retrying) {
        PollingSchedule schedule = new PollingSchedule(Duration.ofMillis(first));
        Job job = job("a", retrying ? "RETRY" : "RUNNING");
        assertThat(schedule.interval(job, pages, polled, START.plusSeconds(elapsed)))
                .isBetween(PollingSchedule.SHORTEST, Duration.ofMillis(Math.max(first, 60_000) * (retrying ? 2L : 1L)));
    }

    @ParameterizedTest
    @ValueSource(longs = {200, 600, 1800, 7200})
    void pollsHalfAsOftenWhileInRetry(long elapsed) {
        Instant now = START.plusSeconds(elapsed);
        Duration running = PollingSchedule.DEFAULT.interval(job("a", "RUNNING"), 1, 4, now);
        Duration retrying = PollingSchedule.DEFAULT.interval(job("a", "RETRY"), 1, 4, now);
        assertThat(retrying.toMillis()).isCloseTo(2 * running.toMillis(), org.assertj.core.data.Offset.offset(2L));
    }

    @Test
    void spreadsPollsOfFaxesStartedTogether() {
        List<Duration> intervals = IntStream.range(0, 100)
                .mapToObj(
                        i -> PollingSchedule.DEFAULT.interval(job("job-" + i, "RUNNING"), 1, 3, START.plusSeconds(60)))
                .toList();
        assertThat(intervals.stream().distinct().count()).isGreaterThan(80);
        assertThat(intervals).allMatch(it -> it.toMillis() >= 13_500 && it.toMillis() <= 15_000);
    }

    @Test
    void needsFifthOfFixedIntervalPolls() {
        int polls = 0;
        int everyFiveSeconds = 0;
        for (int pages = 1; pages <= 20; pages++) {
            for (int secondsForPage = 15; secondsForPage <= 60; secondsForPage++) {
                Duration duration = Duration.ofSeconds(25L + (long) secondsForPage * pages);
                polls += watch("job-" + pages + "-" + secondsForPage, pages, duration)
                        .polls();
                everyFiveSeconds += (int) ((duration.toSeconds() + 4) / 5);
            }
        }
        assertThat(5.0 * polls).isLessThan(everyFiveSeconds);
    }

    @Property
    void noticesEndWithin15SecondsOrTenthOfDuration(
            @ForAll @IntRange(max = 1_000_000) int job,
            @ForAll @IntRange(min = 1, max = 200) int pages,
            @ForAll @IntRange(min = 15_000, max = 120_000) int millisForPage,
            @ForAll @IntRange(min = 15_000, max = 90_000) int millisUntilConnected) {
        Duration duration = Duration.ofMillis(millisUntilConnected + (long) millisForPage * pages);
        Duration allowed = Duration.ofMillis(Math.max(15_000, duration.toMillis() / 10));
        assertThat(watch("job-" + job, pages, duration).delay()).isLessThanOrEqualTo(allowed);
    }

    private static Watched watch(String id, int pages, Duration duration) {
        Instant now = START;
        int polled = 0;
        while (now.isBefore(START.plus(duration))) {
            now = now.plus(PollingSchedule.DEFAULT.interval(job(id, "RUNNING"), pages, polled, now));
            polled++;
        }
        return new Watched(polled, Duration.between(START.plus(duration), now));
    }

    private static Job job(String id, String status) {
        return new Job(
                new JobId(id), START, START, List.of(FaxStatus.builder(status).build()));
    }
}
