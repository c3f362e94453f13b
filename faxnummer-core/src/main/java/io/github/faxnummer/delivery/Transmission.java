package io.github.faxnummer.delivery;

import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One document on its way to one recipient.
 *
 * @param document what to look the document up by; empty if only a job id is followed
 * @param documentName its file name; as the provider calls it if only a job id is followed
 * @param documentPages how many pages it has; 0 if that is not known, as if only a job id is followed
 * @param recipient {@code 00…}; as the provider calls it if only a job id is followed
 * @param reference what the provider's status answers and mails call it
 */
public record Transmission(
        String document,
        String documentName,
        int documentPages,
        String recipient,
        String reference,
        TransmissionState progress) {

    public Outcome outcome() {
        return progress.outcome();
    }

    /** Whether it was not ordered here: a user gave its job id. */
    public boolean isFollowedOnly() {
        return document.isEmpty();
    }

    public Optional<JobId> jobId() {
        return progress.job().map(Job::id);
    }

    /** The job to poll: the accepted one, else the first one that may be it. */
    Optional<JobId> pollId() {
        return progress instanceof TransmissionState.Verifying verifying
                ? Optional.of(verifying.candidates().get(0))
                : jobId();
    }

    /** Job ids that may be this transmission's, as long as none is certain. */
    public List<JobId> candidateJobIds() {
        if (progress instanceof TransmissionState.Verifying verifying) {
            return verifying.candidates();
        }
        return progress instanceof TransmissionState.Unknown unknown ? unknown.candidates() : List.of();
    }

    /**
     * What the provider last said: of several faxes of one job the one that decides, a failed one before one under way
     * before a delivered one, of delivered ones that with the fewest pages.
     */
    public Optional<FaxStatus> status() {
        return progress.job()
                .flatMap(job -> job.faxes().stream()
                        .min(Comparator.<FaxStatus>comparingInt(fax -> weight(fax.state()))
                                .thenComparingInt(fax -> fax.pagesSent().orElse(Integer.MAX_VALUE))));
    }

    /**
     * How many pages of the document are missing at the recipient although the provider says that it arrived. 0 if none
     * are, if it did not arrive, or if one of the two numbers is not known.
     */
    public int missingPages() {
        if (outcome() != Outcome.DONE_OK) {
            return 0;
        }
        int sent =
                status().map(FaxStatus::pagesSent).orElse(OptionalInt.empty()).orElse(documentPages);
        return Math.max(0, documentPages - sent);
    }

    /** How many more pages the provider says it sent than the delivered document has; 0 if that is not known. */
    public int extraPages() {
        if (outcome() != Outcome.DONE_OK || documentPages == 0) {
            return 0;
        }
        int sent =
                status().map(FaxStatus::pagesSent).orElse(OptionalInt.empty()).orElse(documentPages);
        return Math.max(0, sent - documentPages);
    }

    /** Whether more has changed since then than when and how often the provider was asked, which need not be remembered. */
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

    /** Of the entries of a status response those of this transmission; all if only a job id is followed. */
    List<FaxStatus> ours(List<FaxStatus> faxes) {
        return document.isEmpty()
                ? faxes
                : faxes.stream()
                        .filter(it -> it.destination().isEmpty() || isFor(it))
                        .toList();
    }

    /** Whether an entry of a status response is for the number that was ordered. */
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
        return new Transmission(document, documentName, documentPages, recipient, reference, next);
    }

    Transmission named(FaxStatus status) {
        return new Transmission(
                document,
                documentName.isEmpty() ? status.reference() : documentName,
                documentPages,
                recipient.isEmpty() ? status.destination() : recipient,
                reference.isEmpty() ? status.reference() : reference,
                progress);
    }
}
