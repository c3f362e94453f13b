package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The state of a transmission with the data of that state. */
public sealed interface TransmissionState {

    Outcome outcome();

    /** The provider's job, if known. */
    default Optional<Job> job() {
        return Optional.empty();
    }

    /** The reason of a final state that the provider's status does not give. */
    default Optional<Message> reason() {
        return Optional.empty();
    }

    /** When a submission began whose result the provider has not confirmed; empty in other states. */
    default Optional<Instant> attemptedAt() {
        return Optional.empty();
    }

    /** The earlier run that submitted it, or may have, as shown to users; empty if none did. */
    default String earlierRun() {
        return job().map(Job::earlierRun).orElse("");
    }

    /** The same in a run that did not submit it; what an even earlier run submitted stays that one's. */
    default TransmissionState ofEarlierRun(String run) {
        return this;
    }

    /** How far a fax is that an earlier run submitted, or may have submitted. */
    static TransmissionState of(EarlierSubmission earlier, Instant now) {
        Optional<JobId> id = earlier.jobId();
        if (id.isPresent() && earlier.state() == EarlierSubmission.State.DELIVERED) {
            // Without a job id: the provider has not named one to this run.
            FaxStatus delivered = FaxStatus.builder("DONE-OK").build();
            return new Done(new Job(id.get(), earlier.at(), earlier.at(), List.of(delivered), earlier.runName()));
        }
        if (id.isPresent() && earlier.state() == EarlierSubmission.State.SUBMITTED) {
            return new Submitted(new Job(id.get(), earlier.at(), now, List.of(), earlier.runName()), now, 0, 0);
        }
        if (earlier.state() == EarlierSubmission.State.DELIVERED) {
            // Without a job id it was unknown until somebody looked it up.
            return new LookedUp(
                    LookUpResult.DELIVERED,
                    Message.of(
                            Transmission.LOOKED_UP_EARLIER_RUN,
                            earlier.runName(),
                            earlier.at().truncatedTo(ChronoUnit.SECONDS)),
                    earlier.at(),
                    Optional.empty());
        }
        return new Unknown(
                Message.of(
                        Transmission.EARLIER_RUN,
                        earlier.runName(),
                        earlier.at().truncatedTo(ChronoUnit.SECONDS)),
                earlier.at(),
                List.of(),
                earlier.runName());
    }

    private static String joined(List<JobId> jobIds) {
        return jobIds.stream().map(JobId::value).collect(Collectors.joining(", "));
    }

    /**
     * To be submitted.
     *
     * @param attempts earlier attempts, all of which certainly sent nothing
     * @param notBefore the earliest time of submission
     */
    record Planned(int attempts, Instant notBefore) implements TransmissionState {
        @Override
        public Outcome outcome() {
            return Outcome.PLANNED;
        }
    }

    /**
     * Persisted before the request is sent. After a crash it means: unknown, never submit again.
     *
     * @param attempts attempts before this one, all of which certainly sent nothing
     */
    record Submitting(int attempts, Instant since) implements TransmissionState {
        @Override
        public Optional<Instant> attemptedAt() {
            return Optional.of(since);
        }

        @Override
        public Outcome outcome() {
            return Outcome.SUBMITTING;
        }
    }

