package io.github.faxnummer.jenkins.report;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.config.SignatureSettings;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.report.pdf.ReportVerifier;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.SignatureLevel;
import io.github.faxnummer.signature.SigningResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Writes and signs the transmission reports of builds. A report is not written while it is being signed. */
@Extension
public final class ReportSigning {

    private static final Logger LOGGER = Logger.getLogger(ReportSigning.class.getName());

    /** Writes the reports of a delivery. */
    interface Writing {
        void write() throws IOException;
    }

    private final Interner<String> folders = Interners.newWeakInterner();
    private final Set<String> builds = ConcurrentHashMap.newKeySet();

    static ReportSigning get() {
        return ExtensionList.lookupSingleton(ReportSigning.class);
    }

    /**
     * Writes reports, unless the transmission report is signed and says the same: after a restart a delivery reports its end
     * again.
     *
     * @param facts fingerprint of what they say
     * @param isToBeSigned whether the transmission report is signed afterwards
     */
    void write(BuildReports reports, String facts, boolean isToBeSigned, Writing writing) throws IOException {
        Path folder = reports.folder();
        synchronized (folders.intern(folder.toString())) {
            boolean isDone = reports.signature()
                    .filter(it -> it.isComplete() && it.facts().equals(facts))
                    .isPresent();
            if (isDone) {
                return;
            }
            ReportSignature.delete(folder);
            writing.write();
            if (isToBeSigned) {
                ReportSignature.none(facts).write(folder);
            }
        }
    }

    /**
     * Signs a transmission report.
     *
     * @param signer problems: nothing can be signed
     * @return empty if there is no report
     */
    Optional<SigningResult> sign(BuildReports reports, Validated<ReportSigner> signer) {
        return sign(reports, report -> signed(report, signer));
    }

    /** Signs the transmission reports of a build that were left unsigned, and adds what signatures lack. Returns at once. */
    void signAgain(Run<?, ?> build) {
        String id = build.getExternalizableId();
        if (!builds.add(id)) {
            return;
        }
        DeliveryService.get().sign(() -> {
            try {
                Validated<Optional<ReportSigner>> signer =
                        FaxnummerConfiguration.get().signature().signer();
                if (signer.value().flatMap(it -> it).isPresent()
                        || !signer.problems().isEmpty()) {
                    unsigned(build).forEach(it -> signAgain(it, signer.map(Optional::orElseThrow)));
                }
            } finally {
                builds.remove(id);
            }
        });
    }

    private void signAgain(BuildReports reports, Validated<ReportSigner> signer) {
        // A signature would say of what was changed before that it is unchanged.
        Optional<SigningResult> result = sign(reports, report -> ReportVerifier.failure(report)
                .map(it -> new SigningResult(
                        reports.signature().flatMap(ReportSignature::level), Optional.of(it), List.of()))
                .orElseGet(() -> signed(report, signer)));
        result.ifPresent(it -> Stream.concat(it.lines(reports.folder()).stream(), it.missing(reports.folder()).stream())
                .forEach(line -> LOGGER.log(Level.INFO, () -> line.in(Locale.ENGLISH))));
    }

    /** The reports of a build that are unsigned, or whose signatures lack something. Those that a step still follows are not. */
    static List<BuildReports> unsigned(Run<?, ?> build) {
        SignatureSettings settings = FaxnummerConfiguration.get().signature();
        DeliveryStore store = DeliveryStore.of(build);
        return store.all().records().stream()
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
        return known.isComplete() && known.level().isPresent() && !isTimeMissing;
    }

    private Optional<SigningResult> sign(BuildReports reports, Function<Path, SigningResult> signing) {
        Path folder = reports.folder();
        synchronized (folders.intern(folder.toString())) {
            if (!reports.hasReports()) {
                return Optional.empty();
            }
            String facts = reports.signature().map(ReportSignature::facts).orElse("");
            SigningResult result = signing.apply(folder.resolve(ReportFormats.PDF.fileName()));
            try {
                ReportSignature.of(facts, result).write(folder);
            } catch (IOException e) {
                String why = String.valueOf(e.getMessage());
                return Optional.of(new SigningResult(
                        result.level(), Optional.of(Message.of("signature.failed", why)), result.notes()));
            }
            return Optional.of(result);
        }
    }

    private static SigningResult signed(Path report, Validated<ReportSigner> signer) {
        return signer.value()
                .map(it -> it.sign(report))
                .orElseGet(() -> SigningResult.unsigned(signer.problems(), Locale.getDefault()));
    }
}
