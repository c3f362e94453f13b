package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The heart: which documents go to whom, how far each one is, and what to do next. It has no clock, thread or socket of
 * its own, never changes (every event gives a new one), and can be persisted at any moment ({@link DeliveryJournal}), so that a
 * blocking loop and a timer that survives restarts can drive the same thing.
 *
 * <p>A transmission is submitted at most once: from {@link Outcome#SUBMITTING} it goes back to {@link Outcome#PLANNED} only
 * when it is certain that not one byte of the request left. Events that make no sense in a transmission's state are
 * programming errors if they could lead to a second submission, and ignored if they only come late.
 *
 * @param order what goes with every submission
 * @param transmissions documents × recipients, in the order in which they are submitted
 * @param deadline ends the whole delivery
 */
public record Delivery(FaxOrder order, List<Transmission> transmissions, Instant deadline, PollingSchedule schedule) {

    private static final List<Duration> PAUSES_BETWEEN_ATTEMPTS =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(15));

    // A new job may not be visible at once; one that is refused this often in a row is not there.
    private static final int MAX_REFUSALS = 5;

    // A job id that a user gave is usually older; one that the provider does not know is more likely mistyped.
    private static final int MAX_REFUSALS_OF_GIVEN_ID = 2;

    // A job is created before its id is returned, so it is known at once or soon; without a response a little longer.
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

    /** A delivery of every document to every recipient, none of them submitted yet. */
    public static Delivery of(FaxOrder order, Instant start, Duration timeout, PollingSchedule schedule) {
        List<Transmission> transmissions = new ArrayList<>();
        for (Document document : order.documents()) {
            for (FaxNumber recipient : order.recipients()) {
                transmissions.add(new Transmission(
                        document.path(),
                        document.name(),
                        document.pages(),
                        recipient.digits(),
                        order.referenceFor(document),
                        new TransmissionState.Planned(0, start)));
            }
        }
        return new Delivery(order, transmissions, start.plus(timeout), schedule);
    }

    /** A delivery that only follows jobs submitted earlier; they are asked for at once. */
    public static Delivery following(List<JobId> jobs, Instant start, Duration timeout, PollingSchedule schedule) {
        FaxOrder nothing = new FaxOrder(List.of(), List.of(), "", "", "", "");
        List<Transmission> transmissions = jobs.stream()
                .distinct()
                .map(id -> new Transmission(
                        "",
                        "",
                        0,
                        "",
                        "",
                        new TransmissionState.Submitted(new Job(id, start, start, List.of()), start, 0, 0)))
                .toList();
        return new Delivery(nothing, transmissions, start.plus(timeout), schedule);
    }

    /** What a transmission is to bring; empty if only its job id is followed. */
    public Optional<Document> document(Transmission transmission) {
        return order.documents().stream()
                .filter(it -> it.path().equals(transmission.document()))
                .findFirst();
    }

    /** What it is to its recipient, whatever the file is called; empty if only its job id is followed. */
    public Optional<TransmissionKey> key(Transmission transmission) {
        return document(transmission).map(it -> new TransmissionKey(it.facts().sha256(), transmission.recipient()));
    }

    /**
     * What the faxes of this delivery take: those that are or may have been submitted since then, and those that will be.
     *
     * @param start when this delivery began; what was submitted before belongs to an earlier one
     */
    public Spending spending(Instant start) {
        List<Transmission> counted = transmissions.stream()
                .filter(it -> switch (it.outcome()) {
                    case REJECTED, NOT_SENT -> false;
                    case PLANNED, SUBMITTING, VERIFYING, SUBMITTED, DONE_OK, DONE_ERROR, UNKNOWN, TIMED_OUT ->
                        submittedAt(it.progress()).filter(start::isAfter).isEmpty();
                })
                .toList();
        return new Spending(
                counted.size(),
                counted.stream().mapToInt(Transmission::documentPages).sum());
    }

    private static Optional<Instant> submittedAt(TransmissionState progress) {
        if (progress instanceof TransmissionState.Submitting submitting) {
            return Optional.of(submitting.since());
        }
        if (progress instanceof TransmissionState.Verifying verifying) {
            return Optional.of(verifying.at());
        }
        return progress instanceof TransmissionState.Unknown unknown
                ? Optional.of(unknown.at())
                : progress.job().map(Job::submitted);
    }

    /** What to do now. Submissions come before questions. */
    public DeliveryAction nextAction(Instant now) {
        DeliveryAction next = nextInOrder(now);
        return next instanceof DeliveryAction.Submit && accountRefusals() > 0 && !isAccountProven()
                ? new DeliveryAction.Submit(smallestDue(now))
                : next;
    }

    /** When a refusal of the account may come from a document's size, the smallest document is the best proof. */
    private int smallestDue(Instant now) {
        return IntStream.range(0, transmissions.size())
                .filter(i -> transmissions.get(i).progress() instanceof TransmissionState.Planned planned
                        && !planned.notBefore().isAfter(now))
                .boxed()
                .min(Comparator.comparingLong(i -> bytes(transmissions.get(i))))
                .orElseThrow();
    }

    private DeliveryAction nextInOrder(Instant now) {
        Instant soonest = Instant.MAX;
        Instant longestDue = Instant.MAX;
        int due = -1;
        for (int i = 0; i < transmissions.size(); i++) {
            TransmissionState progress = transmissions.get(i).progress();
            if (progress instanceof TransmissionState.Planned planned) {
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
                // Before others that are due: whether a fax was accepted matters most.
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

    /** Whether nothing is left to submit, and of everything submitted it is known whether the provider has it. */
    public boolean isSubmissionComplete() {
        return transmissions.stream().noneMatch(it -> switch (it.outcome()) {
            case PLANNED, SUBMITTING, VERIFYING -> true;
            case SUBMITTED, DONE_OK, DONE_ERROR, REJECTED, UNKNOWN, TIMED_OUT, NOT_SENT -> false;
        });
    }

    /**
     * To be written down before the request leaves.
     *
     * @throws IllegalStateException if the transmission is not {@link Outcome#PLANNED}
     */
    public Delivery markSubmitting(int transmission, Instant now) {
        if (transmissions.get(transmission).progress() instanceof TransmissionState.Planned planned) {
            return with(transmission, new TransmissionState.Submitting(planned.attempts(), now));
        }
        throw new IllegalStateException("Transmission " + transmission + " must not be submitted: it is "
                + transmissions.get(transmission).outcome());
    }

    /**
     * What came of a submission.
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
            return with(
                    transmission, new TransmissionState.Submitted(job, nextPollAt(transmission, job, 0, now), 0, 0));
        }
        if (result instanceof SubmissionResult.Rejected rejected) {
            Delivery refused = with(transmission, new TransmissionState.Rejected(rejected.refusal()));
            return rejected.refusal().reason().concernsAccount() && !refused.mayAccountBeRight(transmission)
                    ? refused.cancelPlanned(Message.of("delivery.account-refused"))
                    : refused;
        }
        if (result instanceof SubmissionResult.NotSent notSent) {
            return with(transmission, afterNotSent(notSent, submitting.attempts(), now));
        }
        SubmissionResult.Unknown unknown = (SubmissionResult.Unknown) result;
        return with(
                transmission,
                unknown.candidates().isEmpty()
                        ? new TransmissionState.Unknown(unknown.why(), submitting.since(), List.of())
                        : new TransmissionState.Verifying(
                                unknown.why(), submitting.since(), unknown.candidates(), earlier(now, deadline), 0, 0));
    }

    /**
     * After a refusal of the account: whether the refused document alone may be the reason. A server drops the account from
     * a request that is too large for it. An accepted fax proves the account; without one a single smaller document may
     * still try.
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
        return transmissions.stream().anyMatch(it -> it.jobId().isPresent());
    }

    private long accountRefusals() {
        return transmissions.stream()
                .filter(it -> it.progress() instanceof TransmissionState.Rejected rejected
                        && rejected.refusal().reason().concernsAccount())
                .count();
    }

    private long bytes(Transmission transmission) {
        return document(transmission).map(it -> it.facts().bytes()).orElse(0L);
    }

    /** What the provider told about a transmission; late news about a finished one changes nothing. */
    public Delivery applyStatus(int transmission, StatusResult result, Instant now) {
        Transmission before = transmissions.get(transmission);
        if (before.progress() instanceof TransmissionState.Verifying verifying) {
            return verified(transmission, verifying, result, now);
        }
        if (!(before.progress() instanceof TransmissionState.Submitted submitted)) {
            return this;
        }
        Job job = submitted.accepted();
        int refusals = 0;
        if (result instanceof StatusResult.Known known) {
            List<FaxStatus> ours = before.ours(known.faxes());
            if (ours.isEmpty() && !known.faxes().isEmpty()) {
                return with(
                        transmission,
                        new TransmissionState.Mismatched(
                                job.applyStatus(known.faxes(), now), otherNumber(known.faxes())));
            }
            job = job.applyStatus(ours, now);
            if (job.isFinished()) {
                return with(transmission, finished(named(before, job), job));
            }
        } else if (result instanceof StatusResult.Refused refused) {
            refusals = submitted.refusals() + 1;
            if (refusals >= maxRefusals(before) || refused.refusal().reason().concernsAccount()) {
                return with(transmission, new TransmissionState.StatusUnavailable(job, refused.refusal()));
            }
        }
        if (!now.isBefore(deadline)) {
            return with(transmission, named(before, job).with(new TransmissionState.TimedOut(job)));
        }
        int polled = submitted.polled() + 1;
        return with(
                transmission,
                named(before, job)
                        .with(new TransmissionState.Submitted(
                                job, nextPollAt(transmission, job, polled, now), polled, refusals)));
    }

    /** What the provider calls delivered is not believed if it is not what was ordered. */
    private Transmission finished(Transmission transmission, Job job) {
        Transmission done = transmission.with(new TransmissionState.Done(job));
        return done.outcome() == Outcome.DONE_OK
                ? Check.contradiction(order, done)
                        .map(it -> Message.of(
                                "delivery.contradicted." + it.kind().name().toLowerCase(Locale.ROOT),
                                it.reported(),
                                it.ordered()))
                        .map(why -> done.with(new TransmissionState.Mismatched(job, why)))
                        .orElse(done)
                : done;
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

    private static int maxRefusals(Transmission transmission) {
        return transmission.isFollowedOnly() && transmission.status().isEmpty()
                ? MAX_REFUSALS_OF_GIVEN_ID
                : MAX_REFUSALS;
    }

    private Delivery verified(
            int transmission, TransmissionState.Verifying verifying, StatusResult result, Instant now) {
        List<JobId> candidates = verifying.candidates();
        JobId polled = candidates.get(0);
        if (result instanceof StatusResult.Known known
                && known.faxes().stream().anyMatch(transmissions.get(transmission)::isFor)) {
            Job job = new Job(polled, now, now, List.of());
            return with(transmission, new TransmissionState.Submitted(job, now, 0, 0))
                    .applyStatus(transmission, result, now);
        }
        int polls = verifying.polled() + 1;
        int refusals = verifying.refusals() + (result instanceof StatusResult.Refused ? 1 : 0);
        boolean isOfAnother =
                result instanceof StatusResult.Known known && !known.faxes().isEmpty();
        boolean isAccountRefused = result instanceof StatusResult.Refused refused
                && refused.refusal().reason().concernsAccount();
        if (isAccountRefused
                || (isOfAnother && candidates.size() == 1)
                || refusals >= MAX_REFUSALS * candidates.size()
                || polls >= MAX_VERIFYING_POLLS * candidates.size()
                || !now.isBefore(deadline)) {
            return with(transmission, new TransmissionState.Unknown(verifying.why(), verifying.at(), candidates));
        }
        // The others first: each has its turn before one is polled again.
        List<JobId> next = new ArrayList<>(candidates.subList(1, candidates.size()));
        if (!isOfAnother) {
            next.add(polled);
        }
        Duration pause = polls % candidates.size() == 0
                ? VERIFYING_PAUSES.get(Math.min(polls / candidates.size(), VERIFYING_PAUSES.size()) - 1)
                : VERIFYING_PAUSES.get(0);
        return with(
                transmission,
                new TransmissionState.Verifying(
                        verifying.why(), verifying.at(), next, earlier(now.plus(pause), deadline), polls, refusals));
    }

    /** What time alone decides: what was not submitted by the deadline will not be. */
    public Delivery expire(Instant now) {
        return now.isBefore(deadline) ? this : cancelPlanned(Message.of("delivery.too-late"));
    }

    /** Submits nothing more; what was submitted goes on. */
    public Delivery cancelPlanned(Message why) {
        return map(it ->
                it.progress() instanceof TransmissionState.Planned ? it.with(new TransmissionState.NotSent(why)) : it);
    }

    /** The same delivery with another time at which it ends. */
    public Delivery withDeadline(Instant time) {
        return new Delivery(order, transmissions, time, schedule);
    }

    /** Leaves out transmissions; only those that were not submitted yet can be. */
    public Delivery excluding(Predicate<Transmission> unwanted) {
        return new Delivery(
                order,
                transmissions.stream()
                        .filter(it -> it.outcome() != Outcome.PLANNED || !unwanted.test(it))
                        .toList(),
                deadline,
                schedule);
    }

    /**
     * Goes on where an earlier delivery ended: what arrived, is on its way, or may have been sent is not submitted again.
     *
     * @param earlier how far it had got
     */
    public Delivery resumeFrom(Map<TransmissionKey, TransmissionState> earlier) {
        return map(it -> it.outcome() == Outcome.PLANNED
                ? key(it).flatMap(key -> Optional.ofNullable(earlier.get(key)))
                        .map(it::with)
                        .orElse(it)
                : it);
    }

    /** After a crash or an abort: what was being submitted is unknown, and never submitted again. */
    public Delivery recovered() {
        return map(it -> it.progress() instanceof TransmissionState.Submitting submitting
                ? it.with(new TransmissionState.Unknown(
                        Message.of("delivery.interrupted"), submitting.since(), List.of()))
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

    /** The deadline itself is a time to ask: the last word may be that it arrived. */
    private Instant nextPollAt(int transmission, Job job, int polled, Instant now) {
        int pages = transmissions.get(transmission).documentPages();
        return earlier(now.plus(schedule.interval(job, pages, polled, now)), deadline);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Transmission named(Transmission transmission, Job job) {
        List<FaxStatus> faxes = job.faxes();
        return faxes.isEmpty() ? transmission : transmission.named(faxes.get(0));
    }

    private Delivery with(int transmission, TransmissionState progress) {
        return with(transmission, transmissions.get(transmission).with(progress));
    }

    private Delivery with(int transmission, Transmission changed) {
        List<Transmission> copy = new ArrayList<>(transmissions);
        copy.set(transmission, changed);
        return new Delivery(order, copy, deadline, schedule);
    }

    private Delivery map(UnaryOperator<Transmission> change) {
        return new Delivery(order, transmissions.stream().map(change).toList(), deadline, schedule);
    }
}
