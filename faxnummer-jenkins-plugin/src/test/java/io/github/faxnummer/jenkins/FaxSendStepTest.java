package io.github.faxnummer.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.TestNumber;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class FaxSendStepTest {

    private final FaxnummerSandbox sandbox = Fixture.sandbox().start();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Fixture.configure(sandbox);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void delivers_from_the_controller() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, """
                node {
                  def r = faxSend documents: 'target/*.pdf', recipients: '030 23125016, +49 30 23125-999'
                  echo "success=${r.success} outcome=${r.outcome} jobs=${r.jobIds.size()}"
                  def t = r.transmissions[0]
                  echo "t=${t.document} ${t.recipient} ${t.status} ${t.cause} ${t.pagesSent} ${t.duration} ${t.remoteTsi}"
                }
                """);
        Fixture.document(job, jenkins.jenkins, "target/report.pdf", 3);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("success=true outcome=DELIVERED jobs=2", build);
        jenkins.assertLogContains("t=report.pdf 00493023125016 DONE-OK 16 3 60 +493023125016", build);
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void delivers_from_an_agent() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node('" + agent.getNodeName() + "') { faxSend documents: ['a,b.pdf', 'x/**/*.pdf'], recipients: ['"
                        + TestNumber.DELIVERED.number() + "'] }");
        Fixture.document(job, agent, "a,b.pdf", 1);
        Fixture.document(job, agent, "x/y/z.pdf", 2);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("a,b.pdf -> 00493023125016", build);
        assertThat(sandbox.faxes()).extracting(it -> it.pages()).containsExactly(1, 2);
        assertThat(sandbox.faxes().get(0).pdf().toByteArray())
                .isEqualTo(agent.getWorkspaceFor(job).child("a,b.pdf").read().readAllBytes());
    }

    @Test
    void fails_the_step_in_words() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { faxSend documents: 'a.pdf', recipients: '" + TestNumber.UNKNOWN_NUMBER.number() + "' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("ERROR: 1 of 1 faxes did not arrive for certain", build);
        jenkins.assertLogContains("unallocated number (Q.850 cause 1)", build);
        assertThat(build.getAction(FaxDeliveriesAction.class).getDeliveries())
                .singleElement()
                .satisfies(it -> assertThat(it.getOutcome()).isEqualTo("FAILED"));
    }
}
