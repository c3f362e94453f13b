package io.github.faxnummer.maven;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.faxnummerde.Endpoint;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.PageImageCache;
import io.github.faxnummer.report.PageImageSource;
import io.github.faxnummer.report.ReportFormat;
import io.github.faxnummer.report.ReportKeeper;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.plugin.logging.Log;

/**
 * Where the reports of a delivery go. What went wrong with the faxes must not be hidden by what goes wrong here, so once a
 * fax may have left nothing is thrown.
 */
final class ReportFolder {

    private static final List<ReportFormat> RESULTS = ReportFormats.named("junit", "markdown", "csv");
    private static final List<ReportFormat> WITH_TRANSMISSION_REPORT =
            Stream.concat(RESULTS.stream(), Stream.of(ReportFormats.PDF)).toList();

    private final Path path;
    private final String pluginVersion;
    private final Endpoint endpoint;
    private final Instant start;
    private final InstantSource clock;
    private final DeliveryText text;
    private final Log log;
    private final ReportFiles files;
    private final ReportKeeper keeper;

    ReportFolder(
            Path path,
            String pluginVersion,
            Endpoint endpoint,
            Instant start,
            InstantSource clock,
            DeliveryText text,
            Log log) {
        this.path = path;
        this.pluginVersion = pluginVersion;
        this.endpoint = endpoint;
        this.start = start;
        this.clock = clock;
        this.text = text;
        this.log = log;
        files = new ReportFiles(path);
        keeper = new ReportKeeper(path, this::report);
    }

    /** To be called before the first request. False: it did not work. */
    boolean begin(Delivery delivery) {
        Optional<Exception> problem = attempt(() -> keeper.begin(delivery));
        problem.ifPresent(it -> log.error(localized("build.no-reports", path), it));
        return problem.isEmpty();
    }

    /** Writes the results of a dry run; what a later run continues from stays as it is. */
    void dryRun(Delivery delivery) {
        attempt(() -> files.write(report(delivery), RESULTS))
                .ifPresentOrElse(
                        it -> log.warn(localized("build.no-reports", path), it),
                        () -> log.info(localized("build.reports", path)));
    }

    /** What takes long in the transmission report is made while the faxes are on their way. */
    PageImageCache prepare(Delivery delivery, PageImageSource drawing) {
        DeliveryReport planned = report(delivery);
        // A JVM takes ten times as long for its first PDF report as for the next one.
        return new PageImageCache(
                delivery.order().documents(),
                drawing,
                () -> attempt(() -> ReportFormats.PDF.write(planned, OutputStream.nullOutputStream())));
    }

    /**
     * To be called before a request leaves. The report must not go on saying that nothing did.
     *
     * @throws UncheckedIOException if it does not work
     */
    void markSubmitting(Delivery delivery, Transmission transmission) {
        attempt(() -> keeper.changed(delivery, transmission)).ifPresent(it -> {
            throw new UncheckedIOException(it instanceof IOException e ? e : new IOException(it));
        });
    }

    /** Quietly: it must not get in the way of a fax under way, and at the end it is tried again. */
    void progress(Delivery delivery, Transmission transmission) {
        attempt(() -> keeper.changed(delivery, transmission)).ifPresent(log::debug);
    }

    /**
     * To be called when nothing more will be learnt.
     *
     * @param firstPages for the transmission report; empty: none is wanted
     * @return what is wrong, if a report could not be written
     */
    Optional<String> end(Delivery delivery, Optional<PageImageSource> firstPages) {
        Optional<Exception> problem = attempt(() -> {
            keeper.end(delivery);
            files.write(
                    report(delivery).with(firstPages.orElseGet(PageImageSource::none)),
                    firstPages.isPresent() ? WITH_TRANSMISSION_REPORT : RESULTS);
        });
        problem.ifPresentOrElse(log::debug, () -> log.info(localized("build.reports", path)));
        Optional<String> lost = problem.map(it -> localized("build.report-lost", String.valueOf(it.getMessage())));
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

    private String localized(String key, Object argument) {
        return Message.of(key, argument).in(text.locale());
    }

    private DeliveryReport report(Delivery delivery) {
        return new DeliveryReport(delivery, pluginVersion, endpoint.url(), start, clock.instant(), text);
    }
}
