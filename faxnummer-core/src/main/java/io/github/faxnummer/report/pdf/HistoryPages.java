package io.github.faxnummer.report.pdf;

import static io.github.faxnummer.report.pdf.SectionPages.FULL;
import static io.github.faxnummer.report.pdf.SectionPages.MARGIN;
import static io.github.faxnummer.report.pdf.SectionPages.SIZE;

import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.StateChange;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.report.DeliveryReport;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The history of all transmissions; no page if there is no history. */
final class HistoryPages implements AutoCloseable {

    private static final float TIMES = 132;
    private static final int MOST_LINES = 5;
    private static final int LONGEST_NAME = 60;

    private final DeliveryReport report;
    private final SectionPages pages;

    HistoryPages(PDDocument document, ReportFont font, DeliveryReport report) {
        this.report = report;
        this.pages = new SectionPages(document, font, report, "report.history");
    }

    void write(int number, Transmission transmission) throws IOException {
        if (transmission.history().isEmpty()) {
            return;
        }
        int total = report.delivery().transmissions().size();
        PageLayout page = pages.heading(pages.localized("report.number", number, total), 50);
        page.lineEndingAt(
                Sanitizer.line(transmission.documentName(), LONGEST_NAME) + " → "
                        + Sanitizer.line(transmission.recipient(), LONGEST_NAME),
                MARGIN + FULL,
                pages.y(),
                SIZE,
                ReportColor.LABEL);
        pages.skip(19);
        List<Transmission> attempts = transmission.attempts();
        for (Transmission failed : attempts.subList(0, attempts.size() - 1)) {
            Job job = failed.progress().job().orElseThrow();
            row(
                    report.text().time(job.submitted()),
                    pages.localized(
                            "report.failed-attempt",
                            failed.redialled().size() + 1,
                            report.text().reason(failed),
                            job.id()));
        }
        int expected = 1;
        for (StateChange change : transmission.history()) {
            if (change.number() > expected) {
                row("…", pages.localized("report.history.gap", change.number() - expected));
            }
            row(report.text().time(change), report.text().state(change));
            expected = change.number() + 1;
        }
        pages.skip(8);
    }

    private void row(String time, String text) throws IOException {
        PageLayout page = pages.pageWith(SIZE * 1.3f * MOST_LINES);
        page.line(time, MARGIN, pages.y(), SIZE, ReportColor.LABEL);
        pages.moveTo(page.lines(text, MARGIN + TIMES, pages.y(), SIZE, FULL - TIMES, MOST_LINES, ReportColor.TEXT) - 2);
    }

    @Override
    public void close() throws IOException {
        pages.close();
    }
}
