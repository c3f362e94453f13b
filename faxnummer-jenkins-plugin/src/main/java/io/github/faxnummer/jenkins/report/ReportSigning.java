package io.github.faxnummer.jenkins.report;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.github.faxnummer.delivery.DurableFile;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.config.SignatureSettings;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.report.ReportFormat;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.SignatureLevel;
import io.github.faxnummer.signature.SignatureVerifier;
import io.github.faxnummer.signature.SigningResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Writes and signs the transmission reports of builds. Several steps may report the same faxes at a time. A copy of the
 * report is signed, because that waits for servers; only to write and to replace files a lock is held.
 */
@Extension
public final class ReportSigning {

    private static final Logger LOGGER = Logger.getLogger(ReportSigning.class.getName());

    /** Finds out what is known of a delivery. */
    interface Source {
        Content newest() throws IOException;
    }

    /** Writes the reports of a delivery. */
    interface Writing {
        void write() throws IOException;
    }

    /**
     * What is known of a delivery.
     *
     * @param facts fingerprint of what reports say of it, whenever they are made
     * @param isToBeArchived whether the archive is to have the report
     */
    record Content(String facts, boolean isToBeArchived, Writing writing) {}

    /** Reads what belongs together. */
    interface Reading<T> {
        T read() throws IOException;
    }

    /** A copy of a report, beside it, with the digest that both have. */
    private record Copy(Path file, String digest) {}

    private final Interner<String> folders = Interners.newWeakInterner();
    private final Set<String> builds = ConcurrentHashMap.newKeySet();

    /** Names of the copies that are being signed. */
    private final Set<String> copies = ConcurrentHashMap.newKeySet();

    static ReportSigning get() {
        return ExtensionList.lookupSingleton(ReportSigning.class);
    }

    /**
     * Writes reports, unless the transmission report is signed and says the same: after a restart a delivery reports its
     * end again, and so does each step that follows its jobs.
     *
     * @param isToBeSigned whether the transmission report is signed afterwards
     * @param source asked while no other step writes, so that the last one to write has the news of all
     */
    void write(BuildReports reports, boolean isToBeSigned, Source source) throws IOException {
        Path folder = reports.folder();
        synchronized (folders.intern(folder.toString())) {
            deleteAbandoned(reports);
            try {
                Content content = source.newest();
                if (isKept(reports, content.facts(), isToBeSigned)) {
                    if (content.isToBeArchived() && !isArchivedOrWanted(folder, content.facts())) {
                        ArchivedReport.none(content.facts()).write(folder);
                    }
                    return;
                }
                ReportSignature.delete(folder);
                ArchivedReport.delete(folder);
                content.writing().write();
                if (content.isToBeArchived()) {
                    ArchivedReport.none(content.facts()).write(folder);
                }
                if (isToBeSigned) {
                    ReportSignature.none(content.facts()).write(folder);
                }
            } catch (IOException | RuntimeException e) {
                // An earlier report must not be signed or archived in place of the one that is missing.
                ReportSignature.delete(folder);
                ArchivedReport.delete(folder);
                throw e;
            }
        }
    }

    /** Reads the reports of a delivery while no step writes or signs them. */
    <T> T whileUnchanged(BuildReports reports, Reading<T> reading) throws IOException {
        synchronized (folders.intern(reports.folder().toString())) {
            return reading.read();
        }
    }

    /**
     * A signature that cannot be verified is kept, too: it is not replaced with another one without a word. So is what the
     * archive has, which would get it once more with the time of the next attempt.
     */
    private static boolean isKept(BuildReports reports, String facts, boolean isToBeSigned) throws IOException {
        boolean isSame =
                reports.signature().filter(it -> it.facts().equals(facts)).isPresent();
        return (isSame
                        && SignatureVerifier.verify(Files.readAllBytes(reports.pdf()))
                                .isSigned())
                || ((isSame || !isToBeSigned) && isArchived(reports, facts));
    }

    private static boolean isArchived(BuildReports reports, String facts) throws IOException {
        Optional<ArchivedReport> archived =
                ArchivedReport.read(reports.folder()).filter(it -> it.facts().equals(facts));
        return archived.isPresent() && reports.hasReports() && archived.get().mayHave(digest(reports.pdf()));
    }

    private static boolean isArchivedOrWanted(Path folder, String facts) {
        return ArchivedReport.read(folder)
                .filter(it -> it.facts().equals(facts))
                .isPresent();
    }

    /**
     * Signs the transmission report of a delivery, after it was {@linkplain #write written}, or adds what its signature
     * lacks.
     *
     * @param signer problems: nothing can be signed
     * @return empty if the report could not be written
     */
    Optional<SigningResult> sign(BuildReports reports, Validated<ReportSigner> signer) {
        return sign(reports, true, copy -> signed(copy, signer));
    }

    /** Signs the transmission reports of a build that were left unsigned, and adds what signatures lack. Returns at once. */
    void signAgain(Run<?, ?> build) {
        String id = build.getExternalizableId();
        if (!builds.add(id)) {
            return;
        }
        DeliveryService.get().signLater(() -> {
            try {
                Validated<Optional<ReportSigner>> signer =
                        FaxnummerConfiguration.get().signature().signer();
                if (signer.value().flatMap(it -> it).isPresent()
                        || !signer.problems().isEmpty()) {
                    unsigned(build).forEach(it -> signAgain(it, signer.map(Optional::orElseThrow)));
                    ReportArchiving.archiveNow(build);
                }
            } finally {
                builds.remove(id);
            }
        });
    }

