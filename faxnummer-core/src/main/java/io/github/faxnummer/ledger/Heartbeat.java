package io.github.faxnummer.ledger;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Raises the counter of an attempt, so that others see that its owner is alive. */
final class Heartbeat implements Runnable {

    private static final int LAST_BEAT_MILLIS = 1000;

    private final FaxLedger ledger;
    private final LedgerKey fax;
    private final int attempt;
    private final long maxBeats;
    private final Future<?> beats;
    /** Held while a beat is written: none may come after the mark that the result is recorded. */
    private final ReentrantLock writing = new ReentrantLock();

    private long count;
    private boolean isStopped;

    /** Begins after the first pause; ends on its own when a submission can take no longer. */
    Heartbeat(FaxLedger ledger, LedgerKey fax, int attempt, LedgerTiming timing, ScheduledExecutorService executor) {
        this.ledger = ledger;
        this.fax = fax;
        this.attempt = attempt;
        long every = timing.beatEvery().toMillis();
        maxBeats = timing.longestSubmission().toMillis() / every;
        beats = executor.scheduleWithFixedDelay(this, every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        writing.lock();
        try {
            if (!isStopped && count < maxBeats) {
                count++;
                ledger.beat(fax, attempt, count);
            }
        } catch (LedgerException | RuntimeException e) {
            // The next beat may get through; if none does, others stop waiting for this process.
        } finally {
            writing.unlock();
        }
    }

    /** @param isRecorded whether the result is recorded, which others may see later than a beat */
    void stop(boolean isRecorded) {
        beats.cancel(false);
        if (!isRecorded) {
            return;
        }
        try {
            // A beat that hangs is not waited for; of an interrupted thread the lock is usually free.
            if (writing.tryLock() || writing.tryLock(LAST_BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    isStopped = true;
                    ledger.recorded(fax, attempt);
                } finally {
                    writing.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LedgerException | RuntimeException e) {
            // Others see the result a little later.
        }
    }
}
