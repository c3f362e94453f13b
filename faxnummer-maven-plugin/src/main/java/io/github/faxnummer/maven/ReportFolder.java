package io.github.faxnummer.maven;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.FirstPages;
import io.github.faxnummer.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;

/**
 * Where the reports of a delivery go. What went wrong with the faxes must not be hidden by what goes wrong here, so nothing
 * is thrown: false says that it did not work, and the log why.
 */
record ReportFolder(Path path, String pluginVersion, Instant start, InstantSource clock, DeliveryText text, Log log) {

    /**
     * To be called before the first request: an earlier build's report must not pass for this one's, and whoever cannot be
     * told what became of a fax would send it again.
     */
    boolean begin(Delivery delivery) {
        return attempt(() -> {
            report(delivery).writeTo(path);
            Files.deleteIfExists(path.resolve(DeliveryReport.PDF_FILE));
        });
    }

    /** Quietly: it must not get in the way of a fax under way, and at the end it is tried again. */
    void progress(Delivery delivery) {
        try {
            report(delivery).writeProgressTo(path);
        } catch (IOException | RuntimeException e) {
            log.debug(e);
        }
    }

    /** @param firstPages for the transmission report; empty: none is wanted */
    boolean end(Delivery delivery, Optional<FirstPages> firstPages) {
        boolean written = attempt(() -> report(delivery).writeTo(path))
                && (firstPages.isEmpty() || attempt(() -> report(delivery).writePdfTo(path, firstPages.get())));
        if (written) {
            log.info(Text.of("build.reports", path).in(text.locale()));
        }
        return written;
    }

    private interface Writing {
        void run() throws IOException;
    }

    private boolean attempt(Writing writing) {
        try {
            writing.run();
            return true;
        } catch (IOException | RuntimeException e) {
            log.error(Text.of("build.no-reports", path).in(text.locale()), e);
            return false;
        }
    }

    private DeliveryReport report(Delivery delivery) {
        return new DeliveryReport(delivery, pluginVersion, start, clock.instant(), text);
    }
}
