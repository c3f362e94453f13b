package io.github.faxnummer.report.pdf;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.report.DeliveryReport;
import java.io.IOException;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * A section of the report on as many pages as it takes, each with the section's title and note; none if nothing is
 * written.
 */
final class SectionPages implements AutoCloseable {

    static final float MARGIN = 50;
    static final float FULL = PageLayout.WIDTH - 2 * MARGIN;
    static final float SIZE = 8.5f;

    private static final float TOP = PageLayout.HEIGHT - MARGIN;
    private static final float BOTTOM = MARGIN + 40;
    private static final float SMALL = 7.5f;

    private final PDDocument document;
    private final ReportFont font;
    private final DeliveryReport report;
    private final String title;
    private Optional<PageLayout> sheet = Optional.empty();
    private float y;

    /** Begins the section whose title is the message {@code title}, and whose note is {@code title.note}. */
    SectionPages(PDDocument document, ReportFont font, DeliveryReport report, String title) {
        this.document = document;
        this.font = font;
        this.report = report;
        this.title = title;
    }

    /** Returns the page to write on, a new one if the present one has less than {@code height} points left. */
    PageLayout pageWith(float height) throws IOException {
        if (sheet.isPresent() && y - height >= BOTTOM) {
            return sheet.get();
        }
        close();
        PageLayout next = new PageLayout(document, font);
        sheet = Optional.of(next);
        next.heading(localized(title), MARGIN, TOP - 16, 22, ReportColor.TEXT);
        next.rule(MARGIN, MARGIN + 30, FULL, ReportColor.RULE);
        next.lines(localized(title + ".note"), MARGIN, MARGIN + 18, SMALL, FULL, 3, ReportColor.LABEL);
        y = TOP - 44;
        return next;
    }

    /** Writes a heading with a rule below it, on a page that has {@code height} points left. */
    PageLayout heading(String text, float height) throws IOException {
        PageLayout page = pageWith(height);
        y -= 8;
        page.heading(text, MARGIN, y, 10.5f, ReportColor.TEXT);
        page.rule(MARGIN, y - 6, FULL, ReportColor.RULE);
        return page;
    }

    /** Returns the height of the next line, in points from the page's bottom. */
    float y() {
        return y;
    }

    void moveTo(float height) {
        y = height;
    }

    void skip(float height) {
        y -= height;
    }

    String localized(String key, Object... arguments) {
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
