package io.github.faxnummer.sandbox.web;

import io.github.faxnummer.pdf.FaxPage;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preview;
import io.github.faxnummer.pdf.UnreadablePdfException;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import okio.ByteString;

/**
 * The pages as the recipient's machine prints them, rendered on demand: one document at a time, within limits of time and
 * memory, and cached up to a capacity.
 */
final class PageImages implements AutoCloseable {
    /** Pages beyond this number are not rendered. */
    private static final int MAX_PAGES = 100;

    private static final PdfLimits LIMITS = new PdfLimits(MAX_PAGES, 20L << 20, Duration.ofSeconds(30), 128L << 20);
    private static final long CAPACITY = 32L << 20;
    private static final int MAX_FAILURES = 1000;

    private record PageKey(String jobId, int page) {}

    /** This page and all later ones cannot be rendered. */
    private record Failure(int page, String reason) {}

    private final long capacity;
    private final Object rendering = new Object();
    private final Map<PageKey, ByteString> images = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Failure> failures = new LinkedHashMap<>();
    private long size;
    private volatile boolean closed;

    PageImages() {
        this(CAPACITY);
    }

    /** @param capacity the total size of the cached images in bytes */
    PageImages(long capacity) {
        this.capacity = capacity;
    }

    /** The number of the fax's pages that are rendered. */
    static int renderedPages(ReceivedFax fax) {
        return Math.min(fax.pages(), MAX_PAGES);
    }

    /**
     * The page as PNG, or empty if it cannot be rendered.
     *
     * @param page from 1 to as many as are {@link #renderedPages}
     */
    Optional<ByteString> render(ReceivedFax fax, int page) {
        synchronized (rendering) {
            Optional<ByteString> known = known(fax.jobId(), page);
            if (known.isPresent() || failure(fax.jobId(), page).isPresent()) {
                return known;
            }
            // Rendering always starts at the first page: with fourfold steps few pages are rendered twice.
            int last = Math.min(4 * page, renderedPages(fax));
            return renderUpTo(last, fax, page);
        }
    }

    /** Why the page cannot be rendered, if that is known. */
    synchronized Optional<String> failure(String jobId, int page) {
        return Optional.ofNullable(failures.get(jobId))
                .filter(failure -> failure.page() <= page)
                .map(Failure::reason);
    }

    private Optional<ByteString> renderUpTo(int lastPage, ReceivedFax fax, int wanted) {
        Sink sink = new Sink(fax.jobId(), wanted);
        try {
            Path file = Files.createTempFile("faxnummer-sandbox", ".pdf");
            try {
                try (OutputStream stream = Files.newOutputStream(file)) {
                    fax.pdf().write(stream);
                }
                new Preview(LIMITS).draw(file, lastPage, sink::accept);
            } finally {
                Files.deleteIfExists(file);
            }
            if (sink.last < lastPage) {
                remember(fax.jobId(), new Failure(sink.last + 1, "the document does not have that many pages"));
            }
        } catch (CancellationException closed) {
            return Optional.empty();
        } catch (IOException | RuntimeException | LinkageError | VirtualMachineError e) {
            remember(fax.jobId(), new Failure(sink.last + 1, reason(e)));
        }
        return sink.image;
    }

    private synchronized Optional<ByteString> known(String jobId, int page) {
        return Optional.ofNullable(images.get(new PageKey(jobId, page)));
    }

    private synchronized void remember(String jobId, Failure failure) {
        failures.put(jobId, failure);
        if (failures.size() > MAX_FAILURES) {
            removeOldest(failures);
        }
    }

    private synchronized void keep(PageKey key, ByteString image) {
        ByteString before = images.put(key, image);
        size += image.size() - (before == null ? 0 : before.size());
        while (size > capacity && images.size() > 1) {
            size -= removeOldest(images).size();
        }
    }

    private static <V> V removeOldest(Map<?, V> map) {
        Iterator<V> values = map.values().iterator();
        V oldest = values.next();
        values.remove();
        return oldest;
    }

    private static String reason(Throwable failure) {
        if (failure instanceof UnreadablePdfException unreadable) {
            Finding finding = unreadable.finding();
            return switch (finding.kind()) {
                case NOT_A_PDF -> "the document is not a readable PDF";
                case ENCRYPTED -> "the document is encrypted";
                case NO_PAGE -> "the document has no page";
                case TOO_MUCH_TIME -> "rendering takes too much time";
                case TOO_MUCH_MEMORY -> "rendering takes too much memory";
                case DAMAGED_PAGE -> "the page is damaged";
                default -> finding.kind().name();
            };
        }
        return "the document is damaged, or this Java cannot render ("
                + failure.getClass().getSimpleName() + ")";
    }

    /** Cancels a rendering in progress. */
    @Override
    public void close() {
        closed = true;
    }

    /** Receives the pages as they are rendered. */
    private final class Sink {
        private final String jobId;
        private final int wanted;
        private int last;
        private Optional<ByteString> image = Optional.empty();

        Sink(String jobId, int wanted) {
            this.jobId = jobId;
            this.wanted = wanted;
        }

        void accept(FaxPage page) {
            if (closed) {
                throw new CancellationException();
            }
            ByteString png = ByteString.of(page.png());
            keep(new PageKey(jobId, page.number()), png);
            last = page.number();
            if (last == wanted) {
                image = Optional.of(png);
            }
        }
    }
}
