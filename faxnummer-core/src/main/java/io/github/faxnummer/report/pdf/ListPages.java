package io.github.faxnummer.report.pdf;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.report.DeliveryReport;
import java.io.IOException;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;

/** A list on as many pages as it takes, behind those of the transmissions; none if nothing is written. */
abstract class ListPages implements AutoCloseable {

    static final float MARGIN = 50;
    static final float FULL = PageLayout.WIDTH - 2 * MARGIN;
    static final float SIZE = 8.5f;

    /** Of a heading with the rule below it. */
    static final float HEADING = 27;

    private static final float TOP = PageLayout.HEIGHT - MARGIN;
    private static final float BOTTOM = MARGIN + 40;
    private static final float SMALL = 7.5f;

    private final PDDocument document;
    private final ReportFont font;
    private final DeliveryReport report;
    private final String title;
    private Optional<PageLayout> sheet = Optional.empty();

    /** Where the next line is written. */
    private float y;

    /** @param title key of the title; with <code>.note</code>, of what stands below the list */
    ListPages(PDDocument document, ReportFont font, DeliveryReport report, String title) {
        this.document = document;
        this.font = font;
        this.report = report;
        this.title = title;
    }

    final DeliveryReport report() {
        return report;
    }

    final float y() {
        return y;
    }

    final void moveTo(float next) {
        y = next;
    }

    /** Whether so much fits on the page that was begun. */
    final boolean fits(float height) {
        return sheet.isPresent() && y - height >= BOTTOM;
    }

    /** The page that was begun, or the next one if it is too full. */
    final PageLayout pageWith(float height) throws IOException {
        if (fits(height)) {
            return sheet.orElseThrow();
        }
        close();
        PageLayout next = new PageLayout(document, font);
        sheet = Optional.of(next);
        next.heading(localized(title), MARGIN, TOP - 16, 22, ReportColor.TEXT);
        next.rule(MARGIN, MARGIN + 30, FULL, ReportColor.RULE);
        float below = next.lines(localized(title + ".note"), MARGIN, MARGIN + 18, SMALL, FULL, 3, ReportColor.LABEL);
        next.line(
                localized(
                        "report.made",
                        Sanitizer.line(report.programVersion(), 60),
                        report.text().time(report.end())),
                MARGIN,
                below - 3,
                SMALL,
                ReportColor.LABEL);
        y = TOP - 44;
        return next;
    }

    /** Begins a part of the list. */
    final void heading(PageLayout page, String text, Optional<String> atRight) throws IOException {
        y -= 8;
        page.heading(text, MARGIN, y, 10.5f, ReportColor.TEXT);
        if (atRight.isPresent()) {
            page.lineEndingAt(atRight.get(), MARGIN + FULL, y, SIZE, ReportColor.LABEL);
        }
        page.rule(MARGIN, y - 6, FULL, ReportColor.RULE);
        y -= HEADING - 8;
    }

    final String localized(String key, Object... arguments) {
        return Message.of(key, arguments).in(report.text().locale());
    }

    @Override
    public final void close() throws IOException {
        if (sheet.isPresent()) {
            sheet.get().close();
            sheet = Optional.empty();
        }
    }
}
