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
 */
public record PdfLimits(int pages, long bytes, Duration time, long memory) implements Serializable {

    public static final PdfLimits DEFAULT = new PdfLimits(100, 2L << 20, Duration.ofMinutes(2), 256L << 20);
}
