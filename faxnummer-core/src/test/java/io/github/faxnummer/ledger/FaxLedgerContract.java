package io.github.faxnummer.ledger;

import static io.github.faxnummer.ledger.Ledgers.FAST;
import static io.github.faxnummer.ledger.Ledgers.OTHER_RUN;
import static io.github.faxnummer.ledger.Ledgers.RESEND;
import static io.github.faxnummer.ledger.Ledgers.RESEND_UNKNOWN;
import static io.github.faxnummer.ledger.Ledgers.RUN;
import static io.github.faxnummer.ledger.Ledgers.fax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.JobId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every ledger. */
abstract class FaxLedgerContract {

    private static final JobId JOB = new JobId("faxsend-1");

    private final List<AutoCloseable> open = new ArrayList<>();
    FaxIdentity fax = fax("");

    /** The same ledger each time, as another process opens it. */
    abstract FaxLedger ledger() throws Exception;

    /** A new one that was never opened. */
    abstract List<FaxLedger> newLedgers(int number) throws Exception;

    LedgerGate gate(OnceScope scope, RunIdentity run, LedgerGate.Overrides overrides) throws Exception {
        FaxLedger ledger = ledger();
        LedgerGate gate = Ledgers.gate(ledger, scope, run, overrides);
        open.add(gate);
        open.add(ledger);
        return gate;
    }

    LedgerGate gate(RunIdentity run) throws Exception {
        return gate(OnceScope.RUN, run, LedgerGate.Overrides.NONE);
    }

    OpenAttempt granted(LedgerGate gate) throws Exception {
        Claim claim = gate.claim(fax, OptionalInt.empty());
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return ((Claim.Granted) claim).attempt();
    }

    EarlierSubmission denied(LedgerGate gate) throws Exception {
        Claim claim = gate.claim(fax, OptionalInt.empty());
        assertThat(claim).isInstanceOf(Claim.Denied.class);
        return ((Claim.Denied) claim).earlier();
    }

