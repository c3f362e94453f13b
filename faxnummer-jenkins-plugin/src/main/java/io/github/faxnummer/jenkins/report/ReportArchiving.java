package io.github.faxnummer.jenkins.report;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.faxnummer.archive.ArchiveException;
import io.github.faxnummer.archive.ReportArchive;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.report.format.ReportFormats;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Puts finished transmission reports with their documents into the archive. A copy of the report is added, because that may
 * wait for other programs and for the network; steps that follow the same faxes write meanwhile.
 */
@Extension
public final class ReportArchiving {

    private static final Logger LOGGER = Logger.getLogger(ReportArchiving.class.getName());
    private static final String COPY = ".archive-";
    private static final String PRIVATE = "rwx------";
    private static final int MAX_TEXT_LENGTH = 500;

    private final Interner<String> folders = Interners.newWeakInterner();
    private final Set<String> builds = ConcurrentHashMap.newKeySet();

    static ReportArchiving get() {
        return ExtensionList.lookupSingleton(ReportArchiving.class);
    }

    /**
     * Adds the report of a delivery, unless it is in the archive already.
     *
     * @param deliveries what may be in the report: more may have become known since it was written, and more may be in it than
     *     was known when archiving it was ordered
     * @param console receives what was done
     * @return what is wrong, if it is not there, or not all of it
     */
    Optional<Message> archive(
            BuildReports reports, Path archive, Supplier<Stream<Delivery>> deliveries, Consumer<Message> console) {
        Path folder = reports.folder();
        synchronized (folders.intern(folder.toString())) {
            try {
                return add(reports, archive, deliveries, console);
            } catch (ArchiveException e) {
                LOGGER.log(Level.WARNING, e, () -> "Cannot archive the report in " + folder);
                return failed(folder, withoutPath(e.problem(), archive));
            } catch (IOException | RuntimeException | LinkageError e) {
                LOGGER.log(Level.WARNING, e, () -> "Cannot archive the report in " + folder);
                return failed(folder, e.getClass().getSimpleName());
            }
        }
    }

    private Optional<Message> add(
            BuildReports reports, Path archive, Supplier<Stream<Delivery>> deliveries, Consumer<Message> console)
            throws IOException, ArchiveException {
        Path folder = reports.folder();
        ReportArchive to = new ReportArchive(archive, Sleeper.SYSTEM);
        boolean isNew = false;
        while (true) {
            deleteCopies(folder);
            Path copy = folder.resolve(COPY + UUID.randomUUID());
            try {
                Optional<ArchivedReport> wanted = copy(reports, copy);
                if (wanted.isEmpty()) {
                    return Optional.of(lost(Message.of("signature.no-report").in(Locale.getDefault())));
                }
                ArchivedReport known = wanted.get();
                Path pdf = copy.resolve(ReportFormats.PDF.fileName());
                String sha256 = Sha256.of(pdf);
                Optional<Delivery> reported = reported(copy, deliveries);
                if (reported.isEmpty()) {
                    // More is known than the report says: it is written again, and archived then.
                    return Optional.of(lost(Message.of("signature.no-report").in(Locale.getDefault())));
                }
                Delivery delivery = reported.get();
                Optional<String> begun = known.begun();
                Optional<ReportArchive.Added> added = begun.isPresent() ? to.find(begun.get()) : Optional.empty();
                if (added.isPresent()) {
                    known = note(known, added.get(), begun.get(), delivery, folder, console);
                    isNew = true;
                }
                if (!known.has(sha256)) {
                    known = known.begin(sha256);
                    known.write(folder);
                    createPrivately(archive);
                    Optional<ReportArchive.Added> form = known.entry().isPresent()
                            ? to.addSignedForm(pdf, known.entry().get().number(), Instant.now())
                            : Optional.empty();
                    ReportArchive.Added next = form.isPresent()
                            ? form.get()
                            : to.add(delivery, Instant.now(), files(copy), reports.contents(delivery));
                    known = note(known, next, sha256, delivery, folder, console);
                    isNew = true;
                }
                if (!reports.hasReports() || Sha256.of(reports.pdf()).equals(sha256)) {
                    // What an entry lacks for good was said when it was added.
                    return Optional.of(isNew ? known.problem() : "")
                            .filter(it -> !it.isEmpty())
                            .map(ReportArchiving::lost);
                }
            } finally {
                Util.deleteRecursive(copy.toFile());
            }
        }
    }

    private static ArchivedReport note(
            ArchivedReport known,
            ReportArchive.Added added,
            String sha256,
            Delivery delivery,
            Path folder,
            Consumer<Message> console)
            throws IOException {
        console.accept(Message.of(
                "archive.added", added.entry().number(), added.entry().folder(), added.head()));
        added.notes().forEach(console);
        ArchivedReport.Entry entry = new ArchivedReport.Entry(added.entry().number(), sha256);
        ArchivedReport noted = known.added(entry, lacking(added, delivery));
        noted.write(folder);
        return noted;
    }

