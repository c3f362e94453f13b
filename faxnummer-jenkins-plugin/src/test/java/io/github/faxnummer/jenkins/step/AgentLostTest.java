package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.FilePath;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.github.faxnummer.jenkins.agent.AgentCall;
import io.github.faxnummer.jenkins.agent.AgentOfflineException;
import io.github.faxnummer.jenkins.agent.DocumentUpload;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryTask;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.Pdf;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.jenkins.testing.StallingProxy;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** The agent with the documents disappears. The sandbox knows what was sent. */
class AgentLostTest extends SharedJenkinsTestBase {

    private static final int LARGE = 24_000_000;

    private DumbSlave agent;
    private WorkflowJob job;

    /** Ends the agent's process as a power cut does. */
    private static final class PowerCut extends MasterToSlaveCallable<Void, RuntimeException> {
        private static final long serialVersionUID = 1;

        @Override
        public Void call() {
            Runtime.getRuntime().halt(1);
            return null;
        }
    }

    /** Whether the agent inspects documents. */
    private static final class Looks extends MasterToSlaveCallable<Boolean, RuntimeException> {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean call() {
            return Thread.getAllStackTraces().values().stream()
                    .flatMap(Arrays::stream)
                    .anyMatch(it -> it.getClassName().endsWith(".FindDocuments"));
        }
    }

    @BeforeEach
    void configure() throws Exception {
        agent = onlineAgent();
    }

    @AfterEach
    void close() {
        System.clearProperty(DeliveryTask.AGENT_TIMEOUT);
    }

