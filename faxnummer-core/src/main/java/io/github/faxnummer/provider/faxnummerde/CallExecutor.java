package io.github.faxnummer.provider.faxnummerde;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * As many threads as there are calls at the same time. One more than that is what a pool would take that does not wait: who
 * asks again as soon as an answer is there is quicker than the thread that brought it is back.
 */
final class CallExecutor extends ThreadPoolExecutor {

    private static final int IDLE_SECONDS = 10;

    /** @param timeout how long a call may wait for a thread to come back */
    CallExecutor(Duration timeout) {
        super(1, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new PatientQueue(timeout.toMillis()), task -> {
            Thread thread = new Thread(task, "faxnummer-http");
            thread.setDaemon(true);
            return thread;
        });
        allowCoreThreadTimeOut(true);
    }

    /** Refuses a task, for which a thread is begun then, only after it has waited for one to come back. */
    private static final class PatientQueue extends SynchronousQueue<Runnable> {
        private static final long serialVersionUID = 1;

        private final long patienceMillis;

        PatientQueue(long patienceMillis) {
            this.patienceMillis = patienceMillis;
        }

        @Override
        public boolean offer(Runnable task) {
            try {
                return offer(task, patienceMillis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
