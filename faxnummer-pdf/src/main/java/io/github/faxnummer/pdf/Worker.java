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
 * Work on a document on a thread of its own, so that the caller gets an answer in time even where PDFBox or Java is
 * busy with something that cannot be interrupted. That thread ends with the call; only where it is busy in such a place
 * it ends as soon as it leaves it, and holds up nobody.
 */
final class Worker {

    /** What is to be done. */
    interface Job<T> {
        void run(Consumer<T> results) throws IOException;
    }

    private record Result<T>(@Nullable T value, @Nullable Throwable end) {}

    /** The deadline is looked at by the worker itself; the caller steps in where that did not help. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** Forms in forms in forms are drawn recursively. */
    private static final long STACK = 2 << 20;

    private Worker() {}

    /**
     * Does it, and gives every result to the caller's thread while the next one is being made.
     *
     * @throws Halt if the document does not let it be done
     * @throws IOException if this Java cannot do it, or the caller is interrupted
     */
    static <T> void run(Budget budget, Job<T> job, Consumer<T> consumer) throws IOException {
        BlockingQueue<Result<T>> results = new ArrayBlockingQueue<>(1);
        Thread thread = new Thread(null, () -> work(budget, job, results), "PDF", STACK);
        thread.setDaemon(true);
        thread.start();
        try {
            while (true) {
                Result<T> result = results.poll(budget.left().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
                if (result == null) {
                    throw budget.halt(Kind.TOO_MUCH_TIME, budget.outOfTime());
                }
                if (result.value() == null) {
                    end(budget, result.end());
                    return;
                }
                long before = System.nanoTime();
                consumer.accept(result.value());
                budget.giveBack(Duration.ofNanos(System.nanoTime() - before));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            budget.cancel();
            await(thread);
        }
    }

    private static <T> void work(Budget budget, Job<T> job, BlockingQueue<Result<T>> results) {
        Throwable end = null;
        try {
            job.run(value -> put(budget, results, new Result<>(value, null)));
        } catch (Throwable e) {
            end = e;
        }
        put(budget, results, new Result<>(null, end));
    }

    private static <T> void put(Budget budget, BlockingQueue<Result<T>> results, Result<T> result) {
        try {
            results.put(result);
        } catch (InterruptedException e) {
            // Only the caller interrupts, and does not come back.
            Thread.currentThread().interrupt();
            budget.cancel();
        }
    }

    private static void end(Budget budget, @Nullable Throwable end) throws IOException {
        if (end == null) {
            return;
        }
        // Somebody may have taken it for something else.
        budget.check();
        if (end instanceof Halt halt) {
            throw halt;
        }
        if (end instanceof OutOfMemoryError) {
            throw budget.halt(Kind.TOO_MUCH_MEMORY, "");
        }
        if (end instanceof AWTError || end instanceof LinkageError) {
            throw new IOException("this Java cannot draw: " + end, end);
        }
        String what =
                end instanceof StackOverflowError ? "nesting" : end.getClass().getSimpleName();
        throw budget.halt(budget.page() > 0 ? Kind.DAMAGED_PAGE : Kind.NOT_A_PDF, what);
    }

    private static void await(Thread thread) {
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
