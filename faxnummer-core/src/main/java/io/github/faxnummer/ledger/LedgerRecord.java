package io.github.faxnummer.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of one attempt to submit a fax, as a ledger keeps it. It holds nothing readable of recipient or document.
 *
 * @param attempt counts the attempts for the fax in all runs, from 1
 * @param token random token of the process that recorded the step
 * @param run keyed hash of the run
 * @param runName the run as shown to users
 * @param jobId of {@link LedgerStep#SUBMITTED}
 * @param result of {@link LedgerStep#ENDED}
 * @param at by the recorder's clock
 * @param expected of {@link LedgerStep#SUBMITTED}: keyed hashes of what the provider must report of the job
 * @param counts of {@link LedgerStep#SUBMITTING}: what the attempt counts for; empty if an older version recorded it
 * @param settles the attempts before this one that no longer count, with any outcome, because a user wanted
 *     the fax to be sent all the same: none for {@link OnceScope#OFF}
 */
public record LedgerRecord(
        int attempt,
        LedgerStep step,
        String token,
        LedgerKey run,
        String runName,
        Optional<String> jobId,
        Optional<LedgerResult> result,
        Optional<String> expected,
        Instant at,
        Optional<Counts> counts,
        OnceScope settles) {

    /**
     * What an attempt adds to the spending of a run.
     *
     * @param budget keyed hash of the run and the service
     * @param pages of the document, {@linkplain FaxLedger#masked masked}
     */
    public record Counts(LedgerKey budget, int pages) {}

    LedgerRecord withAt(Instant time) {
        return new LedgerRecord(attempt, step, token, run, runName, jobId, result, expected, time, counts, settles);
    }
}
