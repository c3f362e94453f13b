package io.github.faxnummer.report;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Renders first pages one after the other while the faxes are in progress, so that the transmission report does not
 * wait for them and does not depend on later changes of the files. Closing it ends its thread.
 */
public final class PageImageCache implements PageImageSource, AutoCloseable {

    /** Further images are rendered when the report requests them, so that they need not all be in memory. */
    private static final long MAX_BYTES = 16L << 20;

    /** Drawing ends soon after an interrupt. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final List<Document> documents;
    private final PageImageSource drawing;
    private final Runnable warmUp;
    private final Map<Document, FutureTask<PageImage>> pictures = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::prepare, "faxnummer-pages");

    /** @param warmUp run on the same thread after the images */
    public PageImageCache(List<Document> documents, PageImageSource drawing, Runnable warmUp) {
        this.documents = List.copyOf(documents);
        this.drawing = drawing;
        this.warmUp = warmUp;
        thread.setDaemon(true);
    }

    /** Starts rendering, once. Call it after the first submission, which it would delay. */
    public synchronized void begin() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    @Override
    public byte[] png(Document document) throws PageImageUnavailableException {
        return drawing.png(document);
    }

    @Override
    public PageImage picture(Document document) throws PageImageUnavailableException {
        FutureTask<PageImage> picture = pictures.remove(document);
        if (picture == null) {
            // The caller renders the image on its own thread.
            thread.interrupt();
            return drawing.picture(document);
        }
        try {
            return picture.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PageImageUnavailableException(Message.of("report.picture.failed"));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PageImageUnavailableException cause
                    ? cause
                    : new PageImageUnavailableException(Message.of("report.picture.failed"));
        }
    }

    /** Waits for what is being drawn: in a Maven that stays, nothing may run on when the classes of the plugin are gone. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(MAX_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void prepare() {
        long bytes = 0;
        for (Document document : documents) {
            FutureTask<PageImage> picture = new FutureTask<>(() -> drawing.picture(document));
            pictures.put(document, picture);
            picture.run();
            try {
                bytes += picture.get().bytes();
            } catch (InterruptedException e) {
                return;
            } catch (ExecutionException e) {
                // The caller gets the reason.
            }
            if (Thread.interrupted() || bytes > MAX_BYTES) {
                return;
            }
        }
        warmUp.run();
    }
}
