package io.github.faxnummer.report.format;

import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.ReportFormat;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The report files of a delivery in a folder, which is created if need be. A file is replaced as a whole: a crash leaves the
 * old or the new one.
 */
public record ReportFiles(Path folder) {

    /**
     * Writes the report in each format.
     *
     * @throws IOException if one failed, with the others that failed suppressed; all formats were tried
     */
    public void write(DeliveryReport report, List<ReportFormat> formats) throws IOException {
        Files.createDirectories(folder);
        IOException failure = null;
        for (ReportFormat format : formats) {
            try {
                replace(file(format), out -> format.write(report, out));
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

    /**
     * Writes the JSON report of a delivery under way: it has to be on disk before a transmission's next step, so that a
     * person can find out what became of it if this program is killed.
     *
     * @param journal name of the file that has what is newer; empty: there is none
     */
    public void writeProgress(DeliveryReport report, String journal) throws IOException {
        Files.createDirectories(folder);
        replace(file(ReportFormats.JSON), out -> out.write(JsonReport.of(report, journal)));
    }

    /** Writes the JUnit result of a run with an invalid configuration, which sent nothing: one failed test case. */
    public void writeInvalidConfiguration(String message, Instant start) throws IOException {
        Files.createDirectories(folder);
        replace(file(ReportFormats.JUNIT), out -> JUnitReport.writeInvalidConfiguration(message, start, out));
    }

    /**
     * Deletes the results of an earlier run, which must not pass for this one's. The JSON report stays, since a later run
     * continues from it.
     */
    public void deleteResults() throws IOException {
        for (ReportFormat format : ReportFormats.all()) {
            if (!format.equals(ReportFormats.JSON)) {
                Files.deleteIfExists(file(format));
            }
        }
    }

    /** The file of a format, whether it exists or not. */
    public Path file(ReportFormat format) {
        return folder.resolve(format.fileName());
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getReason()
                : String.valueOf(e.getMessage());
    }

    private static void replace(Path file, Content content) throws IOException {
        // Not createTempFile: its files are for their owner alone, and CI servers collect reports as another user.
        Path written = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            // Not a channel: an interrupt would close it, and an aborted build needs its report most of all.
            try (FileOutputStream stream = new FileOutputStream(written.toFile());
                    OutputStream out = new BufferedOutputStream(stream)) {
                content.writeTo(out);
                out.flush();
                stream.getFD().sync();
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // The message about a full disk does not name the file.
            throw new IOException(file + ": " + reason(e), e);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
