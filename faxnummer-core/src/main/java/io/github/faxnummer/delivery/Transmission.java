package io.github.faxnummer.delivery;

import io.github.faxnummer.client.FaxStatus;
import io.github.faxnummer.client.JobId;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

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
        String document, String documentName, int documentPages, String recipient, String reference, Progress progress)
        implements Serializable {

    public Outcome outcome() {
        return progress.outcome();
    }

    public Optional<JobId> jobId() {
        return progress.job().map(Job::id);
    }

    /**
     * What the provider last said: of several faxes of one job the one that decides, a failed one before one under way
     * before a delivered one, of delivered ones that with the fewest pages.
     */
    public Optional<FaxStatus> status() {
        return progress.job()
                .flatMap(job -> job.faxes().stream()
                        .min(Comparator.<FaxStatus>comparingInt(fax -> weight(fax.phase()))
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

    /** Whether more has changed since then than when and how often the provider was asked, which need not be remembered. */
    public boolean saysMoreThan(Transmission earlier) {
        boolean onlyAsked = progress instanceof Progress.Submitted now
                && earlier.progress instanceof Progress.Submitted then
                && now.accepted().equals(then.accepted())
                && equals(earlier.with(now));
        return !onlyAsked;
    }

    private static int weight(FaxStatus.Phase phase) {
        return switch (phase) {
            case DONE_ERROR -> 0;
            case NEW, RUNNING, RETRY, OTHER -> 1;
            case DONE_OK -> 2;
        };
    }

    Transmission with(Progress next) {
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
