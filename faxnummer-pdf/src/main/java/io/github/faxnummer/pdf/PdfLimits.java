package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.time.Duration;

/**
 * In which bounds a PDF is looked at, whoever made it.
 *
 * @param pages more of them are worth a warning, at least 1
 * @param bytes a larger file is worth a warning, at least 1
 * @param time how long looking at one document may take
 * @param memory how many bytes its decoded contents may take at a time
 */
public record PdfLimits(int pages, long bytes, Duration time, long memory) implements Serializable {

    public static final PdfLimits DEFAULT = new PdfLimits(100, 20L << 20, Duration.ofMinutes(2), 256L << 20);
}
