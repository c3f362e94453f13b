package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.time.Duration;

/**
 * The limits for inspecting and drawing a PDF.
 *
 * @param pages the number of pages above which a document gets a warning, at least 1
 * @param bytes the file size from which on a document gets a warning, at least 1
 * @param time the maximum time for one document
 * @param memory the maximum number of bytes of decoded content in memory
 * @param missing the share of a page, from 0 to 1, that content which cannot be drawn may cover; if it covers more, the
 *     document cannot be faxed
 */
public record PdfLimits(int pages, long bytes, Duration time, long memory, double missing) implements Serializable {

    private static final double MISSING = 0.1;

    /** Limits that allow a tenth of a page to be missing. */
    public PdfLimits(int pages, long bytes, Duration time, long memory) {
        this(pages, bytes, time, memory, MISSING);
    }

    public static final PdfLimits DEFAULT = new PdfLimits(100, 2L << 20, Duration.ofMinutes(2), 256L << 20);

    /** Returns the same limits for documents that are faxed whatever cannot be drawn. */
    public PdfLimits allowingMissingContent() {
        return new PdfLimits(pages, bytes, time, memory, 1);
    }

    /** Returns whether documents are faxed whatever cannot be drawn. */
    public boolean isMissingContentAllowed() {
        return missing >= 1;
    }
}
