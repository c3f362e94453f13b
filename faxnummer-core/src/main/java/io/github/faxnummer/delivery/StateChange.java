package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.Q850Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * An entry of a transmission's history: a state, and what was known when it was reached.
 *
 * @param number position among all changes of the transmission, counted from 1. A gap says that the changes between
 *     were not kept
 * @param at when this program learnt of it, by its own clock; empty if the change was found later, as after a crash
 * @param status the provider's status, as it came but for control characters; empty if there is none
 * @param providerTime when the provider last changed the status, by the provider's clock and without a zone; may be
 *     empty
 * @param triesRemaining as reported by the provider while it redials
 * @param cause how the last call ended
 * @param reason why, where the provider's status does not say it
 */
public record StateChange(
        int number,
        Optional<Instant> at,
        Outcome outcome,
        String status,
        String providerTime,
        OptionalInt triesRemaining,
        Optional<Q850Cause> cause,
        Optional<Message> reason) {

    /** A provider may invent states forever: of more changes the first and the last ones are kept. */
    static final int MAX_CHANGES = 60;

    private static final int LONGEST_TEXT = 60;

    /** The history of a transmission that was just planned or, with its job, followed. */
    static List<StateChange> begin(TransmissionState state, Instant at) {
        return List.of(of(1, Optional.of(at), state, Optional.empty(), Optional.empty()));
    }

    /** The history with the state that was reached, unless the last entry says the same. */
    static List<StateChange> append(
            List<StateChange> history,
            Optional<Instant> at,
            TransmissionState state,
            Optional<FaxStatus> status,
            Optional<Message> reason) {
        int number = history.isEmpty() ? 1 : history.get(history.size() - 1).number() + 1;
        StateChange next = of(number, at, state, status, reason);
        if (!history.isEmpty() && next.saysSameAs(history.get(history.size() - 1))) {
            return history;
        }
        return bounded(Stream.concat(history.stream(), Stream.of(next)));
    }

    /** The history of a transmission and that of a later one of the same job, which may begin with the former. */
    static List<StateChange> join(List<StateChange> earlier, List<StateChange> later) {
        int known = earlier.isEmpty() ? 0 : earlier.get(earlier.size() - 1).number();
        if (later.size() >= earlier.size() && later.subList(0, earlier.size()).equals(earlier)) {
            return later;
        }
        return bounded(Stream.concat(earlier.stream(), later.stream().map(it -> it.withNumber(known + it.number()))));
    }

    private static List<StateChange> bounded(Stream<StateChange> changes) {
        List<StateChange> kept = new ArrayList<>(changes.toList());
        while (kept.size() > MAX_CHANGES) {
            kept.remove(MAX_CHANGES / 2);
        }
        return List.copyOf(kept);
    }

    private StateChange withNumber(int other) {
        return new StateChange(other, at, outcome, status, providerTime, triesRemaining, cause, reason);
    }

    private static StateChange of(
            int number,
            Optional<Instant> at,
            TransmissionState state,
            Optional<FaxStatus> status,
            Optional<Message> reason) {
        return new StateChange(
                number,
                at,
                state.outcome(),
                status.map(it -> Sanitizer.line(it.stateText(), LONGEST_TEXT)).orElse(""),
                status.map(it -> Sanitizer.line(it.lastChanged(), LONGEST_TEXT)).orElse(""),
                status.map(FaxStatus::triesRemaining).orElse(OptionalInt.empty()),
                status.flatMap(FaxStatus::cause),
                reason.or(state::reason));
    }

    private boolean saysSameAs(StateChange other) {
        return new StateChange(other.number, other.at, outcome, status, providerTime, triesRemaining, cause, reason)
                .equals(other);
    }
}
