package io.github.faxnummer.maven;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.FirstPages;
import io.github.faxnummer.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;

/**
 * Where the reports of a delivery go. What went wrong with the faxes must not be hidden by what goes wrong here, so once a
 * fax may have left nothing is thrown.
 */
record ReportFolder(Path path, String pluginVersion, Instant start, InstantSource clock, DeliveryText text, Log log) {

    /**
     * To be called before the first request: an earlier build's report must not pass for this one's, and whoever cannot be
     * told what became of a fax would send it again.
     */
    boolean begin(Delivery delivery) {
        Optional<Exception> problem = attempt(() -> {
            report(delivery).writeProgressTo(path);
            for (String name :
                    List.of(DeliveryReport.JUNIT_FILE, DeliveryReport.MARKDOWN_FILE, DeliveryReport.PDF_FILE)) {
                Files.deleteIfExists(path.resolve(name));
            }
        });
        problem.ifPresent(it -> log.error(say("build.no-reports", path), it));
        return problem.isEmpty();
    }

    /**
     * To be called before a request leaves. The report must not go on saying that nothing did.
     *
     * @throws UncheckedIOException if it does not work
     */
    void submitting(Delivery delivery) {
        attempt(() -> report(delivery).writeProgressTo(path)).ifPresent(it -> {
            throw new UncheckedIOException(it instanceof IOException e ? e : new IOException(it));
        });
    }

    /** Quietly: it must not get in the way of a fax under way, and at the end it is tried again. */
    void progress(Delivery delivery) {
        attempt(() -> report(delivery).writeProgressTo(path)).ifPresent(log::debug);
    }

    /**
     * To be called when nothing more will be learnt.
     *
     * @param firstPages for the transmission report; empty: none is wanted
     * @return what is wrong, if a report could not be written
     */
    Optional<String> end(Delivery delivery, Optional<FirstPages> firstPages) {
        Optional<Exception> problem = attempt(() -> {
            report(delivery).writeTo(path);
            if (firstPages.isPresent()) {
                report(delivery).writePdfTo(path, firstPages.get());
            }
        });
        problem.ifPresentOrElse(log::debug, () -> log.info(say("build.reports", path)));
        Optional<String> lost = problem.map(it -> say("build.report-lost", String.valueOf(it.getMessage())));
        lost.ifPresent(log::error);
        return lost;
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static Optional<Exception> attempt(Writing writing) {
        try {
            writing.run();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of(e);
        }
    }

    private String say(String key, Object argument) {
        return Text.of(key, argument).in(text.locale());
    }

    private DeliveryReport report(Delivery delivery) {
        return new DeliveryReport(delivery, pluginVersion, start, clock.instant(), text);
    }
}
