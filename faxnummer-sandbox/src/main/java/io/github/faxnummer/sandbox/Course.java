package io.github.faxnummer.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The way of one fax: its statuses and when each begins, counted in sandbox time from the fax's acceptance. It knows no
 * clock: the same time always gives the same stage.
 */
final class Course {
    /** One status of a fax, from {@code begins} until the next stage does. */
    record Stage(Duration begins, String status, OptionalInt triesRemaining, Optional<Outcome> outcome) {}

    /** How a fax ended. */
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

    private Course() {}

    /** Every page arrives with the first call. */
    static Course delivered(int pages) {
        return queued().transmits(pages).ends("DONE-OK", CAUSE_OK, pages);
    }

    /** Nobody answers twice, then every page arrives. */
    static Course deliveredAfterTwoRetries(int pages) {
        return queued().failedCalls(2).transmits(pages).ends("DONE-OK", CAUSE_OK, pages);
    }

    /** Ends well although the last page is missing. */
    static Course onePageMissing(int pages) {
        int sent = Math.max(0, pages - 1);
        return queued().transmits(sent).ends("DONE-OK", CAUSE_OK, sent);
    }

    /** The line is charged for a page that the document does not have. */
    static Course onePageMore(int pages) {
        return queued().transmits(pages + 1).ends("DONE-OK", CAUSE_OK, pages + 1);
    }

    /** Busy whenever it is tried. */
    static Course busy(int pages) {
        return queued().failedCalls(TRIES).stays("RUNNING", DIALLING).ends("DONE-ERROR", CAUSE_BUSY, 0);
    }

    /** There is no such number. */
    static Course unknownNumber(int pages) {
        return queued().stays("RUNNING", DIALLING).ends("DONE-ERROR", CAUSE_UNKNOWN_NUMBER, 0);
    }

    /** The line cannot be reached. */
    static Course notReachable(int pages) {
        return queued().stays("RUNNING", DIALLING).ends("DONE-ERROR", CAUSE_NOT_REACHABLE, 0);
    }

    /** Passes through a status that the documentation does not know. */
    static Course undocumentedStatus(int pages) {
        return queued().stays("PAUSED", Duration.ofSeconds(60)).transmits(pages).ends("DONE-OK", CAUSE_OK, pages);
    }

    /** Is never finished. */
    static Course endless(int pages) {
        return queued().stays("RUNNING", Duration.ZERO);
    }

    /** The stage a fax is in when so much sandbox time has passed since its acceptance. */
    Stage at(Duration elapsed) {
        Stage current = stages.get(0);
        for (Stage stage : stages) {
            if (stage.begins().compareTo(elapsed) <= 0) {
                current = stage;
            }
        }
        return current;
    }

    private static Course queued() {
        return new Course().stays("NEW", QUEUED);
    }

    private Course transmits(int pages) {
        return stays("RUNNING", DIALLING.plus(ONE_PAGE.multipliedBy(pages)));
    }

    private Course failedCalls(int calls) {
        Duration pause = FIRST_PAUSE;
        for (int call = 0; call < calls; call++) {
            stays("RUNNING", DIALLING);
            stages.add(new Stage(end, "RETRY", OptionalInt.of(TRIES - call), Optional.empty()));
            end = end.plus(pause);
            pause = pause.multipliedBy(2);
        }
        return this;
    }

    private Course stays(String status, Duration duration) {
        stages.add(new Stage(end, status, OptionalInt.empty(), Optional.empty()));
        end = end.plus(duration);
        return this;
    }

    private Course ends(String status, int cause, int pagesSent) {
        Outcome outcome = new Outcome(cause, ONE_PAGE.multipliedBy(pagesSent), pagesSent);
        stages.add(new Stage(end, status, OptionalInt.empty(), Optional.of(outcome)));
        return this;
    }
}
