package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.awt.AWTError;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the work on a document on a thread of its own, so that the caller gets a result in time even while PDFBox or
 * Java 2D is in code that cannot be interrupted. The thread ends with the call, or as soon as it leaves that code.
 */
final class RenderThread {

    /** Work that produces results one by one. */
    interface Job<T> {
        void run(Consumer<T> results) throws IOException;
    }

    private record Result<T>(@Nullable T value, @Nullable Throwable failure) {}

    /** The job itself checks the deadline; the caller stops waiting this much later. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** Nested forms are drawn recursively. */
    private static final long STACK_SIZE = 2 << 20;

    private RenderThread() {}

    /**
     * Runs the job and passes each result to the consumer, on the caller's thread, while the job produces the next one.
     *
     * @throws PdfLimitExceededException if the document exceeds a limit or is damaged
     * @throws IOException if this JDK cannot render, or the caller is interrupted
     */
    static <T> void run(ResourceBudget budget, Job<T> job, Consumer<T> consumer) throws IOException {
        BlockingQueue<Result<T>> results = new ArrayBlockingQueue<>(1);
        Thread thread = new Thread(null, () -> work(budget, job, results), "PDF", STACK_SIZE);
        thread.setDaemon(true);
        thread.start();
        try {
            while (true) {
                Result<T> result = results.poll(budget.remaining().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
                if (result == null) {
                    throw budget.fail(Kind.TOO_MUCH_TIME, budget.timeLimit());
                }
                if (result.value() == null) {
                    rethrow(budget, result.failure());
                    return;
                }
                long before = System.nanoTime();
                consumer.accept(result.value());
                budget.extend(Duration.ofNanos(System.nanoTime() - before));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            budget.cancel();
            stop(thread);
        }
    }

    private static <T> void work(ResourceBudget budget, Job<T> job, BlockingQueue<Result<T>> results) {
        Throwable failure = null;
        try {
            ImageReaders.lend(() -> job.run(value -> put(budget, results, new Result<>(value, null))));
        } catch (Throwable e) {
            failure = e;
        }
        put(budget, results, new Result<>(null, failure));
    }

    private static <T> void put(ResourceBudget budget, BlockingQueue<Result<T>> results, Result<T> result) {
        try {
            results.put(result);
        } catch (InterruptedException e) {
            // Only the caller interrupts, after it has stopped waiting.
            Thread.currentThread().interrupt();
            budget.cancel();
        }
    }

    private static void rethrow(ResourceBudget budget, @Nullable Throwable failure) throws IOException {
        if (failure == null) {
            return;
        }
        // PDFBox may have wrapped the exception of a limit.
        budget.check();
        if (failure instanceof PdfLimitExceededException exceeded) {
            throw exceeded;
        }
        if (failure instanceof OutOfMemoryError) {
            throw budget.fail(Kind.TOO_MUCH_MEMORY, "");
        }
        if (failure instanceof AWTError || failure instanceof LinkageError) {
            throw new IOException("This JDK cannot render: " + failure, failure);
        }
        String detail = failure instanceof StackOverflowError
                ? "nesting"
                : failure.getClass().getSimpleName();
        throw budget.fail(budget.page() > 0 ? Kind.DAMAGED_PAGE : Kind.NOT_A_PDF, detail);
    }

    private static void stop(Thread thread) {
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
