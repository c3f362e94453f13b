package io.github.faxnummer.maven;

import io.github.faxnummer.archive.ArchiveException;
import io.github.faxnummer.archive.ReportArchive;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryJournal;
import io.github.faxnummer.delivery.JournaledDelivery;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.EnclosedDocuments;
import io.github.faxnummer.report.PageImageCache;
import io.github.faxnummer.report.PageImageSource;
import io.github.faxnummer.report.ReportFormat;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.signature.SigningResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.maven.plugin.logging.Log;

/**
 * Where the reports and the journal of a delivery go. What went wrong with the faxes must not be hidden by what goes wrong here, so once a
 * fax may have left nothing is thrown.
 */
final class ReportFolder {

    private static final List<ReportFormat> RESULTS = ReportFormats.named("json", "junit", "markdown", "csv");
    private static final List<ReportFormat> WITH_TRANSMISSION_REPORT =
            Stream.concat(RESULTS.stream(), Stream.of(ReportFormats.PDF)).toList();

    private final Path path;
    private final String pluginVersion;
    private final Endpoint endpoint;
    private final Instant start;
    private final InstantSource clock;
    private final DeliveryText text;
    private final Log log;
    private final Map<String, String> attributes;
    private final String group;
    private final ReportFiles files;
    private Optional<DeliveryJournal> journal = Optional.empty();

    ReportFolder(
            Path path,
            String pluginVersion,
            Endpoint endpoint,
            Instant start,
            InstantSource clock,
            DeliveryText text,
            Log log,
            Map<String, String> attributes,
            String group) {
        this.path = path;
        this.pluginVersion = pluginVersion;
        this.endpoint = endpoint;
        this.start = start;
        this.clock = clock;
        this.text = text;
        this.log = log;
        this.attributes = attributes;
        this.group = group;
        files = new ReportFiles(path);
    }

    /** Removes an earlier run's reports and begins the journal, before the first request. False: it did not work. */
    boolean begin(Delivery delivery) {
        Optional<Exception> problem = attempt(() -> {
            files.deleteAll(clock.instant());
            journal = Optional.of(DeliveryJournal.create(
                    path.resolve(DeliveryJournal.FILE),
                    new JournaledDelivery(endpoint.url(), start, attributes, delivery)));
        });
        problem.ifPresent(it -> log.error(localized("build.no-reports", path), it));
        return problem.isEmpty();
    }

    /** Writes the reports of a dry run; the journal that a later run continues from stays as it is. */
    void dryRun(Delivery delivery) {
        attempt(() -> files.write(report(delivery), RESULTS))
                .ifPresentOrElse(
                        it -> log.warn(localized("build.no-reports", path), it),
                        () -> log.info(localized("build.reports", path)));
    }

    /** What takes long in the transmission report is made while the faxes are on their way. */
    PageImageCache prepare(Delivery delivery, PageImageSource drawing) {
        // A JVM takes ten times as long for its first PDF report as for the next one; a page is enough for that.
        DeliveryReport planned = report(delivery.withTransmissions(
                delivery.transmissions().stream().limit(1).toList()));
        return new PageImageCache(
                delivery.order().documents(),
                drawing,
                () -> attempt(() -> ReportFormats.PDF.write(planned, OutputStream.nullOutputStream())));
    }

    /**
     * Returns when the journal says that the request may have left. To be called before it leaves.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    void markSubmitting(Delivery delivery) {
        attempt(() -> append(delivery)).ifPresent(it -> {
            throw new UncheckedIOException(it instanceof IOException e ? e : new IOException(it));
        });
    }

    /** An error must not get in the way of a fax under way: the journal adds the change the next time. */
    void progress(Delivery delivery) {
        attempt(() -> append(delivery)).ifPresent(log::debug);
    }

    /**
     * To be called when nothing more will be learnt.
     *
     * @param firstPages for the transmission report; empty: none is wanted
     * @param enclosed for the transmission report
     * @return what is wrong, if a report could not be written
     */
    Optional<String> end(Delivery delivery, Optional<PageImageSource> firstPages, EnclosedDocuments enclosed) {
        Optional<Exception> unsaved = attempt(() -> append(delivery));
        Optional<Exception> problem = attempt(() -> files.write(
                        report(delivery)
                                .with(firstPages.orElseGet(PageImageSource::none))
                                .with(enclosed),
                        firstPages.isPresent() ? WITH_TRANSMISSION_REPORT : RESULTS))
                .or(() -> unsaved);
        problem.ifPresentOrElse(log::debug, () -> log.info(localized("build.reports", path)));
        Optional<String> lost = problem.map(it -> localized("build.report-lost", String.valueOf(it.getMessage())));
        lost.ifPresent(log::error);
        return lost;
    }

    /**
     * Signs the transmission report, if there is one. To be called after {@link #end}, when all that is known of the faxes is
     * on disk.
     *
     * @return what is wrong, if that is to fail the build
     */
    Optional<String> sign(Signing signing) {
        Path report = files.file(ReportFormats.PDF);
        return Files.exists(report) ? signing.sign(report, log, text.locale()) : Optional.empty();
    }

    /**
     * Says why the report is not signed.
     *
     * @return what is wrong, if that is to fail the build
     */
    Optional<String> unsigned(Signing signing, List<Problem> problems) {
        SigningResult result = SigningResult.unsigned(problems, text.locale());
        return signing.log(result, files.file(ReportFormats.PDF), log, text.locale());
    }

    /**
     * Puts the reports of a delivery and its documents into an archive, once all that was sent has its result.
     *
     * @return what is wrong, if they are not there, or not all of them
     */
    Optional<String> archive(Path archive, Delivery delivery, Function<String, DocumentContent> contents) {
        if (!ReportArchive.isDue(delivery)) {
            return Optional.empty();
        }
        List<Path> reports = Stream.of(ReportFormats.JSON, ReportFormats.PDF)
                .map(files::file)
                .filter(Files::exists)
                .toList();
        Optional<String> lost;
        try {
            ReportArchive.Added added =
                    new ReportArchive(archive, Sleeper.SYSTEM).add(delivery, clock.instant(), reports, contents);
            log.info(Message.of(
                            "archive.added",
                            added.entry().number(),
                            added.entry().folder(),
                            added.head())
                    .in(text.locale()));
            added.notes().forEach(it -> log.warn(it.in(text.locale())));
            lost = added.isComplete()
                    ? Optional.empty()
                    : Optional.of(localized(
                            "archive.lost", added.notes().get(added.notes().size() - 1)));
        } catch (ArchiveException e) {
            lost = Optional.of(localized("archive.lost", e.problem()));
            log.debug(e);
        }
        lost.ifPresent(log::error);
        return lost;
    }

    private void append(Delivery delivery) throws IOException {
        if (journal.isPresent()) {
            journal.get().append(delivery);
        }
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
        return new DeliveryReport(delivery, pluginVersion, endpoint.url(), start, clock.instant(), text).in(group);
    }
}
