package io.github.faxnummer.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One attempt to submit a fax, with all of its steps.
 *
 * @param steps at least one
 */
record LedgerAttempt(int number, Map<LedgerStep, LedgerRecord> steps) {

    /** How far an attempt is. */
    enum State {
        /** Its owner has the right to submit and has not begun. */
        SUBMITTING,
        ON_THE_WIRE,
        UNKNOWN,
        SUBMITTED,
        DELIVERED,
        /** Certainly not delivered. */
        FREE
    }

    /** Attempts in ascending order. */
    static List<LedgerAttempt> of(Collection<LedgerRecord> records) {
        Map<Integer, Map<LedgerStep, LedgerRecord>> attempts = new TreeMap<>();
        for (LedgerRecord step : records) {
            Map<LedgerStep, LedgerRecord> steps = attempts.get(step.attempt());
            if (steps == null) {
                steps = new EnumMap<>(LedgerStep.class);
                attempts.put(step.attempt(), steps);
            }
            steps.putIfAbsent(step.step(), step);
        }
        List<LedgerAttempt> list = new ArrayList<>(attempts.size());
        for (Map.Entry<Integer, Map<LedgerStep, LedgerRecord>> attempt : attempts.entrySet()) {
            list.add(new LedgerAttempt(attempt.getKey(), attempt.getValue()));
        }
        return List.copyOf(list);
    }

    State state() {
        // A record that a power failure left empty says nothing.
        Optional<LedgerResult> result = result();
        if (result.isPresent()) {
            return result.get().allowsNextAttempt() ? State.FREE : State.DELIVERED;
        }
        if (steps.containsKey(LedgerStep.DISPUTED)) {
            return State.UNKNOWN;
        }
        // Left empty, or being written at this moment: its owner is asked for a sign of life like before.
        if (receivedJobId().isPresent()) {
            return State.SUBMITTED;
        }
        if (steps.containsKey(LedgerStep.UNKNOWN)) {
            return State.UNKNOWN;
        }
        LedgerRecord wire = steps.get(LedgerStep.ON_THE_WIRE);
        if (wire == null) {
            return State.SUBMITTING;
        }
        LedgerRecord owner = steps.get(LedgerStep.SUBMITTING);
        return owner != null
                        && !wire.token().isEmpty()
                        && !owner.token().isEmpty()
                        && !owner.token().equals(wire.token())
                // Taken away: the owner cannot submit any more.
                ? State.FREE
                : State.ON_THE_WIRE;
    }

    /** Whether this attempt was made although another one spoke against it, so that the other one counts no more. */
    boolean settles(LedgerAttempt earlier) {
        return isSubmitted()
                && earlier.number < number
                && switch (first().settles()) {
                    case CONTENT -> true;
                    case RUN -> first().run().equals(earlier.first().run());
                    case OFF -> false;
                };
    }

    /** Whether the provider got it, or may have got it. */
    boolean isSubmitted() {
        return state() != State.FREE || result().equals(Optional.of(LedgerResult.FAILED));
    }

    private Optional<LedgerResult> result() {
        LedgerRecord ended = steps.get(LedgerStep.ENDED);
        return ended == null ? Optional.empty() : ended.result();
    }

    /**
     * The attempts for one fax that may be removed, in the order of removal. A settled attempt counts again without the
     * attempt that settled it, so both are removed, or neither.
     */
    static List<LedgerAttempt> removable(List<LedgerAttempt> attempts, Instant before) {
        Predicate<LedgerAttempt> isOld = it -> it.changed().isBefore(before);
        List<LedgerAttempt> ended = attempts.stream()
                .filter(isOld.and(LedgerAttempt::isFinal))
                .filter(it -> attempts.stream().noneMatch(isOld.negate().and(it::settles)))
                .toList();
        Stream<LedgerAttempt> settled = attempts.stream()
                .filter(it -> !ended.contains(it) && ended.stream().anyMatch(later -> later.settles(it)));
        return Stream.concat(settled, ended.stream()).toList();
    }

    LedgerRecord first() {
        for (LedgerStep step : LedgerStep.values()) {
            LedgerRecord record = steps.get(step);
            if (record != null) {
                return record;
            }
        }
        throw new IllegalStateException("An attempt has a step.");
    }

    Instant changed() {
        return steps.values().stream()
                .map(LedgerRecord::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Empty if the job is another fax's, too. */
    Optional<String> jobId() {
        return steps.containsKey(LedgerStep.DISPUTED) ? Optional.empty() : receivedJobId();
    }

    /** The same, also if the job is another fax's, too. */
    Optional<String> receivedJobId() {
        LedgerRecord submitted = steps.get(LedgerStep.SUBMITTED);
        return submitted == null ? Optional.empty() : submitted.jobId();
    }

    /** What the provider must report of its job; empty if that is not known. */
    Optional<String> expected() {
        return Optional.ofNullable(steps.get(LedgerStep.SUBMITTED)).flatMap(LedgerRecord::expected);
    }

    /** Whether nothing more will be recorded about it. */
    boolean isFinal() {
        return state() == State.DELIVERED || state() == State.FREE;
    }
}
