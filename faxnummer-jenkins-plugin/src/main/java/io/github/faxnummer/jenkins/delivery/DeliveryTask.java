package io.github.faxnummer.jenkins.delivery;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryAction;
import io.github.faxnummer.delivery.DeliveryClock;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.agent.AgentDocument;
import io.github.faxnummer.jenkins.agent.AgentOfflineException;
import io.github.faxnummer.jenkins.agent.AgentRemovedException;
import io.github.faxnummer.jenkins.config.AccountCredentials;
import io.github.faxnummer.jenkins.config.ClientPool;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.faxnummerde.Endpoint;
import io.github.faxnummer.report.DeliveryText;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.SystemProperties;
import jenkins.util.Timer;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that a step waits for. It does one thing at a time, when {@link DeliveryService} says so, and has every
 * change on disk and on the console before it goes on.
 */
public final class DeliveryTask implements DeliveryObserver {

    /** Finds out what is to be done: what an earlier run of the controller left, or what the step's parameters say. */
    public interface Preparation {
        DeliveryRecord prepare(DeliveryStore store, Instant now) throws IOException, InterruptedException;
    }

    private static final Logger LOGGER = Logger.getLogger(DeliveryTask.class.getName());

    /** For how long it waits for an agent that is away; for tests, as nobody else is that impatient. */
    public static final String AGENT_TIMEOUT = "io.github.faxnummer.jenkins.agentTimeoutSeconds";

    private static final int USUAL_AGENT_TIMEOUT = 300;
    private static final Duration PAUSE_WITHOUT_AGENT = Duration.ofSeconds(5);
    private static final int LONGEST_ABORT_SECONDS = 10;

    private final String id;
    private final Run<?, ?> run;
    private final TaskListener listener;
    private final Preparation preparation;
    private final DeliveryListener reports;
    private final DeliveryText text = new DeliveryText(Locale.getDefault());
    private final DeliveryClock time = DeliveryClock.startingAt(Instant.now());
    private final CompletableFuture<DeliveryRecord> end = new CompletableFuture<>();

    // All that follows is guarded by this.
    private @Nullable DeliveryRecord record;
    private Instant due = Instant.EPOCH;
    private boolean taken;
    private @Nullable Thread worker;
    private boolean stopped;
    private @Nullable Instant agentMissedSince;
    private String lastUnanswered = "";
    private boolean unsaved;

    public DeliveryTask(
            String id, Run<?, ?> run, TaskListener listener, Preparation preparation, DeliveryListener reports) {
        this.id = id;
        this.run = run;
        this.listener = listener;
        this.preparation = preparation;
        this.reports = reports;
    }

    public String id() {
        return id;
    }

    /** Completes with all that is known; exceptionally if there was nothing to deliver. */
    public CompletableFuture<DeliveryRecord> end() {
        return end;
    }

    public boolean isEnded() {
        return end.isDone();
    }

    /** What is known now; empty as long as it is being prepared. */
    public synchronized Optional<DeliveryRecord> record() {
        return Optional.ofNullable(record);
    }

    /** When there is something to do; empty while it is being done. */
    synchronized Optional<Instant> due() {
        return taken || end.isDone() ? Optional.empty() : Optional.of(due);
    }

    /** True if something is due; who gets true has to call {@link #work}. */
    synchronized boolean take(Instant now) {
        if (taken || end.isDone() || due.isAfter(now)) {
            return false;
        }
        taken = true;
        return true;
    }

    /** Whether the next thing to do can take long. */
    synchronized boolean isSubmitting() {
        return record == null || !record.delivery().isSubmissionComplete();
    }

    /** What it waits for, in a few words. */
    public synchronized String status() {
        if (record == null) {
            return Messages.DeliveryTask_preparing();
        }
        if (agentMissedSince != null) {
            return Messages.DeliveryTask_agentAway(record.workspace().node());
        }
        long underWay = record.underWay();
        int all = record.delivery().transmissions().size();
        long toSubmit = record.delivery().transmissions().stream()
                .filter(it -> it.outcome() == Outcome.PLANNED || it.outcome() == Outcome.SUBMITTING)
                .count();
        return toSubmit > 0
                ? Messages.DeliveryTask_submitting(toSubmit, all)
                : Messages.DeliveryTask_waiting(
                        underWay,
                        all,
                        Math.max(0, Duration.between(DeliveryService.now(), due).toSeconds()));
    }

