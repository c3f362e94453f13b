package io.github.faxnummer.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Progress;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.TestNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

class RestartTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final FaxnummerSandbox sandbox = Fixture.sandbox().speed(4).start();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void whatHasAJobIsFollowed() throws Throwable {
        sessions.then(jenkins -> begin(jenkins, TestNumber.DELIVERED.number()));
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("Jenkins was restarted; the faxes go on.", build);
            jenkins.assertLogContains("got true", build);
        });
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void whatWasBeingSubmittedIsUnknownAndWhatWasNotIsSubmitted() throws Throwable {
        sessions.then(jenkins -> begin(jenkins, TestNumber.DELIVERED.number()));
        assertThat(sandbox.submissions()).isEqualTo(1);
        rewrite(before -> {
            Transmission first = before.delivery().transmissions().get(0);
            Transmission submitting = new Transmission(
                    first.document(),
                    first.documentName(),
                    first.documentPages(),
                    first.recipient(),
                    first.reference(),
                    new Progress.Submitting(0, Instant.now()));
            Transmission planned = new Transmission(
                    first.document(),
                    first.documentName(),
                    first.documentPages(),
                    TestNumber.LINES.number(),
                    first.reference(),
                    new Progress.Planned(0, Instant.now()));
            Delivery delivery = before.delivery();
            return before.with(new Delivery(
                    delivery.order(), List.of(submitting, planned), delivery.deadline(), delivery.schedule()));
        });
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("UNKNOWN, the program ended while the fax was being submitted", build);
            assertThat(build.getAction(FaxDeliveriesAction.class)
                            .getDeliveries()
                            .get(0)
                            .getTransmissions())
                    .extracting(TransmissionResult::getOutcome)
                    .containsExactly("UNKNOWN", "DONE-OK");
        });
        assertThat(sandbox.submissions(TestNumber.DELIVERED.number())).isEqualTo(1);
        assertThat(sandbox.submissions(TestNumber.LINES.number())).isEqualTo(1);
    }

    @Test
    void halfARecordFailsTheStepAndSendsNothing() throws Throwable {
        sessions.then(jenkins -> begin(jenkins, TestNumber.DELIVERED.number()));
        Path file = record();
        Files.writeString(file, Files.readString(file).substring(0, 200));
        sessions.then(jenkins -> jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build(jenkins))));
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    private void begin(JenkinsRule jenkins, String recipients) throws Exception {
        Fixture.configure(sandbox);
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { def r = faxSend documents: 'a.pdf', recipients: '" + recipients
                        + "'; echo \"got ${r.success}\" }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("SUBMITTED, job", build);
    }

    private static WorkflowRun build(JenkinsRule jenkins) {
        return jenkins.jenkins.getAllItems(WorkflowJob.class).get(0).getBuildByNumber(1);
    }

    private Path record() throws Exception {
        try (Stream<Path> files = Files.walk(sessions.getHome().toPath().resolve("jobs"))) {
            return files.filter(it -> it.getParent().endsWith("faxnummer"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void rewrite(UnaryOperator<DeliveryRecord> change) throws Exception {
        Path file = record();
        DeliveryRecord before = RecordJson.read(Files.readAllBytes(file));
        Files.write(file, RecordJson.write(change.apply(before)));
    }
}
