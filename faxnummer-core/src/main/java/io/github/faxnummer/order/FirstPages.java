package io.github.faxnummer.order;

import io.github.faxnummer.pdf.FirstPage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the first pages that the inspection of documents drew, so that a report need not draw them again. A page is handed
 * out once, and only for the bytes that it was drawn from.
 */
public final class FirstPages {

    /** Of the heap. Further pages are drawn when the report requests them, so that they need not all be in memory. */
    private static final int SHARE = 32;

    private final long maxBytes;
    private final Map<String, FirstPage> pages = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    public FirstPages() {
        this(Runtime.getRuntime().maxMemory() / SHARE);
    }

    FirstPages(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void put(String path, FirstPage page) {
        if (bytes.addAndGet(page.bytes()) <= maxBytes) {
            pages.put(path, page);
        }
    }

    /** The page of a document, unless its file was inspected in another state or drawn in another way. */
    public Optional<FirstPage> take(Document document) {
        return Optional.ofNullable(pages.remove(document.path()))
                .filter(it -> it.isOf(document.facts().sha256(), document.isDrawn(), document.rendering()));
    }
}
