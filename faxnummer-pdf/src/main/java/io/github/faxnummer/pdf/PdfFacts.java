package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.util.List;

/**
 * The result of inspecting a PDF.
 *
 * @param sha256 of the file, 64 hexadecimal digits in lower case
 * @param bytes the length of the file
 * @param version of PDF, such as {@code 1.7}; empty if the file cannot be read
 * @param pages in order; empty if the file cannot be read
 * @param findings in the order of the pages
 */
public record PdfFacts(String sha256, long bytes, String version, List<PageSize> pages, List<Finding> findings)
        implements Serializable {

    public PdfFacts {
        pages = List.copyOf(pages);
        findings = List.copyOf(findings);
    }

    /** Returns whether the document can be faxed: no finding is an error. */
    public boolean isFaxable() {
        return findings.stream().noneMatch(it -> it.kind().isError());
    }
}
