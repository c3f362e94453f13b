package io.github.faxnummer.delivery;

import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import java.time.Instant;
import java.util.List;

/**
 * An accepted fax and its last status.
 *
 * @param submitted when the job id was received
 * @param changed when the status last changed
 * @param faxes the entries of the last response: one per recipient of the job, none before the first response
 * @param earlierRun the earlier run that submitted it, as shown to users; empty if this run did, or is to be polled only
 */
public record Job(JobId id, Instant submitted, Instant changed, List<FaxStatus> faxes, String earlierRun) {

    public Job {
        faxes = List.copyOf(faxes);
    }

    /** A job that this run submitted. */
    public Job(JobId id, Instant submitted, Instant changed, List<FaxStatus> faxes) {
        this(id, submitted, changed, faxes, "");
    }

    /** The same job in a run that did not submit it. */
    Job ofEarlierRun(String run) {
        return earlierRun.isEmpty() ? new Job(id, submitted, changed, faxes, run) : this;
    }

    /** The same job, of which it is known that it was submitted at this time, if that is earlier. */
    Job submittedAt(Instant time) {
        return time.isBefore(submitted) ? new Job(id, time, changed, faxes, earlierRun) : this;
    }

    Job applyStatus(List<FaxStatus> reported, Instant now) {
        return reported.equals(faxes) ? this : new Job(id, submitted, now, reported, earlierRun);
    }

    /** Whether it was delivered according to the ledger alone: its status stands for what the provider told another run. */
    public boolean isKnownFromLedgerOnly() {
        FaxStatus.Builder delivered = FaxStatus.builder("DONE-OK");
        return !earlierRun.isEmpty()
                && (faxes.equals(List.of(delivered.build()))
                        || faxes.equals(List.of(delivered.jobId(id.value()).build())));
    }

    boolean isFinished() {
        return !faxes.isEmpty() && faxes.stream().allMatch(fax -> fax.state().isFinal());
    }

    boolean isDelivered() {
        return !faxes.isEmpty() && faxes.stream().allMatch(fax -> fax.state() == FaxStatus.State.DONE_OK);
    }

    boolean isRetrying() {
        return faxes.stream().anyMatch(fax -> fax.state() == FaxStatus.State.RETRY);
    }
}
