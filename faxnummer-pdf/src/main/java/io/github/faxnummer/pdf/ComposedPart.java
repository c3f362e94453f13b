package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.util.List;

/**
 * What became of a file in a PDF that a {@link Composer} wrote.
 *
 * @param sha256 of the file that was read, 64 hexadecimal digits in lower case
 * @param bytes its length
 * @param made the SHA-256 of what the pages show that were made of it; empty for a PDF, which has them itself
 * @param sizes those of its pages
 * @param findings what concerns the file and cannot be seen in the composed one any more
 */
public record ComposedPart(String sha256, long bytes, String made, List<PageSize> sizes, List<Finding> findings)
        implements Serializable {

    public ComposedPart {
        sizes = List.copyOf(sizes);
        findings = List.copyOf(findings);
    }

    /** The number of its pages. */
    public int pages() {
        return sizes.size();
    }
}
