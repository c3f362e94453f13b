package io.github.faxnummer.jenkins.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.TaskListener;
import io.github.faxnummer.jenkins.report.ReportWriter;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;

class HungAgentsTest extends SharedJenkinsTestBase {

    private static final int DELIVERIES = 50;
    private static final int HUNG_AGENTS = 8;

    private final CountDownLatch answer = new CountDownLatch(1);

    @Test
    void doNotDelayOtherDeliveries() throws Exception {
        Duration alone = sendFifty(1);
        WorkflowRun waiting =
                Fixture.pipeline(jenkins, "sleep 3600").scheduleBuild2(0).waitForStart();
        List<DeliveryTask> hung = new ArrayList<>();
        for (int agent = 0; agent < HUNG_AGENTS; agent++) {
            // More than an agent has threads.
            for (int step = 0; step < 5; step++) {
                hung.add(hang(waiting, "agent-" + agent, "hung-" + agent + "-" + step));
            }
        }
        hung.forEach(DeliveryService.get()::follow);
        Fixture.await("they hang", () -> threads() == HUNG_AGENTS * 4L);
        assertThat(hung).noneMatch(DeliveryTask::isStuck);
        assertThat(hung).allMatch(it -> it.isStuck(DeliveryService.now().plus(Duration.ofMinutes(6))));

        Duration beside = sendFifty(2);

        assertThat(beside).isLessThan(alone.plusSeconds(5));
        long stop = System.nanoTime();
        hung.forEach(DeliveryTask::stop);
        assertThat(Duration.ofNanos(System.nanoTime() - stop)).isLessThan(Duration.ofSeconds(1));
        Fixture.await("they have ended", () -> hung.stream().allMatch(DeliveryTask::isEnded));
        answer.countDown();
        waiting.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(waiting));
    }

    private Duration sendFifty(int times) throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { def b = [:]; for (int i = 0; i < " + DELIVERIES
                        + "; i++) { def key = \"k$i\"; b[\"f$i\"] = {"
                        + " faxSend documents: 'a.pdf', idempotencyKey: key, wait: false, recipients: '"
                        + TestNumber.NEVER_ENDS.number() + "' } }; parallel b }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        long start = System.nanoTime();
        jenkins.assertBuildStatusSuccess(
                jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart()));
        assertThat(sandbox.submissions()).isEqualTo(DELIVERIES * times);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private DeliveryTask hang(WorkflowRun build, String agent, String id) {
        return new DeliveryTask(
                id,
                build,
                TaskListener.NULL,
                agent,
                (store, now) -> {
                    answer.await();
                    throw new IllegalStateException("It answered.");
                },
                new ReportWriter(build, TaskListener.NULL));
    }

    private static long threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(it -> it.getKey().getName().startsWith("Faxnummer agent"))
                .filter(it -> it.getValue().length > 0 && it.getKey().getState() == Thread.State.WAITING)
                .filter(it -> Arrays.stream(it.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith(HungAgentsTest.class.getName())))
                .count();
    }
}
