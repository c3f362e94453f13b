package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.report.pdf.ReportVerifier;
import io.github.faxnummer.signature.SignatureLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the transmission reports of builds, without network. On threads of its own and for a limited time: the threads
 * of Jenkins' pages stay free.
 */
@Extension
public final class ReportChecks {

    private static final Logger LOGGER = Logger.getLogger(ReportChecks.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int THREADS = 2;
    private static final int QUEUE = 100;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            5,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            new NamingThreadFactory(new DaemonThreadFactory(), "Faxnummer verification"));

    public ReportChecks() {
        threads.allowCoreThreadTimeOut(true);
    }

    static ReportChecks get() {
        return ExtensionList.lookupSingleton(ReportChecks.class);
    }

    /** A report whose checks were begun; null if there are too many. */
    private record Begun(String name, @Nullable Future<List<Verification>> checks) {}

    /** The checks of each transmission report of a build, in the order of its deliveries. */
    VerificationPage verify(Run<?, ?> build, Locale locale) throws InterruptedException {
        DeliveryText text = new DeliveryText(locale, ZoneId.systemDefault());
        DeliveryStore store = DeliveryStore.of(build);
        List<Begun> begun = new ArrayList<>();
        for (DeliveryRecord record : store.all().records()) {
            BuildReports reports = BuildReports.of(store, record.id());
            if (reports.hadReports()) {
                begun.add(new Begun(text.time(record.started()), begin(reports)));
            }
        }
        long end = System.nanoTime() + LIMIT.toNanos();
        List<VerificationPage.Report> reports = new ArrayList<>();
        for (Begun it : begun) {
            reports.add(new VerificationPage.Report(it.name(), await(it.checks(), end), locale));
        }
        return new VerificationPage(build, reports);
    }

    private @Nullable Future<List<Verification>> begin(BuildReports reports) {
        try {
            return threads.submit(() -> checks(reports));
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, e, () -> "Not verified: " + reports.folder());
            return null;
        }
    }

    /** The checks of a report that may be written or signed meanwhile. */
    private static List<Verification> checks(BuildReports reports) {
        Optional<ReportSignature> known;
        List<Verification> checks;
        do {
            known = ReportSignature.read(reports.folder());
            checks = reports.hasReports()
                    ? checks(reports.pdf(), known)
                    : List.of(Verification.notMet("verify.report.gone"));
        } while (!known.equals(ReportSignature.read(reports.folder())));
        return checks;
    }

    /** Whether the report is as it was made, and still signed as it was. */
    private static List<Verification> checks(Path report, Optional<ReportSignature> known) {
        List<Verification> checks = ReportVerifier.verify(report);
        Optional<SignatureLevel> reached = known.flatMap(ReportSignature::reached);
        boolean isLess = reached.isPresent()
                && ReportSigning.level(report)
                        .filter(it -> it.compareTo(reached.get()) >= 0)
                        .isEmpty();
        // A signature that is damaged, or cannot be checked here, is not said to be lost as well.
        return isLess && failed(checks).isEmpty()
                ? Stream.concat(
                                checks.stream(),
                                Stream.of(Verification.notMet(
                                        "verify.signature.lost", reached.get().text())))
                        .toList()
                : checks;
    }

    private static Optional<Message> failed(List<Verification> checks) {
        return checks.stream()
                .filter(it -> it.result() == Verification.Result.NOT_MET)
                .map(Verification::text)
                .findFirst();
    }

    /** The first check of a report that is not met, in words. */
    static Optional<Message> failure(Path report, Optional<ReportSignature> known) {
        return failed(checks(report, known));
    }

    private static Optional<List<Verification>> await(@Nullable Future<List<Verification>> checks, long end)
            throws InterruptedException {
        if (checks == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(checks.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            checks.cancel(true);
        } catch (ExecutionException e) {
            LOGGER.log(Level.WARNING, "Cannot verify a report", e);
        }
        return Optional.empty();
    }
}
