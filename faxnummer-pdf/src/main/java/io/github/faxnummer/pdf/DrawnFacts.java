package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The result of inspecting a PDF that may be sent as the file of its drawn pages.
 *
 * @param document what holds if the document itself is sent
 * @param fax the file of the drawn pages; empty if they cannot be drawn
 * @param drawn what holds if that file is sent; checksum, length and version are those of the document
 */
public record DrawnFacts(PdfFacts document, Optional<FaxFile> fax, PdfFacts drawn) {

    /** Programs that convert PDFs into faxes make different things of a document with such a finding. */
    private static final Set<Kind> DIFFERS = EnumSet.of(
            Kind.REPAIRED,
            Kind.FIELD_DIFFERS,
            Kind.FIELD_NOT_PRINTED,
            Kind.ANNOTATION_NOT_PRINTED,
            Kind.LAYER_DIFFERS,
            Kind.LAYER_OFF,
            Kind.PAGE_SCALED,
            Kind.PAGE_SHAPE,
            Kind.TEXT_ON_GREY,
            Kind.FINE_BARS,
            Kind.FONT_NOT_EMBEDDED);

    /** Findings that the file of the drawn pages no longer has. */
    private static final Set<Kind> OF_DOCUMENT =
            EnumSet.of(Kind.PAGE_SHAPE, Kind.LAYER_OFF, Kind.TEXT_ON_GREY, Kind.BYTES_BEFORE_HEADER, Kind.LARGE_FILE);

    /** @param seconds of the pages, drawn as they are */
    static DrawnFacts of(PdfFacts document, Optional<FaxFile> fax, List<LineSeconds> seconds, PdfLimits limits) {
        List<Finding> findings = Stream.concat(
                        fax.stream().flatMap(it -> Preflight.largeFile(it.bytes(), limits).stream()),
                        document.findings().stream().filter(it -> !OF_DOCUMENT.contains(it.kind())))
                .toList();
        return new DrawnFacts(
                document,
                fax,
                new PdfFacts(
                        document.sha256(), document.bytes(), document.version(), document.pages(), findings, seconds));
    }

    /** Returns whether the file of the drawn pages has everything that is on them. */
    public boolean isComplete() {
        return fax.isPresent() && missing().isEmpty();
    }

    /** Returns what could not be drawn, if anything. */
    public Optional<Finding> missing() {
        return document.findings().stream()
                .filter(it -> it.kind() == Kind.PICTURE_NOT_DRAWN || it.kind() == Kind.PART_NOT_DRAWN)
                .findFirst();
    }

    /** Returns whether programs that convert PDFs into faxes make different things of the document. */
    public boolean isRendererDependent() {
        return document.findings().stream().anyMatch(it -> DIFFERS.contains(it.kind()));
    }
}
