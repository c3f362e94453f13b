package io.github.faxnummer.report.pdf;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentPart;
import io.github.faxnummer.report.DeliveryReport;
import java.io.IOException;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The parts of all composed documents, on as many pages as it takes; none if no document is composed. */
final class PartsPages implements AutoCloseable {

    private static final float MARGIN = 50;
    private static final float FULL = PageLayout.WIDTH - 2 * MARGIN;
    private static final float TOP = PageLayout.HEIGHT - MARGIN;
    private static final float BOTTOM = MARGIN + 40;
    private static final float PAGES = 70;
    private static final float SIZE = 8.5f;
    private static final float SMALL = 7.5f;
    private static final int LONGEST_NAME = 100;

    private final PDDocument document;
    private final ReportFont font;
    private final DeliveryReport report;
    private Optional<PageLayout> sheet = Optional.empty();
    private float y;

    PartsPages(PDDocument document, ReportFont font, DeliveryReport report) {
        this.document = document;
        this.font = font;
        this.report = report;
    }

    void write(Document composed) throws IOException {
        if (!composed.isComposed()) {
            return;
        }
        PageLayout page = pageWith(60);
        y -= 8;
        page.heading(Sanitizer.line(composed.name(), LONGEST_NAME), MARGIN, y, 10.5f, ReportColor.TEXT);
        page.rule(MARGIN, y - 6, FULL, ReportColor.RULE);
        y -= 19;
        for (DocumentPart part : composed.parts()) {
            page = pageWith(SIZE * 4);
            page.line(localized("report.parts.pages", part.pages()), MARGIN, y, SIZE, ReportColor.LABEL);
            page.line(name(part), MARGIN + PAGES, y, SIZE, ReportColor.TEXT);
            y -= SIZE * 1.3f;
            page.line(part.sha256(), MARGIN + PAGES, y, SIZE, ReportColor.LABEL);
            y -= SIZE * 1.6f;
        }
        y -= 8;
    }

    private String name(DocumentPart part) {
        String name = Sanitizer.line(part.name(), LONGEST_NAME);
        return switch (part.kind()) {
            case DOCUMENT -> name;
            case COVER_PAGE ->
                name.isEmpty() ? localized("report.parts.cover") : localized("report.parts.cover-of", name);
        };
    }

    private PageLayout pageWith(float height) throws IOException {
        if (sheet.isPresent() && y - height >= BOTTOM) {
            return sheet.get();
        }
        close();
        PageLayout next = new PageLayout(document, font);
        sheet = Optional.of(next);
        next.heading(localized("report.parts"), MARGIN, TOP - 16, 22, ReportColor.TEXT);
        next.rule(MARGIN, MARGIN + 30, FULL, ReportColor.RULE);
        next.lines(localized("report.parts.note"), MARGIN, MARGIN + 18, SMALL, FULL, 3, ReportColor.LABEL);
        y = TOP - 44;
        return next;
    }

    private String localized(String key, Object... arguments) {
        return Message.of(key, arguments).in(report.text().locale());
    }

    @Override
    public void close() throws IOException {
        if (sheet.isPresent()) {
            sheet.get().close();
            sheet = Optional.empty();
        }
    }
}
