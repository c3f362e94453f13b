package io.github.faxnummer.report.format;

import io.github.faxnummer.delivery.DeliveryRecovery;
import io.github.faxnummer.delivery.DurableFile;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.ReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The report files of a delivery in a folder, which is created if necessary. A file is replaced as a whole: a crash
 * leaves the old or the new one.
 */
public record ReportFiles(Path folder) {

    /**
     * Writes the report in each format.
     *
     * @throws IOException if one failed, with the others that failed suppressed; all formats were tried
     */
    public void write(DeliveryReport report, List<ReportFormat> formats) throws IOException {
        IOException failure = null;
        for (ReportFormat format : formats) {
            try {
                DurableFile.replace(file(format), out -> format.write(report, out));
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Writes the JUnit result of a run with an invalid configuration, which sent nothing: one failed test case. */
    public void writeInvalidConfiguration(String message, Instant start) throws IOException {
        DurableFile.replace(
                file(ReportFormats.JUNIT), out -> JUnitReport.writeInvalidConfiguration(message, start, out));
    }

    /**
     * Deletes the reports of an earlier run, which must not be taken for those of this run. The journal, from which a
     * later run continues, is not a report: see {@link DeliveryRecovery}.
     */
    public void deleteAll() throws IOException {
        for (ReportFormat format : ReportFormats.all()) {
            Files.deleteIfExists(file(format));
        }
    }

    /** The file of a format, whether it exists or not. */
    public Path file(ReportFormat format) {
        return folder.resolve(format.fileName());
    }
}
