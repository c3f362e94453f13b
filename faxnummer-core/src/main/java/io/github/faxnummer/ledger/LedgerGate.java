package io.github.faxnummer.ledger;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionKey;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.JobId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Decides whether a run may submit a fax, by what the ledger says of earlier attempts, and makes sure that only one of
 * all processes gets that right.
 *
 * <p>The attempts for a fax are numbered through all runs. A decision is based on the attempts up to a number, and the
 * right to submit is the exclusive creation of the next one, so decisions about a fax happen one after the other,
 * whatever the scopes of their runs. An attempt is never taken over.
 *
 * <p>Thread-safe. It has a thread only while it submits. Closing it does not close the ledger.
 */
public final class LedgerGate implements AutoCloseable {

    /**
     * What a user asks for although the ledger speaks against it. Only attempts that exist when the gate first looks at
     * a fax are overridden, never its own: of several processes that ask for the same, one submits.
     *
     * @param resend submits what has been delivered or submitted
     * @param resendUnknown submits what may have been submitted
     */
    public record Overrides(boolean resend, boolean resendUnknown) {

        public static final Overrides NONE = new Overrides(false, false);
    }

    private static final int TOKEN_BYTES = 16;
    private static final int IDLE_MILLIS = 100;
    private static final int LAST_BEAT_MILLIS = 1000;
    private static final int STANDSTILLS_UNTIL_VISIBLE = 9;

    private final FaxLedger ledger;
    private final OnceScope scope;
    private final RunIdentity run;
    private final Overrides overrides;
    private final LedgerTiming timing;
    private final Clock clock;
    private final Sleeper sleeper;
    private final ScheduledThreadPoolExecutor heart;
    private final Map<LedgerKey, Integer> seen;
    /** Entries that no process got, because an error was answered. */
    private final Map<LedgerKey, LedgerRecord> failed = new ConcurrentHashMap<>();

    /** @param clock must not jump when the machine's clock is set */
    public LedgerGate(
            FaxLedger ledger, OnceScope scope, RunIdentity run, Overrides overrides, LedgerTiming timing, Clock clock) {
        this(ledger, scope, run, overrides, timing, clock, Map.of(), Sleeper.SYSTEM);
    }

