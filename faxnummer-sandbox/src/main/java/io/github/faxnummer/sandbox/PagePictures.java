package io.github.faxnummer.sandbox;

import io.github.faxnummer.pdf.FaxPage;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preview;
import io.github.faxnummer.pdf.UnreadablePdfException;
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
 * What the recipient's machine prints, drawn when somebody looks: one document at a time, within limits of time and
 * memory, and kept while there is room.
 */
final class PagePictures implements AutoCloseable {
    /** Of a longer document only so many pages are drawn. */
    private static final int MOST_PAGES = 100;

    private static final PdfLimits LIMITS = new PdfLimits(MOST_PAGES, 20L << 20, Duration.ofSeconds(30), 128L << 20);
    private static final long ROOM = 32L << 20;
    private static final int TROUBLES_KEPT = 1000;

    private record Place(String jobId, int page) {}

    /** Neither this page nor a later one can be drawn. */
    private record Trouble(int page, String reason) {}

    private final long room;
    private final Object drawing = new Object();
    private final Map<Place, ByteString> pictures = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Trouble> troubles = new LinkedHashMap<>();
    private long size;
    private volatile boolean closed;

    PagePictures() {
        this(ROOM);
    }

    /** @param room how many bytes of pictures are kept */
    PagePictures(long room) {
        this.room = room;
    }

    /** How many of the fax's pages are drawn. */
    static int drawn(ReceivedFax fax) {
        return Math.min(fax.pages(), MOST_PAGES);
    }

    /**
     * The page as PNG, or nothing if it cannot be drawn.
     *
     * @param page from 1 to as many as are {@link #drawn}
     */
    Optional<ByteString> draw(ReceivedFax fax, int page) {
        synchronized (drawing) {
            Optional<ByteString> known = known(fax.jobId(), page);
            if (known.isPresent() || trouble(fax.jobId(), page).isPresent()) {
                return known;
            }
            // Drawing always begins at the first page: in fourfold steps a document is drawn hardly more than once.
            int most = Math.min(4 * page, drawn(fax));
            return drawUpTo(most, fax, page);
        }
    }

    /** Why the page cannot be drawn, if that is known by now. */
    synchronized Optional<String> trouble(String jobId, int page) {
        return Optional.ofNullable(troubles.get(jobId))
                .filter(trouble -> trouble.page() <= page)
                .map(Trouble::reason);
    }

    private Optional<ByteString> drawUpTo(int most, ReceivedFax fax, int wanted) {
        Sink sink = new Sink(fax.jobId(), wanted);
        try {
            Path file = Files.createTempFile("faxnummer-sandbox", ".pdf");
            try {
                try (OutputStream stream = Files.newOutputStream(file)) {
                    fax.pdf().write(stream);
                }
                new Preview(LIMITS).draw(file, most, sink::take);
            } finally {
                Files.deleteIfExists(file);
            }
            if (sink.last < most) {
                remember(fax.jobId(), new Trouble(sink.last + 1, "the document does not have that many pages"));
            }
        } catch (CancellationException atClosing) {
            return Optional.empty();
        } catch (IOException | RuntimeException | LinkageError | VirtualMachineError e) {
            remember(fax.jobId(), new Trouble(sink.last + 1, reason(e)));
        }
        return sink.picture;
    }

    private synchronized Optional<ByteString> known(String jobId, int page) {
        return Optional.ofNullable(pictures.get(new Place(jobId, page)));
    }

    private synchronized void remember(String jobId, Trouble trouble) {
        troubles.put(jobId, trouble);
        if (troubles.size() > TROUBLES_KEPT) {
            forgetOldest(troubles);
        }
    }

    private synchronized void keep(Place place, ByteString picture) {
        ByteString before = pictures.put(place, picture);
        size += picture.size() - (before == null ? 0 : before.size());
        while (size > room && pictures.size() > 1) {
            size -= forgetOldest(pictures).size();
        }
    }

    private static <V> V forgetOldest(Map<?, V> map) {
        Iterator<V> values = map.values().iterator();
        V oldest = values.next();
        values.remove();
        return oldest;
    }

    private static String reason(Throwable trouble) {
        if (trouble instanceof UnreadablePdfException unreadable) {
            Finding finding = unreadable.finding();
            return switch (finding.kind()) {
                case NOT_A_PDF -> "the document is no readable PDF";
                case ENCRYPTED -> "the document is encrypted";
                case NO_PAGE -> "the document has no page";
                case TOO_MUCH_TIME -> "that takes too much time";
                case TOO_MUCH_MEMORY -> "that takes too much memory";
                case DAMAGED_PAGE -> "the page is damaged";
                default -> finding.kind().name();
            };
        }
        return "the document is damaged, or this Java cannot draw ("
                + trouble.getClass().getSimpleName() + ")";
    }

    /** Ends a drawing that is under way. */
    @Override
    public void close() {
        closed = true;
    }

    /** Takes the pages as they are drawn. */
    private final class Sink {
        private final String jobId;
        private final int wanted;
        private int last;
        private Optional<ByteString> picture = Optional.empty();

        Sink(String jobId, int wanted) {
            this.jobId = jobId;
            this.wanted = wanted;
        }

        void take(FaxPage page) {
            if (closed) {
                throw new CancellationException();
            }
            ByteString png = ByteString.of(page.png());
            keep(new Place(jobId, page.number()), png);
            last = page.number();
            if (last == wanted) {
                picture = Optional.of(png);
            }
        }
    }
}