    /** Ends it as soon as possible: a request that is running is interrupted, and nothing more is submitted. */
    public void stop() {
        boolean idle;
        synchronized (this) {
            stopped = true;
            due = Instant.EPOCH;
            idle = worker == null;
            if (worker != null) {
                worker.interrupt();
            }
        }
        if (idle) {
            // It may be next in a queue of uploads, which an abort must not wait for.
            giveUp();
        } else {
            Timer.get().schedule(this::giveUp, LONGEST_ABORT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Does what is due. */
    void work() {
        synchronized (this) {
            worker = Thread.currentThread();
            if (stopped) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            if (!isToEnd()) {
                advance();
            }
        } catch (InterruptedException | CancellationException e) {
            LOGGER.log(Level.FINE, e, () -> "Interrupted: " + id);
        } catch (IOException | RuntimeException e) {
            failed(e);
        } finally {
            synchronized (this) {
                worker = null;
                Thread.interrupted();
            }
            if (isToEnd()) {
                giveUp();
            } else {
                goOn();
            }
            synchronized (this) {
                taken = false;
            }
        }
    }

    /** Ends it with what is known, if it has not ended yet. */
    public void giveUp() {
        List<Transmission> changed = new ArrayList<>();
        DeliveryRecord last;
        synchronized (this) {
            if (end.isDone()) {
                return;
            }
            if (record == null) {
                record = kept();
            }
            if (record != null) {
                Delivery known = record.delivery().recovered().cancelPlanned(Message.of("delivery.aborted"));
                for (int i = 0; i < known.transmissions().size(); i++) {
                    if (!known.transmissions()
                            .get(i)
                            .equals(record.delivery().transmissions().get(i))) {
                        changed.add(known.transmissions().get(i));
                    }
                }
                record = record.aborted(known);
                save(record);
            }
            last = record;
        }
        changed.forEach(it -> localized(text.line(it)));
        if (last == null) {
            end.cancel(false);
        } else {
            reports.finished(last, time.now());
            end.complete(last);
        }
    }

    @Override
    public void changed(Delivery delivery, Transmission before, Transmission after) {
        synchronized (this) {
            DeliveryRecord current = current();
            // One transmission at a time: what else became of the delivery meanwhile, an abort, stays.
            List<Transmission> transmissions =
                    new ArrayList<>(current.delivery().transmissions());
            transmissions.set(delivery.transmissions().indexOf(after), after);
            DeliveryRecord next = current.with(
                    new Delivery(delivery.order(), transmissions, delivery.deadline(), delivery.schedule()));
            if (after.outcome() == Outcome.SUBMITTING) {
                if (stopped) {
                    throw new CancellationException("The build was aborted.");
                }
                try {
                    store().save(next);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                record = next;
            } else {
                record = next;
                // A thousand Pipelines that wait would keep the disk busy with nothing but when they asked.
                if (unsaved || after.saysMoreThan(before)) {
                    save(next);
                }
            }
        }
        String line = text.line(after);
        if (!line.equals(text.line(before))) {
            localized(line);
        }
    }

    @Override
    public void statusUnavailable(Transmission transmission, Message why) {
        String line = text.statusUnavailable(transmission, why);
        boolean news;
        synchronized (this) {
            news = !line.equals(lastUnanswered);
            lastUnanswered = line;
        }
        if (news) {
            localized(line);
        }
    }

    /** A build that ended without telling the step (killed hard) wants nothing more either. */
    private synchronized boolean isToEnd() {
        return stopped || !run.isBuilding();
    }

    private void advance() throws IOException, InterruptedException {
        Optional<DeliveryRecord> known = record();
        if (known.isEmpty()) {
            begin();
            return;
        }
        DeliveryRecord current = known.get();
        Delivery delivery = current.delivery();
        Instant now = time.now();
        DeliveryAction next = delivery.expire(now).nextAction(now);
        Optional<FilePath> folder = Optional.empty();
        if (next instanceof DeliveryAction.Submit) {
            try {
                folder = Optional.of(current.workspace().find());
                synchronized (this) {
                    agentMissedSince = null;
                }
            } catch (AgentRemovedException e) {
                withoutAgent(delivery);
                return;
            } catch (AgentOfflineException e) {
                if (missAgent(now, e.node())) {
                    withoutAgent(delivery);
                }
                return;
            }
        }
        Endpoint endpoint = new Endpoint(current.endpoint());
        Validated<AccountCredentials.Found> found = new AccountCredentials(current.credentialsId(), endpoint).find(run);
        if (found.value().isEmpty()) {
            withoutAccount(
                    delivery,
                    next,
                    Message.of("delivery.no-account", found.problems().get(0).advice()));
            return;
        }
        FilePath documents = folder.orElse(null);
        try (ClientPool.Lease lease = ClientPool.get().open(found.value().get(), endpoint)) {
            new DeliveryRunner(lease.client(), path -> content(documents, path), time, this, 1).advance(delivery);
        } catch (UncheckedIOException e) {
            // Its state could not be written down, so the request was kept from leaving.
            String why = String.valueOf(e.getCause().getMessage());
            observed(delivery, delivery.cancelPlanned(Message.of("delivery.unsaved", why)));
        }
    }

    private void begin() throws IOException, InterruptedException {
        DeliveryRecord begun;
        try {
            begun = preparation.prepare(store(), time.now());
        } catch (AgentOfflineException e) {
            if (missAgent(time.now(), e.node())) {
                throw e;
            }
            return;
        }
        synchronized (this) {
            record = begun;
            agentMissedSince = null;
        }
        if (!begun.dryRun()) {
            reports.started(run);
            store().save(begun);
        }
    }

    /** True if it is missed for too long. */
    private boolean missAgent(Instant now, String node) {
        boolean news;
        Instant since;
        synchronized (this) {
            news = agentMissedSince == null;
            since = agentMissedSince == null ? now : agentMissedSince;
            agentMissedSince = since;
        }
        if (news) {
            localized(Messages.DeliveryTask_agentAway(node));
        }
        return Duration.between(since, now).toSeconds()
                >= SystemProperties.getInteger(AGENT_TIMEOUT, USUAL_AGENT_TIMEOUT);
    }

    private void withoutAgent(Delivery delivery) {
        String node;
        synchronized (this) {
            agentMissedSince = null;
            node = current().workspace().node();
        }
        observed(delivery, delivery.cancelPlanned(Message.of("delivery.agent-gone", node)));
    }

    /** Nothing can be submitted; what is under way can be asked for again when somebody has repaired the credentials. */
    private void withoutAccount(Delivery delivery, DeliveryAction next, Message why) {
        Delivery after = delivery.cancelPlanned(why);
        if (next instanceof DeliveryAction.Poll poll) {
            statusUnavailable(delivery.transmissions().get(poll.transmission()), why);
            after = after.applyStatus(poll.transmission(), new StatusResult.Unavailable(why), time.now());
        }
        observed(delivery, after);
    }

    private void observed(Delivery before, Delivery after) {
        for (int i = 0; i < after.transmissions().size(); i++) {
            Transmission old = before.transmissions().get(i);
            Transmission changed = after.transmissions().get(i);
            if (!changed.equals(old)) {
                changed(after, old, changed);
            }
        }
    }

    /** When to come back, or that there is no need to. */
    private void goOn() {
        DeliveryRecord enough = null;
        synchronized (this) {
            if (end.isDone()) {
                return;
            }
            if (stopped) {
                due = Instant.EPOCH;
            } else if (record == null) {
                due = DeliveryService.now().plus(PAUSE_WITHOUT_AGENT);
            } else if (record.isEnough()) {
                enough = record;
            } else {
                Instant now = time.now();
                DeliveryAction next = record.delivery().nextAction(now);
                Instant until = next instanceof DeliveryAction.Wait wait ? wait.until() : now;
                due = DeliveryService.now()
                        .plus(Duration.between(now, until))
                        .plus(agentMissedSince == null ? Duration.ZERO : PAUSE_WITHOUT_AGENT);
            }
        }
        // A Pipeline that goes on at the very moment in which it is suspended may not survive that; it has the record.
        if (enough != null && !DeliveryService.get().isClosed()) {
            reports.finished(enough, time.now());
            end.complete(enough);
        }
    }

    /** Something nobody thought of: what is under way is not asked for any more, but it is on record. */
    private void failed(Exception e) {
        synchronized (this) {
            if (end.isDone()) {
                return;
            }
        }
        end.completeExceptionally(e);
    }

    /** What there is of a delivery that is stopped after a restart, before it had its turn. */
    private @Nullable DeliveryRecord kept() {
        try {
            return store().load(id).orElse(null);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot read delivery " + id + " of " + run);
            return null;
        }
    }

    /** Not remembered: a job that is renamed takes the directories of its builds along. */
    private DeliveryStore store() {
        return DeliveryStore.of(run);
    }

    private synchronized DeliveryRecord current() {
        if (record == null) {
            throw new IllegalStateException("It is not prepared yet.");
        }
        return record;
    }

    /** What is known must not get lost because it cannot be written down now: the next change writes it too. */
    private void save(DeliveryRecord saved) {
        try {
            store().save(saved);
            unsaved = false;
        } catch (IOException e) {
            unsaved = true;
            LOGGER.log(Level.WARNING, e, () -> "Cannot save delivery " + id + " of " + run);
            localized(Messages.DeliveryTask_unsaved(e.getMessage()));
        }
    }

    /** What goes wrong with the console must not hinder a delivery. */
    private void localized(String line) {
        try {
            PrintStream console = listener.getLogger();
            console.println(line);
            // A job id in a buffer is no help to those who look at the console of a Jenkins that was killed.
            console.flush();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot write to the console of " + run + ": " + line);
        }
    }

    private static DocumentContent content(@Nullable FilePath folder, String path) {
        if (folder == null) {
            throw new IllegalStateException("No document is needed to follow a job.");
        }
        return new AgentDocument(folder.child(path));
    }
}
