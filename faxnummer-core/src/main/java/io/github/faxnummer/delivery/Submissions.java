package io.github.faxnummer.delivery;

import io.github.faxnummer.client.SubmissionResult;
import io.github.faxnummer.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Submissions on their way at the same time, each in a thread of its own. Used by one thread; closing interrupts what is
 * left.
 */
final class Submissions implements AutoCloseable {

    /** One that has ended. */
    record Ended(int transmission, SubmissionResult result) {}

    private static final int IDLE_SECONDS = 1;

    private final int most;
    private final ThreadPoolExecutor threads;
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private int running;
    private boolean answered;

    Submissions(int most) {
        this.most = most;
        // Without a queue: a submission that has not begun when an interrupt comes would never end.
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "faxnummer-submission");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    boolean isEmpty() {
        return running == 0;
    }

    /** As long as the server has answered nothing, one at a time shows whether it wants anything of this account. */
    boolean hasRoom() {
        return running < (answered ? most : 1);
    }

    void start(int transmission, Supplier<SubmissionResult> submission) {
        running++;
        threads.execute(() -> {
            SubmissionResult result = new SubmissionResult.Unknown(Text.of("delivery.interrupted"));
            try {
                result = submission.get();
            } finally {
                ended.add(new Ended(transmission, result));
            }
        });
    }

    /** Waits for the next one to end. */
    Ended await() throws InterruptedException {
        Ended next = ended.take();
        running--;
        answered |= !(next.result() instanceof SubmissionResult.NotSent);
        return next;
    }

    /** Interrupts all and waits for what becomes of them: an interrupted submission ends at once. */
    List<Ended> interrupt() {
        List<Ended> all = new ArrayList<>();
        boolean again = false;
        while (running > 0) {
            threads.shutdownNow();
            try {
                all.add(await());
            } catch (InterruptedException e) {
                again = true;
            }
        }
        if (again) {
            Thread.currentThread().interrupt();
        }
        return all;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
