package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The result of inspecting a PDF.
 *
 * @param sha256 of the file, 64 hexadecimal digits in lower case
 * @param bytes the length of the file
 * @param version of PDF, such as {@code 1.7}; empty if the file cannot be read
 * @param pages in order; empty if the file cannot be read
 * @param findings in the order of the pages
 * @param pageSeconds the time on the line of each page, within a call; empty if the pages could not be drawn
 */
public record PdfFacts(
        String sha256,
        long bytes,
        String version,
        List<PageSize> pages,
        List<Finding> findings,
        List<LineSeconds> pageSeconds)
        implements Serializable {

    public PdfFacts {
        pages = List.copyOf(pages);
        findings = List.copyOf(findings);
        pageSeconds = List.copyOf(pageSeconds);
    }

    /** Creates facts about a document whose pages were not drawn. */
    public PdfFacts(String sha256, long bytes, String version, List<PageSize> pages, List<Finding> findings) {
        this(sha256, bytes, version, pages, findings, List.of());
    }

    /** Returns the time on the line of a call with all pages, if it is known. */
    public Optional<LineSeconds> lineSeconds() {
        return pageSeconds.isEmpty() ? Optional.empty() : Optional.of(LineSeconds.ofCall(pageSeconds));
    }

    /** Returns whether the document can be faxed: no finding is an error. */
    public boolean isFaxable() {
        return findings.stream().noneMatch(it -> it.kind().isError());
    }
}
