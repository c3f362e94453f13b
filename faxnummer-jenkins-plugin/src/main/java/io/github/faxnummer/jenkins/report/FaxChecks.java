package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.jenkins.delivery.FaxListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.displayurlapi.DisplayURLProvider;

/** A check of a build's commit, where a plugin such as GitHub Checks publishes them: all its faxes, without numbers. */
@Extension(optional = true)
public final class FaxChecks extends FaxListener {

    private static final Logger LOGGER = Logger.getLogger(FaxChecks.class.getName());

    /** Rules of a repository name it as a required check, so it is the same in all languages. */
    private static final String NAME = "Faxes";

    /** A publisher asks a server on the network. */
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    private static final int THREADS = 8;
    private static final int MAX_BUILDS = 1000;

    // Publishing may take long, so it is done in threads of its own.
    private final ThreadPoolExecutor threads;
    /** Builds whose check is being published, and whether they have changed since. Guarded by this. */
    private final Map<String, Boolean> builds = new HashMap<>();

    public FaxChecks() {
        this(new NamingThreadFactory(new DaemonThreadFactory(), "Faxnummer check"));
    }

    /** @param factory of the threads that publish */
    FaxChecks(ThreadFactory factory) {
        threads = new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /** For each build one after the other, so that the last one has the newest state. */
    @Override
    public void finished(Run<?, ?> run, Delivery delivery) {
        String id = run.getExternalizableId();
        synchronized (this) {
            if (builds.containsKey(id)) {
                builds.put(id, true);
                return;
            }
            if (builds.size() == MAX_BUILDS) {
                LOGGER.log(Level.WARNING, "The check of {0} is not published: {1} others wait", new Object[] {
                    run, MAX_BUILDS
                });
                return;
            }
            builds.put(id, false);
        }
        AtomicBoolean isTaken = new AtomicBoolean();
        Runnable publishing = () -> {
            if (isTaken.compareAndSet(false, true)) {
                publishAll(id, run);
            }
        };
        try {
            threads.execute(publishing);
        } catch (OutOfMemoryError e) {
            // It may be in the queue all the same, where another thread finds it.
            if (!isTaken.compareAndSet(false, true)) {
                return;
            }
            threads.remove(publishing);
            synchronized (this) {
                builds.remove(id);
            }
            LOGGER.log(Level.WARNING, e, () -> "The check of " + run + " is not published: there is no thread for it");
        }
    }

    private void publishAll(String id, Run<?, ?> run) {
        do {
            FutureTask<Boolean> publishing = new FutureTask<>(() -> publishAsSystem(run), true);
            Timer.get().schedule(() -> publishing.cancel(true), TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            publishing.run();
            if (publishing.isCancelled()) {
                // The time limit may have interrupted this thread, which others use next.
                Thread.interrupted();
                LOGGER.log(
                        Level.WARNING, "The check of {0} was not published within {1}", new Object[] {run, TIME_LIMIT});
            }
        } while (isChanged(id));
    }

    private synchronized boolean isChanged(String id) {
        if (Boolean.TRUE.equals(builds.remove(id))) {
            builds.put(id, false);
            return true;
        }
        return false;
    }

    private static void publishAsSystem(Run<?, ?> run) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            publish(run);
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot publish the check of " + run);
        }
    }

    private static void publish(Run<?, ?> run) {
        FaxDeliveriesAction action = run.getAction(FaxDeliveriesAction.class);
        if (action == null) {
            return;
        }
        FaxTotals faxes = action.totals();
        ChecksPublisherFactory.fromRun(run, TaskListener.NULL)
                .publish(new ChecksDetails.ChecksDetailsBuilder()
                        .withName(NAME)
                        .withStatus(ChecksStatus.COMPLETED)
                        .withConclusion(conclusion(faxes))
                        .withDetailsURL(DisplayURLProvider.get().getRunURL(run))
                        .withOutput(new ChecksOutput.ChecksOutputBuilder()
                                .withTitle(faxes.getSummary())
                                .withSummary(faxes.getSummary())
                                .build())
                        .build());
    }

    /** What is not finished is neither good nor bad. */
    private static ChecksConclusion conclusion(FaxTotals faxes) {
        if (faxes.getFaxes() > 0 && faxes.getDelivered() == faxes.getFaxes()) {
            return ChecksConclusion.SUCCESS;
        }
        return faxes.getUnderWay() > 0 && faxes.getDelivered() + faxes.getUnderWay() == faxes.getFaxes()
                ? ChecksConclusion.NEUTRAL
                : ChecksConclusion.FAILURE;
    }
}
