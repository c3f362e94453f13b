package io.github.faxnummer.jenkins.delivery;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryAction;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.agent.AgentOfflineException;
import io.github.faxnummer.jenkins.config.AccountCredentials;
import io.github.faxnummer.jenkins.config.CredentialsReader;
import io.github.faxnummer.jenkins.ledger.SharedLedger;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.StatusResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jspecify.annotations.Nullable;

/** A delivery that a step waits for. It does one thing at a time, when {@link DeliveryService} says so. */
public final class DeliveryTask {

    /** Finds out what is to be done: what an earlier run of the controller left, or what the step's parameters say. */
    public interface Preparation {
        DeliveryRecord prepare(DeliveryStore store, Instant now) throws IOException, InterruptedException;
    }

    /** Which threads do the next thing. */
    enum Phase {
        /** Needs an agent. */
        PREPARE,
        /** Waits for a store of credentials, and keeps no thread meanwhile. */
        CREDENTIALS,
        SUBMIT,
        POLL
    }

    private static final Logger LOGGER = Logger.getLogger(DeliveryTask.class.getName());

    /** Seconds to wait for an agent that is offline. */
    public static final String AGENT_TIMEOUT = "io.github.faxnummer.jenkins.agentTimeoutSeconds";

    private static final Duration PAUSE_WITHOUT_AGENT = Duration.ofSeconds(5);

    /** Stores of credentials answer sooner as a rule; one that does not keeps no thread that other faxes need. */
    private static final Duration CREDENTIALS_WAIT = Duration.ofMillis(250);

    private static final Duration PAUSE_WITHOUT_CREDENTIALS = Duration.ofSeconds(1);
    private static final Duration OVERDUE = Duration.ofMinutes(5);
    private static final int MAX_ABORT_SECONDS = 10;

    private final String id;
    private final Run<?, ?> run;
    private final String node;
    private final Preparation preparation;
    private final DeliveryListener reports;
    private final DeliveryState state;
    private final DocumentSource documents;
    private final Clock clock = MonotonicClock.startingAt(Instant.now());
    private final LedgerGuard guard;
    private final CompletableFuture<DeliveryRecord> end = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();

    private final Instant created = DeliveryService.now();
    private volatile Instant due = Instant.EPOCH;
    private volatile Instant workSince = Instant.MAX;
    private volatile boolean stopped;
    private volatile boolean needsDocument;
    private volatile boolean isAwaitingCredentials;
    // Used by the one thread that does the delivery's work.
    private CredentialsReader.@Nullable LookUp<AccountCredentials.Found> account;
    private SharedLedger.@Nullable Opening ledger;
    private Instant accountSince = Instant.EPOCH;
    private volatile @Nullable DeliveryRecord reported;
    private volatile @Nullable Message problem;
    private volatile boolean isSigning;
    private volatile boolean isAborted;
    // Guarded by this, which is never held while waiting for the disk or an agent.
    private @Nullable Thread worker;

    /**
     * A task that has not begun.
     *
     * @param node the agent that preparing needs; empty: the controller
     */
    public DeliveryTask(
            String id,
            Run<?, ?> run,
            TaskListener listener,
            String node,
            Preparation preparation,
            DeliveryListener reports) {
        this.id = id;
        this.run = run;
        this.node = node;
        this.preparation = preparation;
        this.reports = reports;
        this.state = new DeliveryState(id, run, listener);
        this.guard = new LedgerGuard(clock, it -> state.print(it.in(Locale.getDefault())));
        this.documents = new DocumentSource(DeliveryService.uploads(), state::print);
    }

    public String id() {
        return id;
    }

    public Run<?, ?> run() {
        return run;
    }

    /** Whether it waits for an agent that is offline, or what it does or is to do takes far too long. */
    public boolean isStuck() {
        return isStuck(DeliveryService.now());
    }

    boolean isStuck(Instant now) {
        Instant longAgo = now.minus(OVERDUE);
        return documents.isAgentMissed()
                // Its preparation hangs, or waits for one that does.
                || (record().isEmpty() && created.isBefore(longAgo))
                || workSince.isBefore(longAgo)
                || (!due.equals(Instant.EPOCH) && due.isBefore(longAgo));
    }