    private void signAgain(BuildReports reports, Validated<ReportSigner> signer) {
        // A report that was changed, or had another signature, must not be signed as if it were unchanged.
        Optional<SigningResult> result = sign(reports, false, copy -> ReportChecks.failure(copy, reports.signature())
                .map(it -> unchanged(copy, it))
                .orElseGet(() -> signed(copy, signer)));
        result.ifPresent(it -> Stream.concat(it.lines(reports.folder()).stream(), it.missing(reports.folder()).stream())
                .forEach(line -> LOGGER.log(Level.INFO, () -> line.in(Locale.ENGLISH))));
    }

    /** The reports of a build that are unsigned, or whose signatures lack something. Those that a step still follows are not. */
    static List<BuildReports> unsigned(Run<?, ?> build) {
        return unsigned(build, DeliveryStore.of(build).all().records());
    }

    /** @param records all of the build */
    static List<BuildReports> unsigned(Run<?, ?> build, List<DeliveryRecord> records) {
        SignatureSettings settings = FaxnummerConfiguration.get().signature();
        DeliveryStore store = DeliveryStore.of(build);
        return records.stream()
                .map(DeliveryRecord::id)
                .filter(it -> DeliveryService.get().find(it).isEmpty())
                .map(it -> BuildReports.of(store, it))
                .filter(BuildReports::hasReports)
                .filter(it -> it.signature()
                        .filter(known -> isEnough(known, settings))
                        .isEmpty())
                .toList();
    }

    private static boolean isEnough(ReportSignature known, SignatureSettings settings) {
        boolean isTimeMissing = settings.isTimed() && known.level().equals(Optional.of(SignatureLevel.B));
        return known.isComplete() && !isTimeMissing;
    }

    /** @param isMarked whether the report must have been written to be signed */
    private Optional<SigningResult> sign(
            BuildReports reports, boolean isMarked, Function<Path, SigningResult> signing) {
        try {
            while (true) {
                Optional<Copy> copy = copy(reports, isMarked);
                if (copy.isEmpty()) {
                    return Optional.empty();
                }
                try {
                    SigningResult result = signing.apply(copy.get().file());
                    if (replace(reports, copy.get(), result)) {
                        return Optional.of(result);
                    }
                } finally {
                    delete(copy.get().file());
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot sign the report in " + reports.folder());
            return Optional.of(
                    unchanged(reports.pdf(), Message.of("signature.failed", String.valueOf(e.getMessage()))));
        }
    }

    private Optional<Copy> copy(BuildReports reports, boolean isMarked) throws IOException {
        Path folder = reports.folder();
        synchronized (folders.intern(folder.toString())) {
            if (!reports.hasReports() || (isMarked && reports.signature().isEmpty())) {
                return Optional.empty();
            }
            deleteAbandoned(reports);
            String name = "." + reports.pdf().getFileName() + "." + UUID.randomUUID();
            Path file = folder.resolve(name);
            copies.add(name);
            try {
                Files.copy(reports.pdf(), file);
                return Optional.of(new Copy(file, digest(file)));
            } catch (IOException | RuntimeException e) {
                delete(file);
                throw e;
            }
        }
    }

    /**
     * Deletes what was left by a controller that was killed. To be called with the lock: files that are in use are then those
     * of copies that are being signed.
     */
    private void deleteAbandoned(BuildReports reports) {
        for (ReportFormat format : BuildReports.REPORTS) {
            for (Path file : DurableFile.unfinished(reports.folder().resolve(format.fileName()))) {
                if (copies.stream().noneMatch(String.valueOf(file.getFileName())::contains)) {
                    delete(file);
                }
            }
        }
    }

    /** Returns false if the report was replaced meanwhile, so that an outdated one was signed. */
    private boolean replace(BuildReports reports, Copy copy, SigningResult result) throws IOException {
        Path folder = reports.folder();
        synchronized (folders.intern(folder.toString())) {
            if (!reports.hasReports() || !digest(reports.pdf()).equals(copy.digest())) {
                return false;
            }
            if (!digest(copy.file()).equals(copy.digest())) {
                DurableFile.replace(reports.pdf(), out -> Files.copy(copy.file(), out));
            }
            ReportSignature.of(reports.signature(), result).write(folder);
            return true;
        }
    }

    private static String digest(Path file) throws IOException {
        return Sha256.of(file);
    }

    private void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot delete " + file);
        } finally {
            copies.remove(String.valueOf(file.getFileName()));
        }
    }

    private static SigningResult signed(Path report, Validated<ReportSigner> signer) {
        return signer.value()
                .map(it -> it.sign(report))
                .orElseGet(() -> unchanged(
                        report,
                        SigningResult.unsigned(signer.problems(), Locale.getDefault())
                                .problem()
                                .orElseThrow()));
    }

    /** Of a report that was not touched: it may be signed all the same, by an earlier attempt. */
    private static SigningResult unchanged(Path report, Message problem) {
        return new SigningResult(level(report), Optional.of(problem), List.of());
    }

    /** The level of the signature of a report; empty if there is none, or none that is valid. */
    static Optional<SignatureLevel> level(Path report) {
        try {
            return SignatureVerifier.verify(Files.readAllBytes(report)).level();
        } catch (IOException | RuntimeException | LinkageError e) {
            LOGGER.log(Level.FINE, e, () -> "No level of " + report);
            return Optional.empty();
        }
    }
}