    /**
     * A gate that goes on where another one was, which may have been in a process that ended.
     *
     * @param seen what the other one had {@linkplain #seen seen}
     * @param sleeper how a claim waits for another process
     */
    public LedgerGate(
            FaxLedger ledger,
            OnceScope scope,
            RunIdentity run,
            Overrides overrides,
            LedgerTiming timing,
            Clock clock,
            Map<LedgerKey, Integer> seen,
            Sleeper sleeper) {
        this.sleeper = sleeper;
        this.ledger = ledger;
        this.scope = scope;
        this.run = run;
        this.overrides = overrides;
        this.timing = timing;
        this.clock = clock;
        this.seen = new ConcurrentHashMap<>(seen);
        heart = new ScheduledThreadPoolExecutor(1, LedgerGate::heartThread);
        heart.setRemoveOnCancelPolicy(true);
        // Many deliveries may wait, each with a gate.
        heart.setKeepAliveTime(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        heart.allowCoreThreadTimeOut(true);
    }

    private static Thread heartThread(Runnable task) {
        Thread thread = new Thread(task, "faxnummer-ledger");
        thread.setDaemon(true);
        return thread;
    }

    /** What would keep a fax from being submitted now; claims nothing and waits for nothing. */
    public Optional<EarlierSubmission> look(FaxIdentity fax) throws LedgerException {
        if (scope == OnceScope.OFF) {
            return Optional.empty();
        }
        LedgerKey key = ledger.key(fax);
        List<LedgerAttempt> attempts = LedgerAttempt.of(ledger.records(key));
        int overridable = see(key, attempts);
        Set<Integer> overridden = new HashSet<>();
        for (LedgerAttempt attempt : attempts) {
            if (attempt.number() <= overridable && isOverridden(attempt.state())) {
                overridden.add(attempt.number());
            }
        }
        return blocking(attempts, overridden).map(it -> earlier(it, stateOf(it)));
    }

    /**
     * What speaks against the transmissions of a delivery that are planned, by their position.
     *
     * @param identities by what they are known in the ledger
     */
    public Map<Integer, EarlierSubmission> look(Delivery delivery, FaxIdentities identities) throws LedgerException {
        Map<Integer, EarlierSubmission> earlier = new TreeMap<>();
        for (int i = 0; i < delivery.transmissions().size(); i++) {
            Transmission transmission = delivery.transmissions().get(i);
            Optional<Document> document = delivery.document(transmission);
            if (document.isPresent() && transmission.outcome() == Outcome.PLANNED) {
                Optional<EarlierSubmission> found = look(identities.of(document.get(), transmission.recipient()));
                // Whether a submission under way at this moment comes to an end is seen when this one's turn comes.
                if (found.isPresent() && found.get().state() != EarlierSubmission.State.SUBMITTING) {
                    earlier.put(i, found.get());
                }
            }
        }
        return earlier;
    }

    /**
     * What the journal of an interrupted delivery knows better than the ledger: submissions that the ledger does not have,
     * submissions without a known end, and which of the attempts that failed a redial followed or was to follow. With
     * redials, a delivery that was interrupted goes on where it was; otherwise what failed is sent as the next attempt.
     *
     * @param planned the new delivery
     * @param journaled the transmissions of the interrupted one
     */
    public Map<TransmissionKey, Transmission> unlessKnownBetter(
            Delivery planned, FaxIdentities identities, Map<TransmissionKey, Transmission> journaled, Instant now)
            throws LedgerException {
        Map<TransmissionKey, Transmission> kept = new HashMap<>();
        for (Transmission transmission : planned.transmissions()) {
            TransmissionKey key = planned.key(transmission).orElseThrow();
            Transmission before = journaled.get(key);
            if (before == null || isOverridden(before)) {
                continue;
            }
            FaxIdentity fax = identities.of(planned.document(transmission).orElseThrow(), transmission.recipient());
            Optional<EarlierSubmission> earlier = look(fax);
            boolean isCertain = earlier.map(it -> it.state() == EarlierSubmission.State.DELIVERED
                            || it.state() == EarlierSubmission.State.SUBMITTED)
                    .orElse(isKnown(fax));
            // Another process of the run may have tried again what had failed here.
            boolean isOverruled = earlier.isPresent() && hasFailed(before);
            if ((!isCertain && !isOverruled) || (earlier.isEmpty() && isToGoOn(planned, before))) {
                kept.put(key, before);
            } else if (!before.redialled().isEmpty()) {
                // The ledger knows that the interrupted submission did not happen, or what became of it.
                kept.put(key, before.awaitingRedial(now));
            }
        }
        return kept;
    }

    private boolean isOverridden(Transmission before) {
        return switch (before.outcome()) {
            case UNKNOWN, VERIFYING -> overrides.resendUnknown();
            default -> overrides.resend();
        };
    }

    private static boolean hasFailed(Transmission before) {
        return before.outcome() == Outcome.DONE_ERROR || before.outcome() == Outcome.REJECTED;
    }

    private static boolean isToGoOn(Delivery planned, Transmission before) {
        return planned.redial().times() > 0
                && (before.isRedialPending() || before.outcome() == Outcome.SUBMITTED || hasFailed(before));
    }

    /** The last attempt that existed when this gate first looked at a fax, by fax. */
    public Map<LedgerKey, Integer> seen() {
        return Map.copyOf(seen);
    }

    private int see(LedgerKey fax, List<LedgerAttempt> attempts) {
        int last = last(attempts);
        Integer before = seen.putIfAbsent(fax, last);
        return before == null ? last : before;
    }

    private static int last(List<LedgerAttempt> attempts) {
        int last = 0;
        for (LedgerAttempt attempt : attempts) {
            last = Math.max(last, attempt.number());
        }
        return last;
    }

    /** The attempt, of any run, that submitted a job. */
    Optional<EarlierSubmission> find(FaxIdentity fax, JobId job) throws LedgerException {
        return withJob(LedgerAttempt.of(ledger.records(ledger.key(fax))), Optional.of(job))
                .map(it -> earlier(it, stateOf(it)));
    }

    AttemptKey attempt(FaxIdentity fax, int number) throws LedgerException {
        return new AttemptKey(ledger.key(fax), number);
    }

    /** The attempts, of any fax in any run, that have a job. */
    Set<AttemptKey> withJob(JobId job) throws LedgerException {
        return ledger.withJob(job);
    }

    /**
     * Records that the job of an attempt is another one's, too, so that it confirms neither of them. What had ended before
     * had ended by the truth: the job was not another one's then.
     */
    void dispute(AttemptKey attempt) throws LedgerException {
        boolean isOpen = LedgerAttempt.of(ledger.records(attempt.fax())).stream()
                .anyMatch(it -> it.number() == attempt.number() && !it.isFinal());
        if (isOpen) {
            ledger.add(attempt.fax(), record(attempt.number(), LedgerStep.DISPUTED, Optional.empty(), OnceScope.OFF));
        }
    }

    /** What this run has sent through a service, may have sent or is sending, in all of its builds. */
    public Spending spent(String service) throws LedgerException {
        Instant after = run.window().map(clock.instant()::minus).orElse(Instant.EPOCH);
        return ledger.spent(ledger.budgetKey(run.id(), service), after);
    }

    /** Whether this run has entered the fax in the ledger before, with any outcome. */
    public boolean isKnown(FaxIdentity fax) throws LedgerException {
        LedgerKey own = ledger.runKey(run.id());
        return ledger.records(ledger.key(fax)).stream()
                .anyMatch(it -> it.step() == LedgerStep.SUBMITTING && it.run().equals(own));
    }

    /**
     * Enters a submission of this run that the ledger does not know, because another ledger was used then or this one
     * could not be written.
     *
     * @param known what a journal says of it; its attempt does not count
     * @return the attempt that it is; empty if another run's speaks against the fax as well
     */
    Optional<Integer> adopt(FaxIdentity fax, EarlierSubmission known) throws LedgerException, InterruptedException {
        LedgerKey key = ledger.key(fax);
        while (true) {
            List<LedgerAttempt> attempts = LedgerAttempt.of(ledger.records(key));
            Optional<LedgerAttempt> same = withJob(attempts, known.jobId());
            if (same.isPresent()) {
                return same.map(LedgerAttempt::number);
            }
            Optional<LedgerAttempt> unclear = unclear(attempts, known);
            if (known.jobId().isEmpty()
                    && (unclear.isPresent() || blocking(attempts, Set.of()).isPresent())) {
                return unclear.map(LedgerAttempt::number);
            }
            if (unclear.isPresent() && isInFlight(unclear.get()) && isProgressing(key, unclear.get())) {
                continue;
            }
            int number = unclear.map(LedgerAttempt::number).orElse(last(attempts) + 1);
            if (unclear.isEmpty()
                    && !ledger.add(
                            key,
                            record(
                                    number,
                                    LedgerStep.SUBMITTING,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    counts(fax, number),
                                    OnceScope.OFF,
                                    known.at()))) {
                pause(timing.pollEvery());
                continue;
            }
            if (known.jobId().isPresent()) {
                submitted(fax, number, known.jobId().get());
            } else {
                ledger.add(key, record(number, LedgerStep.UNKNOWN, Optional.empty(), OnceScope.OFF));
            }
            if (known.state() == EarlierSubmission.State.DELIVERED) {
                ended(fax, number, LedgerResult.DELIVERED);
            }
            return Optional.of(number);
        }
    }

    /**
     * The attempt of this run, without a known result, that made a submission. The times are of one process: first the
     * journal is written, then the attempt is entered, then the request is sent, then a job id is received.
     */
    private Optional<LedgerAttempt> unclear(List<LedgerAttempt> attempts, EarlierSubmission known)
            throws LedgerException {
        LedgerKey own = ledger.runKey(run.id());
        // A database keeps milliseconds.
        Instant at = known.at().truncatedTo(ChronoUnit.MILLIS);
        List<LedgerAttempt> unclear = attempts.stream()
                .filter(it -> it.first().run().equals(own))
                .filter(it -> isInFlight(it) || it.state() == LedgerAttempt.State.UNKNOWN)
                .filter(it -> known.jobId().isPresent()
                        ? !it.first().at().isAfter(known.at())
                        : !it.first().at().isBefore(at))
                .toList();
        int position = known.jobId().isPresent() ? unclear.size() - 1 : 0;
        return unclear.isEmpty() ? Optional.empty() : Optional.of(unclear.get(position));
    }

    private static Optional<LedgerAttempt> withJob(List<LedgerAttempt> attempts, Optional<JobId> job) {
        return attempts.stream()
                .filter(it -> job.isPresent() && it.jobId().equals(job.map(JobId::value)))
                .findFirst();
    }

    /**
     * Claims the right to submit a fax. Waits while another process is submitting it, as long as that one's counter
     * rises.
     *
     * <p>A redial has a limit, which this run must not exceed. The ledger counts, so that several processes of one run, or
     * one after the other, stay within the limit together.
     *
     * @param maxSubmissions of the fax by this run, at most; empty: no redial, and the run's earlier submissions do not
     *     count
     * @throws LedgerException if the ledger cannot be read or written: nothing may be submitted
     */
    public Claim claim(FaxIdentity fax, OptionalInt maxSubmissions) throws LedgerException, InterruptedException {
        LedgerKey key = ledger.key(fax);
        Map<Integer, LedgerAttempt.State> overridden = new HashMap<>();
        endFailed(key);
        while (true) {
            List<LedgerAttempt> attempts = LedgerAttempt.of(ledger.records(key));
            int overridable = see(key, attempts);
            // What its owner has recorded meanwhile may not be overridden.
            for (LedgerAttempt now : attempts) {
                LedgerAttempt.State before = overridden.get(now.number());
                if (before != null && before != now.state()) {
                    overridden.remove(now.number());
                }
            }
            Optional<LedgerAttempt> found = blocking(attempts, overridden.keySet());
            if (found.isEmpty()) {
                if (maxSubmissions.isPresent()) {
                    int submissions = submissions(attempts);
                    if (submissions >= maxSubmissions.getAsInt()) {
                        return new Claim.Exhausted(submissions);
                    }
                }
                Optional<OpenAttempt> entered = enter(fax, attempts, overridden.keySet());
                if (entered.isPresent()) {
                    return new Claim.Granted(entered.get());
                }
                continue;
            }
            LedgerAttempt attempt = found.get();
            boolean isOverridable = attempt.number() <= overridable;
            if (isInFlight(attempt)) {
                if (isProgressing(key, attempt)) {
                    continue;
                }
                if (!isOverridable || !overrides.resendUnknown()) {
                    return new Claim.Denied(earlier(attempt, EarlierSubmission.State.UNKNOWN));
                }
                if (attempt.state() == LedgerAttempt.State.SUBMITTING) {
                    // If its owner did submit in this moment, look again.
                    takeAway(key, attempt);
                } else {
                    overridden.put(attempt.number(), attempt.state());
                }
            } else if (isOverridable && isOverridden(attempt.state())) {
                overridden.put(attempt.number(), attempt.state());
            } else {
                return new Claim.Denied(earlier(attempt, stateOf(attempt)));
            }
        }
    }

    /** How often this run has submitted a fax. */
    private int submissions(List<LedgerAttempt> attempts) throws LedgerException {
        LedgerKey own = ledger.runKey(run.id());
        Instant now = clock.instant();
        return (int) attempts.stream()
                .filter(LedgerAttempt::isSubmitted)
                .filter(it ->
                        it.first().run().equals(own) && run.includes(it.first().at(), now))
                .count();
    }

    /** Records what the provider says of a fax that an earlier attempt submitted. */
    public void ended(FaxIdentity fax, int attempt, LedgerResult result) throws LedgerException {
        ledger.add(ledger.key(fax), record(attempt, LedgerStep.ENDED, Optional.of(result), OnceScope.OFF));
    }

    /**
     * Records what a person found out about a fax that would not be submitted because of unknown attempts, or of the
     * job that the provider does not say anything credible about: delivered, or {@link LedgerResult#FAILED}. Waits
     * until it is certain that no other process is submitting it.
     *
     * @param job of the fax, if it has one
     * @return whether the ledger agrees now; false if it has no such attempt, or
     *     says the opposite
     */
    public boolean lookedUp(FaxIdentity fax, Optional<JobId> job, LedgerResult result)
            throws LedgerException, InterruptedException {
        LedgerKey key = ledger.key(fax);
        boolean isSettled = false;
        Set<Integer> ended = new HashSet<>();
        while (true) {
            List<LedgerAttempt> counting = counting(LedgerAttempt.of(ledger.records(key)), Set.of());
            Optional<LedgerAttempt> heaviest = heaviest(counting);
            if (heaviest.isEmpty()) {
                return isSettled || (result == LedgerResult.FAILED && isKnown(fax));
            }
            LedgerAttempt attempt = heaviest.get();
            boolean isInFlight = isInFlight(attempt);
            if (!isInFlight && !isMeant(attempt, job)) {
                // Another submission keeps the fax from being sent, whatever became of this one.
                boolean agrees =
                        result == LedgerResult.DELIVERED || (attempt.jobId().isPresent() && !isJob(attempt, job));
                if (agrees && !isSettled) {
                    // If that one fails, this result counts.
                    settle(fax, counting, job, result);
                }
                return agrees;
            }
            boolean isStopped = !isInFlight
                    || (!isProgressing(key, attempt)
                            && (attempt.state() == LedgerAttempt.State.ON_THE_WIRE || takeAway(key, attempt)));
            if (isStopped) {
                if (!ended.add(attempt.number())) {
                    // After a power failure the file of its end may be empty, and keeps another end out.
                    return false;
                }
                ended(fax, attempt.number(), result);
                isSettled = true;
            }
        }
    }

    /** Ends the attempts that a person's result is about; as delivered only one of them, for it was one fax. */
    private void settle(FaxIdentity fax, List<LedgerAttempt> attempts, Optional<JobId> job, LedgerResult result)
            throws LedgerException {
        List<LedgerAttempt> meant = attempts.stream()
                .filter(it -> job.isPresent() && it.receivedJobId().equals(job.map(JobId::value)))
                .filter(it -> isMeant(it, job))
                .toList();
        if (meant.isEmpty()) {
            meant = attempts.stream()
                    .filter(it -> it.state() == LedgerAttempt.State.UNKNOWN
                            && it.receivedJobId().isEmpty())
                    .toList();
        }
        int first = result == LedgerResult.DELIVERED ? Math.max(0, meant.size() - 1) : 0;
        for (LedgerAttempt attempt : meant.subList(first, meant.size())) {
            ended(fax, attempt.number(), result);
        }
    }

    /** Whether a person who looked up a fax, with this job if it has one, looked up an attempt. */
    private static boolean isMeant(LedgerAttempt attempt, Optional<JobId> job) {
        return attempt.state() == LedgerAttempt.State.UNKNOWN
                || (attempt.state() == LedgerAttempt.State.SUBMITTED && isJob(attempt, job));
    }

    private static boolean isJob(LedgerAttempt attempt, Optional<JobId> job) {
        return job.isPresent() && attempt.jobId().equals(job.map(JobId::value));
    }

    /** Afterwards an owner that wakes up cannot submit any more; false if it did in this moment. */
    private boolean takeAway(LedgerKey fax, LedgerAttempt attempt) throws LedgerException {
        return ledger.add(fax, record(attempt.number(), LedgerStep.ON_THE_WIRE, Optional.empty(), OnceScope.OFF));
    }

    /** Records a job id that became known after an attempt was recorded as unknown. */
    public void submitted(FaxIdentity fax, int attempt, JobId jobId) throws LedgerException {
        ledger.add(
                ledger.key(fax),
                record(
                        attempt,
                        LedgerStep.SUBMITTED,
                        Optional.of(jobId.value()),
                        Optional.empty(),
                        expected(ledger, fax),
                        Optional.empty(),
                        OnceScope.OFF,
                        clock.instant()));
    }

    @Override
    public void close() {
        heart.shutdownNow();
        try {
            // A beat under way still uses the ledger, which the caller closes next; one that hangs is not waited for.
            heart.awaitTermination(LAST_BEAT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The attempt that speaks against another one, if any does. */
    private Optional<LedgerAttempt> blocking(List<LedgerAttempt> attempts, Set<Integer> overridden)
            throws LedgerException {
        return heaviest(counting(attempts, overridden));
    }

    private static Optional<LedgerAttempt> heaviest(List<LedgerAttempt> counting) {
        LedgerAttempt heaviest = null;
        for (LedgerAttempt attempt : counting) {
            int more = heaviest == null ? 1 : Integer.compare(weight(attempt.state()), weight(heaviest.state()));
            if (heaviest == null || more > 0 || (more == 0 && attempt.number() >= heaviest.number())) {
                heaviest = attempt;
            }
        }
        return Optional.ofNullable(heaviest);
    }

    /** All attempts that speak against another one. */
    private List<LedgerAttempt> counting(List<LedgerAttempt> attempts, Set<Integer> overridden) throws LedgerException {
        if (scope == OnceScope.OFF) {
            return List.of();
        }
        LedgerKey own = ledger.runKey(run.id());
        Instant now = clock.instant();
        List<LedgerAttempt> counting = new ArrayList<>();
        for (LedgerAttempt attempt : attempts) {
            boolean isOfScope = scope == OnceScope.CONTENT
                    || (attempt.first().run().equals(own)
                            && run.includes(attempt.first().at(), now));
            if (isOfScope
                    && attempt.state() != LedgerAttempt.State.FREE
                    && !overridden.contains(attempt.number())
                    && !isSettled(attempt, attempts)) {
                counting.add(attempt);
            }
        }
        return counting;
    }

    private static boolean isSettled(LedgerAttempt attempt, List<LedgerAttempt> attempts) {
        for (LedgerAttempt later : attempts) {
            if (later.settles(attempt)) {
                return true;
            }
        }
        return false;
    }

    private static int weight(LedgerAttempt.State state) {
        return switch (state) {
            case DELIVERED -> 4;
            case SUBMITTED -> 3;
            case ON_THE_WIRE, SUBMITTING -> 2;
            case UNKNOWN -> 1;
            case FREE -> 0;
        };
    }

    private Optional<OpenAttempt> enter(FaxIdentity identity, List<LedgerAttempt> before, Set<Integer> overridden)
            throws LedgerException, InterruptedException {
        LedgerKey fax = ledger.key(identity);
        int number = last(before) + 1;
        LedgerRecord entry = record(
                number,
                LedgerStep.SUBMITTING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                counts(identity, number),
                overridden.isEmpty() ? OnceScope.OFF : scope,
                clock.instant());
        if (!add(fax, entry)) {
            boolean isVisible = ledger.records(fax).stream().anyMatch(it -> it.attempt() >= number);
            if (!isVisible) {
                // A shared folder may show an old listing for a while.
                pause(timing.pollEvery());
            }
            return Optional.empty();
        }
        Heartbeat heartbeat = new Heartbeat(ledger, fax, number, timing, heart);
        OpenAttempt attempt = new OpenAttempt(ledger, fax, entry, expected(ledger, identity), clock, heartbeat);
        // Cleaning may have removed old attempts between the look and the entry: then another process can have counted
        // from a different number. And the owner of an attempt that is overridden may have recorded its result, or a
        // shared folder shown an old listing to the look: the entry has changed the folder, so that it is read anew.
        try {
            List<LedgerAttempt> now = LedgerAttempt.of(ledger.records(fax));
            if (others(before, number, overridden).containsAll(others(now, number, overridden))) {
                return Optional.of(attempt);
            }
            attempt.ended(LedgerResult.NOT_SENT);
            return Optional.empty();
        } catch (LedgerException | RuntimeException e) {
            // No process gets the attempt, so others must not wait for it.
            failed.put(fax, entry);
            try {
                attempt.ended(LedgerResult.NOT_SENT);
                failed.remove(fax, entry);
            } catch (LedgerException | RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private static Set<String> others(List<LedgerAttempt> attempts, int own, Set<Integer> overridden) {
        Set<String> others = new HashSet<>();
        for (LedgerAttempt attempt : attempts) {
            if (attempt.number() != own) {
                String state = overridden.contains(attempt.number()) ? " " + attempt.state() : "";
                others.add(attempt.number() + " " + attempt.first().token() + state);
            }
        }
        return others;
    }

    private boolean add(LedgerKey fax, LedgerRecord entry) throws LedgerException {
        try {
            return ledger.add(fax, entry);
        } catch (LedgerException e) {
            failed.put(fax, entry);
            try {
                endFailed(fax);
            } catch (LedgerException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** Ends an entry that was made although an error was answered. The token shows that it is this gate's. */
    private void endFailed(LedgerKey fax) throws LedgerException {
        LedgerRecord entry = failed.get(fax);
        if (entry != null
                && ledger.records(fax).stream()
                        .anyMatch(it -> it.attempt() == entry.attempt()
                                && it.step() == entry.step()
                                && it.token().equals(entry.token()))) {
            ledger.add(
                    fax, record(entry.attempt(), LedgerStep.ENDED, Optional.of(LedgerResult.NOT_SENT), OnceScope.OFF));
            failed.remove(fax, entry);
        }
    }

    /**
     * Waits until an attempt has changed, or until its counter stood still for so long that its owner counts as gone.
     * Counts only time in which this process could look: it may have been stopped itself.
     */
    private boolean isProgressing(LedgerKey fax, LedgerAttempt attempt) throws LedgerException, InterruptedException {
        Duration stillFor = Duration.ZERO;
        Duration longestPause = timing.pollEvery().multipliedBy(2);
        long counter = ledger.beats(fax, attempt.number());
        Instant last = clock.instant();
        while (stillFor.compareTo(longestStandstill(counter)) < 0) {
            pause(timing.pollEvery());
            Optional<LedgerAttempt> current = LedgerAttempt.of(ledger.records(fax)).stream()
                    .filter(it -> it.number() == attempt.number())
                    .findFirst();
            if (current.isEmpty() || current.get().state() != attempt.state()) {
                return true;
            }
            long beats = ledger.beats(fax, attempt.number());
            Instant now = clock.instant();
            Duration passed = Duration.between(last, now);
            stillFor = beats == counter
                    ? stillFor.plus(passed.compareTo(longestPause) < 0 ? passed : longestPause)
                    : Duration.ZERO;
            counter = beats;
            last = now;
        }
        return false;
    }

    /** A result that is recorded comes into sight: a network file system may show an old listing for a minute. */
    private Duration longestStandstill(long counter) {
        return counter == FaxLedger.RECORDED
                ? timing.standsStillAfter().multipliedBy(STANDSTILLS_UNTIL_VISIBLE)
                : timing.standsStillAfter();
    }

    static String newToken() {
        return LedgerHash.random(TOKEN_BYTES);
    }

    private void pause(Duration duration) throws InterruptedException {
        sleeper.sleep(duration);
    }

    /** Keyed hashes of the recipient, and of the recipient with the number of pages. */
    private static Optional<String> expected(FaxLedger ledger, FaxIdentity fax) throws LedgerException {
        return fax.pages() == 0
                ? Optional.empty()
                : Optional.of(ledger.pagesKey(fax.recipient(), 0).hex() + " "
                        + ledger.pagesKey(fax.recipient(), fax.pages()).hex());
    }

    private LedgerRecord record(int attempt, LedgerStep step, Optional<LedgerResult> result, OnceScope settles)
            throws LedgerException {
        return record(
                attempt, step, Optional.empty(), result, Optional.empty(), Optional.empty(), settles, clock.instant());
    }

    private LedgerRecord record(
            int attempt,
            LedgerStep step,
            Optional<String> jobId,
            Optional<LedgerResult> result,
            Optional<String> expected,
            Optional<LedgerRecord.Counts> counts,
            OnceScope settles,
            Instant at)
            throws LedgerException {
        return new LedgerRecord(
                attempt,
                step,
                newToken(),
                ledger.runKey(run.id()),
                run.name(),
                jobId,
                result,
                expected,
                at,
                counts,
                settles);
    }

    private Optional<LedgerRecord.Counts> counts(FaxIdentity fax, int attempt) throws LedgerException {
        return Optional.of(new LedgerRecord.Counts(
                ledger.budgetKey(run.id(), fax.service()), ledger.masked(ledger.key(fax), attempt, fax.pages())));
    }

    private boolean isOverridden(LedgerAttempt.State state) {
        return switch (state) {
            case DELIVERED, SUBMITTED -> overrides.resend();
            case UNKNOWN -> overrides.resendUnknown();
            case SUBMITTING, ON_THE_WIRE, FREE -> false;
        };
    }

    private static boolean isInFlight(LedgerAttempt attempt) {
        return attempt.state() == LedgerAttempt.State.SUBMITTING || attempt.state() == LedgerAttempt.State.ON_THE_WIRE;
    }

    private static EarlierSubmission.State stateOf(LedgerAttempt attempt) {
        return switch (attempt.state()) {
            case DELIVERED -> EarlierSubmission.State.DELIVERED;
            case SUBMITTED -> EarlierSubmission.State.SUBMITTED;
            case SUBMITTING, ON_THE_WIRE -> EarlierSubmission.State.SUBMITTING;
            case UNKNOWN, FREE -> EarlierSubmission.State.UNKNOWN;
        };
    }

    private static EarlierSubmission earlier(LedgerAttempt attempt, EarlierSubmission.State state) {
        return new EarlierSubmission(
                attempt.number(),
                state,
                attempt.first().at(),
                attempt.first().runName(),
                attempt.jobId().flatMap(JobId::of));
    }
}