    @BeforeEach
    void takeNewFax() {
        fax = fax(UUID.randomUUID().toString());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable it : open) {
            it.close();
        }
        open.clear();
    }

    @Test
    void grantsFirstClaimAndFollowsItAfterwards() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        assertThat(attempt.proceed()).isTrue();
        attempt.submitted(JOB);

        EarlierSubmission earlier = denied(gate(RUN));
        assertThat(earlier.state()).isEqualTo(EarlierSubmission.State.SUBMITTED);
        assertThat(earlier.jobId()).contains(JOB);
        assertThat(earlier.runName()).isEqualTo("run 1");
        assertThat(earlier.at())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(gate(RUN).look(fax)).contains(earlier);
    }

    @Test
    void deniesWhatWasDelivered() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(JOB);
        gate(RUN).ended(fax, attempt.number(), LedgerResult.DELIVERED);

        assertThat(denied(gate(RUN)).state()).isEqualTo(EarlierSubmission.State.DELIVERED);
    }

    @Test
    void grantsNextAttemptAfterFailure() throws Exception {
        for (LedgerResult result : List.of(LedgerResult.FAILED, LedgerResult.REJECTED, LedgerResult.NOT_SENT)) {
            OpenAttempt attempt = granted(gate(RUN));
            attempt.proceed();
            attempt.ended(result);
        }
        assertThat(granted(gate(RUN)).number()).isEqualTo(4);
    }

    @Test
    void firstEndCounts() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(JOB);
        gate(RUN).ended(fax, attempt.number(), LedgerResult.DELIVERED);
        gate(RUN).ended(fax, attempt.number(), LedgerResult.FAILED);

        assertThat(denied(gate(RUN)).state()).isEqualTo(EarlierSubmission.State.DELIVERED);
    }

    @Test
    void lookedUpUnknownCountsAsDeliveredOrIsFree() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.unknown();
        assertThat(gate(OTHER_RUN).lookedUp(fax, Optional.empty(), LedgerResult.DELIVERED))
                .isFalse();

        assertThat(gate(RUN).lookedUp(fax, Optional.empty(), LedgerResult.FAILED))
                .isTrue();
        OpenAttempt next = granted(gate(RUN));
        assertThat(next.number()).isEqualTo(2);
        next.proceed();
        next.unknown();
        assertThat(gate(RUN).lookedUp(fax, Optional.empty(), LedgerResult.DELIVERED))
                .isTrue();

        assertThat(denied(gate(RUN)).state()).isEqualTo(EarlierSubmission.State.DELIVERED);
        assertThat(denied(gate(RUN)).jobId()).isEmpty();
        assertThat(gate(RUN).lookedUp(fax, Optional.empty(), LedgerResult.FAILED))
                .isFalse();
        assertThat(denied(gate(OnceScope.RUN, RUN, RESEND_UNKNOWN)).state())
                .isEqualTo(EarlierSubmission.State.DELIVERED);
    }

    @Test
    void lookedUpSubmissionThatStoodStillCannotBeSentAnyMore() throws Exception {
        LedgerGate owner = gate(RUN);
        OpenAttempt paused = granted(owner);
        owner.close();

        assertThat(gate(RUN).lookedUp(fax, Optional.empty(), LedgerResult.FAILED))
                .isTrue();

        assertThat(paused.proceed()).isFalse();
        assertThat(granted(gate(RUN)).number()).isEqualTo(2);
    }

    @Test
    void deniesUnknownUntilSomebodyHasLooked() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.unknown();

        assertThat(denied(gate(RUN)).state()).isEqualTo(EarlierSubmission.State.UNKNOWN);
        assertThat(denied(gate(OnceScope.RUN, RUN, RESEND)).state()).isEqualTo(EarlierSubmission.State.UNKNOWN);
        OpenAttempt again = granted(gate(OnceScope.RUN, RUN, RESEND_UNKNOWN));
        again.proceed();
        again.submitted(JOB);
        assertThat(denied(gate(RUN)).state()).isEqualTo(EarlierSubmission.State.SUBMITTED);
    }

    @Test
    void jobIdFoundLaterReplacesUnknown() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.unknown();
        gate(RUN).submitted(fax, attempt.number(), JOB);

        assertThat(denied(gate(RUN)).jobId()).contains(JOB);
    }

    @Test
    void resendOverridesDeliveredOnly() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(JOB);

        assertThat(denied(gate(OnceScope.RUN, RUN, RESEND_UNKNOWN)).jobId()).contains(JOB);
        assertThat(granted(gate(OnceScope.RUN, RUN, RESEND)).number()).isEqualTo(2);
    }

    @Test
    void resendSubmitsOncePerGate() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(JOB);
        LedgerGate gate = gate(OnceScope.RUN, RUN, RESEND);
        OpenAttempt failed = granted(gate);
        failed.proceed();
        failed.ended(LedgerResult.REJECTED);
        OpenAttempt again = granted(gate);
        again.proceed();
        again.submitted(new JobId("faxsend-2"));

        assertThat(denied(gate).jobId()).contains(new JobId("faxsend-2"));
    }

    @Test
    void resendDoesNotOverrideWhatOthersSubmittedMeanwhile() throws Exception {
        LedgerGate gate = gate(OnceScope.RUN, RUN, RESEND);
        granted(gate).ended(LedgerResult.NOT_SENT);
        OpenAttempt other = granted(gate(RUN));
        other.proceed();
        other.submitted(JOB);

        assertThat(denied(gate).jobId()).contains(JOB);
    }

    @Test
    void lookOverridesOnlyWhatWasThereAtFirst() throws Exception {
        OpenAttempt before = granted(gate(RUN));
        before.proceed();
        before.submitted(JOB);
        LedgerGate gate = gate(OnceScope.RUN, RUN, RESEND);
        assertThat(gate.look(fax)).isEmpty();
        OpenAttempt again = granted(gate);
        again.proceed();
        again.submitted(new JobId("faxsend-2"));

        assertThat(gate.look(fax).flatMap(EarlierSubmission::jobId)).contains(new JobId("faxsend-2"));
    }

    @Test
    void gateThatGoesOnOverridesOnlyWhatTheFormerOneHadSeen() throws Exception {
        LedgerGate former = gate(OnceScope.RUN, RUN, RESEND);
        assertThat(former.look(fax)).isEmpty();
        OpenAttempt other = granted(gate(RUN));
        other.proceed();
        other.submitted(JOB);
        FaxLedger ledger = ledger();
        open.add(ledger);
        LedgerGate next = new LedgerGate(
                ledger,
                OnceScope.RUN,
                RUN,
                RESEND,
                FAST,
                MonotonicClock.startingAt(Instant.now()),
                former.seen(),
                Sleeper.SYSTEM);
        open.add(next);

        assertThat(next.look(fax).flatMap(EarlierSubmission::jobId)).contains(JOB);
        assertThat(denied(next).jobId()).contains(JOB);
    }

    @Test
    void findsFaxByItsJob() throws Exception {
        FaxLedger ledger = ledger();
        open.add(ledger);
        JobId job = new JobId("faxsend-" + UUID.randomUUID());
        OpenAttempt attempt = ((Claim.Granted) gate(RUN).claim(fax.withPages(2), OptionalInt.empty())).attempt();
        attempt.proceed();
        assertThat(ledger.withJob(job)).isEmpty();
        attempt.submitted(job);

        assertThat(ledger.withJob(job)).containsExactly(new AttemptKey(ledger.key(fax), 1));
        assertThat(LedgerAttempt.of(ledger.records(ledger.key(fax))).get(0).expected())
                .contains(ledger.pagesKey(fax.recipient(), 0).hex() + " "
                        + ledger.pagesKey(fax.recipient(), 2).hex());
        assertThat(ledger.withJob(new JobId(job.value() + "0"))).isEmpty();
        assertThat(ledger.withJob(new JobId(job.value().toUpperCase(Locale.ROOT))))
                .isEmpty();
    }

    @Test
    void jobOfTwoFaxesConfirmsNeither() throws Exception {
        LedgerGate gate = gate(RUN);
        OpenAttempt attempt = granted(gate);
        attempt.proceed();
        attempt.submitted(JOB);

        gate.dispute(gate.attempt(fax, attempt.number()));

        EarlierSubmission earlier = denied(gate(RUN));
        assertThat(earlier.state()).isEqualTo(EarlierSubmission.State.UNKNOWN);
        assertThat(earlier.jobId()).isEmpty();
        assertThat(gate.lookedUp(fax, Optional.of(JOB), LedgerResult.FAILED)).isTrue();
        assertThat(granted(gate(RUN)).number()).isEqualTo(2);
    }

    @Test
    void jobThatHadEndedStaysAsItEnded() throws Exception {
        LedgerGate gate = gate(RUN);
        OpenAttempt attempt = granted(gate);
        attempt.proceed();
        attempt.submitted(JOB);
        gate.ended(fax, attempt.number(), LedgerResult.DELIVERED);

        gate.dispute(gate.attempt(fax, attempt.number()));

        assertThat(denied(gate(RUN)).state()).isEqualTo(EarlierSubmission.State.DELIVERED);
        assertThat(denied(gate(RUN)).jobId()).contains(JOB);
    }

    @Test
    void findsAllAttemptsOfJob() throws Exception {
        FaxLedger ledger = ledger();
        open.add(ledger);
        JobId job = new JobId("faxsend-" + UUID.randomUUID());
        for (RunIdentity run : List.of(RUN, OTHER_RUN)) {
            OpenAttempt attempt = granted(gate(run));
            attempt.proceed();
            attempt.submitted(job);
        }

        LedgerKey key = ledger.key(fax);
        assertThat(ledger.withJob(job)).containsExactlyInAnyOrder(new AttemptKey(key, 1), new AttemptKey(key, 2));
        gate(RUN).ended(fax, 1, LedgerResult.DELIVERED);
        gate(OTHER_RUN).ended(fax, 2, LedgerResult.DELIVERED);
        ledger.clean(Instant.now().plus(Duration.ofDays(1)));
        assertThat(ledger.withJob(job)).isEmpty();
    }

    @Test
    void countsWhatRunSendsThroughService() throws Exception {
        RunIdentity run = RunIdentity.of(UUID.randomUUID().toString());
        LedgerGate gate = gate(run);
        FaxIdentity threePages = fax.withPages(3);
        assertThat(gate.spent(fax.service())).isEqualTo(Spending.NOTHING);

        OpenAttempt failed = ((Claim.Granted) gate.claim(threePages, OptionalInt.empty())).attempt();
        assertThat(gate.spent(fax.service())).isEqualTo(new Spending(1, 3));
        failed.proceed();
        failed.submitted(JOB);
        gate.ended(fax, failed.number(), LedgerResult.FAILED);
        assertThat(gate.spent(fax.service())).isEqualTo(Spending.NOTHING);

        OpenAttempt delivered = ((Claim.Granted) gate.claim(threePages, OptionalInt.empty())).attempt();
        delivered.proceed();
        delivered.submitted(new JobId("faxsend-2"));
        gate.ended(fax, delivered.number(), LedgerResult.DELIVERED);
        FaxIdentity other = fax(UUID.randomUUID().toString()).withPages(2);
        OpenAttempt unknown = ((Claim.Granted) gate.claim(other, OptionalInt.empty())).attempt();
        unknown.proceed();
        unknown.unknown();
        ((Claim.Granted) gate.claim(fax(UUID.randomUUID().toString()).withPages(9), OptionalInt.empty()))
                .attempt()
                .ended(LedgerResult.NOT_SENT);
        assertThat(gate(run).spent(fax.service())).isEqualTo(new Spending(2, 5));

        assertThat(gate(run).spent("https://example.com/other")).isEqualTo(Spending.NOTHING);
        assertThat(gate(RunIdentity.of(UUID.randomUUID().toString())).spent(fax.service()))
                .isEqualTo(Spending.NOTHING);
    }

    @Test
    void countsNothingThatWasCleaned() throws Exception {
        RunIdentity run = RunIdentity.of(UUID.randomUUID().toString());
        LedgerGate gate = gate(run);
        OpenAttempt attempt = granted(gate);
        attempt.proceed();
        attempt.submitted(new JobId("faxsend-" + UUID.randomUUID()));
        gate.ended(fax, attempt.number(), LedgerResult.DELIVERED);
        assertThat(gate.spent(fax.service())).isEqualTo(new Spending(1, 0));
        FaxLedger ledger = ledger();
        open.add(ledger);

        ledger.clean(Instant.now().plus(Duration.ofDays(1)));

        // What a process entered itself counts for it as long as it runs.
        assertThat(gate(run).spent(fax.service())).isEqualTo(Spending.NOTHING);
    }

    @Test
    void resendUnknownDoesNotOverrideOwnAttempt() throws Exception {
        LedgerGate gate = gate(OnceScope.RUN, RUN, RESEND_UNKNOWN);
        OpenAttempt attempt = granted(gate);
        attempt.proceed();
        attempt.unknown();

        assertThat(denied(gate).state()).isEqualTo(EarlierSubmission.State.UNKNOWN);
    }

    @Test
    void withdrawsWhenLedgerFailsAfterEntry() throws Exception {
        FaxLedger ledger = ledger();
        open.add(ledger);
        AtomicInteger looks = new AtomicInteger();
        FaxLedger failing = (FaxLedger) Proxy.newProxyInstance(
                FaxLedger.class.getClassLoader(), new Class<?>[] {FaxLedger.class}, (proxy, method, arguments) -> {
                    // The first look is before the entry.
                    if (method.getName().equals("records") && looks.incrementAndGet() == 2) {
                        throw new LedgerException(Message.of("ledger.damaged"));
                    }
                    try {
                        return method.invoke(ledger, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        LedgerGate gate = Ledgers.gate(failing, OnceScope.RUN, RUN, LedgerGate.Overrides.NONE);
        open.add(gate);

        assertThatThrownBy(() -> gate.claim(fax, OptionalInt.empty())).isInstanceOf(LedgerException.class);
        assertThat(LedgerAttempt.of(ledger.records(ledger.key(fax))))
                .extracting(LedgerAttempt::state)
                .containsExactly(LedgerAttempt.State.FREE);
        long beats = ledger.beats(ledger.key(fax), 1);
        Thread.sleep(FAST.beatEvery().multipliedBy(10).toMillis());
        // One may have been under way.
        assertThat(ledger.beats(ledger.key(fax), 1)).isLessThanOrEqualTo(beats + 1);
        assertThat(granted(gate).number()).isEqualTo(2);
    }

    @Test
    void separatesRunsUnlessContentCounts() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(JOB);

        OpenAttempt other = granted(gate(OTHER_RUN));
        other.proceed();
        other.submitted(new JobId("faxsend-2"));
        assertThat(denied(gate(OnceScope.CONTENT, RunIdentity.of("run 3"), LedgerGate.Overrides.NONE))
                        .jobId())
                .contains(new JobId("faxsend-2"));
        assertThat(gate(OnceScope.OFF, RUN, LedgerGate.Overrides.NONE).look(fax))
                .isEmpty();
    }

    @Test
    void contentScopeSeesDeliveryBehindLaterFailureOfAnotherRun() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(JOB);
        OpenAttempt other = granted(gate(OTHER_RUN));
        other.proceed();
        other.ended(LedgerResult.FAILED);

        assertThat(denied(gate(OnceScope.CONTENT, OTHER_RUN, LedgerGate.Overrides.NONE))
                        .jobId())
                .contains(JOB);
    }

    @Test
    void resendUnknownSettlesEarlierAttemptsOfAllRuns() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.unknown();
        OpenAttempt again = granted(gate(OnceScope.CONTENT, OTHER_RUN, RESEND_UNKNOWN));
        again.proceed();
        again.ended(LedgerResult.FAILED);

        assertThat(granted(gate(OnceScope.CONTENT, OTHER_RUN, LedgerGate.Overrides.NONE))
                        .number())
                .isEqualTo(3);
    }

    @Test
    void separatesRecipientsAccountsAndServices() throws Exception {
        FaxLedger ledger = ledger();
        open.add(ledger);
        FaxIdentity first = FaxIdentity.of("https://a/", "acc1", "00491", "f", Optional.empty());
        assertThat(List.of(
                                first,
                                FaxIdentity.of("https://b/", "acc1", "00491", "f", Optional.empty()),
                                FaxIdentity.of("https://a/", "acc2", "00491", "f", Optional.empty()),
                                FaxIdentity.of("https://a/", "acc1", "00492", "f", Optional.empty()),
                                FaxIdentity.of("https://a/", "acc1", "00491", "g", Optional.empty()),
                                FaxIdentity.of("https://a/", "acc1", "00491", "x", Optional.of("f")))
                        .stream()
                        .map(it -> {
                            try {
                                return ledger.key(it).hex();
                            } catch (LedgerException e) {
                                throw new IllegalStateException(e);
                            }
                        }))
                .doesNotHaveDuplicates();
    }

    @Test
    void waitsForOwnerAndFollows() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        LedgerGate waiting = gate(RUN);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<EarlierSubmission> earlier = thread.submit(() -> denied(waiting));
            // Longer than a counter may stand still.
            Thread.sleep(FAST.standsStillAfter().multipliedBy(2).toMillis());
            assertThat(earlier.isDone()).isFalse();
            attempt.submitted(JOB);
            assertThat(earlier.get().jobId()).contains(JOB);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void deniesWhenOwnerStandsStill() throws Exception {
        LedgerGate owner = gate(RUN);
        granted(owner);
        owner.close();

        assertThat(denied(gate(RUN)).state()).isEqualTo(EarlierSubmission.State.UNKNOWN);
    }

    @Test
    void stoppedOwnerCannotProceedAfterResendUnknown() throws Exception {
        LedgerGate owner = gate(RUN);
        OpenAttempt stopped = granted(owner);
        owner.close();

        OpenAttempt instead = granted(gate(OnceScope.RUN, RUN, RESEND_UNKNOWN));
        assertThat(stopped.proceed()).isFalse();
        assertThat(instead.proceed()).isTrue();
    }

    @Test
    void ownerOnTheWireIsNotStoppedByResendUnknown() throws Exception {
        LedgerGate owner = gate(RUN);
        OpenAttempt stopped = granted(owner);
        assertThat(stopped.proceed()).isTrue();
        owner.close();

        OpenAttempt instead = granted(gate(OnceScope.RUN, RUN, RESEND_UNKNOWN));
        assertThat(instead.number()).isEqualTo(2);
        assertThat(stopped.proceed()).isTrue();
    }

    @Test
    void grantsOneOfManyAtOnce() throws Exception {
        Spending before = gate(RUN).spent(fax.service());
        assertThat(racing(16, LedgerGate.Overrides.NONE)).isEqualTo(1);
        assertThat(gate(RUN).spent(fax.service())).isEqualTo(before.plus(new Spending(1, 0)));
        // Two wishes for the same at the same time are one; a wish that comes when it has been fulfilled is another
        // one.
        assertThat(racing(16, RESEND)).isBetween(1, 16);
    }

    private int racing(int number, LedgerGate.Overrides overrides) throws Exception {
        List<LedgerGate> gates = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            gates.add(gate(OnceScope.RUN, RUN, overrides));
        }
        CyclicBarrier start = new CyclicBarrier(number);
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            List<Callable<Boolean>> claims = new ArrayList<>();
            for (LedgerGate gate : gates) {
                claims.add(() -> {
                    start.await();
                    if (gate.claim(fax, OptionalInt.empty()) instanceof Claim.Granted granted) {
                        assertThat(granted.attempt().proceed()).isTrue();
                        granted.attempt().submitted(JOB);
                        return true;
                    }
                    return false;
                });
            }
            int submitted = 0;
            for (Future<Boolean> claim : threads.invokeAll(claims)) {
                submitted += claim.get() ? 1 : 0;
            }
            return submitted;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void createdBySixteenAtOnce() throws Exception {
        List<FaxLedger> ledgers = newLedgers(16);
        open.addAll(ledgers);
        CyclicBarrier start = new CyclicBarrier(ledgers.size());
        ExecutorService threads = Executors.newFixedThreadPool(ledgers.size());
        try {
            List<Callable<String>> opening = new ArrayList<>();
            for (FaxLedger ledger : ledgers) {
                opening.add(() -> {
                    start.await();
                    return ledger.key(fax).hex();
                });
            }
            List<String> keys = new ArrayList<>();
            for (Future<String> key : threads.invokeAll(opening)) {
                keys.add(key.get());
            }
            assertThat(keys).hasSize(16).containsOnly(keys.get(0));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void cleansOnlyWhatHasEnded() throws Exception {
        OpenAttempt first = granted(gate(RUN));
        first.proceed();
        first.ended(LedgerResult.FAILED);
        OpenAttempt unknown = granted(gate(RUN));
        unknown.proceed();
        unknown.unknown();
        LedgerGate submittedRun = gate(OTHER_RUN);
        OpenAttempt submitted = granted(submittedRun);
        submitted.proceed();
        submitted.submitted(JOB);
        FaxLedger ledger = ledger();
        open.add(ledger);

        assertThat(ledger.clean(Instant.now().minus(Duration.ofDays(1)))).isZero();
        assertThat(ledger.clean(Instant.now().plus(Duration.ofDays(1)))).isPositive();
        assertThat(ledger.records(ledger.key(fax)))
                .extracting(LedgerRecord::attempt)
                .containsOnly(2, 3);
        assertThat(denied(gate(RUN)).state()).isEqualTo(EarlierSubmission.State.UNKNOWN);
        assertThat(denied(gate(OTHER_RUN)).jobId()).contains(JOB);
    }

    @Test
    void cleansSettledAttemptTogetherWithTheOneThatSettledIt() throws Exception {
        OpenAttempt unknown = granted(gate(OnceScope.CONTENT, RUN, LedgerGate.Overrides.NONE));
        unknown.proceed();
        unknown.unknown();
        LedgerGate looked = gate(OnceScope.CONTENT, OTHER_RUN, RESEND_UNKNOWN);
        OpenAttempt again = granted(looked);
        again.proceed();
        again.submitted(JOB);
        FaxLedger ledger = ledger();
        open.add(ledger);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));

        ledger.clean(tomorrow);
        assertThat(LedgerAttempt.of(ledger.records(ledger.key(fax)))).hasSize(2);
        looked.ended(fax, again.number(), LedgerResult.DELIVERED);
        ledger.clean(tomorrow);

        assertThat(ledger.records(ledger.key(fax))).isEmpty();
        assertThat(gate(OnceScope.CONTENT, RUN, LedgerGate.Overrides.NONE).look(fax))
                .isEmpty();
    }

    @Test
    void keepsAttemptThatSettlesAnotherWhichChangedLater() throws Exception {
        OpenAttempt unknown = granted(gate(RUN));
        unknown.proceed();
        unknown.unknown();
        LedgerGate looked = gate(OnceScope.RUN, RUN, RESEND_UNKNOWN);
        OpenAttempt again = granted(looked);
        again.proceed();
        again.ended(LedgerResult.FAILED);
        FaxLedger ledger = ledger();
        open.add(ledger);
        LedgerGate later = new LedgerGate(
                ledger,
                OnceScope.RUN,
                RUN,
                LedgerGate.Overrides.NONE,
                FAST,
                MonotonicClock.startingAt(Instant.now().plus(Duration.ofDays(2))));
        open.add(later);
        later.submitted(fax, unknown.number(), JOB);

        ledger.clean(Instant.now().plus(Duration.ofDays(1)));

        assertThat(granted(gate(RUN)).number()).isEqualTo(3);
    }

    @Test
    void lookedUpResultSettlesUnknownAttemptAndOwnJobOnly() throws Exception {
        OpenAttempt unknown = granted(gate(RUN));
        unknown.proceed();
        unknown.unknown();
        assertThat(gate(RUN).lookedUp(fax, Optional.empty(), LedgerResult.FAILED))
                .isTrue();
        OpenAttempt accepted = granted(gate(RUN));
        accepted.proceed();
        accepted.submitted(JOB);

        assertThat(gate(RUN).lookedUp(fax, Optional.of(new JobId("faxsend-2")), LedgerResult.FAILED))
                .isTrue();
        assertThat(denied(gate(RUN)).state()).isEqualTo(EarlierSubmission.State.SUBMITTED);
        assertThat(gate(RUN).lookedUp(fax, Optional.of(JOB), LedgerResult.DELIVERED))
                .isTrue();
        assertThat(denied(gate(RUN)).state()).isEqualTo(EarlierSubmission.State.DELIVERED);
    }

    @Test
    void lookedUpResultBesideAnotherSubmissionCountsWhenThatOneFails() throws Exception {
        for (LedgerResult result : List.of(LedgerResult.FAILED, LedgerResult.DELIVERED)) {
            takeNewFax();
            LedgerGate gate = gate(OnceScope.CONTENT, RUN, LedgerGate.Overrides.NONE);
            OpenAttempt unknown = granted(gate);
            unknown.proceed();
            unknown.unknown();
            OpenAttempt other = granted(gate(OTHER_RUN));
            other.proceed();
            other.submitted(JOB);

            assertThat(gate.lookedUp(fax, Optional.empty(), result)).isTrue();

            assertThat(denied(gate(OTHER_RUN)).jobId()).contains(JOB);
            gate(OTHER_RUN).ended(fax, other.number(), LedgerResult.FAILED);
            assertThat(gate.look(fax).map(EarlierSubmission::state))
                    .isEqualTo(
                            result == LedgerResult.FAILED
                                    ? Optional.empty()
                                    : Optional.of(EarlierSubmission.State.DELIVERED));
        }
    }

    @Test
    void lookedUpJobBesideAnotherSubmissionSaysNothingOfUnknownOnes() throws Exception {
        OpenAttempt own = granted(gate(RUN));
        own.proceed();
        own.submitted(JOB);
        OpenAttempt unknown = granted(gate(OTHER_RUN));
        unknown.proceed();
        unknown.unknown();
        OpenAttempt third = granted(gate(RunIdentity.of("run 3")));
        third.proceed();
        third.submitted(new JobId("faxsend-3"));
        LedgerGate gate = gate(OnceScope.CONTENT, RUN, LedgerGate.Overrides.NONE);

        assertThat(gate.lookedUp(fax, Optional.of(JOB), LedgerResult.FAILED)).isTrue();

        assertThat(gate(RUN).look(fax)).isEmpty();
        assertThat(gate(OTHER_RUN).look(fax).map(EarlierSubmission::state)).contains(EarlierSubmission.State.UNKNOWN);
    }

    @Test
    void lookedUpResultIsRefusedWhereLedgerCannotKeepFaxFromBeingSent() throws Exception {
        assertThat(gate(RUN).lookedUp(fax, Optional.empty(), LedgerResult.DELIVERED))
                .isFalse();
        assertThat(gate(RUN).lookedUp(fax, Optional.empty(), LedgerResult.FAILED))
                .isFalse();
        OpenAttempt failed = granted(gate(RUN));
        failed.proceed();
        failed.ended(LedgerResult.FAILED);

        assertThat(gate(RUN).lookedUp(fax, Optional.of(JOB), LedgerResult.DELIVERED))
                .isFalse();
        assertThat(gate(RUN).lookedUp(fax, Optional.of(JOB), LedgerResult.FAILED))
                .isTrue();
    }

    @Test
    void cleansOnceADay() throws Exception {
        FaxLedger ledger = ledger();
        open.add(ledger);
        Instant inTwoDays = Instant.now().plus(Duration.ofDays(2));
        ledger.isCleaningDue(Instant.now());
        assertThat(ledger.isCleaningDue(Instant.now())).isFalse();
        assertThat(ledger.isCleaningDue(inTwoDays)).isTrue();
    }

    @Test
    void withdrawsWhenCleaningRenumberedAttemptsMeanwhile() throws Exception {
        FaxLedger ledger = ledger();
        open.add(ledger);
        OpenAttempt old = granted(gate(RUN));
        old.proceed();
        old.ended(LedgerResult.FAILED);
        // Counted from attempt 1, which is gone when it enters.
        LedgerKey key = ledger.key(fax);
        FaxLedger slow = new InterruptedLedger(ledger, () -> {
            ledger.clean(Instant.now().plus(Duration.ofDays(1)));
            OpenAttempt other = granted(gate(RUN));
            assertThat(other.number()).isEqualTo(1);
            assertThat(other.proceed()).isTrue();
            other.submitted(JOB);
        });
        LedgerGate gate = Ledgers.gate(slow, OnceScope.RUN, RUN, LedgerGate.Overrides.NONE);
        open.add(gate);

        assertThat(denied(gate).jobId()).contains(JOB);
        assertThat(LedgerAttempt.of(ledger.records(key)))
                .extracting(LedgerAttempt::state)
                .containsExactly(LedgerAttempt.State.SUBMITTED, LedgerAttempt.State.FREE);
    }

    @Test
    void doesNotOverrideWhatOwnerRecordsMeanwhile() throws Exception {
        OpenAttempt stopped;
        try (FaxLedger ledger = ledger();
                LedgerGate owner = Ledgers.gate(ledger, OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)) {
            stopped = granted(owner);
            assertThat(stopped.proceed()).isTrue();
        }
        FaxLedger ledger = ledger();
        open.add(ledger);
        FaxLedger slow = new InterruptedLedger(ledger, () -> gate(RUN).submitted(fax, stopped.number(), JOB));
        LedgerGate gate = Ledgers.gate(slow, OnceScope.RUN, RUN, RESEND_UNKNOWN);
        open.add(gate);

        EarlierSubmission earlier = denied(gate);
        assertThat(earlier.state()).isEqualTo(EarlierSubmission.State.SUBMITTED);
        assertThat(earlier.jobId()).contains(JOB);
    }

    @Test
    void localRunEndsAfterItsWindow() throws Exception {
        RunIdentity local = RunIdentity.detect(java.util.Map.of(), "/home/me/project", "random");
        FaxLedger ledger = ledger();
        open.add(ledger);
        // Entered after the look of a build that starts each day at the same time.
        Instant yesterday = Instant.now().minus(Duration.ofHours(24)).plusSeconds(20);
        LedgerGate then = new LedgerGate(
                ledger, OnceScope.RUN, local, LedgerGate.Overrides.NONE, FAST, MonotonicClock.startingAt(yesterday));
        open.add(then);
        OpenAttempt attempt = granted(then);
        attempt.proceed();
        attempt.submitted(JOB);

        assertThat(denied(then).jobId()).contains(JOB);
        assertThat(then.spent("https://example.com/").faxes()).isEqualTo(1);
        LedgerGate today = gate(local);
        assertThat(today.spent("https://example.com/")).isEqualTo(Spending.NOTHING);
        granted(today);
    }

    @Test
    void saysThatChosenLedgerIsEmptyUntilFirstFax() throws Exception {
        FaxLedger ledger = newLedgers(1).get(0);
        open.add(ledger);
        assertThat(ledger.advice()).map(Message::key).contains("build.once.empty");
        assertThat(ledger.advice().orElseThrow().in(Locale.ROOT)).contains(ledger.location());
        LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, RUN, LedgerGate.Overrides.NONE);
        open.add(gate);
        granted(gate);
        assertThat(ledger.advice()).isEmpty();
    }

    /** Does something once between a look and the first entry. */
    private record InterruptedLedger(FaxLedger ledger, Interruption interruption, List<Integer> done)
            implements FaxLedger {

        interface Interruption {
            void run() throws Exception;
        }

        InterruptedLedger(FaxLedger ledger, Interruption interruption) {
            this(ledger, interruption, new ArrayList<>());
        }

        @Override
        public LedgerKey key(FaxIdentity fax) throws LedgerException {
            return ledger.key(fax);
        }

        @Override
        public LedgerKey runKey(String run) throws LedgerException {
            return ledger.runKey(run);
        }

        @Override
        public LedgerKey pagesKey(String recipient, int pages) throws LedgerException {
            return ledger.pagesKey(recipient, pages);
        }

        @Override
        public LedgerKey budgetKey(String run, String service) throws LedgerException {
            return ledger.budgetKey(run, service);
        }

        @Override
        public int masked(LedgerKey fax, int attempt, int pages) throws LedgerException {
            return ledger.masked(fax, attempt, pages);
        }

        @Override
        public Spending spent(LedgerKey budget, Instant after) throws LedgerException {
            return ledger.spent(budget, after);
        }

        @Override
        public Set<AttemptKey> withJob(JobId job) throws LedgerException {
            return ledger.withJob(job);
        }

        @Override
        public List<LedgerRecord> records(LedgerKey fax) throws LedgerException {
            return ledger.records(fax);
        }

        @Override
        public boolean add(LedgerKey fax, LedgerRecord step) throws LedgerException {
            if (done.isEmpty()) {
                done.add(1);
                try {
                    interruption.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return ledger.add(fax, step);
        }

        @Override
        public void beat(LedgerKey fax, int attempt, long counter) throws LedgerException {
            ledger.beat(fax, attempt, counter);
        }

        @Override
        public long beats(LedgerKey fax, int attempt) throws LedgerException {
            return ledger.beats(fax, attempt);
        }

        @Override
        public int clean(Instant before) throws LedgerException {
            return ledger.clean(before);
        }

        @Override
        public boolean isCleaningDue(Instant now) throws LedgerException {
            return ledger.isCleaningDue(now);
        }

        @Override
        public Optional<Message> advice() throws LedgerException {
            return ledger.advice();
        }

        @Override
        public String location() {
            return ledger.location();
        }

        @Override
        public void close() {}
    }
}
