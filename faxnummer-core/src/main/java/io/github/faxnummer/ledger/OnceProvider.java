package io.github.faxnummer.ledger;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
    private record FaxJob(FaxIdentity fax, JobId job) {}

    /**
     * The attempt that a job belongs to.
     *
     * @param isCertain whether the job is recorded; else its id was found in a response that was not understood
     */
    private record Entry(int attempt, boolean isCertain) {}

    private record Unrecorded(OpenAttempt attempt, LedgerResult result) {}

    private final FaxProvider provider;
    private final LedgerGate gate;
    private final FaxIdentities identities;
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
                    known.get().jobId().ifPresent(it -> entries.put(new FaxJob(fax, it), new Entry(number, true)));
                    candidates.forEach(it -> entries.putIfAbsent(new FaxJob(fax, it), new Entry(number, false)));
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
            return new SubmissionResult.NotSent(Message.of("network.interrupted"), false);
        }
        if (claim instanceof Claim.Denied denied) {
            EarlierSubmission earlier = denied.earlier();
            earlier.jobId().ifPresent(it -> entries.put(new FaxJob(fax, it), new Entry(earlier.attempt(), true)));
            return new SubmissionResult.AlreadySubmitted(denied.earlier());
        }
        if (claim instanceof Claim.Exhausted exhausted) {
            return new SubmissionResult.NotSent(Message.of("ledger.redials-used", exhausted.submissions()), false);
        }
        OpenAttempt attempt = ((Claim.Granted) claim).attempt();
        AtomicReference<@Nullable Message> refusal = new AtomicReference<>();
        SubmissionResult result = new SubmissionResult.Unknown(Message.of("delivery.interrupted"));
        try {
            result = withoutRecordedJobs(provider.submit(request.withPermit(() -> {
                Optional<Message> why = refusal(attempt);
                refusal.set(why.orElse(null));
                return why.isEmpty();
            })));
        } finally {
            record(fax, recipient, attempt, result);
        }
        hasAnswered |= result instanceof SubmissionResult.Accepted || result instanceof SubmissionResult.Rejected;
        Message why = refusal.get();
        return why != null && result instanceof SubmissionResult.NotSent
                ? new SubmissionResult.NotSent(why, true)
                : result;
    }

    /** A job id in a response that was not understood may be one of an earlier fax, to the same number too. */
    private SubmissionResult withoutRecordedJobs(SubmissionResult result) {
        if (!(result instanceof SubmissionResult.Unknown unknown)) {
            return result;
        }
        List<JobId> candidates = new ArrayList<>();
        try {
            for (JobId candidate : unknown.candidates()) {
                if (!gate.isRecorded(candidate)) {
                    candidates.add(candidate);
                }
            }
            return new SubmissionResult.Unknown(unknown.why(), candidates);
        } catch (LedgerException e) {
            return new SubmissionResult.Unknown(unknown.why());
        }
    }

    @Override
    public StatusResult status(JobId job) {
        StatusResult result = provider.status(job);
        hasAnswered |= !(result instanceof StatusResult.Unavailable);
        return result;
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

    // One after another, so that of two faxes that were given the same job only one is entered with it.
    private synchronized void record(FaxIdentity fax, String recipient, OpenAttempt attempt, SubmissionResult result) {
        Entry uncertain = new Entry(attempt.number(), false);
        try {
            if (result instanceof SubmissionResult.Accepted accepted
                    && isJobOfAnother(fax, attempt, accepted.jobId())) {
                dispute(accepted.jobId());
                attempt.unknown();
            } else if (result instanceof SubmissionResult.Accepted accepted) {
                // Until it is recorded it counts as uncertain, so that a failed write is repeated at the next change.
                entries.put(new FaxJob(fax, accepted.jobId()), uncertain);
                attempt.submitted(accepted.jobId());
                entries.put(new FaxJob(fax, accepted.jobId()), new Entry(attempt.number(), true));
            } else if (result instanceof SubmissionResult.Rejected || result instanceof SubmissionResult.NotSent) {
                LedgerResult end =
                        result instanceof SubmissionResult.Rejected ? LedgerResult.REJECTED : LedgerResult.NOT_SENT;
                unrecorded.put(fax, new Unrecorded(attempt, end));
                recordEarlier(fax);
            } else {
                if (result instanceof SubmissionResult.Unknown unknown) {
                    unknown.candidates().forEach(it -> entries.putIfAbsent(new FaxJob(fax, it), uncertain));
                }
                attempt.unknown();
            }
        } catch (LedgerException e) {
            warnings.accept(Message.of("ledger.not-recorded", recipient, e.problem()));
        }
    }

    private boolean isJobOfAnother(FaxIdentity fax, OpenAttempt attempt, JobId job) {
        return disputed.contains(job)
                || entries.entrySet().stream()
                        .anyMatch(it -> it.getValue().isCertain()
                                && it.getKey().job().equals(job)
                                && (!it.getKey().fax().equals(fax)
                                        || it.getValue().attempt() != attempt.number()));
    }

    private void dispute(JobId job) throws LedgerException {
        disputed.add(job);
        for (Map.Entry<FaxJob, Entry> entry : Map.copyOf(entries).entrySet()) {
            if (entry.getKey().job().equals(job) && entry.getValue().isCertain()) {
                gate.dispute(entry.getKey().fax(), entry.getValue().attempt());
                entries.remove(entry.getKey());
            }
        }
    }

    private void record(Delivery delivery, Transmission transmission) {
        JobId job = transmission.jobId().orElse(null);
        Document document = delivery.document(transmission).orElse(null);
        if (job == null || document == null) {
            return;
        }
        FaxIdentity fax = identities.of(document, transmission.recipient());
        try {
            // A job that another process submitted, such as this one before a restart, is in the ledger only.
            Entry entry = entries.get(new FaxJob(fax, job));
            if (entry == null) {
                entry = gate.find(fax, job)
                        .map(it -> new Entry(it.attempt(), true))
                        .orElse(null);
            }
            if (entry == null) {
                return;
            }
            if (!entry.isCertain()) {
                gate.submitted(fax, entry.attempt(), job);
                entries.put(new FaxJob(fax, job), new Entry(entry.attempt(), true));
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
