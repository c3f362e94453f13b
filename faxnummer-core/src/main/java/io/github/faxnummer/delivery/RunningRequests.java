package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Concurrent submissions and at most one poll, each in its own thread. Not thread-safe; closing interrupts the
 * remaining requests.
 */
final class RunningRequests implements AutoCloseable {

    /** A request that has ended. */
    sealed interface Ended {

        record Submission(int transmission, SubmissionResult result) implements Ended {}

        record Poll(int transmission, StatusResult result) implements Ended {}
    }

    private static final int IDLE_SECONDS = 1;

    private final int maxSubmissions;
    private final ThreadPoolExecutor threads;
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private int submissions;
    private boolean polling;
    private boolean accountTried;

    RunningRequests(int maxSubmissions) {
        this.maxSubmissions = maxSubmissions;
        // Without a queue: a queued request would never end after an interrupt.
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "faxnummer-request");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    boolean isEmpty() {
        return submissions == 0 && !polling;
    }

    boolean isPolling() {
        return polling;
    }

    /** Runs one submission at a time until the server has accepted the account. */
    boolean hasCapacity() {
        return submissions < (accountTried ? maxSubmissions : 1);
    }

    void submit(int transmission, Supplier<SubmissionResult> submission) {
        submissions++;
        threads.execute(() -> {
            SubmissionResult result = new SubmissionResult.Unknown(Message.of("delivery.interrupted"));
            try {
                result = submission.get();
            } finally {
                ended.add(new Ended.Submission(transmission, result));
            }
        });
    }

    /** Starts a poll; one at a time. */
    void poll(int transmission, Supplier<StatusResult> poll) {
        polling = true;
        threads.execute(() -> {
            StatusResult result = new StatusResult.Unavailable(Message.of("network.interrupted"));
            try {
                result = poll.get();
            } finally {
                ended.add(new Ended.Poll(transmission, result));
            }
        });
    }

    /** Waits for the next request to end. */
    Ended await() throws InterruptedException {
        Ended next = ended.take();
        if (next instanceof Ended.Submission submission) {
            submissions--;
            accountTried |= isPastAccount(submission.result());
        } else {
            polling = false;
        }
        return next;
    }

    private static boolean isPastAccount(SubmissionResult result) {
        return !(result instanceof SubmissionResult.NotSent)
                && !(result instanceof SubmissionResult.AlreadySubmitted)
                && !(result instanceof SubmissionResult.Rejected rejected
                        && rejected.refusal().reason().concernsAccount());
    }

    /**
     * Interrupts all requests and waits for their results: an interrupted request ends at once. An interrupted poll
     * has no result and is left out.
     */
    List<Ended> interrupt() {
        List<Ended> all = new ArrayList<>();
        boolean again = false;
        while (!isEmpty()) {
            threads.shutdownNow();
            try {
                Ended next = await();
                if (!(next instanceof Ended.Poll poll && poll.result() instanceof StatusResult.Unavailable)) {
                    all.add(next);
                }
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
