package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.RedialPolicy;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionKey;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.policy.SpendingLimits;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.testing.InMemoryProvider;
import io.github.faxnummer.testing.Pdfs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OnceProviderTest {

    private static final String RECIPIENT = "00493023125016";
    private static final String OTHER_RECIPIENT = "00493023125017";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final JobId JOB = new JobId("faxsend-acc1-1");
    private static final StatusResult DELIVERED = new StatusResult.Known(List.of(done("DONE-OK", 2)));
    private static final Document DOCUMENT = new Document(
            "/w/a.pdf",
            "a.pdf",
            new PdfFacts("ab".repeat(32), 1234, "1.7", List.of(new PageSize(210, 297)), List.of()));
    private static final FaxIdentities IDENTITIES =
            new FaxIdentities("https://example.com/", "acc1", Map.of(), Optional.empty());

    @Test
    void recordsEndOfJobThatEarlierProcessSubmitted(@TempDir Path folder) throws Exception {
        assertThat(stateAfterDelivery(folder, OptionalInt.empty())).contains(EarlierSubmission.State.DELIVERED);
        assertThat(stateAfterDelivery(folder.resolve("all"), OptionalInt.of(2)))
                .contains(EarlierSubmission.State.DELIVERED);
    }

    @Test
    void nextRunPollsFaxWithMissingPages(@TempDir Path folder) throws Exception {
        assertThat(stateAfterDelivery(folder, OptionalInt.of(1))).contains(EarlierSubmission.State.SUBMITTED);
    }

    @Test
    void recordsEndOfCertainJobAlthoughUnclearResponseNamedIt(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            OnceProvider provider = once(
                    gate,
                    List.of(
                            new SubmissionResult.Accepted(JOB, Map.of()),
                            new SubmissionResult.Unknown(Message.of("delivery.interrupted"), List.of(JOB))));
            provider.submit(request(RECIPIENT));
            provider.submit(request(OTHER_RECIPIENT));

            report(provider, RECIPIENT);

            assertThat(state(gate, RECIPIENT)).contains(EarlierSubmission.State.DELIVERED);
            assertThat(state(gate, OTHER_RECIPIENT)).contains(EarlierSubmission.State.UNKNOWN);
        }
    }

    @Test
    void recordsNothingOfFaxWhoseJobIsKnownOfAnotherOne(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            OpenAttempt attempt =
                    ((Claim.Granted) gate.claim(IDENTITIES.of(DOCUMENT, RECIPIENT), OptionalInt.empty())).attempt();
            attempt.proceed();
            attempt.submitted(JOB);
            OnceProvider provider =
                    once(gate, List.of(new SubmissionResult.Unknown(Message.of("delivery.interrupted"), List.of(JOB))));
            provider.submit(request(OTHER_RECIPIENT));

            report(provider, RECIPIENT);

            assertThat(state(gate, RECIPIENT)).contains(EarlierSubmission.State.DELIVERED);
            assertThat(state(gate, OTHER_RECIPIENT)).contains(EarlierSubmission.State.UNKNOWN);
        }
    }

    @Test
    void jobIdThatCouldNotBeRecordedIsRecordedAtNextChange(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(
                        failingFirst(LedgerStep.SUBMITTED, ledger),
                        OnceScope.RUN,
                        Ledgers.RUN,
                        LedgerGate.Overrides.NONE)) {
            List<Message> warnings = new ArrayList<>();
            OnceProvider provider = new OnceProvider(
                    answering(List.of(new SubmissionResult.Accepted(JOB, Map.of()))), gate, IDENTITIES, warnings::add);
            provider.submit(request(RECIPIENT));
            assertThat(warnings).extracting(Message::key).containsExactly("ledger.not-recorded");
            assertThat(gate.look(IDENTITIES.of(DOCUMENT, RECIPIENT)).flatMap(EarlierSubmission::jobId))
                    .isEmpty();

            report(provider, RECIPIENT);

            EarlierSubmission earlier =
                    gate.look(IDENTITIES.of(DOCUMENT, RECIPIENT)).orElseThrow();
            assertThat(earlier.state()).isEqualTo(EarlierSubmission.State.DELIVERED);
            assertThat(earlier.jobId()).contains(JOB);
            assertThat(warnings).hasSize(1);
        }
    }

    @Test
    void jobThatIsConfirmedAfterRestartIsRecorded(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            Instant sent = Instant.now();
            for (String recipient : List.of(RECIPIENT, OTHER_RECIPIENT)) {
                OpenAttempt attempt =
                        ((Claim.Granted) gate.claim(IDENTITIES.of(DOCUMENT, recipient), OptionalInt.empty())).attempt();
                attempt.proceed();
                attempt.unknown();
            }
            OnceProvider provider = once(gate, List.of());
            for (String recipient : List.of(RECIPIENT, OTHER_RECIPIENT)) {
                provider.follow(delivery(transmission(recipient, verifying(sent))));
            }

            report(provider, RECIPIENT);

            assertThat(state(gate, RECIPIENT)).contains(EarlierSubmission.State.DELIVERED);
            assertThat(state(gate, OTHER_RECIPIENT)).contains(EarlierSubmission.State.UNKNOWN);
            assertThat(attempts(ledger, RECIPIENT)).isEqualTo(1);
        }
    }

    @Test
    void newLedgerLearnsWhatJournalKnows(@TempDir Path folder) throws Exception {
        TransmissionState unknown = new TransmissionState.Unknown(Message.of("delivery.interrupted"), NOW, List.of());
        Map<TransmissionState, EarlierSubmission.State> known = Map.of(
                new TransmissionState.Submitted(job(), NOW, 0, 0),
                EarlierSubmission.State.SUBMITTED,
                new TransmissionState.TimedOut(job()),
                EarlierSubmission.State.SUBMITTED,
                new TransmissionState.Done(job(done("DONE-OK", 2))),
                EarlierSubmission.State.DELIVERED,
                new TransmissionState.Done(job(done("DONE-OK", 1))),
                EarlierSubmission.State.SUBMITTED,
                unknown,
                EarlierSubmission.State.UNKNOWN,
                verifying(NOW),
                EarlierSubmission.State.UNKNOWN);
        int number = 0;
        for (Map.Entry<TransmissionState, EarlierSubmission.State> entry : known.entrySet()) {
            number++;
            try (FaxLedger ledger =
                            Ledgers.open(folder.resolve(String.valueOf(number)).toString());
                    LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
                for (int i = 0; i < 2; i++) {
                    once(gate, List.of()).adopt(delivery(transmission(entry.getKey())));
                }

                assertThat(gate.claim(IDENTITIES.of(DOCUMENT, RECIPIENT), OptionalInt.empty()))
                        .as(entry.toString())
                        .isInstanceOf(Claim.Denied.class);
                assertThat(state(gate, RECIPIENT)).as(entry.toString()).contains(entry.getValue());
                assertThat(attempts(ledger, RECIPIENT)).as(entry.toString()).isEqualTo(1);
            }
        }
    }

    @Test
    void newLedgerLearnsNothingOfWhatWasNotSubmitted(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            for (TransmissionState state : List.of(
                    new TransmissionState.Planned(0, NOW),
                    new TransmissionState.Done(job(done("DONE-ERROR", 0))),
                    new TransmissionState.NotSent(Message.of("delivery.too-late")))) {
                once(gate, List.of()).adopt(delivery(transmission(state)));
            }
            assertThat(attempts(ledger, RECIPIENT)).isZero();
        }
    }

    @Test
    void jobIdOfJournalBelongsToAttemptThatWasKilled(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString())) {
            LedgerGate killed = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE);
            ((Claim.Granted) killed.claim(IDENTITIES.of(DOCUMENT, RECIPIENT), OptionalInt.empty()))
                    .attempt()
                    .proceed();
            killed.close();
            Job job = new Job(JOB, Instant.now(), Instant.now(), List.of());
            try (LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
                once(gate, List.of()).follow(delivery(transmission(new TransmissionState.Submitted(job, NOW, 0, 0))));

                assertThat(gate.look(IDENTITIES.of(DOCUMENT, RECIPIENT)).flatMap(EarlierSubmission::jobId))
                        .contains(JOB);
                assertThat(attempts(ledger, RECIPIENT)).isEqualTo(1);
            }
        }
    }

    @Test
    void unknownSubmissionOfAnotherRunIsNotEnteredAsOwn(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate other = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.OTHER_RUN, LedgerGate.Overrides.NONE);
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.CONTENT, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            OpenAttempt attempt =
                    ((Claim.Granted) other.claim(IDENTITIES.of(DOCUMENT, RECIPIENT), OptionalInt.empty())).attempt();
            attempt.proceed();
            attempt.unknown();
            EarlierSubmission earlier =
                    gate.look(IDENTITIES.of(DOCUMENT, RECIPIENT)).orElseThrow();

            once(gate, List.of()).adopt(delivery(transmission(TransmissionState.of(earlier, NOW))));

            assertThat(attempts(ledger, RECIPIENT)).isEqualTo(1);
        }
    }

    @Test
    void sameLedgerThatDoesNotKnowInterruptedFaxProvesThatItNeverLeft(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            once(gate, List.of())
                    .follow(delivery(transmission(
                            new TransmissionState.Unknown(Message.of("delivery.interrupted"), NOW, List.of()))));

            assertThat(attempts(ledger, RECIPIENT)).isZero();
        }
    }

    @Test
    void laterAttemptOfAnotherProcessOverrulesFailureOfJournal(@TempDir Path folder) throws Exception {
        Transmission failed = transmission(new TransmissionState.Done(job(done("DONE-ERROR", 0))));
        Delivery planned = delivery(transmission(new TransmissionState.Planned(0, NOW)))
                .withRedial(RedialPolicy.check("2", "", "").value().orElseThrow());
        Map<TransmissionKey, Transmission> journaled =
                Map.of(planned.key(failed).orElseThrow(), failed);
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE);
                LedgerGate other = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            assertThat(gate.unlessKnownBetter(planned, IDENTITIES, journaled, NOW))
                    .isEqualTo(journaled);
            OpenAttempt attempt =
                    ((Claim.Granted) other.claim(IDENTITIES.of(DOCUMENT, RECIPIENT), OptionalInt.empty())).attempt();
            attempt.proceed();
            attempt.unknown();

            assertThat(gate.unlessKnownBetter(planned, IDENTITIES, journaled, NOW))
                    .isEmpty();
        }
    }

    @Test
    void knowsWhetherProviderHasAnswered(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            OnceProvider provider = once(
                    gate,
                    List.of(
                            new SubmissionResult.NotSent(Message.of("network.interrupted"), true),
                            new SubmissionResult.Unknown(Message.of("network.interrupted")),
                            new SubmissionResult.Accepted(JOB, Map.of())));
            provider.submit(request(RECIPIENT));
            provider.submit(request(OTHER_RECIPIENT));
            assertThat(provider.hasAnswered()).isFalse();

            provider.submit(request(RECIPIENT));
            assertThat(provider.hasAnswered()).isTrue();
        }
    }

    @Test
    void faxThatIsInterruptedWhileItWaitsForAnotherProcessCanBeSentLater(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate other = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE);
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            other.claim(IDENTITIES.of(DOCUMENT, RECIPIENT), OptionalInt.empty());

            Thread.currentThread().interrupt();
            SubmissionResult result = once(gate, List.of()).submit(request(RECIPIENT));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(result).isEqualTo(new SubmissionResult.NotSent(Message.of("network.interrupted"), true));
        }
    }

    @Test
    void jobIdOfSeveralFaxesConfirmsNoneOfThem(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            OnceProvider provider = once(
                    gate,
                    List.of(
                            new SubmissionResult.Accepted(JOB, Map.of()),
                            new SubmissionResult.Accepted(JOB, Map.of()),
                            new SubmissionResult.Accepted(JOB, Map.of())));
            List<String> recipients = List.of(RECIPIENT, OTHER_RECIPIENT, "00493023125018");
            recipients.forEach(it -> provider.submit(request(it)));
            report(provider, RECIPIENT);

            for (String recipient : recipients) {
                assertThat(state(gate, recipient)).as(recipient).contains(EarlierSubmission.State.UNKNOWN);
            }
        }
    }

    @Test
    void jobOfEarlierRunIsNoCandidateOfFaxWhoseResponseQuotesIt(@TempDir Path folder) throws Exception {
        JobId other = new JobId("faxsend-acc1-2");
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate earlier = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.OTHER_RUN, LedgerGate.Overrides.NONE);
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            once(earlier, List.of(new SubmissionResult.Accepted(JOB, Map.of()))).submit(request(RECIPIENT));

            SubmissionResult result = once(
                            gate,
                            List.of(new SubmissionResult.Unknown(Message.of("protocol.html"), List.of(JOB, other))))
                    .submit(request(RECIPIENT));

            assertThat(result)
                    .isEqualTo(new SubmissionResult.Unknown(
                            Message.of("ledger.job-of-another", Message.of("protocol.html"), JOB.value()),
                            List.of(other)));
        }
    }

    @Test
    void jobThatTwoDeliveriesGetConfirmsNeither(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate first = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.OTHER_RUN, LedgerGate.Overrides.NONE);
                LedgerGate second = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            OnceProvider one = once(first, List.of(accepted(), accepted()));
            OnceProvider two = once(second, List.of(accepted()));
            assertThat(one.submit(request(RECIPIENT))).isEqualTo(accepted());

            assertThat(two.submit(request(OTHER_RECIPIENT))).isEqualTo(new SubmissionResult.JobOfAnother(JOB));

            assertThat(one.status(JOB)).isEqualTo(new StatusResult.JobOfAnother());
            assertThat(state(first, RECIPIENT)).contains(EarlierSubmission.State.UNKNOWN);
            assertThat(state(second, OTHER_RECIPIENT)).contains(EarlierSubmission.State.UNKNOWN);
            // The same document to the same number, tomorrow.
            assertThat(once(second, List.of(accepted())).submit(request(RECIPIENT)))
                    .isEqualTo(new SubmissionResult.JobOfAnother(JOB));
        }
    }

    @Test
    void jobThatEndedBeforeItWasGivenToAnotherFaxStaysDelivered(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate first = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.OTHER_RUN, LedgerGate.Overrides.NONE);
                LedgerGate second = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            OnceProvider one = once(first, List.of(accepted()));
            one.submit(request(RECIPIENT));
            assertThat(one.status(JOB)).isEqualTo(DELIVERED);
            report(one, RECIPIENT);

            assertThat(once(second, List.of(accepted())).submit(request(RECIPIENT)))
                    .isEqualTo(new SubmissionResult.JobOfAnother(JOB));

            assertThat(state(first, RECIPIENT)).contains(EarlierSubmission.State.DELIVERED);
            assertThat(state(second, RECIPIENT)).contains(EarlierSubmission.State.UNKNOWN);
        }
    }

    @Test
    void nextAttemptIsNotConfirmedByJobOfFailedOne(@TempDir Path folder) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            OnceProvider provider = once(gate, List.of(accepted(), accepted()));
            provider.submit(request(RECIPIENT));
            gate.ended(IDENTITIES.of(DOCUMENT, RECIPIENT), 1, LedgerResult.FAILED);

            assertThat(provider.submit(request(RECIPIENT))).isEqualTo(new SubmissionResult.JobOfAnother(JOB));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void jobOfTwoFaxesThatWereNotDisputedInTimeConfirmsNeither(boolean isOneDelivery, @TempDir Path folder)
            throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            for (String recipient : List.of(RECIPIENT, OTHER_RECIPIENT)) {
                OpenAttempt attempt =
                        ((Claim.Granted) gate.claim(IDENTITIES.of(DOCUMENT, recipient), OptionalInt.empty())).attempt();
                attempt.proceed();
                attempt.submitted(JOB);
            }
            OnceProvider provider = once(gate, List.of());
            TransmissionState submitted = new TransmissionState.Submitted(job(), NOW, 0, 0);
            Delivery one = delivery(transmission(submitted));
            provider.follow(
                    isOneDelivery
                            ? one.withTransmissions(
                                    List.of(transmission(submitted), transmission(OTHER_RECIPIENT, submitted)))
                            : one);

            assertThat(provider.status(JOB)).isEqualTo(new StatusResult.JobOfAnother());
            for (String recipient : List.of(RECIPIENT, OTHER_RECIPIENT)) {
                assertThat(state(gate, recipient)).contains(EarlierSubmission.State.UNKNOWN);
            }
        }
    }

    @Test
    void idsOfUnclearResponseStayVisibleWithoutLedgerAndAreConfirmedOnlyWithIt(@TempDir Path folder) throws Exception {
        JobId other = new JobId("faxsend-acc1-2");
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate earlier =
                        Ledgers.gate(ledger, OnceScope.RUN, Ledgers.OTHER_RUN, LedgerGate.Overrides.NONE)) {
            once(earlier, List.of(accepted())).submit(request(RECIPIENT));
            AtomicBoolean isDown = new AtomicBoolean(true);
            SubmissionResult unclear = new SubmissionResult.Unknown(Message.of("protocol.html"), List.of(JOB, other));
            try (LedgerGate gate =
                    Ledgers.gate(withoutJobs(isDown, ledger), OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
                OnceProvider provider = once(gate, List.of(unclear));

                assertThat(provider.submit(request(RECIPIENT))).isEqualTo(unclear);
                assertThat(provider.status(JOB)).isInstanceOf(StatusResult.Unavailable.class);
                assertThat(provider.status(other)).isInstanceOf(StatusResult.Unavailable.class);
                isDown.set(false);
                assertThat(provider.status(JOB)).isEqualTo(new StatusResult.JobOfAnother());
                assertThat(provider.status(other)).isEqualTo(DELIVERED);
            }
            assertThat(state(earlier, RECIPIENT)).contains(EarlierSubmission.State.SUBMITTED);
        }
    }

    @Test
    void submitsNothingBeyondLimitsOfRun(@TempDir Path folder) throws Exception {
        SpendingLimits limits = new SpendingLimits(2, 3, Optional.empty(), Optional.empty());
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate first = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE);
                LedgerGate second = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            List<SubmissionResult> results = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                LedgerGate gate = i % 2 == 0 ? first : second;
                SubmissionResult answer = new SubmissionResult.Accepted(new JobId("faxsend-" + i), Map.of());
                results.add(new OnceProvider(
                                answering(List.of(answer)),
                                gate,
                                IDENTITIES,
                                Optional.of(limits),
                                it -> fail(it.toString()))
                        .submit(request(RECIPIENT + i)));
            }
            assertThat(results.subList(0, 2)).allMatch(SubmissionResult.Accepted.class::isInstance);
            assertThat(results.subList(2, 4)).allSatisfy(it -> {
                assertThat(it).isInstanceOfSatisfying(SubmissionResult.NotSent.class, notSent -> {
                    assertThat(notSent.retryable()).isFalse();
                    assertThat(notSent.why().in(Locale.ENGLISH)).contains("maxFaxes '2': 3 faxes exceed this limit");
                });
            });
            assertThat(first.spent(IDENTITIES.endpoint())).isEqualTo(new Spending(2, 2));
        }
    }

    private static SubmissionResult accepted() {
        return new SubmissionResult.Accepted(JOB, Map.of());
    }

    private static FaxLedger withoutJobs(AtomicBoolean isDown, FaxLedger ledger) {
        return (FaxLedger) Proxy.newProxyInstance(
                FaxLedger.class.getClassLoader(), new Class<?>[] {FaxLedger.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("withJob") && isDown.get()) {
                        throw new LedgerException(Message.of("ledger.damaged"));
                    }
                    try {
                        return method.invoke(ledger, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static TransmissionState verifying(Instant sent) {
        return new TransmissionState.Verifying(Message.of("delivery.interrupted"), sent, List.of(JOB), NOW, 0, 0);
    }

    private static FaxStatus done(String status, int pages) {
        return FaxStatus.builder(status)
                .jobId(JOB.value())
                .pagesSent(OptionalInt.of(pages))
                .build();
    }

    private static int attempts(FaxLedger ledger, String recipient) throws LedgerException {
        return LedgerAttempt.of(ledger.records(ledger.key(IDENTITIES.of(DOCUMENT, recipient))))
                .size();
    }

    private static FaxLedger failingFirst(LedgerStep step, FaxLedger ledger) {
        AtomicBoolean hasFailed = new AtomicBoolean();
        return (FaxLedger) Proxy.newProxyInstance(
                FaxLedger.class.getClassLoader(), new Class<?>[] {FaxLedger.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("add")
                            && ((LedgerRecord) arguments[1]).step() == step
                            && hasFailed.compareAndSet(false, true)) {
                        throw new LedgerException(Message.of("ledger.damaged"));
                    }
                    try {
                        return method.invoke(ledger, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static OnceProvider once(LedgerGate gate, List<SubmissionResult> results) {
        return new OnceProvider(answering(results), gate, IDENTITIES, it -> fail(it.toString()));
    }

    private static FaxRequest request(String recipient) {
        return new FaxRequest(
                new FaxNumber(recipient), "a@example.com", DOCUMENT, Pdfs.content(new byte[0]), "", "", "");
    }

    private static Optional<EarlierSubmission.State> state(LedgerGate gate, String recipient) throws Exception {
        return gate.look(IDENTITIES.of(DOCUMENT, recipient)).map(EarlierSubmission::state);
    }

    /** The job's fax arrived. */
    private static void report(OnceProvider provider, String recipient) {
        Transmission submitted = transmission(recipient, new TransmissionState.Submitted(job(), NOW, 0, 0));
        Transmission delivered = transmission(
                recipient,
                new TransmissionState.Done(job(FaxStatus.builder("DONE-OK")
                        .jobId(JOB.value())
                        .pagesSent(OptionalInt.of(2))
                        .build())));
        provider.recording(new SilentObserver()).changed(delivery(delivered), submitted, delivered);
    }

    /** What the ledger says after a fax of two pages was delivered. */
    private static Optional<EarlierSubmission.State> stateAfterDelivery(Path folder, OptionalInt pagesSent)
            throws Exception {
        FaxIdentity fax = IDENTITIES.of(DOCUMENT, RECIPIENT);
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            OpenAttempt attempt = ((Claim.Granted) gate.claim(fax, OptionalInt.empty())).attempt();
            attempt.proceed();
            attempt.submitted(JOB);
            FaxStatus.Builder status =
                    FaxStatus.builder("DONE-OK").jobId(JOB.value()).pagesSent(pagesSent);
            Transmission submitted = transmission(new TransmissionState.Submitted(job(), NOW, 0, 0));
            Transmission delivered = transmission(new TransmissionState.Done(job(status.build())));

            new OnceProvider(InMemoryProvider.polled(job -> DELIVERED), gate, IDENTITIES, it -> fail(it.toString()))
                    .recording(new SilentObserver())
                    .changed(delivery(delivered), submitted, delivered);

            return gate.look(fax).map(EarlierSubmission::state);
        }
    }

    private static Job job(FaxStatus... faxes) {
        return new Job(JOB, NOW, NOW, List.of(faxes));
    }

    private static Transmission transmission(TransmissionState state) {
        return transmission(RECIPIENT, state);
    }

    private static Transmission transmission(String recipient, TransmissionState state) {
        return new Transmission(DOCUMENT.path(), DOCUMENT.name(), 2, recipient, "", state);
    }

    private static Delivery delivery(Transmission transmission) {
        FaxOrder order =
                new FaxOrder(List.of(DOCUMENT), List.of(new FaxNumber(RECIPIENT)), "a@example.com", "", "", "");
        return new Delivery(
                order, List.of(transmission), NOW.plusSeconds(60), PollingSchedule.DEFAULT, SameNumber.SERIAL);
    }

    private static final class SilentObserver implements DeliveryObserver {
        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {}

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {}
    }

    /** Submits with the given results, one after the other; every job is delivered. */
    private static FaxProvider answering(List<? extends SubmissionResult> results) {
        Iterator<? extends SubmissionResult> next = results.iterator();
        return new InMemoryProvider(fax -> next.next(), job -> DELIVERED);
    }
}
