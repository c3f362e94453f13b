package io.github.faxnummer.report.pdf;

import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.StateChange;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.report.DeliveryReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The history of all transmissions, on as many pages as it takes; none if there is no history. */
final class HistoryPages implements AutoCloseable {

    private static final float MARGIN = 50;
    private static final float FULL = PageLayout.WIDTH - 2 * MARGIN;
    private static final float TOP = PageLayout.HEIGHT - MARGIN;
    private static final float BOTTOM = MARGIN + 40;
    private static final float TIMES = 132;
    private static final float SIZE = 8.5f;
    private static final float SMALL = 7.5f;
    private static final int MOST_LINES = 5;
    private static final int LONGEST_NAME = 60;

    private final PDDocument document;
    private final ReportFont font;
    private final DeliveryReport report;
    private Optional<PageLayout> sheet = Optional.empty();
    private float y;

    HistoryPages(PDDocument document, ReportFont font, DeliveryReport report) {
        this.document = document;
        this.font = font;
        this.report = report;
    }

    void write(int number, Transmission transmission) throws IOException {
        if (transmission.history().isEmpty()) {
            return;
        }
        PageLayout page = pageWith(50);
        y -= 8;
        page.heading(
                localized(
                        "report.number",
                        number,
                        report.delivery().transmissions().size()),
                MARGIN,
                y,
                10.5f,
                ReportColor.TEXT);
        page.lineEndingAt(
                Sanitizer.line(transmission.documentName(), LONGEST_NAME) + " → "
                        + Sanitizer.line(transmission.recipient(), LONGEST_NAME),
                MARGIN + FULL,
                y,
                SIZE,
                ReportColor.LABEL);
        page.rule(MARGIN, y - 6, FULL, ReportColor.RULE);
        y -= 19;
        List<Transmission> attempts = transmission.attempts();
        for (Transmission failed : attempts.subList(0, attempts.size() - 1)) {
            Job job = failed.progress().job().orElseThrow();
            row(
                    report.text().time(job.submitted()),
                    localized(
                            "report.failed-attempt",
                            failed.redialled().size() + 1,
                            report.text().reason(failed),
                            job.id()));
        }
        int expected = 1;
        for (StateChange change : transmission.history()) {
            if (change.number() > expected) {
                row("…", localized("report.history.gap", change.number() - expected));
            }
            row(report.text().time(change), report.text().state(change));
            expected = change.number() + 1;
        }
        y -= 8;
    }

    private void row(String time, String text) throws IOException {
        PageLayout page = pageWith(SIZE * 1.3f * MOST_LINES);
        page.line(time, MARGIN, y, SIZE, ReportColor.LABEL);
        y = page.lines(text, MARGIN + TIMES, y, SIZE, FULL - TIMES, MOST_LINES, ReportColor.TEXT) - 2;
    }

    private PageLayout pageWith(float height) throws IOException {
        if (sheet.isPresent() && y - height >= BOTTOM) {
            return sheet.get();
        }
        close();
        PageLayout next = new PageLayout(document, font);
        sheet = Optional.of(next);
        next.heading(localized("report.history"), MARGIN, TOP - 16, 22, ReportColor.TEXT);
        next.rule(MARGIN, MARGIN + 30, FULL, ReportColor.RULE);
        next.lines(localized("report.history.note"), MARGIN, MARGIN + 18, SMALL, FULL, 3, ReportColor.LABEL);
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
