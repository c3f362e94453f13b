package io.github.faxnummer.jenkins.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.RestartListener;
import hudson.model.TaskListener;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import io.github.faxnummer.jenkins.report.ReportWriter;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.Pdf;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.jenkins.testing.StallingProxy;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest extends SharedJenkinsTestBase {

    @TempDir
    Path workspace;

    private WorkflowRun build;

    /** A safe restart waits for a request, which would end as unknown, and not for hours at the provider. */
    @Test
    void safeRestartWaitsForSubmission() throws Exception {
        try (StallingProxy road = new StallingProxy(sandbox.endpoint(), 100)) {
            Fixture.setEndpoint(road.endpoint());
            WorkflowJob job = Fixture.pipeline(
                    jenkins,
                    "node { faxSend documents: 'a.pdf', recipients: '" + TestNumber.NEVER_ENDS.number() + "' }");
            Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
            build = job.scheduleBuild2(0).waitForStart();
            Fixture.await("it is being uploaded", road::isJammed);

            assertThat(RestartListener.isAllReady()).isFalse();

            road.clear();
            Fixture.await("it is asked for", () -> sandbox.statusRequests() > 0);
            assertThat(RestartListener.isAllReady()).isTrue();
        }
    }

    @Test
    void beginsNoSubmissionThatIsQueued() throws Exception {
        build = Fixture.pipeline(jenkins, "sleep 3600").scheduleBuild2(0).waitForStart();
        DeliveryService service = new DeliveryService();
        try (StallingProxy road = new StallingProxy(sandbox.endpoint(), 100)) {
            DeliveryTask queued = task("queued", road.endpoint());
            Path document = workspace.resolve("queued.pdf");
            byte[] pdf = Files.readAllBytes(document);
            Fixture.pipe(document);
            service.follow(queued);
            Fixture.await("its document is fetched", () -> Fixture.threadsIn(DocumentSource.class, "fetch") == 1);
            List<DeliveryTask> submitting = IntStream.range(0, DeliveryService.THREADS)
                    .mapToObj(it -> task("submitting-" + it, road.endpoint()))
                    .toList();
            submitting.forEach(service::follow);
            Fixture.await(
                    "each thread submits",
                    () -> Fixture.threadsIn(LeasedProvider.class, "submit") == DeliveryService.THREADS);
            Files.write(document, pdf);
            Fixture.await("its document is there", () -> queued.phase() == DeliveryTask.Phase.SUBMIT);

            CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> close(service));
            Fixture.await("it is closed", service::isClosed);
            road.clear();
            closing.get(60, TimeUnit.SECONDS);

            assertThat(sandbox.submissions()).isEqualTo(DeliveryService.THREADS);
            assertThat(outcome(queued)).isEqualTo(Outcome.PLANNED);
            assertThat(submitting).allMatch(it -> outcome(it) == Outcome.SUBMITTED);
            submitting.forEach(DeliveryTask::stop);
            queued.stop();
        }
    }

    /** As in a container with a limit of processes: another thread is started later, and not one twice. */
    @Test
    void deliveryGoesOnWhenThreadsCanBeStartedAgain() throws Exception {
        build = Fixture.pipeline(jenkins, "sleep 3600").scheduleBuild2(0).waitForStart();
        Set<String> refused = ConcurrentHashMap.newKeySet();
        DeliveryService service = new DeliveryService(kind -> work -> {
            if (refused.add(kind)) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(work, kind);
        });
        DeliveryTask task = task("late", sandbox.endpoint().toString());

        service.follow(task);

        Fixture.await("it is asked for", () -> sandbox.statusRequests() > 1);
        assertThat(refused).contains("agent", "submission", "poll");
        assertThat(sandbox.submissions()).isEqualTo(1);
        task.stop();
        close(service);
    }

    private static void close(DeliveryService service) {
        try {
            service.close();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Outcome outcome(DeliveryTask task) {
        return task.record().orElseThrow().delivery().transmissions().get(0).outcome();
    }

    private DeliveryTask task(String id, String endpoint) {
        DeliveryRecord record = record(id, endpoint);
        return new DeliveryTask(
                id, build, TaskListener.NULL, "", (store, now) -> record, new ReportWriter(build, TaskListener.NULL));
    }

    private DeliveryRecord record(String id, String endpoint) {
        Instant now = Instant.now();
        FaxOrder order = new FaxOrder(
                List.of(document(id)),
                List.of(new FaxNumber(TestNumber.NEVER_ENDS.number())),
                Fixture.EMAIL,
                "",
                "",
                "");
        return new DeliveryRecord(
                id,
                DeliveryRecord.Kind.SEND,
                now,
                endpoint,
                Fixture.CREDENTIALS,
                new Workspace("", workspace.toString()),
                true,
                true,
                true,
                true,
                "",
                false,
                false,
                OnceSettings.OFF,
                Delivery.of(order, now, Duration.ofMinutes(30), PollingSchedule.DEFAULT));
    }

    private Document document(String id) {
        try {
            Path file = Files.write(workspace.resolve(id + ".pdf"), Pdf.pages(1));
            return Document.check(file, PdfLimits.DEFAULT).orThrow();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
