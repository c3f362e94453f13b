package io.github.faxnummer.jenkins.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollRateLimiter;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.config.CredentialsReader;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import io.github.faxnummer.jenkins.testing.Faxes;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.KeptElsewhere;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.ledger.OnceScope;
import io.github.faxnummer.message.Message;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTaskTest extends SharedJenkinsTestBase {

    /** More than there are threads for polls, and than would be polled in a second. */
    private static final int MANY = 12;

    /** Does nothing itself, and is aborted after the test. */
    private WorkflowRun build;

    @BeforeEach
    void startBuild() throws Exception {
        build = Fixture.pipeline(jenkins, "sleep 3600").scheduleBuild2(0).waitForStart();
        // One that is aborted before its first step may go on.
        jenkins.waitForMessage("Sleeping for", build);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsAlthoughItsReportsFail(boolean byError) throws Exception {
        DeliveryRecord record = record(1);

        DeliveryTask task = follow(record, new FailingReports(byError, false));

        assertThat(task.end().get(60, TimeUnit.SECONDS).delivery()).isEqualTo(record.delivery());
        assertThat(task.problem().orElseThrow().in(Locale.ENGLISH)).startsWith("cannot be signed (");
    }

    @Test
    void failureToSignDoesNotFailStepThatToleratesIt() throws Exception {
        DeliveryRecord record = record(1);

        DeliveryTask task = follow(record, new FailingReports(true, true));

        assertThat(task.end().get(60, TimeUnit.SECONDS).delivery()).isEqualTo(record.delivery());
        assertThat(task.problem()).isEmpty();
    }

    @Test
    void failureToSignDoesNotFailStepWhoseFaxesAreInProgress() throws Exception {
        DeliveryRecord record = notWaiting(record(6));
        assertThat(record.underWay()).isEqualTo(1);

        DeliveryTask task = follow(record, new FailingReports(false, false));

        assertThat(task.end().get(60, TimeUnit.SECONDS).delivery()).isEqualTo(record.delivery());
        assertThat(task.problem()).isEmpty();
    }

    @Test
    void errorWhilePreparingEndsIt() throws Exception {
        StackOverflowError error = new StackOverflowError();
        DeliveryTask task = new DeliveryTask(
                "record",
                build,
                TaskListener.NULL,
                "",
                (store, now) -> {
                    throw error;
                },
                new FailingReports(false, true));

        DeliveryService.get().follow(task);

        assertThatThrownBy(() -> task.end().get(60, TimeUnit.SECONDS)).hasCause(error);
    }

    @Test
    void whatWasBeingSubmittedAtAnErrorIsUnknown() throws Exception {
        DeliveryRecord record = submitting(withoutAccount(record(6)));
        StackOverflowError error = new StackOverflowError();
        DeliveryTask task = new DeliveryTask(
                record.id(),
                build,
                new ConsoleWithError(error, new AtomicBoolean()),
                "",
                (store, now) -> record,
                new FailingReports(false, true));

        DeliveryService.get().follow(task);

        assertThatThrownBy(() -> task.end().get(60, TimeUnit.SECONDS)).hasCause(error);
        assertThat(DeliveryStore.of(build)
                        .load(record.id())
                        .orElseThrow()
                        .delivery()
                        .transmissions()
                        .get(0)
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void workThatOutlivesAbortCorrectsWhatWasReported() throws Exception {
        DeliveryRecord record = withoutAccount(record(6));
        SlowConsole console = new SlowConsole(new CountDownLatch(1), new CountDownLatch(1));
        CompletableFuture<DeliveryRecord> corrected = new CompletableFuture<>();
        DeliveryTask task = new DeliveryTask(
                record.id(), build, console, "", (store, now) -> record, new CorrectedReports(corrected));
        DeliveryService.get().follow(task);
        assertThat(console.writing().await(60, TimeUnit.SECONDS)).isTrue();

        task.abort();
        assertThat(task.end().get(60, TimeUnit.SECONDS).aborted()).isTrue();
        assertThat(corrected).isNotDone();
        console.goOn().countDown();

        assertThat(corrected.get(60, TimeUnit.SECONDS)).isEqualTo(task.record().orElseThrow());
    }

    @Test
    void storeThatHangsIsAskedOnceAfterDeadline() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "2");
        KeptElsewhere account = new KeptElsewhere("elsewhere", sandbox.login(), sandbox.password());
        SystemCredentialsProvider.getInstance().getCredentials().add(account);
        account.hang();
        try {
            // Among them, three in progress.
            DeliveryTask task =
                    follow(with(record(24), "elsewhere", true, OnceSettings.OFF), new FailingReports(false, true));

            assertThat(task.end().get(60, TimeUnit.SECONDS).delivery().transmissions())
                    .filteredOn(it -> it.progress() instanceof TransmissionState.TimedOut)
                    .hasSize(3);
            assertThat(account.asked()).isEqualTo(1);
        } finally {
            account.answer();
        }
    }

    /** One answer says nothing of the next: they come at once. */
    @Test
    void storeThatFailsIsAskedForEachFaxAfterDeadline() throws Exception {
        KeptElsewhere account = new KeptElsewhere("elsewhere", sandbox.login(), sandbox.password());
        SystemCredentialsProvider.getInstance().getCredentials().add(account);
        account.setReachable(false);

        DeliveryTask task =
                follow(with(record(24), "elsewhere", true, OnceSettings.OFF), new FailingReports(false, true));

        assertThat(task.end().get(60, TimeUnit.SECONDS).delivery().transmissions())
                .filteredOn(it -> it.progress() instanceof TransmissionState.TimedOut)
                .hasSize(3);
        assertThat(account.asked()).isEqualTo(3);
    }

    @Test
    void storeOfLedgersPasswordThatHangsIsAskedOnceAfterDeadline() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "2");
        KeptElsewhere login = new KeptElsewhere("elsewhere", "fax", "secret");
        SystemCredentialsProvider.getInstance().getCredentials().add(login);
        FaxnummerConfiguration.get().setLedgerUrl("jdbc:postgresql://localhost/fax");
        FaxnummerConfiguration.get().setLedgerCredentialsId("elsewhere");
        login.hang();
        try {
            DeliveryTask task = follow(once(record(24)), new FailingReports(false, true));

            assertThat(task.end().get(60, TimeUnit.SECONDS).delivery().transmissions())
                    .filteredOn(it -> it.progress() instanceof TransmissionState.TimedOut)
                    .hasSize(3);
            assertThat(login.asked()).isEqualTo(1);
        } finally {
            login.answer();
        }
    }

    /** It polls with the ledger; the other one without. */
    @Test
    void storeOfLedgersPasswordThatHangsDelaysNoOtherDelivery() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "3600");
        pollRate().adapt(Duration.ofHours(1), 1);
        KeptElsewhere login = new KeptElsewhere("elsewhere", "fax", "secret");
        SystemCredentialsProvider.getInstance().getCredentials().add(login);
        FaxnummerConfiguration.get().setLedgerUrl("jdbc:postgresql://localhost/fax");
        FaxnummerConfiguration.get().setLedgerCredentialsId("elsewhere");
        login.hang();
        try {
            List<DeliveryTask> hung = IntStream.range(0, MANY)
                    .mapToObj(it -> follow(once(record("hung-" + it, 6)), new FailingReports(false, true)))
                    .toList();
            Fixture.await("all wait for the store", () -> hung.stream()
                    .allMatch(it -> it.phase() == DeliveryTask.Phase.CREDENTIALS));

            DeliveryTask other = follow(withoutAccount(record(6)), new FailingReports(false, true));

            assertThat(other.end().get(60, TimeUnit.SECONDS).delivery().transmissions())
                    .filteredOn(it -> it.progress() instanceof TransmissionState.TimedOut)
                    .hasSize(1);
            assertThat(hung).noneMatch(DeliveryTask::isEnded);
            // The pause before the next look at the store is none between polls.
            Field gap = PollRateLimiter.class.getDeclaredField("gap");
            gap.setAccessible(true);
            assertThat(gap.get(pollRate())).isEqualTo(Duration.ofMillis(100));

            hung.forEach(DeliveryTask::stop);
            for (DeliveryTask it : hung) {
                assertThat(it.end().get(60, TimeUnit.SECONDS).aborted()).isTrue();
            }
        } finally {
            login.answer();
        }
    }

    private static PollRateLimiter pollRate() throws ReflectiveOperationException {
        Field field = DeliveryService.class.getDeclaredField("pollRate");
        field.setAccessible(true);
        return (PollRateLimiter) field.get(DeliveryService.get());
    }

    /** The first line waits. */
    private record SlowConsole(CountDownLatch writing, CountDownLatch goOn) implements TaskListener {

        private static final long serialVersionUID = 1;

        @Override
        public PrintStream getLogger() {
            if (writing.getCount() > 0) {
                writing.countDown();
                DeliveryTaskTest.await(goOn);
            }
            return System.out;
        }
    }

    private record CorrectedReports(CompletableFuture<DeliveryRecord> corrected) implements DeliveryListener {

        @Override
        public void started(Run<?, ?> run) {}

        @Override
        public void finished(DeliveryRecord record, Instant now) {}

        @Override
        public void corrected(DeliveryRecord record, Instant now) {
            corrected.complete(record);
        }

        @Override
        public boolean isSigned(DeliveryRecord record) {
            return false;
        }

        @Override
        public Optional<Message> sign(DeliveryRecord record) {
            return Optional.empty();
        }

        @Override
        public Optional<Message> unsigned(DeliveryRecord record, Message why) {
            return Optional.empty();
        }

        @Override
        public boolean isCopied(DeliveryRecord record) {
            return false;
        }

        @Override
        public void copyToWorkspace(DeliveryRecord record) {}
    }

    private static DeliveryRecord submitting(DeliveryRecord record) {
        List<Transmission> faxes = new ArrayList<>(record.delivery().transmissions());
        Transmission first = faxes.get(0);
        faxes.set(
                0,
                new Transmission(
                        first.document(),
                        first.documentName(),
                        first.documentPages(),
                        first.recipient(),
                        first.reference(),
                        new TransmissionState.Submitting(0, record.started())));
        return record.with(record.delivery().withTransmissions(faxes));
    }

    /** Fails once. */
    private record ConsoleWithError(Error error, AtomicBoolean hasFailed) implements TaskListener {

        private static final long serialVersionUID = 1;

        @Override
        public PrintStream getLogger() {
            if (hasFailed.compareAndSet(false, true)) {
                throw error;
            }
            return System.out;
        }
    }

    private static DeliveryRecord record(int faxes) {
        return record("record", faxes);
    }

    private static DeliveryRecord record(String id, int faxes) {
        return Faxes.record(id, faxes, Instant.parse("2026-11-29T12:00:00Z"));
    }

    private DeliveryTask follow(DeliveryRecord record, DeliveryListener reports) {
        DeliveryTask task =
                new DeliveryTask(record.id(), build, TaskListener.NULL, "", (store, now) -> record, reports);
        DeliveryService.get().follow(task);
        return task;
    }

    private static DeliveryRecord notWaiting(DeliveryRecord record) {
        return with(record, record.credentialsId(), false, record.once());
    }

    /** Its poll fails without network. */
    private static DeliveryRecord withoutAccount(DeliveryRecord record) {
        return with(record, "", record.waits(), record.once());
    }

    private static DeliveryRecord once(DeliveryRecord record) {
        OnceSettings once = new OnceSettings(OnceScope.RUN, "", false, false, "run", "run", Map.of(), Map.of());
        return with(record, record.credentialsId(), record.waits(), once);
    }

    private static DeliveryRecord with(DeliveryRecord record, String credentialsId, boolean waits, OnceSettings once) {
        return new DeliveryRecord(
                record.id(),
                record.kind(),
                record.started(),
                record.endpoint(),
                credentialsId,
                record.workspace(),
                waits,
                record.failOnError(),
                record.failOnTimeout(),
                record.failOnMissingPages(),
                record.reportDirectory(),
                record.dryRun(),
                record.aborted(),
                once,
                record.delivery());
    }

    @Test
    void signsReportAlthoughItIsAbortedWhileReportsAreWritten() throws Exception {
        DeliveryRecord record = record(1);
        SlowReports reports = new SlowReports(new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1));
        DeliveryTask task = follow(record, reports);
        assertThat(reports.writing().await(60, TimeUnit.SECONDS)).isTrue();

        task.stop();
        reports.stopped().countDown();

        assertThat(reports.signed().await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(task.end().get(60, TimeUnit.SECONDS).delivery()).isEqualTo(record.delivery());
    }

    @Test
    void stepDoesNotWaitBehindSignaturesThatNoStepWaitsFor() throws Exception {
        DeliveryRecord record = record(1);
        CountDownLatch answered = new CountDownLatch(1);
        for (int i = 0; i < 50; i++) {
            DeliveryService.get().signLater(() -> await(answered));
        }
        SlowReports reports = new SlowReports(new CountDownLatch(1), new CountDownLatch(0), new CountDownLatch(1));

        DeliveryTask task = follow(record, reports);

        assertThat(task.end().get(60, TimeUnit.SECONDS).delivery()).isEqualTo(record.delivery());
        assertThat(reports.signed().getCount()).isZero();
        answered.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record SlowReports(CountDownLatch writing, CountDownLatch stopped, CountDownLatch signed)
            implements DeliveryListener {

        @Override
        public void corrected(DeliveryRecord record, Instant now) {}

        @Override
        public void started(Run<?, ?> run) {}

        @Override
        public void finished(DeliveryRecord record, Instant now) {
            writing.countDown();
            await(stopped);
        }

        @Override
        public boolean isSigned(DeliveryRecord record) {
            return true;
        }

        @Override
        public Optional<Message> sign(DeliveryRecord record) {
            signed.countDown();
            return Optional.empty();
        }

        @Override
        public Optional<Message> unsigned(DeliveryRecord record, Message why) {
            return Optional.empty();
        }

        @Override
        public boolean isCopied(DeliveryRecord record) {
            return false;
        }

        @Override
        public void copyToWorkspace(DeliveryRecord record) {}
    }

    private record FailingReports(boolean byError, boolean isTolerant) implements DeliveryListener {

        @Override
        public void corrected(DeliveryRecord record, Instant now) {}

        @Override
        public void started(Run<?, ?> run) {}

        @Override
        public void finished(DeliveryRecord record, Instant now) {
            throw failure("while a report is drawn");
        }

        @Override
        public boolean isSigned(DeliveryRecord record) {
            return true;
        }

        @Override
        public Optional<Message> sign(DeliveryRecord record) {
            throw failure("while a report is signed");
        }

        private RuntimeException failure(String when) {
            if (byError) {
                throw new StackOverflowError(when);
            }
            return new IllegalStateException(when);
        }

        @Override
        public Optional<Message> unsigned(DeliveryRecord record, Message why) {
            return isTolerant || record.isInProgress() ? Optional.empty() : Optional.of(why);
        }

        @Override
        public boolean isCopied(DeliveryRecord record) {
            return false;
        }

        @Override
        public void copyToWorkspace(DeliveryRecord record) {}
    }
}
