package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import java.util.List;
import java.util.Objects;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;

/** Faxes that fail and are submitted again; {@link RestartTest} has them over restarts. */
class RedialTest extends SharedJenkinsTestBase {

    private static final String UNREACHABLE = "00493023125034";

    @Test
    void submitsFailedFaxAgainAndReturnsEachAttempt() throws Exception {
        WorkflowJob job = job("node { def fax = faxSend(documents: 'a.pdf', recipients: '030 23125034', redial: 1,"
                + " redialPause: '1s', redialCauses: [17, 34], failOnError: false).transmissions[0];"
                + " echo \"last ${fax.outcome} of ${fax.failedAttempts.size() + 1},"
                + " first ${fax.failedAttempts[0].cause}\" }");

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions(UNREACHABLE)).isEqualTo(2);
        jenkins.assertLogContains("failed, attempt 2 follows at", build);
        jenkins.assertLogContains("last DONE-ERROR of 2, first 34", build);
    }

    @Test
    void saysThatNothingIsRedialledWithoutWaiting() throws Exception {
        WorkflowJob job =
                job("node { faxSend documents: 'a.pdf', recipients: '030 23125034', redial: 1, wait: false }");

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions(UNREACHABLE)).isEqualTo(1);
        jenkins.assertLogContains("Failed faxes are not redialled (redial=1)", build);
    }

    @Test
    void limitsCountRedials() throws Exception {
        WorkflowJob job = job("node { faxSend documents: 'a.pdf', recipients: '030 23125016', redial: 2,"
                + " policy: [maxFaxes: '2'] }");

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("3 faxes (redials: 2) exceed this limit", build);
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void credentialsMissingWhileAnotherFaxIsPolledDoNotCancelRedial() throws Exception {
        WorkflowJob job = job("node { faxSend documents: 'a.pdf', recipients: ['030 23125034', '030 23125005'],"
                + " redial: 1, redialPause: '15s', timeout: 2 }");
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("failed, attempt 2 follows at", build);
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        List<Credentials> kept = List.copyOf(store.getCredentials());
        store.getCredentials().clear();
        jenkins.waitForMessage("the account could not be used", build);

        store.getCredentials().addAll(kept);

        Fixture.await("it is redialled", () -> sandbox.submissions(UNREACHABLE) == 2);
        Objects.requireNonNull(build.getExecutor()).interrupt();
        jenkins.waitForCompletion(build);
    }

    @Test
    void formKeepsParameters() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments("*.pdf");
        step.setRecipients("030 23125016");
        step.setRedial("2");
        step.setRedialPause("20m");
        step.setRedialCauses("17, 18");
        job.getBuildersList().add(step);

        FaxBuildStep kept = jenkins.configRoundtrip(job).getBuildersList().get(FaxBuildStep.class);

        assertThat(kept.getRedial()).isEqualTo("2");
        assertThat(kept.getRedialPause()).isEqualTo("20m");
        assertThat(kept.getRedialCauses()).isEqualTo("17, 18");
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, script);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return job;
    }
}
