package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.report.pdf.ReportVerifier;
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
            if (reports.hasReports()) {
                Path file = reports.folder().resolve(ReportFormats.PDF.fileName());
                begun.add(new Begun(text.time(record.started()), begin(file)));
            }
        }
        long end = System.nanoTime() + LIMIT.toNanos();
        List<VerificationPage.Report> reports = new ArrayList<>();
        for (Begun it : begun) {
            reports.add(new VerificationPage.Report(it.name(), await(it.checks(), end), locale));
        }
        return new VerificationPage(build, reports);
    }

    private @Nullable Future<List<Verification>> begin(Path file) {
        try {
            return threads.submit(() -> ReportVerifier.verify(file));
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, e, () -> "Not verified: " + file);
            return null;
        }
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
