package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the steps of every attempt to submit a fax, for all runs that share it. {@link LedgerGate} decides by them.
 *
 * <p>Implementations are thread-safe and safe between processes. A step that {@link #add} kept survives the end of its
 * process at any instruction, and those that matter for a decision survive a power failure.
 */
public interface FaxLedger extends AutoCloseable {

    /** In place of a beat: the result of the attempt is recorded. */
    long RECORDED = 1L << 62;

    /** The hash under which the ledger keeps a fax. */
    LedgerKey key(FaxIdentity fax) throws LedgerException;

    /** The hash under which the ledger keeps a run. */
    LedgerKey runKey(String run) throws LedgerException;

    /** A hash of a recipient and a number of pages. */
    LedgerKey pagesKey(String recipient, int pages) throws LedgerException;

    /** The hash under which the ledger counts what a run sends through a service. */
    LedgerKey budgetKey(String run, String service) throws LedgerException;

    /** Hides the number of pages of an attempt, and reveals a hidden one. */
    int masked(LedgerKey fax, int attempt, int pages) throws LedgerException;

    /**
     * The faxes and pages that were or may have been sent, or are being sent, for a budget. An attempt that failed, was
     * rejected or not sent does not count: the next one does.
     *
     * @param after counts attempts that began later
     */
    Spending spent(LedgerKey budget, Instant after) throws LedgerException;

    /** The attempts, of any fax in any run, that a job was recorded for. */
    Set<AttemptKey> withJob(JobId job) throws LedgerException;

    /** All steps kept for a fax, in no order. */
    List<LedgerRecord> records(LedgerKey fax) throws LedgerException;

    /**
     * Records a step, unless it is recorded already: of all who try, in all processes, one succeeds. After a doubtful
     * error it looks whose step was kept, by the record's token.
     *
     * @return whether the kept step is the given one
     * @throws LedgerException if it could not be found out; the step may be kept or not
     */
    boolean add(LedgerKey fax, LedgerRecord step) throws LedgerException;

    /** Shows that the owner of an attempt is alive. */
    void beat(LedgerKey fax, int attempt, long counter) throws LedgerException;

    /**
     * Shows that the result of an attempt is recorded, where {@link #records} of another machine may show it late.
     *
     * <p>To be called after the last beat.
     */
    default void recorded(LedgerKey fax, int attempt) throws LedgerException {}

    /** The last {@linkplain #beat beat} of an attempt, 0 or less before the first one, or {@link #RECORDED}. */
    long beats(LedgerKey fax, int attempt) throws LedgerException;

    /**
     * Removes attempts that ended before a time. Keeps unfinished ones of any age.
     *
     * @return the number of removed attempts
     */
    int clean(Instant before) throws LedgerException;

    /** Whether the last cleaning was a day ago or more. The process that gets true cleans. */
    boolean isCleaningDue(Instant now) throws LedgerException;

    /**
     * A warning to show before the first fax if the configured ledger is missing or empty: it knows of no earlier
     * submission. A share may not be mounted, or the place may be wrong.
     */
    Optional<Message> advice() throws LedgerException;

    /** Where the ledger is, without secrets, as shown to users. */
    String location();

    @Override
    void close();

    /** That a ledger is empty. */
    static Message emptyAt(String location) {
        return Message.of("build.once.empty", location);
    }
}
