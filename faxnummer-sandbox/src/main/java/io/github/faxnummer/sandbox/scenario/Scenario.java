package io.github.faxnummer.sandbox.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The statuses of one fax and when each begins, in sandbox time since the fax was accepted. A scenario reads no clock:
 * the same time always gives the same stage.
 */
final class Scenario {
    /** A status of a fax, from {@code begins} until the next stage begins. */
    record Stage(Duration begins, String status, OptionalInt triesRemaining, Optional<Outcome> outcome) {}

    /** The final result of a fax. */
    record Outcome(int cause, Duration connected, int pagesSent) {}

    private static final Duration QUEUED = Duration.ofSeconds(5);
    private static final Duration DIALLING = Duration.ofSeconds(10);
    private static final Duration ONE_PAGE = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final int TRIES = 5;

    private static final int CAUSE_UNKNOWN_NUMBER = 1;
    private static final int CAUSE_OK = 16;
    private static final int CAUSE_BUSY = 17;
    private static final int CAUSE_NOT_REACHABLE = 34;

    private final List<Stage> stages = new ArrayList<>();
    private Duration end = Duration.ZERO;

    private Scenario() {}

    /** Every page arrives with the first call. */
    static Scenario delivered(int pages) {
        return queued().transmits(pages).ends("DONE-OK", CAUSE_OK, pages);
    }

    /** Two calls are not answered, then every page arrives. */
    static Scenario deliveredAfterTwoRetries(int pages) {
        return queued().failedCalls(2).transmits(pages).ends("DONE-OK", CAUSE_OK, pages);
    }

    /** DONE-OK although the last page is missing. */
    static Scenario onePageMissing(int pages) {
        int sent = Math.max(0, pages - 1);
        return queued().transmits(sent).ends("DONE-OK", CAUSE_OK, sent);
    }

    /** DONE-OK with one page more than the document has. */
    static Scenario onePageMore(int pages) {
        return queued().transmits(pages + 1).ends("DONE-OK", CAUSE_OK, pages + 1);
    }

    /** Busy at every call. */
    static Scenario busy(int pages) {
        return queued().failedCalls(TRIES).stays("RUNNING", DIALLING).ends("DONE-ERROR", CAUSE_BUSY, 0);
    }

    /** The number does not exist. */
    static Scenario unknownNumber(int pages) {
        return queued().stays("RUNNING", DIALLING).ends("DONE-ERROR", CAUSE_UNKNOWN_NUMBER, 0);
    }

    /** The line is not reachable. */
    static Scenario notReachable(int pages) {
        return queued().stays("RUNNING", DIALLING).ends("DONE-ERROR", CAUSE_NOT_REACHABLE, 0);
    }

    /** Passes an undocumented status. */
    static Scenario undocumentedStatus(int pages) {
        return queued().stays("PAUSED", Duration.ofSeconds(60)).transmits(pages).ends("DONE-OK", CAUSE_OK, pages);
    }

    /** Never finishes. */
    static Scenario endless(int pages) {
        return queued().stays("RUNNING", Duration.ZERO);
    }

    /** The stage after this much sandbox time since the fax was accepted. */
    Stage at(Duration elapsed) {
        Stage current = stages.get(0);
        for (Stage stage : stages) {
            if (stage.begins().compareTo(elapsed) <= 0) {
                current = stage;
            }
        }
        return current;
    }

    private static Scenario queued() {
        return new Scenario().stays("NEW", QUEUED);
    }

    private Scenario transmits(int pages) {
        return stays("RUNNING", DIALLING.plus(ONE_PAGE.multipliedBy(pages)));
    }

    private Scenario failedCalls(int calls) {
        Duration pause = FIRST_PAUSE;
        for (int call = 0; call < calls; call++) {
            stays("RUNNING", DIALLING);
            stages.add(new Stage(end, "RETRY", OptionalInt.of(TRIES - call), Optional.empty()));
            end = end.plus(pause);
            pause = pause.multipliedBy(2);
        }
        return this;
    }

    private Scenario stays(String status, Duration duration) {
        stages.add(new Stage(end, status, OptionalInt.empty(), Optional.empty()));
        end = end.plus(duration);
        return this;
    }

    private Scenario ends(String status, int cause, int pagesSent) {
        Outcome outcome = new Outcome(cause, ONE_PAGE.multipliedBy(pagesSent), pagesSent);
        stages.add(new Stage(end, status, OptionalInt.empty(), Optional.of(outcome)));
        return this;
    }
}