    /**
     * The response to the submission was not understood but contains a possible job id. Polling it costs and changes
     * nothing and shows whether the provider accepted the fax.
     *
     * @param why the fault of the response
     * @param at when the request was sent
     * @param candidates possible job ids, at least one; the first one is polled next
     * @param nextPollAt when to poll it
     * @param polled the number of polls of all candidates
     * @param refusals the number of refused polls
     * @param earlierRun the earlier run that sent the request; empty if this run did
     */
    record Verifying(
            Message why,
            Instant at,
            List<JobId> candidates,
            Instant nextPollAt,
            int polled,
            int refusals,
            String earlierRun)
            implements TransmissionState {

        public Verifying {
            candidates = List.copyOf(candidates);
            if (candidates.isEmpty()) {
                throw new IllegalArgumentException("There is no job id to poll.");
            }
        }

        /** Of a request that this run sent. */
        public Verifying(
                Message why, Instant at, List<JobId> candidates, Instant nextPollAt, int polled, int refusals) {
            this(why, at, candidates, nextPollAt, polled, refusals, "");
        }

        @Override
        public Verifying ofEarlierRun(String run) {
            return earlierRun.isEmpty() ? new Verifying(why, at, candidates, nextPollAt, polled, refusals, run) : this;
        }

        /** The same after a poll that confirmed nothing. */
        Verifying polledAgain(List<JobId> left, Instant nextPoll, int polls, int refused) {
            return new Verifying(why, at, left, nextPoll, polls, refused, earlierRun);
        }

        /** What is left when no candidate was confirmed. */
        Unknown unconfirmed() {
            return new Unknown(why, at, candidates, earlierRun);
        }

        @Override
        public Optional<Instant> attemptedAt() {
            return Optional.of(at);
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
     * Accepted and in progress.
     *
     * @param nextPollAt the time of the next poll
     * @param polled the number of polls
     * @param refusals the number of refused polls in a row
     */
    record Submitted(Job accepted, Instant nextPollAt, int polled, int refusals) implements TransmissionState {
        @Override
        public Submitted ofEarlierRun(String run) {
            return new Submitted(accepted.ofEarlierRun(run), nextPollAt, polled, refusals);
        }

        @Override
        public Outcome outcome() {
            return Outcome.SUBMITTED;
        }

        @Override
        public Optional<Job> job() {
            return Optional.of(accepted);
        }
    }

    /**
     * Finished: {@code DONE-OK} if every fax of the job is, else {@code DONE-ERROR}.
     *
     * @param notRedialled why the failed job was not followed by a redial that was due; empty if none was
     */
    record Done(Job finished, Optional<Message> notRedialled) implements TransmissionState {

        public Done(Job finished) {
            this(finished, Optional.empty());
        }

        @Override
        public Done ofEarlierRun(String run) {
            return new Done(finished.ofEarlierRun(run), notRedialled);
        }

        @Override
        public Optional<Message> reason() {
            return notRedialled;
        }

        @Override
        public Outcome outcome() {
            return finished.isDelivered() ? Outcome.DONE_OK : Outcome.DONE_ERROR;
        }

        @Override
        public Optional<Job> job() {
            return Optional.of(finished);
        }
    }

    /** Not finished at the deadline. */
    record TimedOut(Job unfinished) implements TransmissionState {
        @Override
        public TimedOut ofEarlierRun(String run) {
            return new TimedOut(unfinished.ofEarlierRun(run));
        }

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

    /** The provider has the job, but its status contradicts the order, for example by another number. */
    record Mismatched(Job accepted, Message why) implements TransmissionState {
        static final String SAME_JOB = "delivery.same-job";

        /** Whether the provider gave another fax the same job, so that its status confirms neither. */
        public boolean isJobOfAnother() {
            return why.key().equals(SAME_JOB);
        }

        @Override
        public Mismatched ofEarlierRun(String run) {
            return new Mismatched(accepted.ofEarlierRun(run), why);
        }

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

    /** The provider has the job but refuses to return its status. */
    record StatusUnavailable(Job accepted, Rejection refusal) implements TransmissionState {
        @Override
        public StatusUnavailable ofEarlierRun(String run) {
            return new StatusUnavailable(accepted.ofEarlierRun(run), refusal);
        }

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
            return Optional.of(Message.of("delivery.status-unavailable", refusal.statusText()));
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
     * The request may have been sent, and its result is unknown.
     *
     * @param at when it was sent or about to be
     * @param candidates possible job ids in the response, none of which the provider confirmed
     * @param earlierRun the earlier run that sent it, perhaps; empty if this run did
     */
    record Unknown(Message why, Instant at, List<JobId> candidates, String earlierRun) implements TransmissionState {

        public Unknown {
            candidates = List.copyOf(candidates);
        }

        /** Of a request of this run. */
        public Unknown(Message why, Instant at, List<JobId> candidates) {
            this(why, at, candidates, "");
        }

        @Override
        public Unknown ofEarlierRun(String run) {
            return earlierRun.isEmpty() ? new Unknown(why, at, candidates, run) : this;
        }

        @Override
        public Optional<Instant> attemptedAt() {
            return Optional.of(at);
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

    /**
     * It was unknown, and a person looked it up.
     *
     * @param why who says so, and why it was unknown
     * @param at when the request was sent or about to be
     * @param known the provider's job, if known
     */
    record LookedUp(LookUpResult result, Message why, Instant at, Optional<Job> known) implements TransmissionState {
        @Override
        public LookedUp ofEarlierRun(String run) {
            return new LookedUp(result, why, at, known.map(it -> it.ofEarlierRun(run)));
        }

        @Override
        public Optional<Instant> attemptedAt() {
            return Optional.of(at);
        }

        @Override
        public Outcome outcome() {
            return result.outcome();
        }

        @Override
        public Optional<Job> job() {
            return known;
        }

        @Override
        public Optional<Message> reason() {
            return Optional.of(why);
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