    /** Completes with all that is known; exceptionally if there was nothing to deliver. */
    public CompletableFuture<DeliveryRecord> end() {
        return end;
    }

    public boolean isEnded() {
        return end.isDone();
    }

    /** Why the step has to fail although nothing is wrong with its faxes; known at the {@linkplain #end end}. */
    public Optional<Message> problem() {
        return Optional.ofNullable(problem);
    }

    /** What is known now; empty as long as it is being prepared. */
    public Optional<DeliveryRecord> record() {
        return state.record();
    }

    /** Whether a request that submits a fax is on its way. */
    public boolean isSubmitting() {
        return !isEnded()
                && record().stream()
                        .flatMap(it -> it.delivery().transmissions().stream())
                        .anyMatch(it -> it.outcome() == Outcome.SUBMITTING);
    }

    /** Whether nothing is left to do but to report. */
    boolean isEnding() {
        return ending.get();
    }

    /** When there is something to do next. */
    Instant due() {
        return due;
    }

    String node() {
        return node;
    }

    Phase phase() {
        Optional<DeliveryRecord> known = record();
        if (known.isEmpty() || needsDocument) {
            return Phase.PREPARE;
        }
        if (isAwaitingCredentials) {
            return Phase.CREDENTIALS;
        }
        return isPollNext(known.get().delivery()) ? Phase.POLL : Phase.SUBMIT;
    }

    /** A fax that waits for another one to the same number is not submitted before that one was polled. */
    private boolean isPollNext(Delivery delivery) {
        Instant now = clock.instant();
        DeliveryAction next = delivery.nextAction(now);
        return (next instanceof DeliveryAction.Wait wait ? delivery.nextAction(wait.until()) : next)
                instanceof DeliveryAction.Poll;
    }

    /** What it waits for, in a few words. */
    public String status() {
        Optional<DeliveryRecord> known = record();
        if (known.isEmpty()) {
            return Messages.DeliveryTask_preparing();
        }
        if (documents.isAgentMissed()) {
            return Messages.DeliveryTask_agentAway(known.get().workspace().node());
        }
        Delivery delivery = known.get().delivery();
        int all = delivery.transmissions().size();
        long toSubmit = delivery.transmissions().stream()
                .filter(it -> (it.outcome() == Outcome.PLANNED && !it.isRedialPending())
                        || it.outcome() == Outcome.SUBMITTING)
                .count();
        long toRedial = delivery.transmissions().stream()
                .filter(Transmission::isRedialPending)
                .count();
        if (toSubmit == 0 && toRedial > 0 && !isPollNext(delivery)) {
            return Messages.DeliveryTask_redialling(
                    toRedial,
                    all,
                    Math.max(0, Duration.between(DeliveryService.now(), due).toSeconds()));
        }
        return toSubmit > 0 && !isPollNext(delivery)
                ? Messages.DeliveryTask_submitting(toSubmit, all)
                : Messages.DeliveryTask_waiting(
                        known.get().underWay(),
                        all,
                        Math.max(0, Duration.between(DeliveryService.now(), due).toSeconds()));
    }

