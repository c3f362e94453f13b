package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The transmission of one document to one recipient.
 *
 * @param document the key of the document; empty if only a job id is followed
 * @param documentName its file name; the provider's name for it if only a job id is followed
 * @param documentPages its number of pages; 0 if unknown, as when only a job id is followed
 * @param recipient {@code 00…}; the provider's notation if only a job id is followed
 * @param reference the reference in the provider's status responses and mails
 * @param history the states it was in, the present one last; empty if an older version of the program wrote it
 * @param redialled the jobs of failed attempts that a redial followed or will follow, in their order
 */
public record Transmission(
        String document,
        String documentName,
        int documentPages,
        String recipient,
        String reference,
        TransmissionState progress,
        List<StateChange> history,
        List<Job> redialled) {

    static final String EARLIER_RUN = "delivery.earlier-run";
    static final String LOOKED_UP_EARLIER_RUN = "delivery.looked-up.earlier-run";

    private static final int LONGEST_NAME = 100;

    public Transmission {
        history = List.copyOf(history);
        redialled = List.copyOf(redialled);
    }

    /** A transmission that was not redialled. */
    public Transmission(
            String document,
            String documentName,
            int documentPages,
            String recipient,
            String reference,
            TransmissionState progress,
            List<StateChange> history) {
        this(document, documentName, documentPages, recipient, reference, progress, history, List.of());
    }

    /** A transmission without a history. */
    public Transmission(
            String document,
            String documentName,
            int documentPages,
            String recipient,
            String reference,
            TransmissionState progress) {
        this(document, documentName, documentPages, recipient, reference, progress, List.of());
    }

    public Outcome outcome() {
        return progress.outcome();
    }

    /** Whether only a job id from a user is followed. */
    public boolean isFollowedOnly() {
        return document.isEmpty();
    }

    /** Whether an earlier submission without a known job keeps this one from being sent, and its outcome is that one's. */
    public boolean isRepeated() {
        String key = progress.reason().map(Message::key).orElse("");
        return key.equals(EARLIER_RUN) || key.equals(LOOKED_UP_EARLIER_RUN);
    }

    /** Whether it was an earlier run that submitted it, or may have, so that this run sent no byte of it. */
    public boolean isOfEarlierRun() {
        return isRepeated() || !progress.earlierRun().isEmpty();
    }

    /** The reference that it was sent with, as far as that is known: what an earlier run sent has the one of that run. */
    public String sentReference() {
        return isOfEarlierRun() ? status().map(FaxStatus::reference).orElse("") : reference;
    }

    public Optional<JobId> jobId() {
        return progress.job().map(Job::id);
    }

    /** When its job was submitted; empty if only its job id is followed, which says nothing about that. */
    public Optional<Instant> knownSubmission() {
        return progress.job().filter(job -> !isFollowedOnly()).map(Job::submitted);
    }

    /** When the status of its job last changed; empty while only a job id is followed and the provider has told nothing. */
    public Optional<Instant> knownChange() {
        return progress.job()
                .filter(job -> !isFollowedOnly() || !job.faxes().isEmpty())
                .map(Job::changed);
    }

    /** When it was submitted, or may have been; empty if it certainly was not, or never became a job. */
    public Optional<Instant> submittedAt() {
        return progress.attemptedAt().or(() -> progress.job().map(Job::submitted));
    }

    /** The job to poll: the accepted one, or the first candidate. */
    Optional<JobId> pollId() {
        return progress instanceof TransmissionState.Verifying verifying
                ? Optional.of(verifying.candidates().get(0))
                : jobId();
    }

    /** Candidate job ids while none is confirmed. */
    public List<JobId> candidateJobIds() {
        if (progress instanceof TransmissionState.Verifying verifying) {
            return verifying.candidates();
        }
        return progress instanceof TransmissionState.Unknown unknown ? unknown.candidates() : List.of();
    }

    /**
     * The last status. Of several faxes of one job the one that decides: a failed one before one in progress before a
     * delivered one; of delivered ones the one with the fewest pages.
     */
    public Optional<FaxStatus> status() {
        return progress.job()
                .flatMap(job -> job.faxes().stream()
                        .min(Comparator.<FaxStatus>comparingInt(fax -> weight(fax.state()))
                                .thenComparingInt(fax -> fax.pagesSent().orElse(Integer.MAX_VALUE))));
    }

    /**
     * The number of pages missing from a fax that the provider reports as delivered; 0 if it is not delivered or if that
     * is not known. A document has at least one page.
     */
    public int missingPages() {
        if (outcome() != Outcome.DONE_OK) {
            return 0;
        }
        int ordered = Math.max(1, documentPages);
        int sent =
                status().map(FaxStatus::pagesSent).orElse(OptionalInt.empty()).orElse(ordered);
        return Math.max(0, ordered - sent);
    }

    /** The number of pages that a delivered fax has beyond those of its document; 0 if unknown. */
    public int extraPages() {
        if (outcome() != Outcome.DONE_OK || documentPages == 0) {
            return 0;
        }
        int sent =
                status().map(FaxStatus::pagesSent).orElse(OptionalInt.empty()).orElse(documentPages);
        return Math.max(0, sent - documentPages);
    }

    /**
     * What this transmission took since a start, or may have taken, or will take if it is planned: its submission and its
     * redials.
     *
     * @param start as for {@link Delivery#spending}
     */
    public Spending spending(Instant start) {
        boolean counts =
                switch (outcome()) {
                    case REJECTED, NOT_SENT -> false;
                    case PLANNED, SUBMITTING, VERIFYING, SUBMITTED, DONE_OK, DONE_ERROR, UNKNOWN, TIMED_OUT ->
                        submittedAt().filter(start::isAfter).isEmpty();
                };
        long redials = redialled.stream()
                .filter(job -> !job.submitted().isBefore(start))
                .count();
        return redials((int) redials).plus(counts ? new Spending(1, documentPages) : Spending.NOTHING);
    }

    /** So many redials of this transmission. */
    Spending redials(int count) {
        return new Spending(count, count * documentPages, count);
    }

    /** Whether more than the poll times and counts has changed, which need not be persisted. */
    public boolean saysMoreThan(Transmission earlier) {
        boolean onlyAsked = progress instanceof TransmissionState.Submitted now
                && earlier.progress instanceof TransmissionState.Submitted then
                && now.accepted().equals(then.accepted())
                && equals(earlier.with(now));
        boolean onlyVerified = progress instanceof TransmissionState.Verifying now
                && earlier.progress instanceof TransmissionState.Verifying then
                && Set.copyOf(now.candidates()).equals(Set.copyOf(then.candidates()))
                && equals(earlier.with(now));
        return !onlyAsked && !onlyVerified;
    }

    /** The entries of a status response that belong to this transmission; all if only a job id is followed. */
    List<FaxStatus> ours(List<FaxStatus> faxes) {
        return document.isEmpty()
                ? faxes
                : faxes.stream()
                        .filter(it -> it.destination().isEmpty() || isFor(it))
                        .toList();
    }

    /** Whether an entry of a status response is for the ordered number. */
    boolean isFor(FaxStatus fax) {
        return FaxNumber.isSame(recipient, fax.destination());
    }

    private static int weight(FaxStatus.State phase) {
        return switch (phase) {
            case DONE_ERROR -> 0;
            case NEW, RUNNING, RETRY, OTHER -> 1;
            case DONE_OK -> 2;
        };
    }

    Transmission with(TransmissionState next) {
        return new Transmission(document, documentName, documentPages, recipient, reference, next, history, redialled);
    }

    /** This transmission with the state that a later delivery, which followed its job, knows; with both histories. */
    public Transmission continuedBy(Transmission followed) {
        return new Transmission(
                document,
                documentName,
                documentPages,
                recipient,
                reference,
                progress.job().map(followed::submittedLike).orElse(followed.progress),
                StateChange.join(history, followed.history),
                redialled);
    }

    /** A step that only follows a job takes its own beginning for the time of submission, and does not know who submitted it. */
    private TransmissionState submittedLike(Job sent) {
        return progress instanceof TransmissionState.Submitted submitted
                ? new TransmissionState.Submitted(
                        submitted.accepted().submittedAt(sent.submitted()).ofEarlierRun(sent.earlierRun()),
                        submitted.nextPollAt(),
                        submitted.polled(),
                        submitted.refusals())
                : progress;
    }

    /** Every submission that the provider accepted, as a transmission of its own, and this one last. */
    public List<Transmission> attempts() {
        List<Transmission> attempts = new ArrayList<>();
        for (int i = 0; i < redialled.size(); i++) {
            attempts.add(with(new TransmissionState.Done(redialled.get(i))).withRedialled(redialled.subList(0, i)));
        }
        attempts.add(this);
        return List.copyOf(attempts);
    }

    /** Whether the last attempt failed and the next one is due at a later time. */
    public boolean isRedialPending() {
        return progress instanceof TransmissionState.Planned && !redialled.isEmpty();
    }

    /** This transmission, which waits for its next attempt after the job failed. */
    Transmission redialling(Job failed, Instant at) {
        List<Job> all = new ArrayList<>(without(failed).redialled);
        all.add(failed);
        return withRedialled(all).awaitingRedial(at);
    }

    /**
     * This transmission before its next attempt.
     *
     * @throws IllegalStateException if no attempt has failed
     */
    public Transmission awaitingRedial(Instant at) {
        if (redialled.isEmpty()) {
            throw new IllegalStateException("No attempt has failed.");
        }
        return with(new TransmissionState.Planned(0, at));
    }

    /** This transmission without the next attempt; its outcome is that of the last one. */
    Transmission notRedialled(Message why) {
        Job last = redialled.get(redialled.size() - 1);
        return with(new TransmissionState.Done(last, Optional.of(why))).without(last);
    }

    /** One job is one attempt, also if the ledger names it again. */
    Transmission without(Job job) {
        return withRedialled(
                redialled.stream().filter(it -> !it.id().equals(job.id())).toList());
    }

    /** The same in a run that submitted nothing of it. */
    Transmission ofEarlierRun(String run) {
        return with(progress.ofEarlierRun(run))
                .withRedialled(
                        redialled.stream().map(it -> it.ofEarlierRun(run)).toList());
    }

    /** This transmission with what happened to another one in place of having been planned, if that is known. */
    Transmission withHistoryOf(Transmission known) {
        return known.history.isEmpty()
                ? this
                : new Transmission(
                        document,
                        documentName,
                        documentPages,
                        recipient,
                        reference,
                        progress,
                        known.history,
                        redialled);
    }

    Transmission withRedialled(List<Job> jobs) {
        return new Transmission(document, documentName, documentPages, recipient, reference, progress, history, jobs);
    }

    /**
     * This transmission with what a person found out about it.
     *
     * @param by who says so
     * @param at when it was said
     * @throws IllegalStateException unless it is unknown
     */
    public Transmission lookedUp(LookUpResult result, String by, Instant at) {
        if (outcome() != Outcome.UNKNOWN) {
            throw new IllegalStateException("It is known: " + outcome());
        }
        Message why = Message.of(
                "delivery.looked-up." + result.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                Sanitizer.line(by, LONGEST_NAME),
                at.truncatedTo(ChronoUnit.SECONDS),
                progress.reason().orElseThrow());
        Instant attempted = progress instanceof TransmissionState.Unknown unknown
                ? unknown.at()
                : progress.job().map(Job::submitted).orElse(at);
        return with(new TransmissionState.LookedUp(result, why, attempted, progress.job()))
                .recorded(Optional.of(at), Optional.empty());
    }

    /** The same with its present state in its history. */
    Transmission recorded(Optional<Instant> at, Optional<Message> reason) {
        return new Transmission(
                document,
                documentName,
                documentPages,
                recipient,
                reference,
                progress,
                StateChange.append(history, at, progress, status(), reason),
                redialled);
    }

    Transmission named(FaxStatus status) {
        return new Transmission(
                document,
                documentName.isEmpty() ? status.reference() : documentName,
                documentPages,
                recipient.isEmpty() ? status.destination() : recipient,
                reference.isEmpty() ? status.reference() : reference,
                progress,
                history,
                redialled);
    }
}
