package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.Recipient;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An immutable state machine for sending documents to recipients. A delivery performs no I/O and reads no clock.
 * Callers ask for the {@linkplain #nextAction next action}, execute it and apply its result, which returns a new
 * delivery. It can be persisted between any two actions ({@link DeliveryJournal}), so that a blocking loop and a
 * timer that survives restarts can both run it.
 *
 * <p>An attempt is submitted at most once: it returns from {@link Outcome#SUBMITTING} to {@link Outcome#PLANNED}
 * only if certainly no byte of the request was sent. Another attempt follows only a job that the provider reports as
 * failed, if the redial policy allows it. Events that do not fit the state of a transmission throw if
 * they could cause a second submission, and are ignored if they are only late.
 *
 * @param order the parameters of every submission
 * @param transmissions documents × recipients, in the order in which they are submitted
 * @param deadline the end of the whole delivery
 * @param sameNumber whether a transmission waits for the one before it to the same number
 * @param redial whether failed transmissions are submitted again
 */
public record Delivery(
        FaxOrder order,
        List<Transmission> transmissions,
        Instant deadline,
        PollingSchedule schedule,
        SameNumber sameNumber,
        RedialPolicy redial) {

    private static final List<Duration> PAUSES_BETWEEN_ATTEMPTS =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(15));

    // A new job may not be visible at once; after this many refusals in a row it does not exist, unless it was seen.
    private static final int MAX_REFUSALS = 5;

    // A job id from a user is usually older; one that is not found is more likely mistyped.
    private static final int MAX_REFUSALS_OF_GIVEN_ID = 2;

    // A job exists before its id is returned, so it is found at once or soon; without a response a little later.
    private static final List<Duration> VERIFYING_PAUSES = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16),
            Duration.ofSeconds(30));
    private static final int MAX_VERIFYING_POLLS = 10;

    private static final int MAX_NUMBER_LENGTH = 30;
    private static final int MAX_NUMBERS = 3;

    public Delivery {
        transmissions = List.copyOf(transmissions);
    }

    /** A delivery that redials nothing. */
    public Delivery(
            FaxOrder order,
            List<Transmission> transmissions,
            Instant deadline,
            PollingSchedule schedule,
            SameNumber sameNumber) {
        this(order, transmissions, deadline, schedule, sameNumber, RedialPolicy.NONE);
    }

    /** Plans the delivery of every document to every recipient, one after another for each number. */
    public static Delivery of(FaxOrder order, Instant start, Duration timeout, PollingSchedule schedule) {
        List<Transmission> transmissions = new ArrayList<>();
        for (Document document : order.documents()) {
            for (Recipient recipient : order.recipients()) {
                if (!document.isFor(recipient.number())) {
                    continue;
                }
                transmissions.add(new Transmission(
                        document.path(),
                        document.name(),
                        document.pages(),
                        recipient.number().digits(),
                        order.referenceFor(document, recipient),
                        new TransmissionState.Planned(0, start),
                        StateChange.begin(new TransmissionState.Planned(0, start), start)));
            }
        }
        return new Delivery(order, transmissions, start.plus(timeout), schedule, SameNumber.SERIAL);
    }

    /** Follows jobs that were submitted earlier; they are polled at once. */
    public static Delivery following(List<JobId> jobs, Instant start, Duration timeout, PollingSchedule schedule) {
        FaxOrder nothing = new FaxOrder(List.of(), List.of(), "", "", "", "");
        List<Transmission> transmissions = jobs.stream()
                .distinct()
                .map(id -> new TransmissionState.Submitted(new Job(id, start, start, List.of()), start, 0, 0))
                .map(it -> new Transmission("", "", 0, "", "", it, StateChange.begin(it, start)))
                .toList();
        return new Delivery(nothing, transmissions, start.plus(timeout), schedule, SameNumber.PARALLEL);
    }

    /** The document of a transmission; empty if only a job id is followed. */
    public Optional<Document> document(Transmission transmission) {
        return order.documents().stream()
                .filter(it -> it.path().equals(transmission.document()))
                .findFirst();
    }

    /** The identity of a transmission, independent of the file name; empty if only a job id is followed. */
    public Optional<TransmissionKey> key(Transmission transmission) {
        return document(transmission).map(it -> new TransmissionKey(it.keySha256(), transmission.recipient()));
    }

    /**
     * The faxes and pages of this delivery: of transmissions that were or may have been submitted since its start, and of
     * planned ones.
     *
     * @param start the start of this delivery; earlier submissions belong to another one
     */
    public Spending spending(Instant start) {
        return transmissions.stream().map(it -> it.spending(start)).reduce(Spending.NOTHING, Spending::plus);
    }

    /** The same with all redials that the policy allows, as limits count it. */
    public Spending maxSpending(Instant start) {
        return transmissions.stream().map(this::allowedRedials).reduce(spending(start), Spending::plus);
    }

    /**
     * The faxes and pages that have been sent since the start, or may have been. A fax that failed does not count, because
     * the delivery that sends it again counts it.
     *
     * @param start as for {@link #spending}
     */
    public Spending sent(Instant start) {
        return spending(it -> switch (it.outcome()) {
            case VERIFYING, SUBMITTED, DONE_OK, UNKNOWN, TIMED_OUT ->
                it.submittedAt().filter(start::isAfter).isEmpty();
            case PLANNED, SUBMITTING, DONE_ERROR, REJECTED, NOT_SENT -> false;
        });
    }

    /**
     * The submissions since the start that the provider accepted or may have accepted, with redials and those that failed.
     *
     * @param start as for {@link #spending}
     */
    public Spending submitted(Instant start) {
        Spending last = spending(it -> switch (it.outcome()) {
            case VERIFYING, SUBMITTED, DONE_OK, DONE_ERROR, UNKNOWN, TIMED_OUT ->
                it.submittedAt().filter(start::isAfter).isEmpty();
            case PLANNED, SUBMITTING, REJECTED, NOT_SENT -> false;
        });
        return transmissions.stream()
                .map(it -> it.redials(it.redialled().size()))
                .reduce(last, Spending::plus);
    }

    /** What this delivery may still submit, with all redials that the policy allows. */
    public Spending planned() {
        Spending first = spending(it -> it.outcome() == Outcome.PLANNED);
        return transmissions.stream().map(this::allowedRedials).reduce(first, Spending::plus);
    }

    /** Like {@link #planned}, with submissions in progress. */
    public Spending remaining() {
        return planned().plus(spending(it -> it.outcome() == Outcome.SUBMITTING));
    }

    private Spending spending(Predicate<Transmission> counts) {
        return transmissions.stream()
                .filter(counts)
                .map(it -> new Spending(1, it.documentPages()))
                .reduce(Spending.NOTHING, Spending::plus);
    }

    private Spending allowedRedials(Transmission transmission) {
        boolean isAllowed = !transmission.outcome().isFinal()
                && document(transmission).isPresent()
                && redial.isFor(transmission.recipient());
        return isAllowed
                ? transmission.redials(
                        Math.max(0, redial.times() - transmission.redialled().size()))
                : Spending.NOTHING;
    }

    /** The action to execute now. Submissions come before polls. */
    public DeliveryAction nextAction(Instant now) {
        DeliveryAction next = nextInOrder(now);
        return next instanceof DeliveryAction.Submit && accountRefusals() > 0 && !isAccountProven()
                ? new DeliveryAction.Submit(smallestDue(now))
                : next;
    }

    /** If the account may have been rejected because of a document's size, the smallest document proves it best. */
    private int smallestDue(Instant now) {
        Set<String> busy = busyNumbers();
        return IntStream.range(0, transmissions.size())
                .filter(i -> transmissions.get(i).progress() instanceof TransmissionState.Planned planned
                        && !planned.notBefore().isAfter(now)
                        && !busy.contains(transmissions.get(i).recipient()))
                .boxed()
                .min(Comparator.comparingLong(i -> bytes(transmissions.get(i))))
                .orElseThrow();
    }

    /** Numbers with a fax under way that the next one to the same number waits for; modifiable. */
    private Set<String> busyNumbers() {
        return sameNumber == SameNumber.PARALLEL ? new HashSet<>() : new HashSet<>(recipients(Delivery::isUnderWay));
    }

    private DeliveryAction nextInOrder(Instant now) {
        Instant soonest = Instant.MAX;
        Instant longestDue = Instant.MAX;
        int due = -1;
        Set<String> busy = busyNumbers();
        for (int i = 0; i < transmissions.size(); i++) {
            TransmissionState progress = transmissions.get(i).progress();
            if (progress instanceof TransmissionState.Planned planned) {
                if (transmissions.get(i).isRedialPending()
                        && planned.notBefore().isAfter(now)) {
                    // Others to the number go out in the pause.
                    soonest = earlier(soonest, planned.notBefore());
                    continue;
                }
                if (sameNumber == SameNumber.SERIAL
                        && !busy.add(transmissions.get(i).recipient())) {
                    continue;
                }
                if (!planned.notBefore().isAfter(now)) {
                    return new DeliveryAction.Submit(i);
                }
                soonest = earlier(soonest, planned.notBefore());
            } else if (progress instanceof TransmissionState.Submitted submitted) {
                if (submitted.nextPollAt().isBefore(longestDue)
                        && !submitted.nextPollAt().isAfter(now)) {
                    longestDue = submitted.nextPollAt();
                    due = i;
                }
                soonest = earlier(soonest, submitted.nextPollAt());
            } else if (progress instanceof TransmissionState.Verifying verifying) {
                // Before other due polls: whether a fax was accepted matters most.
                if (!verifying.nextPollAt().isAfter(now) && verifying.at().isBefore(longestDue)) {
                    longestDue = verifying.at();
                    due = i;
                }
                soonest = earlier(soonest, verifying.nextPollAt());
            } else if (progress instanceof TransmissionState.Submitting) {
                soonest = earlier(soonest, deadline);
            }
        }
        if (due >= 0) {
            return new DeliveryAction.Poll(due);
        }
        return soonest.equals(Instant.MAX) ? new DeliveryAction.Finished() : new DeliveryAction.Wait(soonest);
    }

    /** Whether every transmission has its final outcome. */
    public boolean isFinished() {
        return transmissions.stream().allMatch(it -> it.outcome().isFinal());
    }

    /** Whether nothing is left to submit and every submission is known to be accepted or not. */
    public boolean isSubmissionComplete() {
        return transmissions.stream().noneMatch(it -> switch (it.outcome()) {
            case PLANNED, SUBMITTING, VERIFYING -> true;
            case SUBMITTED, DONE_OK, DONE_ERROR, REJECTED, UNKNOWN, TIMED_OUT, NOT_SENT -> false;
        });
    }

    /**
     * Whether nothing is left to submit and jobs of earlier runs have been polled, for callers that do not wait for the
     * end. Otherwise a fax that failed meanwhile would never be submitted again.
     */
    public boolean isSubmittedAndPolled() {
        return isSubmissionComplete()
                && transmissions.stream()
                        .noneMatch(it -> it.progress() instanceof TransmissionState.Submitted submitted
                                && submitted.polled() == 0
                                && !submitted.accepted().earlierRun().isEmpty());
    }

    /**
     * Marks a transmission as being submitted. Persist the result before the request is sent.
     *
     * @throws IllegalStateException if the transmission is not {@link Outcome#PLANNED}
     */
    public Delivery markSubmitting(int transmission, Instant now) {
        if (transmissions.get(transmission).progress() instanceof TransmissionState.Planned planned) {
            return with(transmission, new TransmissionState.Submitting(planned.attempts(), now), now);
        }
        throw new IllegalStateException("Transmission " + transmission + " must not be submitted: it is "
                + transmissions.get(transmission).outcome());
    }

    /**
     * Applies the result of a submission.
     *
     * @throws IllegalStateException if the transmission is not {@link Outcome#SUBMITTING}
     */
    public Delivery applySubmission(int transmission, SubmissionResult result, Instant now) {
        if (!(transmissions.get(transmission).progress() instanceof TransmissionState.Submitting submitting)) {
            throw new IllegalStateException("Transmission " + transmission + " is not being submitted: it is "
                    + transmissions.get(transmission).outcome());
        }
        if (result instanceof SubmissionResult.Accepted accepted) {
            Job job = new Job(accepted.jobId(), now, now, List.of());
            if (isJobOfAnother(transmission, accepted.jobId())) {
                // One job cannot confirm two faxes.
                return mismatch(transmission, job, now);
            }
            return with(
                    transmission,
                    new TransmissionState.Submitted(job, nextPollAt(transmission, job, 0, now), 0, 0),
                    now);
        }
        if (result instanceof SubmissionResult.JobOfAnother shared) {
            return mismatch(transmission, new Job(shared.jobId(), now, now, List.of()), now);
        }
        if (result instanceof SubmissionResult.Rejected rejected) {
            Delivery refused = with(transmission, new TransmissionState.Rejected(rejected.refusal()), now);
            return rejected.refusal().reason().concernsAccount() && !refused.mayAccountBeRight(transmission)
                    ? refused.cancelPlanned(Message.of("delivery.account-refused"), now)
                    : refused;
        }
        if (result instanceof SubmissionResult.NotSent notSent) {
            TransmissionState next = afterNotSent(notSent, submitting.attempts(), now);
            if (next instanceof TransmissionState.NotSent
                    && !transmissions.get(transmission).redialled().isEmpty()) {
                return with(
                        transmission,
                        transmissions
                                .get(transmission)
                                .notRedialled(Message.of("delivery.redial.not-sent", notSent.why())),
                        now,
                        Optional.empty());
            }
            Optional<Message> failedAttempt = next instanceof TransmissionState.Planned planned
                    ? Optional.of(Message.of("report.history.attempt-failed", planned.attempts(), notSent.why()))
                    : Optional.empty();
            return with(transmission, transmissions.get(transmission).with(next), now, failedAttempt);
        }
        if (result instanceof SubmissionResult.AlreadySubmitted already) {
            return follow(transmission, already.earlier(), now);
        }
        SubmissionResult.Unknown unknown = (SubmissionResult.Unknown) result;
        return with(
                transmission,
                unknown.candidates().isEmpty()
                        ? new TransmissionState.Unknown(unknown.why(), submitting.since(), List.of())
                        : new TransmissionState.Verifying(
                                unknown.why(), submitting.since(), unknown.candidates(), earlier(now, deadline), 0, 0),
                now);
    }

    private boolean isJobOfAnother(int transmission, JobId job) {
        return IntStream.range(0, transmissions.size())
                .anyMatch(i -> transmissions.get(i).redialled().stream()
                                .anyMatch(it -> it.id().equals(job))
                        || (i != transmission
                                && transmissions
                                        .get(i)
                                        .jobId()
                                        .filter(job::equals)
                                        .isPresent()));
    }

    private Delivery mismatch(int transmission, Job job, Instant now) {
        Message why = Message.of(TransmissionState.Mismatched.SAME_JOB);
        Delivery changed = with(transmission, new TransmissionState.Mismatched(job, why), now);
        for (int i = 0; i < transmissions.size(); i++) {
            if (transmissions.get(i).progress() instanceof TransmissionState.Submitted submitted
                    && submitted.accepted().id().equals(job.id())) {
                changed = changed.with(i, new TransmissionState.Mismatched(submitted.accepted(), why), now);
            }
        }
        return changed;
    }

    /**
     * Whether the size of the rejected document may be the only reason why the account was rejected: a server drops
     * the account fields of a request that is too large. A fax that this run had accepted proves that the account is
     * valid; without one, a single smaller document is tried.
     */
    private boolean mayAccountBeRight(int refused) {
        if (isAccountProven()) {
            return true;
        }
        long bytes = bytes(transmissions.get(refused));
        return accountRefusals() == 1
                && transmissions.get(refused).progress() instanceof TransmissionState.Rejected rejected
                && rejected.refusal().mayBeTooLarge()
                && transmissions.stream().anyMatch(it -> it.outcome() == Outcome.PLANNED && bytes(it) < bytes);
    }

    private boolean isAccountProven() {
        return transmissions.stream()
                .anyMatch(it -> isAccountProven(it.progress())
                        || it.redialled().stream().anyMatch(Delivery::isOfThisRun));
    }

    private static boolean isAccountProven(TransmissionState progress) {
        if (progress instanceof TransmissionState.StatusUnavailable unavailable
                && unavailable.refusal().reason().concernsAccount()) {
            return false;
        }
        return progress.job().filter(Delivery::isOfThisRun).isPresent();
    }

    /** An earlier run may have had another password. */
    private static boolean isOfThisRun(Job job) {
        return job.earlierRun().isEmpty();
    }

    private long accountRefusals() {
        return transmissions.stream()
                .filter(it -> it.progress() instanceof TransmissionState.Rejected rejected
                        && rejected.refusal().reason().concernsAccount())
                .count();
    }

    private long bytes(Transmission transmission) {
        return document(transmission).map(it -> it.sent().bytes()).orElse(0L);
    }

    /** Applies a status; one for a finished transmission is ignored. */
    public Delivery applyStatus(int transmission, StatusResult result, Instant now) {
        Transmission before = transmissions.get(transmission);
        if (before.progress() instanceof TransmissionState.Verifying verifying) {
            return verified(transmission, verifying, result, now);
        }
        if (!(before.progress() instanceof TransmissionState.Submitted submitted)) {
            return this;
        }
        Job job = submitted.accepted();
        if (result instanceof StatusResult.JobOfAnother) {
            return mismatch(transmission, job, now);
        }
        int refusals = 0;
        if (result instanceof StatusResult.Known known) {
            List<FaxStatus> ours = before.ours(known.faxes());
            if (ours.isEmpty() && !known.faxes().isEmpty()) {
                return with(
                        transmission,
                        new TransmissionState.Mismatched(
                                job.applyStatus(known.faxes(), now), otherNumber(known.faxes())),
                        now);
            }
            job = job.applyStatus(ours, now);
            if (job.isFinished()) {
                return ended(transmission, finished(named(before, job).without(job), job), job, now);
            }
        } else if (result instanceof StatusResult.Refused refused) {
            refusals = submitted.refusals() + 1;
            boolean isDueToAccount = refused.refusal().reason().concernsAccount();
            if (isDueToAccount || (refusals >= maxRefusals(before) && (!isSeen(job) || !now.isBefore(deadline)))) {
                return with(transmission, new TransmissionState.StatusUnavailable(job, refused.refusal()), now);
            }
        }
        if (!now.isBefore(deadline)) {
            return with(
                    transmission, named(before, job).with(new TransmissionState.TimedOut(job)), now, Optional.empty());
        }
        int polled = submitted.polled() + 1;
        return with(
                transmission,
                named(before, job)
                        .with(new TransmissionState.Submitted(
                                job, nextPollAt(transmission, job, polled, now), polled, refusals)),
                now,
                Optional.empty());
    }

    /** Another attempt follows if the policy allows it, and if it fits the deadline. */
    private Delivery ended(int position, Transmission finished, Job job, Instant now) {
        Delivery ended = with(position, finished, now, Optional.empty());
        if (finished.outcome() != Outcome.DONE_ERROR
                || document(finished).isEmpty()
                || !redial.isFor(finished.recipient(), job)
                || !isCertainlyOwn(finished, job)
                || finished.redialled().size() >= redial.times()) {
            return ended;
        }
        Instant at = now.plus(redial.pause());
        int number = finished.redialled().size() + 1;
        // Its end comes first in the history, then what follows.
        return ended.with(
                        position,
                        ended.transmissions.get(position).redialling(job, at),
                        now,
                        Optional.of(Message.of(
                                "report.history.redial", number, redial.times(), at.truncatedTo(ChronoUnit.SECONDS))))
                .withoutLateRedials(now);
    }

    /** The failure of another fax, which an answer may name, does not say that this one was not delivered. */
    private boolean isCertainlyOwn(Transmission failed, Job job) {
        return job.faxes().stream().allMatch(failed::isFor)
                && Check.contradiction(order, failed).isEmpty();
    }

    /** What would not end before the deadline is not begun. */
    private Delivery withoutLateRedials(Instant now) {
        Delivery current = this;
        for (int i = 0; i < transmissions.size(); i++) {
            Transmission transmission = transmissions.get(i);
            if (transmission.isRedialPending()
                    && transmission.progress() instanceof TransmissionState.Planned planned
                    && !later(now, planned.notBefore())
                            .plus(quickest(transmission))
                            .isBefore(deadline)) {
                current = current.with(
                        i, transmission.notRedialled(Message.of("delivery.redial.too-late")), now, Optional.empty());
            }
        }
        return current;
    }

    /** The least time that the pages take on the line. */
    private Duration quickest(Transmission transmission) {
        return document(transmission)
                .flatMap(it -> it.facts().lineSeconds())
                .map(it -> Duration.ofMillis((long) (1000 * it.low())))
                .orElseGet(() -> PollingSchedule.quickest(transmission.documentPages()));
    }

    /**
     * A status that contradicts the order does not count as delivered. That of another fax does not count as a failure
     * either, after which this one would be sent again.
     */
    private Transmission finished(Transmission transmission, Job job) {
        Transmission done = transmission.with(new TransmissionState.Done(job));
        Optional<Check> contradiction = done.outcome() == Outcome.DONE_OK
                ? Check.contradiction(order, done)
                : Check.contradictionOfFailure(order, done);
        return contradiction
                .map(it -> Message.of(
                        "delivery.contradicted." + it.kind().name().toLowerCase(Locale.ROOT),
                        it.reported(),
                        it.ordered()))
                .map(why -> done.with(new TransmissionState.Mismatched(job, why)))
                .orElse(done);
    }

    private static Message otherNumber(List<FaxStatus> faxes) {
        return Message.of(
                "delivery.mismatched",
                faxes.stream()
                        .map(it -> Sanitizer.line(it.destination(), MAX_NUMBER_LENGTH))
                        .distinct()
                        .limit(MAX_NUMBERS)
                        .collect(Collectors.joining(", ")));
    }

    /** The provider had this job, so that a refusal is a fault of the provider. One of an earlier run it may have deleted. */
    private static boolean isSeen(Job job) {
        return !job.faxes().isEmpty() && isOfThisRun(job);
    }

    private static int maxRefusals(Transmission transmission) {
        return transmission.isFollowedOnly() && transmission.status().isEmpty()
                ? MAX_REFUSALS_OF_GIVEN_ID
                : MAX_REFUSALS;
    }

    private Delivery verified(
            int transmission, TransmissionState.Verifying verifying, StatusResult result, Instant now) {
        List<JobId> candidates = verifying.candidates();
        JobId polled = candidates.get(0);
        boolean isTaken = result instanceof StatusResult.JobOfAnother || isJobOfAnother(transmission, polled);
        if (result instanceof StatusResult.Known known
                && !isTaken
                && known.faxes().stream().anyMatch(transmissions.get(transmission)::isFor)
                && !isContradicted(transmission, polled, verifying, known, now)) {
            Job job = new Job(polled, verifying.at(), now, List.of(), verifying.earlierRun());
            return with(transmission, new TransmissionState.Submitted(job, now, 0, 0), now)
                    .applyStatus(transmission, result, now);
        }
        int polls = verifying.polled() + 1;
        int refusals = verifying.refusals() + (result instanceof StatusResult.Refused ? 1 : 0);
        boolean isOfAnother = isTaken
                || (result instanceof StatusResult.Known known && !known.faxes().isEmpty());
        boolean isAccountRefused = result instanceof StatusResult.Refused refused
                && refused.refusal().reason().concernsAccount();
        if (isAccountRefused
                || (isOfAnother && candidates.size() == 1)
                || refusals >= MAX_REFUSALS * candidates.size()
                || polls >= MAX_VERIFYING_POLLS * candidates.size()
                || !now.isBefore(deadline)) {
            return with(transmission, verifying.unconfirmed(), now);
        }
        // Other candidates first: each one is polled before one is polled again.
        List<JobId> next = new ArrayList<>(candidates.subList(1, candidates.size()));
        if (!isOfAnother) {
            next.add(polled);
        }
        Duration pause = polls % candidates.size() == 0
                ? VERIFYING_PAUSES.get(Math.min(polls / candidates.size(), VERIFYING_PAUSES.size()) - 1)
                : VERIFYING_PAUSES.get(0);
        return with(
                transmission, verifying.polledAgain(next, earlier(now.plus(pause), deadline), polls, refusals), now);
    }

    /** Whether a job is not this transmission's, also if it is not finished: an error page may quote an earlier one. */
    private boolean isContradicted(
            int transmission, JobId id, TransmissionState.Verifying verifying, StatusResult.Known known, Instant now) {
        Transmission ours = transmissions.get(transmission);
        Job job = new Job(id, verifying.at(), now, List.of(), verifying.earlierRun())
                .applyStatus(ours.ours(known.faxes()), now);
        return Check.contradiction(order, ours.with(new TransmissionState.Submitted(job, now, 0, 0)))
                .isPresent();
    }

    /** Applies the deadline: what has not been submitted by then is not submitted. */
    public Delivery expire(Instant now) {
        Delivery expired = withoutLateRedials(now);
        if (now.isBefore(deadline)) {
            return expired;
        }
        Set<String> busy = busyNumbers();
        for (int i = 0; i < transmissions.size(); i++) {
            if (expired.transmissions.get(i).outcome() == Outcome.PLANNED) {
                boolean waited = sameNumber == SameNumber.SERIAL
                        && !busy.add(transmissions.get(i).recipient());
                expired = expired.with(
                        i,
                        new TransmissionState.NotSent(
                                Message.of(waited ? "delivery.too-late.same-number" : "delivery.too-late")),
                        now);
            }
        }
        return expired;
    }

    /** Cancels planned transmissions; submitted ones continue. */
    public Delivery cancelPlanned(Message why, Instant now) {
        return map(it -> it.progress() instanceof TransmissionState.Planned
                ? (it.isRedialPending()
                                ? it.notRedialled(Message.of("delivery.redial.not-sent", why))
                                : it.with(new TransmissionState.NotSent(why)))
                        .recorded(Optional.of(now), Optional.empty())
                : it);
    }

    /** This delivery with another deadline. */
    public Delivery withDeadline(Instant time) {
        return new Delivery(order, transmissions, time, schedule, sameNumber, redial);
    }

    /** The same delivery with other transmissions. */
    public Delivery withTransmissions(List<Transmission> others) {
        return new Delivery(order, others, deadline, schedule, sameNumber, redial);
    }

    /** The same delivery with another rule for several faxes to one number. */
    public Delivery withSameNumber(SameNumber rule) {
        return new Delivery(order, transmissions, deadline, schedule, rule, redial);
    }

    /** The same delivery, which redials by a policy. */
    public Delivery withRedial(RedialPolicy policy) {
        return new Delivery(order, transmissions, deadline, schedule, sameNumber, policy);
    }

    /** Numbers with a planned transmission and another one that is planned or under way, in their order. */
    public List<String> repeatedNumbers() {
        List<String> planned = recipients(it -> it.outcome() == Outcome.PLANNED);
        List<String> underWay = recipients(Delivery::isUnderWay);
        return planned.stream()
                .distinct()
                .filter(it -> underWay.contains(it) || Collections.frequency(planned, it) > 1)
                .toList();
    }

    private static boolean isUnderWay(Transmission transmission) {
        return !transmission.outcome().isFinal() && transmission.outcome() != Outcome.PLANNED;
    }

    private List<String> recipients(Predicate<Transmission> wanted) {
        return transmissions.stream()
                .filter(wanted)
                .map(Transmission::recipient)
                .toList();
    }

    /** Removes transmissions, which must not have been submitted. */
    public Delivery excluding(Predicate<Transmission> unwanted) {
        return withTransmissions(transmissions.stream()
                .filter(it -> it.outcome() != Outcome.PLANNED || it.isRedialPending() || !unwanted.test(it))
                .toList());
    }

    /**
     * Resumes from an earlier delivery: what was delivered, is in progress or may have been sent is not submitted again,
     * and a redial that was due goes on waiting for its time.
     *
     * @param earlier the transmissions of the earlier delivery
     */
    public Delivery resumeFrom(Map<TransmissionKey, Transmission> earlier) {
        return map(it -> it.outcome() == Outcome.PLANNED
                ? key(it).flatMap(key -> Optional.ofNullable(earlier.get(key)))
                        .filter(known ->
                                !known.isRedialPending() || known.redialled().size() <= redial.times())
                        .map(known -> it.with(known.progress())
                                .withRedialled(known.redialled())
                                .withHistoryOf(known)
                                .recorded(Optional.empty(), Optional.of(Message.of("report.history.resumed"))))
                        .orElse(it)
                : it);
    }

    /**
     * Does not submit what earlier submissions speak against.
     *
     * @param earlier by position in {@link #transmissions}
     */
    public Delivery resumeFromLedger(Map<Integer, EarlierSubmission> earlier, Instant now) {
        Delivery resumed = this;
        for (Map.Entry<Integer, EarlierSubmission> entry : earlier.entrySet()) {
            if (transmissions.get(entry.getKey()).outcome() == Outcome.PLANNED) {
                resumed = resumed.follow(entry.getKey(), entry.getValue(), now);
            }
        }
        return resumed;
    }

    private Delivery follow(int transmission, EarlierSubmission earlier, Instant now) {
        TransmissionState state = TransmissionState.of(earlier, now);
        Transmission before = transmissions.get(transmission);
        Transmission after = state.job().map(before::without).orElse(before);
        // A reason of the state says more.
        Optional<Message> reason =
                state.reason().isPresent() ? Optional.empty() : Optional.of(Message.of("report.history.resumed"));
        return with(transmission, after.with(state), now, reason);
    }

    /** Recovers from a crash or an abort: a transmission that was being submitted is unknown and never submitted again. */
    public Delivery recovered() {
        return map(it -> it.progress() instanceof TransmissionState.Submitting submitting
                ? it.with(new TransmissionState.Unknown(
                                Message.of("delivery.interrupted"), submitting.since(), List.of()))
                        .recorded(Optional.empty(), Optional.empty())
                : it);
    }

    private TransmissionState afterNotSent(SubmissionResult.NotSent notSent, int attempts, Instant now) {
        if (!notSent.retryable() || attempts >= PAUSES_BETWEEN_ATTEMPTS.size()) {
            return new TransmissionState.NotSent(notSent.why());
        }
        Instant again = now.plus(PAUSES_BETWEEN_ATTEMPTS.get(attempts));
        return again.isBefore(deadline)
                ? new TransmissionState.Planned(attempts + 1, again)
                : new TransmissionState.NotSent(notSent.why());
    }

    /** Polls once more at the deadline: the fax may have been delivered. */
    private Instant nextPollAt(int transmission, Job job, int polled, Instant now) {
        Transmission polledOne = transmissions.get(transmission);
        Duration interval = document(polledOne)
                .flatMap(it -> it.facts().lineSeconds())
                .map(it -> Duration.ofMillis((long) (1000 * it.low())))
                .map(it -> schedule.interval(job, it, polled, now))
                .orElseGet(() -> schedule.interval(job, polledOne.documentPages(), polled, now));
        return earlier(now.plus(interval), deadline);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }

    private static Transmission named(Transmission transmission, Job job) {
        List<FaxStatus> faxes = job.faxes();
        return faxes.isEmpty() ? transmission : transmission.named(faxes.get(0));
    }

    private Delivery with(int transmission, TransmissionState progress, Instant now) {
        return with(transmission, transmissions.get(transmission).with(progress), now, Optional.empty());
    }

    /** @param reason for the history, where the state has none */
    private Delivery with(int transmission, Transmission changed, Instant now, Optional<Message> reason) {
        List<Transmission> copy = new ArrayList<>(transmissions);
        copy.set(transmission, changed.recorded(Optional.of(now), reason));
        return withTransmissions(copy);
    }

    private Delivery map(UnaryOperator<Transmission> change) {
        return withTransmissions(transmissions.stream().map(change).toList());
    }
}