    /**
     * Ends it as soon as possible: a request that is running is interrupted, and nothing more is submitted. Returns at
     * once.
     */
    public void stop() {
        boolean idle;
        synchronized (this) {
            stopped = true;
            state.stop();
            due = Instant.EPOCH;
            idle = worker == null;
            if (worker != null) {
                worker.interrupt();
            }
        }
        DeliveryRecord known = reported;
        if (known != null) {
            // All is known and reported: only an agent or a time server is waited for.
            DeliveryService.get().finish(() -> {
                if (isSigning) {
                    leaveUnsigned(known);
                }
                end.complete(known);
            });
        } else if (idle) {
            // It may be next in a queue of uploads, which an abort must not wait for.
            DeliveryService.get().finish(this::abort);
        } else {
            Timer.get().schedule(() -> DeliveryService.get().finish(this::abort), MAX_ABORT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Does what is due. */
    void work() {
        synchronized (this) {
            if (ending.get()) {
                return;
            }
            worker = Thread.currentThread();
            workSince = DeliveryService.now();
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
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
        } finally {
            synchronized (this) {
                worker = null;
                workSince = Instant.MAX;
                Thread.interrupted();
            }
            if (isAborted) {
                // It did not wait for this work, and reported what was known.
                end.whenComplete((record, failure) -> DeliveryService.get().finish(this::correct));
            } else if (isToEnd()) {
                DeliveryService.get().finish(this::abort);
            } else {
                goOn();
            }
        }
    }

    private void correct() {
        // The work may have left something to be tried again.
        state.abort(clock.instant()).ifPresent(it -> reports.corrected(it, clock.instant()));
    }

    /** Ends the delivery with its last state, unless it has ended. */
    void abort() {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        isAborted = true;
        Optional<DeliveryRecord> last = Optional.empty();
        try {
            documents.close();
            last = state.abort(clock.instant());
            release();
            last.ifPresent(this::tell);
        } finally {
            last.ifPresentOrElse(end::complete, () -> end.cancel(false));
        }
        // The step does not wait for it.
        last.filter(reports::isSigned).ifPresent(it -> DeliveryService.get().signLater(() -> reports.sign(it)));
    }

    /** A build that ended without telling the step (killed hard) wants nothing more either. */
    private boolean isToEnd() {
        return stopped || !run.isBuilding();
    }

    private void advance() throws IOException, InterruptedException {
        Optional<DeliveryRecord> known = record();
        if (known.isEmpty()) {
            begin();
            return;
        }
        if (isAwaitingCredentials) {
            // What follows is the work of other threads: polls have a rate of their own.
            isAwaitingCredentials = !isAnswered();
            return;
        }
        DeliveryRecord current = known.get();
        Delivery delivery = current.delivery();
        Instant now = clock.instant();
        DeliveryAction next = delivery.expire(now).nextAction(now);
        if (next instanceof DeliveryAction.Submit submit) {
            Document document = delivery.document(delivery.transmissions().get(submit.transmission()))
                    .orElseThrow();
            if (needsDocument) {
                fetch(current, document, now);
                return;
            }
            if (!documents.has(document.path())) {
                needsDocument = true;
                return;
            }
        }
        needsDocument = false;
        Endpoint endpoint = new Endpoint(current.endpoint());
        Validated<AccountCredentials.Found> found = account(new AccountCredentials(current.credentialsId(), endpoint))
                .orElse(null);
        if (found == null) {
            return;
        }
        if (found.value().isPresent()
                && guard.needsLedger(current, found.value().get())
                && !isLedgerKnown()) {
            return;
        }
        SharedLedger.Opening opening = ledger;
        boolean isAccountLost = isTimedOutAfter(delivery.deadline());
        account = null;
        ledger = isLost(opening, delivery.deadline()) ? opening : null;
        if (found.value().isEmpty()) {
            withoutAccount(
                    delivery,
                    next,
                    isAccountLost,
                    Message.of("delivery.no-account", found.problems().get(0).advice()));
            return;
        }
        try {
            guard.runner(
                            current,
                            found.value().get(),
                            opening == null ? SharedLedger.get()::open : opening::open,
                            documents::content,
                            state)
                    .advance(delivery);
        } catch (UncheckedIOException e) {
            // Its state could not be saved, so the request was kept from leaving.
            String why = String.valueOf(e.getCause().getMessage());
            state.changed(delivery, delivery.cancelPlanned(Message.of("delivery.unsaved", why), clock.instant()));
        }
    }

    /** Empty: the store has not answered yet. Kept until the ledger is known, too. */
    private Optional<Validated<AccountCredentials.Found>> account(AccountCredentials credentials)
            throws InterruptedException {
        CredentialsReader.LookUp<AccountCredentials.Found> begun = account;
        if (begun == null) {
            accountSince = clock.instant();
        }
        CredentialsReader.LookUp<AccountCredentials.Found> current = begun == null ? credentials.begin(run) : begun;
        account = current;
        Optional<Validated<AccountCredentials.Found>> found =
                current.await(begun == null ? CREDENTIALS_WAIT : Duration.ZERO);
        isAwaitingCredentials = found.isEmpty();
        return found;
    }

    /** Whether the store that has the password of the ledger has answered. */
    private boolean isLedgerKnown() throws InterruptedException {
        SharedLedger.Opening begun = ledger;
        SharedLedger.Opening current = begun == null ? SharedLedger.get().begin() : begun;
        ledger = current;
        isAwaitingCredentials = current.lookUp()
                .await(begun == null ? CREDENTIALS_WAIT : Duration.ZERO)
                .isEmpty();
        return !isAwaitingCredentials;
    }

    /** Whether the store hung, although the look-up began only after a time. */
    private boolean isTimedOutAfter(Instant time) {
        CredentialsReader.LookUp<AccountCredentials.Found> ended = account;
        return ended != null && ended.isTimedOut() && !accountSince.isBefore(time);
    }

    /** After the deadline, the last polls of many faxes do not each wait for a store that hangs. */
    private boolean isLost(SharedLedger.@Nullable Opening opening, Instant deadline) {
        return opening != null
                && opening.lookUp().isTimedOut()
                && !clock.instant().isBefore(deadline);
    }

    private boolean isAnswered() {
        CredentialsReader.LookUp<AccountCredentials.Found> begun = account;
        SharedLedger.Opening opening = ledger;
        return (begun == null || begun.isDone())
                && (opening == null || opening.lookUp().isDone());
    }

    private void begin() throws IOException, InterruptedException {
        try {
            DeliveryRecord begun = preparation.prepare(state.store(), clock.instant());
            documents.agentAnswered();
            state.begin(begun, reports);
        } catch (AgentOfflineException e) {
            if (documents.missAgent(clock.instant(), e.node())) {
                throw e;
            }
        }
    }

    private void fetch(DeliveryRecord current, Document document, Instant now)
            throws IOException, InterruptedException {
        Optional<Message> why = documents.fetch(current.workspace(), document, now);
        needsDocument = why.isEmpty() && !documents.has(document.path());
        if (why.isPresent()) {
            Delivery delivery = current.delivery();
            state.changed(delivery, delivery.cancelPlanned(why.get(), now));
        }
    }

    /**
     * Nothing can be submitted; faxes in progress are polled again once the credentials are repaired, and what is not due
     * yet keeps its time.
     */
    private void withoutAccount(Delivery delivery, DeliveryAction next, boolean isLost, Message why) {
        Instant now = clock.instant();
        if (next instanceof DeliveryAction.Poll poll) {
            state.statusUnavailable(delivery.transmissions().get(poll.transmission()), why);
            StatusResult unavailable = new StatusResult.Unavailable(why);
            state.changed(
                    delivery,
                    isLost
                            ? endWithout(delivery, unavailable, now)
                            : delivery.applyStatus(poll.transmission(), unavailable, now));
        } else {
            state.changed(delivery, delivery.cancelPlanned(why, now));
        }
    }

    /** The last look-up is that of all faxes: each of many would wait for a store that hangs. */
    private static Delivery endWithout(Delivery delivery, StatusResult unavailable, Instant now) {
        Delivery ended = delivery.expire(now);
        for (int i = 0; i < delivery.transmissions().size(); i++) {
            ended = ended.applyStatus(i, unavailable, now);
        }
        return ended;
    }

    /** When to come back, or that there is no need to. */
    private void goOn() {
        Optional<DeliveryRecord> known = record();
        if (ending.get()) {
            return;
        }
        if (known.isEmpty()) {
            due = DeliveryService.now().plus(PAUSE_WITHOUT_AGENT);
        } else if (known.get().isEnough()) {
            finish(known.get());
        } else {
            Instant now = clock.instant();
            DeliveryAction next = known.get().delivery().nextAction(now);
            Instant until = next instanceof DeliveryAction.Wait wait ? wait.until() : now;
            if (!(next instanceof DeliveryAction.Submit)) {
                // The pause before another attempt can be long: until then the disk is free for others.
                documents.close();
            }
            due = DeliveryService.now()
                    .plus(Duration.between(now, until))
                    .plus(documents.isAgentMissed() ? PAUSE_WITHOUT_AGENT : Duration.ZERO)
                    .plus(isAwaitingCredentials ? PAUSE_WITHOUT_CREDENTIALS : Duration.ZERO);
        }
    }

    /** A Pipeline that continues while it is suspended may not survive that; it has the record. */
    private void finish(DeliveryRecord enough) {
        DeliveryService service = DeliveryService.get();
        if (service.isClosed() || !ending.compareAndSet(false, true)) {
            return;
        }
        service.finish(() -> {
            documents.close();
            release();
            tell(enough);
            reported = enough;
            boolean isSigned = reports.isSigned(enough);
            if (isSigned && !stopped) {
                isSigning = true;
                service.sign(() -> sign(enough));
            } else {
                if (isSigned) {
                    // Ended while its reports were written.
                    leaveUnsigned(enough);
                    service.signLater(() -> reports.sign(enough));
                }
                copyOrComplete(enough);
            }
        });
    }

    /** A signature that the step does not wait for is reported as missing, even if it is added later. */
    private void leaveUnsigned(DeliveryRecord enough) {
        problem = reports.unsigned(enough, Message.of("signature.not-awaited")).orElse(null);
    }

    private void sign(DeliveryRecord enough) {
        Optional<Message> missing;
        try {
            missing = reports.sign(enough);
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.SEVERE, e, () -> "Cannot sign the reports of delivery " + id + " of " + run);
            missing = reports.unsigned(
                    enough, Message.of("signature.failed", e.getClass().getSimpleName()));
        }
        if (!stopped) {
            problem = missing.orElse(null);
        }
        isSigning = false;
        copyOrComplete(enough);
    }

    private void copyOrComplete(DeliveryRecord enough) {
        if (reports.isCopied(enough) && !stopped) {
            try {
                DeliveryService.get().withAgent(enough.workspace().node(), () -> copy(enough));
            } catch (OutOfMemoryError e) {
                LOGGER.log(Level.WARNING, e, () -> "No thread copies the reports of delivery " + id + " of " + run);
                complete(enough);
            }
        } else {
            complete(enough);
        }
    }

    /** The step has to end although its reports fail. */
    private void tell(DeliveryRecord last) {
        try {
            reports.finished(last, clock.instant());
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.SEVERE, e, () -> "Cannot report delivery " + id + " of " + run);
        }
        if (!last.dryRun()) {
            FaxListener.fireFinished(run, last.delivery());
        }
    }

    private void copy(DeliveryRecord enough) {
        try {
            if (!stopped) {
                reports.copyToWorkspace(enough);
            }
        } catch (InterruptedException e) {
            LOGGER.log(Level.FINE, e, () -> "Interrupted: " + id);
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.SEVERE, e, () -> "Cannot copy the reports of delivery " + id + " of " + run);
        }
        complete(enough);
    }

    private void complete(DeliveryRecord enough) {
        if (!DeliveryService.get().isClosed()) {
            end.complete(enough);
        }
    }

    /** Faxes in progress are no longer polled, but they are on record. */
    private void failed(Throwable e) {
        // A shutdown interrupts calls to agents; the delivery continues after the restart.
        if (!DeliveryService.get().isClosed() && !stopped && ending.compareAndSet(false, true)) {
            try {
                documents.close();
                state.recover();
                release();
            } finally {
                end.completeExceptionally(e);
            }
        }
    }

    /** Before the step ends: what it did not send, the next one may. */
    private void release() {
        try {
            Optional<DeliveryRecord> last = record();
            SpendingCounter.get()
                    .settle(id, last.isPresent() ? last : state.store().load(id));
        } catch (IOException | RuntimeException | Error e) {
            // All that it reserved stays reserved.
            LOGGER.log(Level.WARNING, e, () -> "Cannot tell what delivery " + id + " of " + run + " has sent");
        }
    }
}
