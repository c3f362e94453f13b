package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.matrix.AxisList;
import hudson.matrix.MatrixBuild;
import hudson.matrix.MatrixProject;
import hudson.matrix.TextAxis;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.github.faxnummer.jenkins.report.FaxDeliveriesAction;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.util.List;
import jenkins.model.CauseOfInterruption;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.MockBuilder;

class FaxPublisherTest extends SharedJenkinsTestBase {

    private static final String PUBLISH =
            "step([$class: 'FaxPublisher', fax: [documents: 'a.pdf', recipients: '030 23125016']])";

    private FreeStyleProject job;

    @Test
    void sendsAfterChosenResultsOnly() throws Exception {
        FaxPublisher publisher = publisher("030 23125016");
        assertThat(sentAfter(Result.SUCCESS)).isTrue();
        assertThat(sentAfter(Result.FAILURE)).isFalse();
        assertThat(sentAfter(Result.UNSTABLE)).isFalse();

        publisher.setOnSuccess(false);
        publisher.setOnFailure(true);
        publisher.setOnUnstable(true);
        assertThat(sentAfter(Result.SUCCESS)).isFalse();
        assertThat(sentAfter(Result.FAILURE)).isTrue();
        assertThat(sentAfter(Result.UNSTABLE)).isTrue();

        publisher.setOnSuccess(true);
        publisher.setOnChanged(true);
        for (Result result : List.of(Result.ABORTED, Result.NOT_BUILT)) {
            assertThat(sentAfter(result)).as(result.toString()).isFalse();
            publisher.setOnAborted(true);
            assertThat(sentAfter(result)).as(result.toString()).isTrue();
            publisher.setOnAborted(false);
        }

        publisher.setOnSuccess(false);
        publisher.setOnFailure(false);
        publisher.setOnUnstable(false);
        assertThat(sentAfter(Result.UNSTABLE))
                .as("same as before the aborted builds")
                .isFalse();
        assertThat(sentAfter(Result.FAILURE)).isTrue();
        assertThat(sentAfter(Result.ABORTED)).isFalse();
        assertThat(sentAfter(Result.FAILURE))
                .as("aborted builds change nothing")
                .isFalse();
        assertThat(sentAfter(Result.SUCCESS)).isTrue();
    }

    @Test
    void unconfirmedFaxFailsTheBuildAndFormKeepsEverything() throws Exception {
        FaxPublisher publisher = publisher("030 23125006");
        publisher.setOnChanged(true);
        publisher.getFax().setReference("4711");

        // Rejected by the sandbox.
        jenkins.buildAndAssertStatus(Result.FAILURE, job);
        FreeStyleProject again = jenkins.configRoundtrip(job);

        FaxPublisher kept = again.getPublishersList().get(FaxPublisher.class);
        jenkins.assertEqualDataBoundBeans(publisher, kept);
        HtmlPage form = browser().getPage(job, "configure");
        assertThat(form.<org.htmlunit.html.HtmlInput>getByXPath("//input[@name='_.email']")
                        .get(0)
                        .getPlaceholder())
                .isEqualTo(Fixture.EMAIL);
    }

    @Test
    void sendsNothingFromPipelineWhoseResultIsUnknown() throws Exception {
        WorkflowRun build = pipeline("");

        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains("Use faxSend in its post section instead of faxPublisher", build);
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void sendsFromPipelineWhoseResultIsSet() throws Exception {
        jenkins.assertBuildStatusSuccess(pipeline("currentBuild.result = 'SUCCESS'; "));
        assertThat(sandbox.submissions()).isEqualTo(1);

        jenkins.assertBuildStatus(Result.FAILURE, pipeline("currentBuild.result = 'FAILURE'; "));
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void countsInterruptedPipelineAsAborted() throws Exception {
        WorkflowJob pipeline =
                Fixture.pipeline(jenkins, "node { try { echo 'begun'; sleep 600 } finally { " + PUBLISH + " } }");
        Fixture.document(pipeline, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = pipeline.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("begun", build);

        build.getExecutor().interrupt(Result.ABORTED, new CauseOfInterruption.UserInterruption("alice"));

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void abortOfItsFaxesAbortsTheBuildAndChangesNothing() throws Exception {
        FaxPublisher publisher = publisher("030 23125016");
        assertThat(sentAfter(Result.SUCCESS)).isTrue();
        publisher.getFax().setRecipients(TestNumber.NEVER_ENDS.number());
        for (boolean cancelled : List.of(false, true)) {
            int polls = sandbox.statusRequests();
            FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
            Fixture.await("it is asked for", () -> sandbox.statusRequests() > polls);

            if (cancelled) {
                build.getAction(FaxDeliveriesAction.class).doCancel();
            } else {
                build.getExecutor().interrupt(Result.ABORTED, new CauseOfInterruption.UserInterruption("alice"));
            }

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("if there is a table above, it says what became of each fax", build);
            jenkins.assertLogContains("is still in progress at the provider", build);
            jenkins.assertLogNotContains("InterruptedException", build);
        }
        publisher.setOnSuccess(false);
        publisher.setOnChanged(true);
        assertThat(sentAfter(Result.SUCCESS)).isFalse();
    }

    /** Its configurations have the publishers of the project, and each of them would send. */
    @Test
    void sendsNothingFromEachConfigurationOfMatrix() throws Exception {
        MatrixProject matrix = jenkins.createProject(MatrixProject.class);
        matrix.setAxes(new AxisList(new TextAxis("jdk", "17", "25")));
        FaxBuildStep fax = new FaxBuildStep();
        fax.setDocuments("a.pdf");
        fax.setRecipients("030 23125016");
        FaxPublisher.DescriptorImpl descriptor = new FaxPublisher.DescriptorImpl();
        assertThat(descriptor.isApplicable(MatrixProject.class)).isFalse();
        assertThat(descriptor.isApplicable(FreeStyleProject.class)).isTrue();
        // Such as by a script.
        matrix.getPublishersList().add(new FaxPublisher(fax));

        MatrixBuild build = matrix.scheduleBuild2(0).get();

        assertThat(build.getExactRuns()).hasSize(2).allSatisfy(it -> {
            jenkins.assertBuildStatus(Result.FAILURE, it);
            jenkins.assertLogContains("each configuration of a matrix project would send its own fax", it);
        });
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void missingFaxIsAnEmptyOne() {
        assertThat(new FaxPublisher(null).getFax()).isNotNull();
    }

    private WorkflowRun pipeline(String before) throws Exception {
        WorkflowJob pipeline = Fixture.pipeline(jenkins, "node { " + before + PUBLISH + " }");
        Fixture.document(pipeline, jenkins.jenkins, "a.pdf", 1);
        return jenkins.waitForCompletion(pipeline.scheduleBuild2(0).waitForStart());
    }

    private FaxPublisher publisher(String recipient) throws Exception {
        job = jenkins.createFreeStyleProject();
        FaxBuildStep fax = new FaxBuildStep();
        fax.setDocuments("a.pdf");
        fax.setRecipients(recipient);
        FaxPublisher publisher = new FaxPublisher(fax);
        job.getPublishersList().add(publisher);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return publisher;
    }

    private boolean sentAfter(Result result) throws Exception {
        job.getBuildersList().clear();
        job.getBuildersList().add(new MockBuilder(result));
        int before = sandbox.submissions();
        FreeStyleBuild build = jenkins.buildAndAssertStatus(result, job);
        boolean sent = sandbox.submissions() > before;
        if (!sent) {
            jenkins.assertLogContains("No fax is sent after a build with the result " + result, build);
        }
        return sent;
    }
}
