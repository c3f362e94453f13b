package io.github.faxnummer.report;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.report.format.JUnitReport;
import io.github.faxnummer.report.format.JsonReport;
import io.github.faxnummer.report.format.MarkdownReport;
import io.github.faxnummer.report.pdf.PdfReport;
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
 * The files that are kept of a delivery, whatever its outcome.
 *
 * @param endpoint where it goes; empty if it is not reported
 * @param start when the delivery began
 * @param end when the report was made
 * @param text in the language of the texts in it
 */
public record DeliveryReport(
        Delivery delivery, String programVersion, String endpoint, Instant start, Instant end, DeliveryText text) {

    public static final String JSON_FILE = "fax-report.json";
    public static final String JUNIT_FILE = "TEST-fax.xml";
    public static final String MARKDOWN_FILE = "fax-report.md";
    public static final String PDF_FILE = "fax-report.pdf";

    /** A report that does not tell where the delivery goes. */
    public DeliveryReport(Delivery delivery, String programVersion, Instant start, Instant end, DeliveryText text) {
        this(delivery, programVersion, "", start, end, text);
    }

    /**
     * Writes {@link #JSON_FILE} alone: what has to be on disk whenever a transmission gets further, so that somebody can
     * find out what became of it should this program not live to tell.
     */
    public void writeProgressTo(Path folder) throws IOException {
        writeProgressTo(folder, "");
    }

    /** The same with the name of the file that has what is newer; empty: there is none. */
    void writeProgressTo(Path folder, String journal) throws IOException {
        Files.createDirectories(folder);
        replace(folder.resolve(JSON_FILE), out -> out.write(JsonReport.of(this, journal)));
    }

    /**
     * Writes the JSON, JUnit and Markdown files into the folder, making it if need be; a crash leaves the old or the new
     * file, whole.
     */
    public void writeTo(Path folder) throws IOException {
        writeProgressTo(folder);
        writeResultsTo(folder);
    }

    /**
     * Deletes the results of an earlier run, which must not pass for this one's. {@link #JSON_FILE} stays, since a
     * later run continues from it.
     */
    public static void deleteResults(Path folder) throws IOException {
        for (String name : List.of(JUNIT_FILE, MARKDOWN_FILE, PDF_FILE)) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    /** Writes {@link #JUNIT_FILE} of a run with an invalid configuration, which sent nothing: one failed test case. */
    public static void writeInvalidConfigurationTo(Path folder, String message, Instant start) throws IOException {
        Files.createDirectories(folder);
        replace(folder.resolve(JUNIT_FILE), out -> out.write(JUnitReport.ofInvalidConfiguration(message, start)));
    }

    /** Writes the JUnit and Markdown files alone: the results of a dry run, from which no later run continues. */
    public void writeResultsTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        replace(folder.resolve(JUNIT_FILE), out -> out.write(JUnitReport.of(this)));
        replace(folder.resolve(MARKDOWN_FILE), out -> out.write(MarkdownReport.of(this)));
    }

    /**
     * Writes {@link #PDF_FILE}, the transmission report, as PDF/A-2b in the language of the texts, in the same manner.
     * A page without picture says why it has none.
     */
    public void writePdfTo(Path folder, PageImageSource firstPages) throws IOException {
        Files.createDirectories(folder);
        replace(folder.resolve(PDF_FILE), out -> PdfReport.write(this, firstPages, out));
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
        // Not createTempFile: its files are for their owner alone, and reports are collected by whoever runs the build.
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
            // A full disk does not tell which file it is about.
            throw new IOException(file + ": " + reason(e), e);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
