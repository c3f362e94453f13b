package io.github.faxnummer.order;

import io.github.faxnummer.pdf.PdfLimits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Checks the files of an order side by side, as many at a time as there are processors, and memory for: what one document may
 * take is a limit that the user set.
 *
 * @param atATime at least 1
 */
public record SideBySide(int atATime) {

    /** Beside its decoded contents, a document has drawn pages; and a fingerprint is computed at the same time. */
    private static final double MEMORY_FOR_ONE = 1.5;

    /** The check of one file. */
    public interface Check<T> {
        /**
         * Checks a file.
         *
         * @throws IOException which ends the check of all
         */
        T of(Path file) throws IOException;
    }

    /** What this JVM can do with documents of these limits. */
    public static SideBySide within(PdfLimits limits) {
        double documents = Runtime.getRuntime().maxMemory() / (MEMORY_FOR_ONE * limits.memory());
        return new SideBySide((int) Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), documents - 1)));
    }

    /**
     * Checks all files and returns the results in their order. The check of a single file runs on the caller's thread.
     *
     * @param check runs on several threads
     * @throws InterruptedIOException if the caller is interrupted; no check runs any longer then
     * @throws IOException if a check fails
     */
    public <T> List<T> all(Collection<Path> files, Check<T> check) throws IOException {
        List<T> results = new ArrayList<>();
        if (atATime == 1 || files.size() < 2) {
            for (Path file : files) {
                results.add(check.of(file));
            }
            return results;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(atATime, files.size()), SideBySide::daemon);
        try {
            List<Future<T>> begun = new ArrayList<>();
            for (Path file : files) {
                begun.add(threads.submit(() -> check.of(file)));
            }
            for (Future<T> result : begun) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static IOException rethrown(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof IOException problem ? problem : new IOException(failure);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "faxnummer-check");
        thread.setDaemon(true);
        return thread;
    }
}
