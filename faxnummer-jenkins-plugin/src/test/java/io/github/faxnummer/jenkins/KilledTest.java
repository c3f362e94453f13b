package io.github.faxnummer.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.TestNumber;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller that is killed between request and answer. */
class KilledTest {

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension();

    private final FaxnummerSandbox sandbox = Fixture.sandbox().start();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void neverSendsAgainWhatMayHaveBeenSent() throws Throwable {
        String endpoint = sandbox.endpoint().toString();
        String login = sandbox.login();
        String password = sandbox.password();
        real.startJenkins();
        RealJenkinsExtension.Step begin = jenkins -> begin(jenkins, endpoint, login, password);
        real.runRemotely(begin);
        Fixture.await("it is being submitted", () -> sandbox.submissions() == 1);
        real.stopJenkinsForcibly();

        real.startJenkins();
        RealJenkinsExtension.Step end = KilledTest::end;
        real.runRemotely(end);

        assertThat(sandbox.submissions(TestNumber.ANSWER_STALLED.number())).isEqualTo(1);
        assertThat(sandbox.submissions(TestNumber.DELIVERED.number())).isEqualTo(1);
    }

    private static void begin(JenkinsRule jenkins, String endpoint, String login, String password) throws Throwable {
        Fixture.configure(endpoint, login, password);
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { faxSend documents: 'a.pdf', recipients: '" + TestNumber.ANSWER_STALLED.number() + ","
                        + TestNumber.DELIVERED.number() + "' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        job.scheduleBuild2(0).waitForStart();
    }

    private static void end(JenkinsRule jenkins) throws Throwable {
        WorkflowRun build =
                jenkins.jenkins.getAllItems(WorkflowJob.class).get(0).getBuildByNumber(1);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("UNKNOWN, the program ended while the fax was being submitted", build);
        jenkins.assertLogContains("-> " + TestNumber.DELIVERED.number() + ": DONE-OK", build);
    }
}
