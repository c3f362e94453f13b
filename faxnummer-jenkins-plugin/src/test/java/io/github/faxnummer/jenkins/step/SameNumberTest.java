package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Several faxes to one number; {@link RestartTest} has them over restarts. */
class SameNumberTest extends SharedJenkinsTestBase {

    private static final String NEVER_ENDS = TestNumber.NEVER_ENDS.number();

    @Test
    void submitsNextFaxToSameNumberAfterEndOfOneBefore() throws Exception {
        WorkflowJob job = job("node { faxSend documents: '*.pdf', recipients: ['030 23125016', '030 23125017'],"
                + " failOnError: false }");

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK", "DONE-ERROR", "DONE-OK", "DONE-ERROR");
        String log = JenkinsRule.getLog(build);
        assertThat(log.indexOf("b.pdf -> 00493023125016: SUBMITTED"))
                .isGreaterThan(log.indexOf("a.pdf -> 00493023125016: DONE-OK"));
        assertThat(log.indexOf("a.pdf -> 00493023125017: SUBMITTED"))
                .isLessThan(log.indexOf("a.pdf -> 00493023125016: DONE-OK"));
    }

    @Test
    void submitsAtSameTimeIfConfigured() throws Exception {
        WorkflowRun build =
                begin("node { faxSend documents: '*.pdf', recipients: '" + NEVER_ENDS + "', sameNumber: 'Parallel' }");

        Fixture.await("both are submitted", () -> sandbox.submissions(NEVER_ENDS) == 2);
        stop(build);
    }

    @Test
    void submitsTogetherAndSaysSoWhereNothingWaits() throws Exception {
        WorkflowJob job = job("node { faxSend documents: '*.pdf', wait: false, recipients: '" + NEVER_ENDS + "' }");

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions(NEVER_ENDS)).isEqualTo(2);
        jenkins.assertLogContains(
                "Several faxes go to the same number at the same time, because the build does not wait for their end"
                        + " (wait=false): " + NEVER_ENDS,
                build);
    }

    @Test
    void stepsAtTheSameTimeDoNotWaitForEachOther() throws Exception {
        WorkflowRun build = begin("node { parallel a: { faxSend documents: 'a.pdf', recipients: '" + NEVER_ENDS
                + "' }, b: { faxSend documents: 'b.pdf', recipients: '" + NEVER_ENDS + "' } }");

        Fixture.await("both are submitted", () -> sandbox.submissions(NEVER_ENDS) == 2);
        stop(build);
    }

    @Test
    void freestyleStepSubmitsOneAfterAnother() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments("*.pdf");
        step.setRecipients("030 23125016");
        job.getBuildersList().add(step);
        job = jenkins.configRoundtrip(job);
        assertThat(job.getBuildersList().get(FaxBuildStep.class).getSameNumber())
                .isNull();
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        Fixture.document(job, jenkins.jenkins, "b.pdf", 2);

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.faxes()).extracting(ReceivedFax::fileName).containsExactly("a.pdf", "b.pdf");
        String log = JenkinsRule.getLog(build);
        assertThat(log.indexOf("b.pdf -> 00493023125016: SUBMITTED"))
                .isGreaterThan(log.indexOf("a.pdf -> 00493023125016: DONE-OK"));
    }

    @Test
    void refusesOtherWordsAndSendsNothing() throws Exception {
        WorkflowJob job = job("node { faxSend documents: 'a.pdf', recipients: '030 23125016', sameNumber: 'queue' }");

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("sameNumber 'queue': invalid; use serial", build);
        assertThat(sandbox.requests()).isZero();
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, script);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        Fixture.document(job, jenkins.jenkins, "b.pdf", 2);
        return job;
    }

    private WorkflowRun begin(String script) throws Exception {
        return job(script).scheduleBuild2(0).waitForStart();
    }

    private void stop(WorkflowRun build) throws Exception {
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
    }
}
