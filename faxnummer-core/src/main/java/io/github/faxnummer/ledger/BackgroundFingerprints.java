package io.github.faxnummer.ledger;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.pdf.ContentFingerprint;
import io.github.faxnummer.pdf.PdfLimits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Computes fingerprints of files on a thread of its own while the caller inspects the same files: a second processor, which an
 * inspection leaves idle, makes them cost no time. A fingerprint counts only for the bytes that were inspected; what fails here
 * is computed again {@linkplain FaxIdentities#fingerprint without haste}, so that its problem is told the same way.
 *
 * <p>Closing it ends what is still being computed.
 */
public final class BackgroundFingerprints implements AutoCloseable {

    /** Two documents at a time need the memory of two. Larger files are read one after the other. */
    private static final long LARGEST_FILE = 8 << 20;

    private static final int MEMORY_FOR_BOTH = 3;

    private final PdfLimits limits;
    private final boolean isPossible;
    private final ExecutorService thread;
    private final Map<Path, Future<ContentFingerprint>> begun = new ConcurrentHashMap<>();

    public BackgroundFingerprints(PdfLimits limits) {
        this.limits = limits;
        isPossible = Runtime.getRuntime().availableProcessors() > 1
                && Runtime.getRuntime().maxMemory() >= MEMORY_FOR_BOTH * limits.memory();
        thread = Executors.newSingleThreadExecutor(BackgroundFingerprints::daemon);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "faxnummer-fingerprints");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins with a file that is inspected now. */
    public void begin(Path file) {
        if (isPossible && file.toFile().length() <= LARGEST_FILE) {
            begun.put(file, thread.submit(() -> ContentFingerprint.of(file, limits)));
        }
    }

    /**
     * The fingerprint of a document that was begun with, after a wait if need be. Empty if it is to be computed again: it
     * failed, the file has changed since, or the document is composed.
     */
    public Optional<String> of(Document document) {
        Future<ContentFingerprint> fingerprint = begun.get(Path.of(document.path()));
        if (fingerprint == null || document.isComposed()) {
            return Optional.empty();
        }
        try {
            ContentFingerprint computed = fingerprint.get();
            return computed.sha256().equals(document.facts().sha256())
                    ? Optional.of(computed.value())
                    : Optional.empty();
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Those of all of these documents that have one, by the SHA-256 of their files. */
    public Map<String, String> all(Iterable<Document> documents) {
        Map<String, String> fingerprints = new HashMap<>();
        for (Document document : documents) {
            Optional<String> fingerprint = of(document);
            if (fingerprint.isPresent()) {
                fingerprints.put(document.facts().sha256(), fingerprint.get());
            }
        }
        return fingerprints;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
