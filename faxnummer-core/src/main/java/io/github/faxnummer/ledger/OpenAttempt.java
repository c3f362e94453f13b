package io.github.faxnummer.ledger;

import io.github.faxnummer.provider.JobId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** An attempt that belongs to this process until its result is recorded. */
public final class OpenAttempt {

    private final FaxLedger ledger;
    private final LedgerKey fax;
    private final LedgerRecord entry;
    private final Optional<String> expected;
    private final InstantSource clock;
    private final Heartbeat heartbeat;

    /** @param expected keyed hashes of what the provider must report of the job */
    OpenAttempt(
            FaxLedger ledger,
            LedgerKey fax,
            LedgerRecord entry,
            Optional<String> expected,
            InstantSource clock,
            Heartbeat heartbeat) {
        this.expected = expected;
        this.ledger = ledger;
        this.fax = fax;
        this.entry = entry;
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    /** Its number in the ledger. */
    public int number() {
        return entry.attempt();
    }

    /**
     * The second exclusive step, to be called right before the first byte of the request leaves.
     *
     * @return false if another process has taken this step meanwhile: the request must not be sent
     */
    public boolean proceed() throws LedgerException {
        return ledger.add(fax, step(LedgerStep.ON_THE_WIRE, Optional.empty(), Optional.empty()));
    }

    /** The provider has it. */
    public void submitted(JobId jobId) throws LedgerException {
        record(step(LedgerStep.SUBMITTED, Optional.of(jobId.value()), Optional.empty()));
    }

    /** The request may have left, and no response says what became of it. */
    public void unknown() throws LedgerException {
        record(step(LedgerStep.UNKNOWN, Optional.empty(), Optional.empty()));
    }

    /** It is certain that the provider does not have it. */
    public void ended(LedgerResult result) throws LedgerException {
        record(step(LedgerStep.ENDED, Optional.empty(), Optional.of(result)));
    }

    /** Raises the counter until the result is kept, so that waiting processes do not consider the owner gone. */
    private void record(LedgerRecord step) throws LedgerException {
        boolean isRecorded = false;
        try {
            ledger.add(fax, step);
            isRecorded = true;
        } finally {
            heartbeat.stop(isRecorded);
        }
    }

    private LedgerRecord step(LedgerStep step, Optional<String> jobId, Optional<LedgerResult> result) {
        Instant now = clock.instant();
        return new LedgerRecord(
                entry.attempt(),
                step,
                entry.token(),
                entry.run(),
                entry.runName(),
                jobId,
                result,
                jobId.isPresent() ? expected : Optional.empty(),
                now,
                Optional.empty(),
                entry.settles());
    }
}
