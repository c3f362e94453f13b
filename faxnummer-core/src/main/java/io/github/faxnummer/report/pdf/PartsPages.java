package io.github.faxnummer.report.pdf;

import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentPart;
import io.github.faxnummer.report.DeliveryReport;
import java.io.IOException;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The parts of all composed documents; none if no document is composed. */
final class PartsPages extends ListPages {

    private static final float PAGES = 70;
    private static final float PART = SIZE * 4;
    private static final int LONGEST_NAME = 100;

    PartsPages(PDDocument document, ReportFont font, DeliveryReport report) {
        super(document, font, report, "report.parts");
    }

    void write(Document composed) throws IOException {
        if (!composed.isComposed()) {
            return;
        }
        begin(composed);
        for (DocumentPart part : composed.parts()) {
            if (!fits(PART)) {
                begin(composed);
            }
            PageLayout page = pageWith(PART);
            page.line(localized("report.parts.pages", part.pages()), MARGIN, y(), SIZE, ReportColor.LABEL);
            page.line(name(composed, part), MARGIN + PAGES, y(), SIZE, ReportColor.TEXT);
            moveTo(y() - SIZE * 1.3f);
            page.line(part.sha256(), MARGIN + PAGES, y(), SIZE, ReportColor.LABEL);
            moveTo(y() - SIZE * 1.6f);
        }
        moveTo(y() - 8);
    }

    private void begin(Document composed) throws IOException {
        heading(pageWith(HEADING + PART), Sanitizer.line(composed.name(), LONGEST_NAME), Optional.empty());
    }

    private String name(Document composed, DocumentPart part) {
        String name = Sanitizer.line(part.name(), LONGEST_NAME);
        return switch (part.kind()) {
            case DOCUMENT -> name;
            case STATIONERY -> {
                String missing = Sanitizer.line(composed.pagesWithoutStationery(), LONGEST_NAME);
                yield missing.isEmpty()
                        ? localized("report.parts.stationery")
                        : localized("report.parts.stationery-without", missing);
            }
            case COVER_PAGE ->
                name.isEmpty() ? localized("report.parts.cover") : localized("report.parts.cover-of", name);
        };
    }
}
