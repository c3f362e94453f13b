package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SandboxClock;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller that is killed while faxes are in every state there is. The sandbox knows what was sent. */
class KilledTest {

    private static final int UPLOADS_AT_A_TIME = 4;

    @RegisterExtension
    private final RealJenkinsExtension real = Fixture.realJenkins();

    private final SandboxClock clock = new SandboxClock();
    private final FaxnummerSandbox sandbox =
            Fixture.sandbox().speed(1).clock(clock).start();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void survivesKillInEveryState() throws Throwable {
        real.startJenkins();
        RealJenkinsExtension.StepWithOneArg<String> beginWaiting = KilledTest::beginWaiting;
        real.runRemotely(beginWaiting, sandbox.endpoint().toString());
        clock.pass(Duration.ofSeconds(20));
        RealJenkinsExtension.Step seeRetry = KilledTest::seeRetry;
        real.runRemotely(seeRetry);
        int before = sandbox.submissions();
        RealJenkinsExtension.Step beginSubmitting = KilledTest::beginSubmitting;
        real.runRemotely(beginSubmitting);
        Fixture.await("all are being submitted", () -> sandbox.submissions() == before + UPLOADS_AT_A_TIME);
        RealJenkinsExtension.Step beginQueued = KilledTest::beginQueued;
        real.runRemotely(beginQueued);
        real.stopJenkinsForcibly();

        clock.run();
        real.startJenkins();
        RealJenkinsExtension.Step2<TreeMap<String, String>> outcomes = KilledTest::outcomes;

        assertThat(real.runRemotely(outcomes))
                .containsEntry("submitted", "SUCCESS [DONE-OK]")
                .containsEntry("retrying", "FAILURE [DONE-ERROR]")
                .containsEntry("following", "SUCCESS [DONE-OK]")
                .containsEntry("finished", "SUCCESS [REJECTED]")
                .containsEntry("queued", "SUCCESS [DONE-OK]")
                // What was planned behind the upload is sent.
                .containsEntry("submitting0", "FAILURE [UNKNOWN, DONE-OK]")
                .containsEntry("submitting3", "FAILURE [UNKNOWN, DONE-OK]")
                // Such a Pipeline does not survive; what the provider has is on its page.
                .containsEntry("hasty", "FAILURE [SUBMITTED]");
        RealJenkinsExtension.Step2<TreeMap<String, String>> repeated = KilledTest::repeated;
        assertThat(real.runRemotely(repeated))
                .containsEntry("submitted", "SUCCESS [DONE-OK]")
                .containsEntry("queued", "SUCCESS [DONE-OK]")
                .containsEntry("submitting0", "FAILURE [UNKNOWN, DONE-OK]");
        assertThat(sandbox.submissions(TestNumber.ANSWER_STALLED.number())).isEqualTo(UPLOADS_AT_A_TIME);
        assertThat(sandbox.submissions(TestNumber.XML.number())).isEqualTo(UPLOADS_AT_A_TIME);
        assertThat(sandbox.submissions(TestNumber.BUSY.number())).isEqualTo(1);
        assertThat(sandbox.submissions(TestNumber.REJECTED.number())).isEqualTo(1);
        assertThat(sandbox.submissions(TestNumber.NEVER_ENDS.number())).isEqualTo(1);
        assertThat(sandbox.submissions(TestNumber.DELIVERED.number())).isEqualTo(1);
        assertThat(sandbox.submissions(TestNumber.LINES.number())).isEqualTo(1);
        assertThat(sandbox.submissions(TestNumber.JSON.number())).isEqualTo(1);
    }

