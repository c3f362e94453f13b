package io.github.faxnummer.testing;

import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import java.io.IOException;
import java.nio.file.Path;

/** Report files of tests. */
public final class Reports {

    private Reports() {}

    /** Writes what every run writes. */
    public static void write(DeliveryReport report, Path folder) throws IOException {
        new ReportFiles(folder).write(report, ReportFormats.named("json", "junit", "markdown"));
    }

    /** Writes the transmission report. */
    public static void writePdf(DeliveryReport report, Path folder) throws IOException {
        new ReportFiles(folder).write(report, ReportFormats.named("pdf"));
    }
}
