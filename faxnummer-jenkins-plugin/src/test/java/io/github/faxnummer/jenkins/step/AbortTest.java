package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.FaxListener;
import io.github.faxnummer.jenkins.report.ReportWriter;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An abort ends a step at once, in whatever state it is, and leaves nothing behind. */
class AbortTest extends SharedJenkinsTestBase {

    private static final Duration AT_ONCE = Duration.ofSeconds(6);

    @BeforeEach
    void configure() throws Exception {
        jenkins.jenkins.setNumExecutors(8);
    }

    @Test
    void endsStepThatWaitsForInspection() throws Exception {
        for (int i = 0; i < DeliveryService.THREADS; i++) {
            begin("faxSend documents: 'a.pdf', recipients: '" + TestNumber.ANSWER_STALLED.number() + "'");
        }
        Fixture.await("every thread has an upload", () -> sandbox.submissions() == DeliveryService.THREADS);
        WorkflowRun build = begin("faxSend documents: 'a.pdf', recipients: '030 23125016'");
        Fixture.await("it waits for its turn", () -> DeliveryService.get().waiting() == DeliveryService.THREADS + 1);

        abort(build);

        assertThat(sandbox.submissions(TestNumber.DELIVERED.number())).isZero();
        assertThat(DeliveryService.get().waiting()).isEqualTo(DeliveryService.THREADS);
        for (WorkflowJob job : jenkins.jenkins.getAllItems(WorkflowJob.class)) {
            if (job.getLastBuild().isBuilding()) {
                abort(job.getLastBuild());
                jenkins.assertLogContains("UNKNOWN", job.getLastBuild());
            }
        }
        assertThat(DeliveryService.get().waiting()).isZero();
        assertThat(sandbox.submissions()).isEqualTo(DeliveryService.THREADS);
    }

    @Test
    void endsStepThatPausesBeforeRetry() throws Exception {
        FaxnummerConfiguration.get().setEndpoint("http://127.0.0.1:" + Fixture.freePort() + "/");
        WorkflowRun build = begin("faxSend documents: 'a.pdf', recipients: '030 23125016'");
        Fixture.await("it is to be tried again", () -> Fixture.isToBeTriedAgain(build));

        abort(build);

        assertThat(Fixture.outcomes(build)).containsExactly("NOT_SENT");
    }

    @Test
    void endsStepThatOnlyFollows() throws Exception {
        WorkflowRun build = begin("def r = faxSend documents: 'a.pdf', wait: false, recipients: '"
                + TestNumber.NEVER_ENDS.number() + "'; faxStatus jobIds: r.jobIds");
        Fixture.await("it is asked for", () -> sandbox.statusRequests() > 0);

        abort(build);

        jenkins.assertLogContains(
                "Job " + sandbox.faxes().get(0).jobId() + " is still in progress at the provider", build);
    }

    @Test
    void endsStepWhileReportsAreCopied() throws Exception {
        NamedPipe listener = new NamedPipe();
        ExtensionList.lookup(FaxListener.class).add(listener);
        WorkflowRun build;
        try {
            build = begin("faxSend documents: 'a.pdf', recipients: '030 23125016'; echo 'went on'");
            Path pipe = Path.of(
                    jenkins.jenkins.getWorkspaceFor(build.getParent()).getRemote(), "fax-reports", "fax-report.json");
            Fixture.await("its reports are copied", () -> Fixture.threadsIn(ReportWriter.class, "copyTo") > 0);

            try {
                abort(build);
            } finally {
                Files.newInputStream(pipe).close();
            }
        } finally {
            ExtensionList.lookup(FaxListener.class).remove(listener);
        }

        jenkins.assertLogNotContains("went on", build);
        assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK");
        assertThat(DeliveryService.get().waiting()).isZero();
    }

    @Test
    void timeoutStepEndsStep() throws Exception {
        WorkflowRun build = begin("timeout(time: 4, unit: 'SECONDS') { faxSend documents: 'a.pdf', recipients: '"
                + TestNumber.NEVER_ENDS.number() + "' }");

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));

        jenkins.assertLogContains("Timeout has been exceeded", build);
        jenkins.assertLogContains(
                "Job " + sandbox.faxes().get(0).jobId() + " is still in progress at the provider", build);
        assertThat(Fixture.outcomes(build)).containsExactly("SUBMITTED");
        assertThat(DeliveryService.get().waiting()).isZero();
    }

    @Test
    void buildContinuesAfterCaughtTimeout() throws Exception {
        WorkflowRun build = begin("try { timeout(time: 4, unit: 'SECONDS') { faxSend documents: 'a.pdf', recipients: '"
                + TestNumber.NEVER_ENDS.number()
                + "' } } catch (org.jenkinsci.plugins.workflow.steps.FlowInterruptedException e) { echo 'caught' }");

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));

        jenkins.assertLogContains("caught", build);
        assertThat(DeliveryService.get().waiting()).isZero();
    }

    @Test
    void endsBuildStepDuringUpload() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments("a.pdf");
        step.setRecipients(TestNumber.ANSWER_STALLED.number() + ", 030 23125016");
        job.getBuildersList().add(step);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        Fixture.await("it is being submitted", () -> sandbox.submissions() == 1);

        abort(build);

        assertThat(Fixture.outcomes(build)).containsExactly("UNKNOWN", "NOT_SENT");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    private WorkflowRun begin(String steps) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { " + steps + " }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return job.scheduleBuild2(0).waitForStart();
    }

    private void abort(Run<?, ?> build) throws Exception {
        long start = System.nanoTime();
        build.getExecutor().interrupt(Result.ABORTED);
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    }

    /** Puts a pipe without a reader where the first report of a step is copied to. */
    private static final class NamedPipe extends FaxListener {
        @Override
        public void submitted(Run<?, ?> run, Transmission fax) {
            Path pipe = Path.of(fax.document()).resolveSibling("fax-reports/fax-report.json");
            try {
                Files.createDirectories(pipe.getParent());
                assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                        .isZero();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
