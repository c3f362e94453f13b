package io.github.faxnummer.report.pdf;

import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.StateChange;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.report.DeliveryReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The history of all transmissions. A transmission that goes on on another page has its heading there, too. */
final class HistoryPages extends ListPages {

    private static final float TIMES = 132;
    private static final int MOST_LINES = 5;
    private static final float ROW = SIZE * 1.3f * MOST_LINES;
    private static final int LONGEST_NAME = 60;

    HistoryPages(PDDocument document, ReportFont font, DeliveryReport report) {
        super(document, font, report, "report.history");
    }

    void write(int number, Transmission transmission) throws IOException {
        if (transmission.history().isEmpty()) {
            return;
        }
        begin(number, transmission);
        List<Transmission> attempts = transmission.attempts();
        for (Transmission failed : attempts.subList(0, attempts.size() - 1)) {
            Job job = failed.progress().job().orElseThrow();
            row(
                    number,
                    transmission,
                    report().text().time(job.submitted()),
                    localized(
                            "report.failed-attempt",
                            failed.redialled().size() + 1,
                            report().text().reason(transmission, failed),
                            job.id()));
        }
        int expected = 1;
        for (StateChange change : transmission.history()) {
            if (change.number() > expected) {
                row(number, transmission, "…", localized("report.history.gap", change.number() - expected));
            }
            row(
                    number,
                    transmission,
                    report().text().time(change),
                    report().text().state(change));
            expected = change.number() + 1;
        }
        moveTo(y() - 8);
    }

    private void begin(int number, Transmission transmission) throws IOException {
        heading(
                pageWith(HEADING + ROW),
                localized(
                        "report.number",
                        number,
                        report().delivery().transmissions().size()),
                Optional.of(Sanitizer.line(transmission.documentName(), LONGEST_NAME) + " → "
                        + Sanitizer.line(transmission.recipient(), LONGEST_NAME)));
    }

    private void row(int number, Transmission transmission, String time, String text) throws IOException {
        if (!fits(ROW)) {
            begin(number, transmission);
        }
        PageLayout page = pageWith(ROW);
        page.line(time, MARGIN, y(), SIZE, ReportColor.LABEL);
        moveTo(page.lines(text, MARGIN + TIMES, y(), SIZE, FULL - TIMES, MOST_LINES, ReportColor.TEXT) - 2);
    }
}
