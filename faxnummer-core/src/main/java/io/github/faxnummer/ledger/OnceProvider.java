package io.github.faxnummer.ledger;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.policy.SpendingLimits;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A provider that submits what the ledger allows and records what becomes of it.
 *
 * <p>A submission first claims its fax; right before its first byte leaves it makes the second step. Job ids are
 * recorded as soon as they are known, and ends by an {@linkplain #recording observer}. Closing it closes the provider
 * and the gate.
 */
public final class OnceProvider implements FaxProvider {

    /** Of a fax: a response that was not understood may name the job of another one. */
    private record FaxJob(FaxIdentity fax, JobId job) {

        // As in LedgerKey.
        @Override
        public boolean equals(Object other) {
            return other instanceof FaxJob key && fax.equals(key.fax) && job.equals(key.job);
        }

        @Override
        public int hashCode() {
            return 31 * fax.hashCode() + job.hashCode();
        }
    }

    /** How a job belongs to an attempt. */
    private enum Bond {
        /** Its id was found in a response that was not understood. */
        CANDIDATE,
        /** The provider named it, and it could not be recorded yet. */
        ACCEPTED,
        RECORDED
    }

    /** The attempt that a job belongs to. */
    private record Entry(int attempt, Bond bond) {}

    private record Unrecorded(OpenAttempt attempt, LedgerResult result) {}

    private final FaxProvider provider;
    private final LedgerGate gate;
    private final FaxIdentities identities;
    private final Optional<SpendingLimits> limits;
    private final Consumer<Message> warnings;
    /** Results that could not be recorded. Without them, the next claim of a fax would wait for this process itself. */
    private final Map<FaxIdentity, Unrecorded> unrecorded = new ConcurrentHashMap<>();

    private volatile boolean hasAnswered;
    private final Map<FaxJob, Entry> entries = new ConcurrentHashMap<>();
    /** Jobs that the provider gave to more than one fax. */
    private final Set<JobId> disputed = ConcurrentHashMap.newKeySet();

    /**
     * Consults the gate before it lets the provider submit.
     *
     * @param identities by what a fax is known in the ledger
     * @param warnings hears of what could not be recorded of a fax that was submitted
     */
    public OnceProvider(FaxProvider provider, LedgerGate gate, FaxIdentities identities, Consumer<Message> warnings) {
        this(provider, gate, identities, Optional.empty(), warnings);
    }

    /**
     * The same, which submits nothing beyond limits.
     *
     * @param limits of the run, in all of its builds; empty if they are kept elsewhere
     */
    public OnceProvider(
            FaxProvider provider,
            LedgerGate gate,
            FaxIdentities identities,
            Optional<SpendingLimits> limits,
            Consumer<Message> warnings) {
        this.limits = limits;
        this.provider = provider;
        this.gate = gate;
        this.identities = identities;
        this.warnings = warnings;
    }

    /**
     * Records what becomes of jobs that an earlier process submitted, also where the ledger does not know of them yet.
     *
     * @throws LedgerException if the ledger cannot be read or written
     */
    public void follow(Delivery delivery) throws LedgerException, InterruptedException {
        enter(delivery, false);
    }

    /**
     * The same, and enters faxes that may have been submitted: for a delivery that resumes from a journal, perhaps with
     * another ledger. If the ledger is the same, a fax that it does not know was never submitted.
     */
    public void adopt(Delivery delivery) throws LedgerException, InterruptedException {
        enter(delivery, true);
    }

    private void enter(Delivery delivery, boolean withoutJob) throws LedgerException, InterruptedException {
        for (Transmission transmission : delivery.transmissions()) {
            if (isOfTwo(transmission)) {
                transmission.jobId().ifPresent(disputed::add);
            }
            Optional<Document> document = delivery.document(transmission);
            Optional<EarlierSubmission> known = known(transmission)
                    .filter(it -> withoutJob
                            || it.jobId().isPresent()
                            || !transmission.candidateJobIds().isEmpty());
            if (document.isPresent() && known.isPresent()) {
                FaxIdentity fax = identities.of(document.get(), transmission.recipient());
                Optional<Integer> attempt = gate.adopt(fax, known.get());
                List<JobId> candidates = transmission.candidateJobIds();
                attempt.ifPresent(number -> {
                    known.get()
                            .jobId()
                            .ifPresent(it -> entries.put(new FaxJob(fax, it), new Entry(number, Bond.RECORDED)));
                    candidates.forEach(
                            it -> entries.putIfAbsent(new FaxJob(fax, it), new Entry(number, Bond.CANDIDATE)));
                });
            }
        }
    }

    /** What keeps a transmission from being submitted; empty if nothing does, or if nothing has been submitted yet. */
    private static Optional<EarlierSubmission> known(Transmission transmission) {
        if (isOfTwo(transmission)) {
            return transmission
                    .submittedAt()
                    .map(at -> new EarlierSubmission(0, EarlierSubmission.State.UNKNOWN, at, "", Optional.empty()));
        }
        Optional<Job> job = transmission.progress().job();
        EarlierSubmission.@Nullable State state =
                switch (transmission.outcome()) {
                    case DONE_OK ->
                        transmission.missingPages() == 0
                                ? EarlierSubmission.State.DELIVERED
                                : EarlierSubmission.State.SUBMITTED;
                    case SUBMITTED, TIMED_OUT -> EarlierSubmission.State.SUBMITTED;
                    case VERIFYING, UNKNOWN ->
                        job.isPresent() ? EarlierSubmission.State.SUBMITTED : EarlierSubmission.State.UNKNOWN;
                    case PLANNED, SUBMITTING, DONE_ERROR, REJECTED, NOT_SENT -> null;
                };
        return Optional.ofNullable(state)
                .flatMap(it ->
                        transmission.submittedAt().map(at -> new EarlierSubmission(0, it, at, "", job.map(Job::id))));
    }

    private static boolean isOfTwo(Transmission transmission) {
        return transmission.progress() instanceof TransmissionState.Mismatched mismatched
                && mismatched.isJobOfAnother();
    }

    @Override
    public SubmissionResult submit(FaxRequest request) {
        String recipient = request.destination().digits();
        FaxIdentity fax = identities.of(request.document(), recipient);
        Claim claim;
        try {
            recordEarlier(fax);
            claim = gate.claim(fax, request.maxSubmissions());
        } catch (LedgerException e) {
            return new SubmissionResult.NotSent(Message.of("ledger.not-sent", e.problem()), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // The process may go on after a restart; an abort cancels what is planned.
            return new SubmissionResult.NotSent(Message.of("network.interrupted"), true);
        }
        if (claim instanceof Claim.Denied denied) {
            EarlierSubmission earlier = denied.earlier();
            if (earlier.jobId().isPresent()) {
                entries.put(new FaxJob(fax, earlier.jobId().get()), new Entry(earlier.attempt(), Bond.RECORDED));
            }
            return new SubmissionResult.AlreadySubmitted(denied.earlier());
        }
        if (claim instanceof Claim.Exhausted exhausted) {
            return new SubmissionResult.NotSent(Message.of("ledger.redials-used", exhausted.submissions()), false);
        }
        OpenAttempt attempt = ((Claim.Granted) claim).attempt();
        Optional<SubmissionResult> beyond = beyondLimits();
        if (beyond.isPresent()) {
            return record(fax, recipient, attempt, beyond.get());
        }
        AtomicReference<@Nullable Message> refusal = new AtomicReference<>();
        SubmissionResult result = new SubmissionResult.Unknown(Message.of("delivery.interrupted"));
        try {
            result = withoutRecordedJobs(provider.submit(request.withPermit(() -> {
                Optional<Message> why = refusal(attempt);
                refusal.set(why.orElse(null));
                return why.isEmpty();
            })));
        } finally {
            hasAnswered |= result instanceof SubmissionResult.Accepted || result instanceof SubmissionResult.Rejected;
            result = record(fax, recipient, attempt, result);
        }
        Message why = refusal.get();
        return why != null && result instanceof SubmissionResult.NotSent
                ? new SubmissionResult.NotSent(why, true)
                : result;
    }

    /**
     * The attempt is entered, so that of builds which run at the same time each one counts what the others send: at the
     * limit one of them may stop too early, and none too late.
     */
    private Optional<SubmissionResult> beyondLimits() {
        if (limits.isEmpty()) {
            return Optional.empty();
        }
        try {
            return limits.get().check(gate.spent(identities.endpoint())).stream()
                    .findFirst()
                    .map(it -> new SubmissionResult.NotSent(
                            Message.of("ledger.limit", it.parameter(), it.value(), it.advice()), false));
        } catch (LedgerException e) {
            return Optional.of(new SubmissionResult.NotSent(Message.of("ledger.not-sent", e.problem()), true));
        }
    }

    /**
     * A job id in a response that was not understood may be one of an earlier fax, to the same number too. If the ledger
     * cannot tell now, it is asked again before {@link #status} confirms the job.
     */
    private SubmissionResult withoutRecordedJobs(SubmissionResult result) {
        if (!(result instanceof SubmissionResult.Unknown unknown)) {
            return result;
        }
        List<JobId> candidates = new ArrayList<>();
        List<JobId> ofOthers = new ArrayList<>();
        for (JobId candidate : unknown.candidates()) {
            try {
                (gate.withJob(candidate).isEmpty() ? candidates : ofOthers).add(candidate);
            } catch (LedgerException e) {
                candidates.add(candidate);
            }
        }
        Message why = ofOthers.isEmpty()
                ? unknown.why()
                : Message.of(
                        "ledger.job-of-another",
                        unknown.why(),
                        ofOthers.stream().map(JobId::value).collect(Collectors.joining(", ")));
        return new SubmissionResult.Unknown(why, candidates);
    }

    @Override
    public StatusResult status(JobId job) {
        StatusResult result = provider.status(job);
        hasAnswered |= !(result instanceof StatusResult.Unavailable);
        if (!(result instanceof StatusResult.Known known)) {
            return result;
        }
        Map<FaxIdentity, Entry> own = own(job);
        boolean isCandidate = !own.isEmpty() && own.values().stream().allMatch(it -> it.bond() == Bond.CANDIDATE);
        boolean isFinished = !known.faxes().isEmpty()
                && known.faxes().stream().allMatch(it -> it.state().isFinal());
        if (!isCandidate && !isFinished) {
            return result;
        }
        try {
            return isJobOfAnother(job, own) ? new StatusResult.JobOfAnother() : result;
        } catch (LedgerException e) {
            // Of a job that the provider named, the ledger was asked when it did, unless it could not be reached then
            // either.
            return isCandidate ? new StatusResult.Unavailable(e.problem()) : result;
        }
    }

    /** The faxes of this provider that a job belongs to, perhaps. */
    private Map<FaxIdentity, Entry> own(JobId job) {
        Map<FaxIdentity, Entry> own = new HashMap<>();
        entries.forEach((key, entry) -> {
            if (key.job().equals(job)) {
                own.put(key.fax(), entry);
            }
        });
        return own;
    }

    /** Whether the ledger knows a job of another attempt; then it confirms none of them. */
    private boolean isJobOfAnother(JobId job, Map<FaxIdentity, Entry> own) throws LedgerException {
        Set<AttemptKey> others = new HashSet<>(gate.withJob(job));
        // Without an own one, the job is followed for an attempt that another process made.
        boolean isOfAnother = own.isEmpty() && others.size() > 1;
        // Two faxes of this provider: an earlier process ended before it had recorded that they are disputed.
        isOfAnother |=
                own.values().stream().filter(it -> it.bond() != Bond.CANDIDATE).count() > 1;
        for (Map.Entry<FaxIdentity, Entry> entry : own.entrySet()) {
            others.remove(gate.attempt(entry.getKey(), entry.getValue().attempt()));
        }
        isOfAnother |= !own.isEmpty() && !others.isEmpty();
        if (isOfAnother && own.values().stream().anyMatch(it -> it.bond() != Bond.CANDIDATE)) {
            dispute(job);
        }
        return isOfAnother;
    }

    /**
     * Whether the provider has answered, over a connection whose certificate is valid by this machine's clock. With a
     * clock that is far ahead, cleaning would remove recent attempts of a shared ledger.
     */
    public boolean hasAnswered() {
        return hasAnswered;
    }

    /** An observer that records what became of the jobs, before the next one hears of it. */
    public DeliveryObserver recording(DeliveryObserver next) {
        return new DeliveryObserver() {
            @Override
            public void changed(Delivery delivery, Transmission before, Transmission after) {
                if (after.redialled().size() > before.redialled().size()) {
                    List<Transmission> attempts = after.attempts();
                    record(delivery, attempts.get(attempts.size() - 2));
                } else if (after.outcome() != before.outcome()) {
                    record(delivery, after);
                }
                next.changed(delivery, before, after);
            }

            @Override
            public void statusUnavailable(Transmission transmission, Message why) {
                next.statusUnavailable(transmission, why);
            }
        };
    }

    @Override
    public Optional<Message> checkAccount() {
        return provider.checkAccount();
    }

    @Override
    public void close() {
        provider.close();
        gate.close();
    }

    private static Optional<Message> refusal(OpenAttempt attempt) {
        try {
            return attempt.proceed() ? Optional.empty() : Optional.of(Message.of("ledger.taken-away"));
        } catch (LedgerException e) {
            return Optional.of(Message.of("ledger.not-sent", e.problem()));
        }
    }

    private void recordEarlier(FaxIdentity fax) throws LedgerException {
        Unrecorded end = unrecorded.get(fax);
        if (end != null) {
            end.attempt().ended(end.result());
            unrecorded.remove(fax);
        }
    }

    /** @return what it means, now that the ledger has been asked whether the job is another fax's */
    private SubmissionResult record(FaxIdentity fax, String recipient, OpenAttempt attempt, SubmissionResult result) {
        try {
            if (result instanceof SubmissionResult.Accepted accepted) {
                JobId job = accepted.jobId();
                entries.put(new FaxJob(fax, job), new Entry(attempt.number(), Bond.ACCEPTED));
                attempt.submitted(job);
                entries.put(new FaxJob(fax, job), new Entry(attempt.number(), Bond.RECORDED));
                // First recorded, then looked: of two faxes that get the same job at the same time one sees the other.
                Set<AttemptKey> others = new HashSet<>(gate.withJob(job));
                others.remove(gate.attempt(fax, attempt.number()));
                if (disputed.contains(job) || !others.isEmpty()) {
                    dispute(job);
                    return new SubmissionResult.JobOfAnother(job);
                }
            } else if (result instanceof SubmissionResult.Rejected || result instanceof SubmissionResult.NotSent) {
                LedgerResult end =
                        result instanceof SubmissionResult.Rejected ? LedgerResult.REJECTED : LedgerResult.NOT_SENT;
                unrecorded.put(fax, new Unrecorded(attempt, end));
                recordEarlier(fax);
            } else {
                if (result instanceof SubmissionResult.Unknown unknown) {
                    Entry candidate = new Entry(attempt.number(), Bond.CANDIDATE);
                    unknown.candidates().forEach(it -> entries.putIfAbsent(new FaxJob(fax, it), candidate));
                }
                attempt.unknown();
            }
        } catch (LedgerException e) {
            warnings.accept(Message.of("ledger.not-recorded", recipient, e.problem()));
        }
        return result;
    }

    private void dispute(JobId job) {
        disputed.add(job);
        try {
            for (AttemptKey attempt : gate.withJob(job)) {
                gate.dispute(attempt);
            }
        } catch (LedgerException e) {
            // The next build finds the two attempts again when the job has ended.
            warnings.accept(Message.of("ledger.end-not-recorded", e.problem()));
        }
    }

    private void record(Delivery delivery, Transmission transmission) {
        JobId job = transmission.jobId().orElse(null);
        Document document = delivery.document(transmission).orElse(null);
        if (job == null || document == null || disputed.contains(job)) {
            return;
        }
        FaxIdentity fax = identities.of(document, transmission.recipient());
        try {
            // A job that another process submitted, such as this one before a restart, is in the ledger only.
            Entry entry = entries.get(new FaxJob(fax, job));
            if (entry == null) {
                entry = gate.find(fax, job)
                        .map(it -> new Entry(it.attempt(), Bond.RECORDED))
                        .orElse(null);
            }
            if (entry == null) {
                return;
            }
            if (entry.bond() != Bond.RECORDED) {
                gate.submitted(fax, entry.attempt(), job);
                entries.put(new FaxJob(fax, job), new Entry(entry.attempt(), Bond.RECORDED));
            }
            if (transmission.outcome() == Outcome.DONE_OK && transmission.missingPages() == 0) {
                gate.ended(fax, entry.attempt(), LedgerResult.DELIVERED);
            } else if (transmission.outcome() == Outcome.DONE_ERROR) {
                gate.ended(fax, entry.attempt(), LedgerResult.FAILED);
            }
            // A fax that arrived with pages missing stays submitted: the next run asks for it and finds them missing,
            // too.
        } catch (LedgerException e) {
            // It is followed again at the next poll, and its outcome is recorded then.
            warnings.accept(Message.of("ledger.not-recorded", transmission.recipient(), e.problem()));
        }
    }
}