    /** The document that an entry lacks; empty if there is none. A signed form has the documents of its earlier form. */
    private static String lacking(ReportArchive.Added added, Delivery delivery) {
        if (added.entry().signedFormOf().isPresent()) {
            return "";
        }
        for (int i = 0; i < delivery.order().documents().size(); i++) {
            if (added.entry().file("document-" + (i + 1) + ".pdf").isEmpty()) {
                String name = delivery.order().documents().get(i).name();
                return Message.of("archive.document-missing", Sanitizer.line(name, MAX_TEXT_LENGTH))
                        .in(Locale.getDefault());
            }
        }
        return "";
    }

    /** Copies what belongs together; empty if the report could not be written. */
    private static Optional<ArchivedReport> copy(BuildReports reports, Path copy) throws IOException {
        return ReportSigning.get().whileUnchanged(reports, () -> {
            Optional<ArchivedReport> wanted = ArchivedReport.read(reports.folder());
            if (wanted.isPresent() && reports.hasReports()) {
                Files.createDirectories(copy);
                for (Path file : files(reports.folder())) {
                    Files.copy(file, copy.resolve(String.valueOf(file.getFileName())));
                }
                return wanted;
            }
            return Optional.empty();
        });
    }

    /** The delivery that a copied report shows, so that the index says the same. */
    private static Optional<Delivery> reported(Path copy, Supplier<Stream<Delivery>> deliveries) throws IOException {
        Path json = copy.resolve(ReportFormats.JSON.fileName());
        if (!Files.exists(json)) {
            return deliveries.get().findFirst();
        }
        String data = Files.readString(json);
        for (Delivery delivery : deliveries.get().toList()) {
            if (ReportArchive.isReported(delivery, data)) {
                return Optional.of(delivery);
            }
        }
        return Optional.empty();
    }

    private static List<Path> files(Path folder) {
        return Stream.of(ReportFormats.JSON, ReportFormats.PDF)
                .map(it -> folder.resolve(it.fileName()))
                .filter(Files::exists)
                .toList();
    }

    /** What a killed controller left. To be called with the lock. */
    private static void deleteCopies(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, COPY + "*")) {
            for (Path it : left) {
                Util.deleteRecursive(it.toFile());
            }
        }
    }

    /** A folder that an administrator made keeps its permissions. */
    private static void createPrivately(Path archive) throws IOException {
        if (Files.exists(archive)) {
            return;
        }
        if (archive.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    archive, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        } else {
            Files.createDirectories(archive);
        }
    }

    /** Readers of a build need not know where the archive is; administrators find it in the log. */
    private static String withoutPath(Message problem, Path archive) {
        return problem.in(Locale.getDefault()).replace(archive.toString(), "\u2026");
    }

    private static Optional<Message> failed(Path folder, String why) {
        String reason = Sanitizer.line(why, MAX_TEXT_LENGTH);
        try {
            Optional<ArchivedReport> known = ArchivedReport.read(folder);
            if (known.isPresent()) {
                known.get().failed(reason).write(folder);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot keep why the report in " + folder + " is not archived");
        }
        return Optional.of(lost(reason));
    }

    private static Message lost(String why) {
        return Message.of("archive.lost", why);
    }

    /** Adds the reports of a build that are not in the archive. Returns at once. */
    void archiveAgain(Run<?, ?> build) {
        DeliveryService.get().signLater(() -> archiveUnlessRunning(build));
    }

    /** Adds the reports of a build that are not in the archive, unless another thread does. */
    void archiveUnlessRunning(Run<?, ?> build) {
        String id = build.getExternalizableId();
        if (builds.add(id)) {
            try {
                archiveNow(build);
            } finally {
                builds.remove(id);
            }
        }
    }

    static void archiveNow(Run<?, ?> build) {
        ReportWriter writer = new ReportWriter(build, TaskListener.NULL);
        unarchived(build).forEach(writer::archiveAgain);
    }

    /** The deliveries of a build whose reports are to be in the archive and are not. Those that a step still follows are not. */
    static List<DeliveryRecord> unarchived(Run<?, ?> build) {
        return unarchived(build, DeliveryStore.of(build).all().records());
    }

    /** @param records all of the build */
    static List<DeliveryRecord> unarchived(Run<?, ?> build, List<DeliveryRecord> records) {
        DeliveryStore store = DeliveryStore.of(build);
        return records.stream()
                .filter(it -> DeliveryService.get().find(it.id()).isEmpty())
                .filter(it -> isUnarchived(BuildReports.of(store, it.id())))
                .toList();
    }

    /** Whether a report was written that is to be archived. */
    static boolean isWanted(BuildReports reports) {
        return ArchivedReport.read(reports.folder()).isPresent();
    }

    static boolean isUnarchived(BuildReports reports) {
        Optional<ArchivedReport> known = ArchivedReport.read(reports.folder());
        if (known.isEmpty() || !reports.hasReports()) {
            return false;
        }
        try {
            return !known.get().has(Sha256.of(reports.pdf()));
        } catch (IOException e) {
            return true;
        }
    }
}
