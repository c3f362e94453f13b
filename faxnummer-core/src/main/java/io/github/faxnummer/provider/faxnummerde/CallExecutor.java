package io.github.faxnummer.provider.faxnummerde;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs calls on as many threads as there are concurrent calls. A cached pool would use one more: a caller that makes
 * the next call as soon as it has a response is faster than the return of the thread that delivered it.
 */
final class CallExecutor extends ThreadPoolExecutor {

    private static final int IDLE_SECONDS = 10;

    /** @param timeout how long a call may wait for a thread to become idle */
    CallExecutor(Duration timeout) {
        super(1, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new WaitingQueue(timeout.toMillis()), task -> {
            Thread thread = new Thread(task, "faxnummer-http");
            thread.setDaemon(true);
            return thread;
        });
        allowCoreThreadTimeOut(true);
    }

    /** Rejects a task, so that the pool starts a thread for it, only after waiting for an idle one. */
    private static final class WaitingQueue extends SynchronousQueue<Runnable> {
        private static final long serialVersionUID = 1;

        private final long timeoutMillis;

        WaitingQueue(long timeoutMillis) {
            this.timeoutMillis = timeoutMillis;
        }

        @Override
        public boolean offer(Runnable task) {
            try {
                return offer(task, timeoutMillis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
