package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far one transmission is, with what is known in that state and nothing else. */
public sealed interface TransmissionState {

    Outcome outcome();

    /** The provider's job, from the moment it is known. */
    default Optional<Job> job() {
        return Optional.empty();
    }

    /** Why it ended as it did, where the provider's status does not say it. */
    default Optional<Message> reason() {
        return Optional.empty();
    }

    private static String joined(List<JobId> jobIds) {
        return jobIds.stream().map(JobId::value).collect(Collectors.joining(", "));
    }

    /**
     * To be submitted.
     *
     * @param attempts attempts before this one, all of which certainly sent nothing
     * @param notBefore when to submit it at the earliest
     */
    record Planned(int attempts, Instant notBefore) implements TransmissionState {
        @Override
        public Outcome outcome() {
            return Outcome.PLANNED;
        }
    }

    /**
     * Written down before the request leaves. Found after a crash, it means: unknown, never submit again.
     *
     * @param attempts attempts before this one, all of which certainly sent nothing
     */
    record Submitting(int attempts, Instant since) implements TransmissionState {
        @Override
        public Outcome outcome() {
            return Outcome.SUBMITTING;
        }
    }

    /**
     * The response to the submission was not understood, but holds what looks like a job id. Polling it costs and changes
     * nothing, and settles whether the provider accepted the fax.
     *
     * @param why what was wrong with the response
     * @param at when the request left
     * @param candidates possible job ids, at least one; the first one is polled next
     * @param nextPollAt when to poll it
     * @param polled how many polls there were, of all candidates
     * @param refusals how many of these polls the provider refused
     */
    record Verifying(Message why, Instant at, List<JobId> candidates, Instant nextPollAt, int polled, int refusals)
            implements TransmissionState {

        public Verifying {
            candidates = List.copyOf(candidates);
            if (candidates.isEmpty()) {
                throw new IllegalArgumentException("There is no job id to poll.");
            }
        }

        @Override
        public Outcome outcome() {
            return Outcome.VERIFYING;
        }

        @Override
        public Optional<Message> reason() {
            return Optional.of(Message.of("delivery.verifying", why, joined(candidates)));
        }
    }

    /**
     * Accepted and under way.
     *
     * @param nextPollAt when to ask for its status next
     * @param polled how often the provider was asked
     * @param refusals how often in a row the provider refused to tell
     */
    record Submitted(Job accepted, Instant nextPollAt, int polled, int refusals) implements TransmissionState {
        @Override
        public Outcome outcome() {
            return Outcome.SUBMITTED;
        }

        @Override
        public Optional<Job> job() {
            return Optional.of(accepted);
        }
    }

    /** Finished: {@code DONE-OK} if every fax of the job is, else {@code DONE-ERROR}. */
    record Done(Job finished) implements TransmissionState {
        @Override
        public Outcome outcome() {
            return finished.isDelivered() ? Outcome.DONE_OK : Outcome.DONE_ERROR;
        }

        @Override
        public Optional<Job> job() {
            return Optional.of(finished);
        }
    }

    /** The deadline came first. */
    record TimedOut(Job unfinished) implements TransmissionState {
        @Override
        public Outcome outcome() {
            return Outcome.TIMED_OUT;
        }

        @Override
        public Optional<Job> job() {
            return Optional.of(unfinished);
        }

        @Override
        public Optional<Message> reason() {
            return Optional.of(Message.of("delivery.timed-out"));
        }
    }

    /** The provider has the job, but what it reports of it contradicts the order: another number, for one. */
    record Mismatched(Job accepted, Message why) implements TransmissionState {
        @Override
        public Outcome outcome() {
            return Outcome.UNKNOWN;
        }

        @Override
        public Optional<Job> job() {
            return Optional.of(accepted);
        }

        @Override
        public Optional<Message> reason() {
            return Optional.of(why);
        }
    }

    /** The provider has the job but refuses to tell about it. */
    record StatusUnavailable(Job accepted, Rejection refusal) implements TransmissionState {
        @Override
        public Outcome outcome() {
            return Outcome.UNKNOWN;
        }

        @Override
        public Optional<Job> job() {
            return Optional.of(accepted);
        }

        @Override
        public Optional<Message> reason() {
            return Optional.of(Message.of("delivery.status-unavailable", refusal.text()));
        }
    }

    /** Not accepted. */
    record Rejected(Rejection refusal) implements TransmissionState {
        @Override
        public Outcome outcome() {
            return Outcome.REJECTED;
        }

        @Override
        public Optional<Message> reason() {
            return Optional.of(refusal.text());
        }
    }

    /**
     * The request may have left, and no answer says what became of it.
     *
     * @param at when it left, or was about to
     * @param candidates possible job ids in the response, none of which the provider confirmed
     */
    record Unknown(Message why, Instant at, List<JobId> candidates) implements TransmissionState {

        public Unknown {
            candidates = List.copyOf(candidates);
        }

        @Override
        public Outcome outcome() {
            return Outcome.UNKNOWN;
        }

        @Override
        public Optional<Message> reason() {
            return Optional.of(candidates.isEmpty() ? why : Message.of("delivery.unverified", why, joined(candidates)));
        }
    }

    /** Certainly not sent. */
    record NotSent(Message why) implements TransmissionState {
        @Override
        public Outcome outcome() {
            return Outcome.NOT_SENT;
        }

        @Override
        public Optional<Message> reason() {
            return Optional.of(why);
        }
    }
}