    @Test
    void sendsNothingWhenAgentDoesNotReturnBeforeUpload() throws Exception {
        System.setProperty(DeliveryTask.AGENT_TIMEOUT, "5");
        WorkflowRun build = refusedAtFirst();

        lose();
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));

        jenkins.assertLogContains("Waiting for the agent " + agent.getNodeName(), build);
        jenkins.assertLogContains(
                "NOT_SENT, not submitted, because the agent " + agent.getNodeName()
                        + " that holds the document no longer exists",
                build);
        assertThat(Fixture.outcomes(build)).containsExactly("NOT_SENT");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void sendsOnceWhenAgentReturnsInTime() throws Exception {
        WorkflowRun build = refusedAtFirst();
        lose();
        jenkins.waitForMessage("Waiting for the agent " + agent.getNodeName(), build);
        assertThat(DeliveryService.get().waiting()).isEqualTo(1);

        agent.toComputer().connect(false).get();

        Fixture.await("it is tried again", () -> JenkinsRule.getLog(build).contains("NOT_SENT"));
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        // That endpoint has no listener: the attempt shows that the document was found again.
        jenkins.assertLogContains("no connection to 127.0.0.1", build);
        jenkins.assertLogNotContains("no longer exists", build);
    }

    @Test
    void abortsAtOnceWhileAgentIsOffline() throws Exception {
        WorkflowRun build = refusedAtFirst();
        lose();
        jenkins.waitForMessage("Waiting for the agent " + agent.getNodeName(), build);

        long start = System.nanoTime();
        build.getExecutor().doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));

        assertThat((System.nanoTime() - start) / 1_000_000_000).isLessThan(5);
        jenkins.assertLogContains("NOT_SENT, not submitted, because the build was aborted", build);
        assertThat(DeliveryService.get().waiting()).isZero();
    }

    @Test
    void managementPageShowsStuckDeliveryFirst() throws Exception {
        // By its name it would be the first.
        WorkflowJob other = jenkins.createProject(WorkflowJob.class, "a-job-that-waits");
        other.setDefinition(new CpsFlowDefinition(
                "node('built-in') { faxSend documents: 'a.pdf', recipients: '" + TestNumber.NEVER_ENDS.number() + "' }",
                true));
        Fixture.document(other, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun waiting = other.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("SUBMITTED", waiting);
        assertThat(underWay()).doesNotContain("Stuck:").contains(waiting.getFullDisplayName());

        WorkflowRun stuck = refusedAtFirst();
        lose();
        jenkins.waitForMessage("Waiting for the agent " + agent.getNodeName(), stuck);

        assertThat(waiting.getFullDisplayName()).isLessThan(stuck.getFullDisplayName());
        String page = underWay();
        assertThat(page)
                .containsOnlyOnce("Stuck:")
                .containsPattern("Stuck: Waiting for the agent " + agent.getNodeName());
        assertThat(page.indexOf(stuck.getFullDisplayName()))
                .isNotNegative()
                .isLessThan(page.indexOf(waiting.getFullDisplayName()));
        for (WorkflowRun build : List.of(stuck, waiting)) {
            build.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        }
    }

    private String underWay() throws Exception {
        return browser().goTo("manage/faxnummer/").getBody().asNormalizedText().replaceAll("\\s+", " ");
    }

    @Test
    void waitsForAgentThatIsLostDuringCopy() throws Exception {
        WorkflowRun build = refusedAtFirst();
        FilePath workspace = agent.getWorkspaceFor(job);
        workspace.child("a.pdf").delete();
        pipe("a.pdf");
        Fixture.await("it is copied", () -> Fixture.threadsIn(DocumentUpload.class, "fetch") == 1);

        lose();
        jenkins.waitForMessage("Waiting for the agent " + agent.getNodeName(), build);

        assertThat(uploads()).isEmpty();
        assertThatThrownBy(() -> Workspace.of(workspace)).isInstanceOf(AgentOfflineException.class);
        build.getExecutor().doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(Fixture.outcomes(build)).containsExactly("NOT_SENT");
    }

    @Test
    void doesNotWaitForDeletedAgent() throws Exception {
        WorkflowRun build = refusedAtFirst();

        jenkins.jenkins.removeNode(agent);
        jenkins.waitForCompletion(build);

        assertThat(Fixture.outcomes(build)).containsExactly("NOT_SENT");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void completesUploadWithoutAgent() throws Exception {
        try (StallingProxy road = new StallingProxy(sandbox.endpoint(), 100_000)) {
            FaxnummerConfiguration.get().setEndpoint(road.endpoint());
            begin(TestNumber.DELIVERED.number());
            Fixture.document(job, agent, "a.pdf", Pdf.large(LARGE));
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            Fixture.await("it is being uploaded", road::isJammed);
            assertThat(uploads()).hasSize(1);

            lose();
            road.clear();
            jenkins.waitForCompletion(build);

            assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK");
            assertThat(sandbox.submissions()).isEqualTo(1);
            assertThat(uploads()).isEmpty();
        }
    }

    @Test
    void followsFaxWithoutAgentAfterUpload() throws Exception {
        begin(TestNumber.DELIVERED.number());
        Fixture.document(job, agent, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("SUBMITTED", build);

        lose();
        jenkins.waitForCompletion(build);

        assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void waitsForAgentDuringInspection() throws Exception {
        System.setProperty(DeliveryTask.AGENT_TIMEOUT, "3");
        begin(TestNumber.DELIVERED.number());
        Fixture.document(job, agent, "a.pdf", 1);
        pipe("b.pdf");
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        Fixture.await("it looks", () -> DeliveryService.get().waiting() == 1);
        Fixture.await("it has begun", () -> agent.getChannel().call(new Looks()));

        lose();
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));

        jenkins.assertLogContains("Waiting for the agent " + agent.getNodeName(), build);
        jenkins.assertLogContains("which has the documents, is not connected", build);
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void failsAtTimeLimitWhenAgentHangs() throws Exception {
        System.setProperty(AgentCall.TIMEOUT, "3");
        try {
            begin(TestNumber.DELIVERED.number());
            pipe("a.pdf");

            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));

            jenkins.assertLogContains(agent.getNodeName() + " did not respond within 3 s", build);
            assertThat(sandbox.requests()).isZero();
            assertThat(DeliveryService.get().waiting()).isZero();
        } finally {
            System.clearProperty(AgentCall.TIMEOUT);
        }
    }

    /** Reading it blocks until it is written to. */
    private void pipe(String name) throws Exception {
        agent.getWorkspaceFor(job).mkdirs();
        assertThat(new ProcessBuilder(
                                "mkfifo", agent.getWorkspaceFor(job).child(name).getRemote())
                        .start()
                        .waitFor())
                .isZero();
    }

    private List<String> uploads() {
        String[] names = new File(jenkins.jenkins.getRootDir(), "faxnummer-uploads").list();
        return names == null ? List.of() : List.of(names);
    }

    /** A step that has looked at its document and found no listener, so that it retries a little later. */
    private WorkflowRun refusedAtFirst() throws Exception {
        FaxnummerConfiguration.get().setEndpoint("http://127.0.0.1:" + Fixture.freePort() + "/");
        begin(TestNumber.DELIVERED.number());
        Fixture.document(job, agent, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        Fixture.await("it is to be tried again", () -> Fixture.isToBeTriedAgain(build));
        return build;
    }

    private void begin(String recipient) throws Exception {
        job = Fixture.pipeline(
                jenkins,
                "node('" + agent.getNodeName() + "') { faxSend documents: '*.pdf', recipients: '" + recipient + "' }");
    }

    private void lose() throws Exception {
        agent.getChannel().callAsync(new PowerCut());
        Fixture.await("the agent is gone", () -> agent.getChannel() == null);
    }
}