    private static void beginWaiting(JenkinsRule jenkins, String endpoint) throws Throwable {
        Fixture.configure(endpoint, "acc12345", Fixture.PASSWORD);
        jenkins.jenkins.setNumExecutors(20);
        var builds = new ArrayList<WorkflowRun>();
        builds.add(start(jenkins, "submitted", send(TestNumber.DELIVERED)));
        builds.add(start(jenkins, "retrying", send(TestNumber.BUSY)));
        builds.add(start(
                jenkins,
                "following",
                "def r = " + send(TestNumber.LINES) + ", wait: false; faxStatus jobIds: r.jobIds"));
        WorkflowJob hasty = job(jenkins, "hasty", send(TestNumber.NEVER_ENDS));
        hasty.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
        builds.add(hasty.scheduleBuild2(0).waitForStart());
        for (WorkflowRun build : builds) {
            jenkins.waitForMessage("SUBMITTED, job", build);
        }
        WorkflowRun finished = start(
                jenkins,
                "finished",
                send(TestNumber.REJECTED)
                        + ", failOnError: false; waitUntil(initialRecurrencePeriod: 500) { fileExists 'go' }");
        jenkins.waitForMessage("[Pipeline] waitUntil", finished);
    }

    private static void seeRetry(JenkinsRule jenkins) throws Throwable {
        jenkins.waitForMessage("RETRY, tries remaining: 5", build(jenkins, "retrying"));
        jenkins.waitForMessage("[Pipeline] faxStatus", build(jenkins, "following"));
    }

    private static void beginSubmitting(JenkinsRule jenkins) throws Throwable {
        for (int i = 0; i < UPLOADS_AT_A_TIME; i++) {
            start(jenkins, "submitting" + i, send(TestNumber.ANSWER_STALLED, TestNumber.XML));
        }
    }

    private static void beginQueued(JenkinsRule jenkins) throws Throwable {
        WorkflowRun build = start(jenkins, "queued", send(TestNumber.JSON));
        jenkins.waitForMessage("[Pipeline] faxSend", build);
        Fixture.await("it waits for its turn", () -> status(build).contains("submitting 1 of 1"));
    }

    private static TreeMap<String, String> outcomes(JenkinsRule jenkins) throws Throwable {
        WorkflowJob finished = jenkins.jenkins.getItemByFullName("finished", WorkflowJob.class);
        jenkins.jenkins.getWorkspaceFor(finished).child("go").touch(0);
        TreeMap<String, String> outcomes = new TreeMap<>();
        for (WorkflowJob job : jenkins.jenkins.getAllItems(WorkflowJob.class)) {
            WorkflowRun build = jenkins.waitForCompletion(job.getBuildByNumber(1));
            outcomes.put(job.getName(), build.getResult() + " " + Fixture.outcomes(build));
        }
        // For the message of a failure.
        outcomes.put("console of finished", JenkinsRule.getLog(finished.getBuildByNumber(1)));
        return outcomes;
    }

    private static TreeMap<String, String> repeated(JenkinsRule jenkins) throws Throwable {
        TreeMap<String, String> outcomes = new TreeMap<>();
        for (String name : List.of("submitted", "queued", "submitting0")) {
            ReplayAction replay = build(jenkins, name).getAction(ReplayAction.class);
            replay.run(replay.getOriginalScript(), Map.of()).get();
            WorkflowRun build = jenkins.waitForCompletion(
                    jenkins.jenkins.getItemByFullName(name, WorkflowJob.class).getBuildByNumber(2));
            outcomes.put(name, build.getResult() + " " + Fixture.outcomes(build));
        }
        return outcomes;
    }

    private static String send(TestNumber... numbers) {
        return "faxSend documents: 'a.pdf', recipients: '"
                + Arrays.stream(numbers).map(TestNumber::number).collect(Collectors.joining(",")) + "'";
    }

    private static WorkflowJob job(JenkinsRule jenkins, String name, String steps) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { " + steps + " }");
        job.renameTo(name);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return job;
    }

    private static WorkflowRun start(JenkinsRule jenkins, String name, String steps) throws Exception {
        return job(jenkins, name, steps).scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun build(JenkinsRule jenkins, String job) {
        return jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }

    private static String status(WorkflowRun build) {
        return ((CpsFlowExecution) build.getExecution()).getThreadDump().toString();
    }
}
