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
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the transmission reports of builds, without network, on threads of its own. The thread of a request waits for
 * them, so only few requests are served at a time, each for a limited time. A check that does not end keeps its thread;
 * another one takes its place.
 */
@Extension
public final class ReportChecks {

    private static final Logger LOGGER = Logger.getLogger(ReportChecks.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int REQUESTS = 4;
    private static final int THREADS = 2;
    private static final int MAX_REPLACED = 8;
    private static final int QUEUE = 100;

    private final Duration limit;
    private final Semaphore requests = new Semaphore(REQUESTS);
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            5,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            new NamingThreadFactory(new DaemonThreadFactory(), "Faxnummer verification"));

    // Guarded by this.
    private int hung;

    public ReportChecks() {
        this(LIMIT);
    }

    /** @param limit of a request */
    ReportChecks(Duration limit) {
        this.limit = limit;
        threads.allowCoreThreadTimeOut(true);
    }

    static ReportChecks get() {
        return ExtensionList.lookupSingleton(ReportChecks.class);
    }

    /** A report whose checks were begun; null if there are too many. */
    private record Begun(String name, @Nullable Check check) {}

    /** The checks of a report. */
    private final class Check extends FutureTask<List<Verification>> {

        // Guarded by the instance around this one.
        private boolean isRunning;
        private boolean isHung;

        private Check(BuildReports reports) {
            super(() -> checks(reports));
        }

        @Override
        public void run() {
            synchronized (ReportChecks.this) {
                isRunning = true;
            }
            try {
                super.run();
            } finally {
                synchronized (ReportChecks.this) {
                    isRunning = false;
                    if (isHung) {
                        hung--;
                        resize();
                    }
                }
            }
        }

        /** Does nothing if it has ended. */
        private void giveUp() {
            cancel(true);
            threads.remove(this);
            synchronized (ReportChecks.this) {
                if (isRunning && !isHung) {
                    isHung = true;
                    hung++;
                    resize();
                }
            }
        }
    }

    private void resize() {
        int size = THREADS + Math.min(hung, MAX_REPLACED);
        if (size > threads.getMaximumPoolSize()) {
            threads.setMaximumPoolSize(size);
            threads.setCorePoolSize(size);
        } else {
            threads.setCorePoolSize(size);
            threads.setMaximumPoolSize(size);
        }
    }

    /** The checks of each transmission report of a build, in the order of its deliveries; unknown if too many ask. */
    VerificationPage verify(Run<?, ?> build, Locale locale) throws InterruptedException {
        boolean isServed = requests.tryAcquire();
        try {
            return verify(build, locale, isServed);
        } finally {
            if (isServed) {
                requests.release();
            }
        }
    }

    private VerificationPage verify(Run<?, ?> build, Locale locale, boolean isServed) throws InterruptedException {
        DeliveryText text = new DeliveryText(locale, ZoneId.systemDefault());
        DeliveryStore store = DeliveryStore.of(build);
        List<Begun> begun = new ArrayList<>();
        for (DeliveryRecord record : store.all().records()) {
            BuildReports reports = BuildReports.of(store, record.id());
            if (isExpected(build, record, reports)) {
                begun.add(new Begun(text.time(record.started()), isServed ? begin(reports) : null));
            }
        }
        long end = System.nanoTime() + limit.toNanos();
        List<VerificationPage.Report> reports = new ArrayList<>();
        try {
            for (Begun it : begun) {
                reports.add(new VerificationPage.Report(it.name(), await(it.check(), end), locale));
            }
        } finally {
            begun.stream().flatMap(it -> Stream.ofNullable(it.check())).forEach(Check::giveUp);
        }
        return new VerificationPage(build, reports);
    }

    /** Whether a delivery has a transmission report, or should have one: it ended, and was not only tried out. */
    static boolean isExpected(Run<?, ?> build, DeliveryRecord record, BuildReports reports) {
        return reports.hadReports() || (!record.dryRun() && record.isEnough() && !build.isBuilding());
    }

    private @Nullable Check begin(BuildReports reports) {
        try {
            Check check = new Check(reports);
            threads.execute(check);
            return check;
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
        // Nothing is wrong with what is there, but not all is there that was asked for.
        Stream<Verification> missing = known.filter(it -> !it.isSigned()).stream()
                .map(it -> Verification.notMet(
                        "verify.signature.incomplete", it.problem().isEmpty() ? "" : ": " + it.problem()));
        return Stream.concat(checks.stream(), missing).toList();
    }

    /** Whether the report is as it was made, and still signed as it was. */
    private static List<Verification> checks(Path report, Optional<ReportSignature> known) {
        List<Verification> checks = ReportVerifier.verify(report);
        Optional<SignatureLevel> reached = known.flatMap(ReportSignature::reached);
        // A signature that is damaged, or cannot be checked here, is not said to be lost as well.
        if (reached.isEmpty() || failed(checks).isPresent()) {
            return checks;
        }
        boolean isLess = ReportSigning.level(report)
                .filter(it -> it.compareTo(reached.get()) >= 0)
                .isEmpty();
        Stream<Verification> lost = isLess
                ? Stream.of(Verification.notMet(
                        "verify.signature.lost", reached.get().text()))
                : Stream.empty();
        return Stream.concat(checks.stream(), lost).toList();
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

    private static Optional<List<Verification>> await(@Nullable Check check, long end) throws InterruptedException {
        if (check == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(check.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            LOGGER.log(Level.FINE, "A check takes too long", e);
        } catch (ExecutionException e) {
            LOGGER.log(Level.WARNING, "Cannot verify a report", e);
        }
        return Optional.empty();
    }
}
