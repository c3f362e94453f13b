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
     * Writes the report in each format. An older report in a format that failed is deleted: it must not be taken for the
     * one that is missing.
     *
     * @throws IOException if one failed, with the others that failed suppressed; all formats were tried
     */
    public void write(DeliveryReport report, List<ReportFormat> formats) throws IOException {
        IOException failure = null;
        for (ReportFormat format : formats) {
            try {
                DurableFile.replace(file(format), out -> format.write(report, out));
            } catch (IOException e) {
                deleteOutdated(format, e);
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

    private void deleteOutdated(ReportFormat format, IOException failure) {
        try {
            Files.deleteIfExists(file(format));
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Writes the JUnit result of a run with an invalid configuration, which sent nothing: one failed test case. */
    public void writeInvalidConfiguration(String message, Instant start) throws IOException {
        writeInvalidConfiguration(message, "", start);
    }

    /** The same where there are several reports; see {@link DeliveryReport#group}. */
    public void writeInvalidConfiguration(String message, String group, Instant start) throws IOException {
        DurableFile.replace(
                file(ReportFormats.JUNIT), out -> JUnitReport.writeInvalidConfiguration(message, group, start, out));
    }

    /**
     * Deletes the reports of an earlier run, which must not be taken for those of this run. The journal, from which a
     * later run continues, is not a report: see {@link DeliveryRecovery}. What killed programs left is deleted, too, once it
     * is {@linkplain DurableFile#deleteAbandoned a day old}.
     */
    public void deleteAll(Instant now) throws IOException {
        for (ReportFormat format : ReportFormats.all()) {
            Files.deleteIfExists(file(format));
            DurableFile.deleteAbandoned(file(format), now);
        }
    }

    /** The file of a format, whether it exists or not. */
    public Path file(ReportFormat format) {
        return folder.resolve(format.fileName());
    }
}
