package io.github.faxnummer.report.pdf;

import static io.github.faxnummer.report.pdf.SectionPages.MARGIN;
import static io.github.faxnummer.report.pdf.SectionPages.SIZE;

import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentPart;
import io.github.faxnummer.report.DeliveryReport;
import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The parts of all composed documents; no page if no document is composed. */
final class PartsPages implements AutoCloseable {

    private static final float PAGES = 70;
    private static final int LONGEST_NAME = 100;

    private final SectionPages pages;

    PartsPages(PDDocument document, ReportFont font, DeliveryReport report) {
        this.pages = new SectionPages(document, font, report, "report.parts");
    }

    void write(Document composed) throws IOException {
        if (!composed.isComposed()) {
            return;
        }
        pages.heading(Sanitizer.line(composed.name(), LONGEST_NAME), 60);
        pages.skip(19);
        for (DocumentPart part : composed.parts()) {
            PageLayout page = pages.pageWith(SIZE * 4);
            page.line(pages.localized("report.parts.pages", part.pages()), MARGIN, pages.y(), SIZE, ReportColor.LABEL);
            page.line(name(part), MARGIN + PAGES, pages.y(), SIZE, ReportColor.TEXT);
            pages.skip(SIZE * 1.3f);
            page.line(part.sha256(), MARGIN + PAGES, pages.y(), SIZE, ReportColor.LABEL);
            pages.skip(SIZE * 1.6f);
        }
        pages.skip(8);
    }

    private String name(DocumentPart part) {
        String name = Sanitizer.line(part.name(), LONGEST_NAME);
        return switch (part.kind()) {
            case DOCUMENT -> name;
            case COVER_PAGE ->
                name.isEmpty() ? pages.localized("report.parts.cover") : pages.localized("report.parts.cover-of", name);
        };
    }

    @Override
    public void close() throws IOException {
        pages.close();
    }
}
