package io.github.faxnummer.jenkins.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Run;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.jenkins.config.DailyLimits;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import io.github.faxnummer.jenkins.testing.Faxes;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.ledger.OnceScope;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.policy.SpendingLimits;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpendingCounterTest extends SharedJenkinsTestBase {

    private static final SpendingLimits LIMITS = new SpendingLimits(50, 500, Optional.empty(), Optional.empty());

    @Test
    void whatOtherBuildsOfTheRunHaveSentMeanwhileCounts() throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());

        assertThat(reserve(SpendingCounter.get(), build, "a", 10, 40, "")).isEmpty();
        // The first one is still open.
        assertThat(reserve(SpendingCounter.get(), build, "b", 1, 40, "")).containsExactly("maxFaxes");
        SpendingCounter.get().settle("a", Optional.empty());
        assertThat(reserve(SpendingCounter.get(), build, "b", 10, 40, "")).isEmpty();
    }

    @Test
    void parallelDeliveriesOfOtherBuildsOfTheRunCount() throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        Run<?, ?> replay = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());

        assertThat(reserve(SpendingCounter.get(), build, "a", 30, 0, "")).isEmpty();
        assertThat(reserve(SpendingCounter.get(), replay, "b", 30, 0, "")).containsExactly("maxFaxes");
    }

    @Test
    void newCounterAfterRestartKnowsWhatIsOpen() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { faxSend documents: 'a.pdf', recipients: '" + TestNumber.NEVER_ENDS.number()
                        + "', redial: '2' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        Fixture.await("it is submitted", () -> sandbox.submissions() == 1);

        SpendingCounter restarted = new SpendingCounter();
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        assertThat(restarted.ofDay(today).orElseThrow()).containsEntry("acc12345", new Spending(3, 3));
        assertThat(reserve(restarted, build, "b", 1, 48, "9")).containsExactly("maxFaxes");
        assertThat(reserve(restarted, build, "b", 1, 47, "3")).containsExactly("maxFaxesPerDay");
        assertThat(reserve(restarted, build, "b", 1, 47, "4")).isEmpty();

        restarted.settle("b", Optional.empty());
        build.doStop();
        jenkins.waitForCompletion(build);
        // It was submitted, and is not redialled.
        assertThat(SpendingCounter.get().ofDay(today).orElseThrow()).containsEntry("acc12345", new Spending(1, 1));
    }

    /** After a restart a Pipeline goes on when its agent is back. */
    @Test
    void deliveryThatIsNotResumedYetCountsWithWhatItMayStillSend() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { faxSend documents: 'a.pdf', recipients: '" + TestNumber.NEVER_ENDS.number()
                        + "', redial: '2' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        Fixture.await("it is submitted", () -> DeliveryService.get().tasks().stream()
                .flatMap(it -> it.record().stream())
                .anyMatch(it -> it.delivery().transmissions().get(0).outcome() == Outcome.SUBMITTED));
        DeliveryRecord submitted = DeliveryService.get().tasks().get(0).record().orElseThrow();
        Run<?, ?> replay = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());

        assertThat(reserve(SpendingCounter.get(), build, "missing", 3, 0, "")).isEmpty();
        SpendingCounter restarted = new SpendingCounter();
        assertThat(reserve(restarted, replay, "b", 48, 0, "")).containsExactly("maxFaxes");

        // Its fax has been submitted and may be redialled twice.
        DeliveryStore.of(build).save(withId(submitted, "missing"));
        assertThat(reserve(restarted, replay, "b", 49, 0, "")).containsExactly("maxFaxes");
        assertThat(reserve(restarted, replay, "b", 48, 0, "")).isEmpty();
        restarted.settle("b", Optional.empty());

        build.doStop();
        jenkins.waitForCompletion(build);
        assertThat(reserve(restarted, replay, "b", 50, 0, "")).isEmpty();
    }

    private static DeliveryRecord withId(DeliveryRecord record, String id) {
        return new DeliveryRecord(
                id,
                record.kind(),
                record.started(),
                record.endpoint(),
                record.credentialsId(),
                record.workspace(),
                record.waits(),
                record.failOnError(),
                record.failOnTimeout(),
                record.failOnMissingPages(),
                record.reportDirectory(),
                record.dryRun(),
                record.aborted(),
                record.once(),
                record.delivery());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reservationOfDeletedOrUnreadableDeliveryCountsOnOneDayOnly(boolean isDeleted) throws Exception {
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        Run<?, ?> build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        Run<?, ?> other = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        assertThat(reserve(SpendingCounter.get(), build, "a", 3, 0, "")).isEmpty();
        if (isDeleted) {
            build.getParent().delete();
        } else {
            Path folder = Files.createDirectories(DeliveryStore.of(build).folder());
            Files.writeString(folder.resolve("a.jsonl"), "truncated");
        }

        assertThat(reserve(SpendingCounter.get(), other, "b", 1, 0, "3", today)).containsExactly("maxFaxesPerDay");
        assertThat(reserve(SpendingCounter.get(), other, "b", 1, 0, "4", today)).isEmpty();
        SpendingCounter.get().settle("b", Optional.empty(), today);
        assertThat(reserve(SpendingCounter.get(), other, "c", 1, 0, "1", today.plusDays(1)))
                .isEmpty();
    }

    @Test
    void reservationFollowsRenamedJob() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        Run<?, ?> build = jenkins.buildAndAssertSuccess(job);
        assertThat(reserve(SpendingCounter.get(), build, "a", 3, 0, "")).isEmpty();

        job.renameTo("renamed");

        // It has ended without a record, so it sent nothing.
        assertThat(reserve(SpendingCounter.get(), build, "b", 1, 0, "1")).isEmpty();
    }

    @Test
    void whatWasUnderWayAtMidnightCountsOnTheDayOnWhichItEnds() throws Exception {
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        Run<?, ?> build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        assertThat(reserve(SpendingCounter.get(), build, "a", 3, 0, "")).isEmpty();

        SpendingCounter.get().settle("a", Optional.of(Faxes.record("a", 1, Instant.now())), today.plusDays(1));

        assertThat(SpendingCounter.get().ofDay(today.plusDays(1)).orElseThrow())
                .containsEntry("acc12345", new Spending(1, 2));
    }

    @Test
    void ledgerThatBlocksDelaysOnlyDeliveriesOfItsBuildAndRun() throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        Run<?, ?> replay = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        Run<?, ?> other = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        CountDownLatch answer = new CountDownLatch(1);
        try {
            List<FutureTask<List<String>>> same = List.of(
                    begin(planned(build, "a", once("run"), answer)),
                    begin(planned(replay, "b", once("run"), answer)),
                    begin(planned(build, "c", OnceSettings.OFF, answer)));
            Fixture.await(
                    "one asks and two wait",
                    () -> Fixture.threadsIn(SpendingCounterTest.class, "await") == 1
                            && Fixture.threadsIn(SpendingCounter.class, "beginPlanning") == 2);

            assertThat(reserve(planned(other, "d", once("another"), new CountDownLatch(0))))
                    .isEmpty();
            assertThat(reserve(planned(other, "e", OnceSettings.OFF, answer))).isEmpty();

            assertThat(same).noneMatch(FutureTask::isDone);
            answer.countDown();
            List<String> problems = new ArrayList<>();
            for (FutureTask<List<String>> it : same) {
                problems.addAll(it.get());
            }
            assertThat(problems).isEmpty();
        } finally {
            answer.countDown();
        }
    }

    private static FutureTask<List<String>> begin(SpendingCounter.Planned planned) {
        FutureTask<List<String>> task = new FutureTask<>(() -> reserve(planned));
        new Thread(task, "reserve").start();
        return task;
    }

    private static List<String> reserve(SpendingCounter.Planned planned) throws Exception {
        DailyLimits none = new DailyLimits(Optional.empty(), Optional.empty());
        return SpendingCounter.get().reserve(planned, LIMITS, none, LocalDate.now(ZoneId.systemDefault())).stream()
                .map(Problem::parameter)
                .toList();
    }

    private static SpendingCounter.Planned planned(
            Run<?, ?> build, String id, OnceSettings once, CountDownLatch ledger) {
        return new SpendingCounter.Planned(build, id, once, "acc12345", new Spending(10, 10), () -> await(ledger));
    }

    private static Spending await(CountDownLatch ledger) {
        try {
            ledger.await();
            return Spending.NOTHING;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OnceSettings once(String run) {
        return new OnceSettings(OnceScope.RUN, "", false, false, run, run, Map.of(), Map.of());
    }

    private static List<String> reserve(
            SpendingCounter counter, Run<?, ?> build, String id, int faxes, int ledger, String maxFaxesPerDay)
            throws Exception {
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        return reserve(counter, build, id, faxes, ledger, maxFaxesPerDay, today);
    }

    private static List<String> reserve(
            SpendingCounter counter,
            Run<?, ?> build,
            String id,
            int faxes,
            int ledger,
            String maxFaxesPerDay,
            LocalDate today)
            throws Exception {
        OnceSettings once = once("run");
        Optional<Integer> perDay =
                Optional.of(maxFaxesPerDay).filter(it -> !it.isEmpty()).map(Integer::valueOf);
        return counter
                .reserve(
                        new SpendingCounter.Planned(
                                build,
                                id,
                                once,
                                "acc12345",
                                new Spending(faxes, faxes),
                                () -> new Spending(ledger, ledger)),
                        LIMITS,
                        new DailyLimits(perDay, Optional.empty()),
                        today)
                .stream()
                .map(Problem::parameter)
                .toList();
    }
}
