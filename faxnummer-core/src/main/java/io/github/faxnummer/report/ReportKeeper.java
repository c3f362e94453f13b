package io.github.faxnummer.report;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.report.format.JsonReport;
import io.github.faxnummer.report.format.ReportFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code fax-report.json} while a delivery is under way, so that a program that is killed leaves what was
 * known. Used by one thread.
 *
 * <p>Of many faxes the whole report at each change would take a time that grows with their square. So there the report is
 * written now and then, and says that a journal goes with it, which has a line for each change. The journal is not forced
 * to the disk as the report is: a power failure can take the lines since the report was last written.
 */
public final class ReportKeeper {

    /** Transmissions as in {@code fax-report.json}, a line for each change; the last one of a transmission counts. */
    public static final String JOURNAL_FILE = "fax-report.journal";

    /** So many changes of so many faxes, and each is worth a report; of more faxes, as many reports. */
    private static final int FEW = 25;

    private final Path folder;
    private final Function<Delivery, DeliveryReport> report;
    private @Nullable OutputStream journal;
    private int changes;

    /**
     * Writes nothing yet.
     *
     * @param report of a delivery as it is now
     */
    public ReportKeeper(Path folder, Function<Delivery, DeliveryReport> report) {
        this.folder = folder;
        this.report = report;
    }

    /**
     * To be called before the first request: an earlier build's reports must not pass for this one's, and whoever cannot be
     * told what became of a fax would send it again.
     */
    public void begin(Delivery delivery) throws IOException {
        write(delivery);
        Files.deleteIfExists(folder.resolve(JOURNAL_FILE));
        new ReportFiles(folder).deleteResults();
        if (isLarge(delivery)) {
            // Not of java.nio: an interrupt would close it, and an aborted build needs it most of all.
            journal = new FileOutputStream(folder.resolve(JOURNAL_FILE).toFile());
        }
    }

    /** To be called before the change has any consequence. */
    public void changed(Delivery delivery, Transmission transmission) throws IOException {
        if (journal != null) {
            journal.write(JsonReport.line(transmission, report.apply(delivery).text()));
        }
        changes++;
        if (journal == null || changes % (delivery.transmissions().size() / FEW) == 0) {
            write(delivery);
        }
    }

    /** Writes the report for the last time; then a journal is not needed any more. */
    public void end(Delivery delivery) throws IOException {
        if (journal != null) {
            journal.close();
        }
        new ReportFiles(folder).writeProgress(report.apply(delivery), "");
        Files.deleteIfExists(folder.resolve(JOURNAL_FILE));
    }

    private void write(Delivery delivery) throws IOException {
        new ReportFiles(folder).writeProgress(report.apply(delivery), isLarge(delivery) ? JOURNAL_FILE : "");
    }

    private static boolean isLarge(Delivery delivery) {
        return delivery.transmissions().size() >= 2 * FEW;
    }
}
