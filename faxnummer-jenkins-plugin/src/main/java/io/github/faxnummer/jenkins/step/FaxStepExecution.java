package io.github.faxnummer.jenkins.step;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.delivery.DeliveryTask;
import io.github.faxnummer.jenkins.report.ReportWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;

/**
 * A step on its way, of either kind. It holds no thread. How far the faxes are is in the build's own file; of that the
 * execution keeps only the name, and the parameters for the time before there is one.
 */
public final class FaxStepExecution extends StepExecution {

    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = Logger.getLogger(FaxStepExecution.class.getName());

    private final String id = UUID.randomUUID().toString();
    private final AbstractFaxStep step;
    private final String node;
    private final String path;
    private transient volatile @Nullable DeliveryTask live;
    private transient volatile @Nullable Throwable stopped;

    FaxStepExecution(StepContext context, AbstractFaxStep step, Workspace workspace) {
        super(context);
        this.step = step;
        this.node = workspace.node();
        this.path = workspace.path();
    }

    @Override
    public boolean start() throws Exception {
        DeliveryTask delivery = live();
        // A Pipeline that forgets in a crash that this step has begun would begin it once more, with another id, and
        // send everything twice. So nothing begins before the Pipeline is on disk, if it will be resumed at all.
        Futures.addCallback(
                getContext().saveState(),
                new FutureCallback<Void>() {
                    @Override
                    public void onSuccess(@Nullable Void nothing) {
                        try {
                            DeliveryService.get().follow(delivery);
                        } catch (RuntimeException | Error e) {
                            getContext().onFailure(e);
                        }
                    }

                    @Override
                    public void onFailure(Throwable thrown) {
                        getContext().onFailure(thrown);
                    }
                },
                MoreExecutors.directExecutor());
        return false;
    }

    @Override
    public void onResume() {
        try {
            DeliveryTask delivery;
            synchronized (this) {
                if (stopped != null) {
                    return;
                }
                delivery = live();
            }
            DeliveryService.get().follow(delivery);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            getContext().onFailure(e);
        }
    }

    @Override
    public void stop(Throwable cause) {
        DeliveryTask delivery;
        synchronized (this) {
            stopped = cause;
            try {
                // Without one its turn to be resumed has not come: its agent is not back.
                delivery = live == null ? live() : live;
            } catch (IOException | InterruptedException | RuntimeException e) {
                cause.addSuppressed(e);
                getContext().onFailure(cause);
                return;
            }
        }
        delivery.stop();
    }

    /** A restart would cut off a request in its middle, and it would not be known whether it was sent. */
    @Override
    public boolean blocksRestart() {
        DeliveryTask delivery = live;
        return delivery != null && delivery.isSubmitting();
    }

    @Override
    public @Nullable String getStatus() {
        DeliveryTask delivery = live;
        return delivery == null ? null : delivery.status();
    }

    private DeliveryTask live() throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        TaskListener listener = getContext().get(TaskListener.class);
        DeliveryTask delivery = new DeliveryTask(
                id,
                run,
                listener,
                node,
                (store, now) -> prepare(store, now, run, listener),
                new ReportWriter(run, listener));
        delivery.end().whenComplete((record, failure) -> conclude(delivery, record, failure, listener));
        live = delivery;
        return delivery;
    }

    private DeliveryRecord prepare(DeliveryStore store, Instant now, Run<?, ?> run, TaskListener listener)
            throws IOException, InterruptedException {
        Optional<DeliveryRecord> kept = store.load(id);
        if (kept.isPresent()) {
            return BuildOutcome.resumed(kept.get(), listener);
        }
        return step instanceof FaxSendStep send
                ? new SendPlan(id, new Workspace(node, path), send, run, listener).prepare(store, now)
                : new StatusPlan(id, (FaxStatusStep) step, run).prepare(store, now);
    }

    private void conclude(
            DeliveryTask delivery,
            @Nullable DeliveryRecord record,
            @Nullable Throwable failure,
            TaskListener listener) {
        try {
            // An abort while reports are copied comes after the record is complete, and must stop the Pipeline all the
            // same.
            if (record == null || record.aborted() || stopped != null) {
                delivery.record().ifPresent(it -> BuildOutcome.aborted(it, listener));
                getContext().onFailure(reason(failure));
            } else {
                getContext().onSuccess(BuildOutcome.of(record, delivery.problem(), listener));
            }
        } catch (IOException | RuntimeException | Error e) {
            getContext().onFailure(e);
        } finally {
            LOGGER.log(Level.FINE, "Delivery {0} has ended", delivery.id());
        }
    }

    private Throwable reason(@Nullable Throwable failure) {
        Throwable cause = stopped;
        if (cause != null) {
            return cause;
        }
        return failure == null || failure instanceof CancellationException
                ? new FlowInterruptedException(Result.ABORTED, true)
                : failure;
    }
}
