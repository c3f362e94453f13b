package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.github.faxnummer.jenkins.config.FaxPolicy;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.FaultyProxy;
import io.github.faxnummer.testing.FaultyProxy.Toxic;
import java.time.Duration;
import java.util.Arrays;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;

class ManyFaxesTest extends SharedJenkinsTestBase {

    private long most;

    @Test
    void usesNoThreadPerWaitingStep() throws Exception {
        System.setProperty(SendPlan.FIRST_POLL, "60");
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { def b = [:]; for (int i = 0; i < 200; i++) { def key = \"k$i\"; b[\"f$i\"] = {"
                        + " faxSend documents: 'a.pdf', idempotencyKey: key,"
                        + " recipients: '" + TestNumber.NEVER_ENDS.number() + "' } }; parallel b }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        FaxPolicy policy = new FaxPolicy();
        policy.setMaxFaxes("200");
        FaxnummerConfiguration.get().setPolicy(policy);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        Fixture.await("all are submitted", () -> {
            most = Math.max(most, threads("Faxnummer", "faxnummer-http", "OkHttp", "Okio"));
            return sandbox.submissions() == 200;
        });
        // Pools and HTTP library together: what a few uploads at a time need, however many faxes there are.
        assertThat(most).isLessThanOrEqualTo(DeliveryService.THREADS * 6 + 6);
        Fixture.await("the threads have ended", () -> threads("Faxnummer") == 0);
        assertThat(threads("faxnummer-http", "OkHttp", "Okio")).isLessThanOrEqualTo(DeliveryService.THREADS * 2 + 3);

        assertThat(DeliveryService.get().waiting()).isEqualTo(200);
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(DeliveryService.get().waiting()).isZero();
        assertThat(sandbox.submissions()).isEqualTo(200);
    }

    @Test
    void pollsInOneThreadWhileProviderIsFast() throws Exception {
        WorkflowRun build = twentyQuestions();
        Fixture.await("the first is asked for", () -> sandbox.statusRequests() > 0);
        long first = System.nanoTime();
        Fixture.await("all are asked for", () -> {
            most = Math.max(most, threads("Faxnummer poll"));
            return sandbox.statusRequests() >= 20;
        });

        // At 100 ms each; at once it would be a fraction of a second.
        assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThan(Duration.ofMillis(1500));
        // Another one if this machine was busy with something else for more than a second.
        assertThat(most).isBetween(1L, 2L);
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
    }

    @Test
    void addsPollThreadsForSlowProvider() throws Exception {
        Toxic slow = new Toxic(Toxic.NEVER, Toxic.NEVER, FaultyProxy.End.CLOSED, 0, 65536, 500);
        try (FaultyProxy proxy = new FaultyProxy(sandbox.endpoint().getPort(), number -> slow)) {
            Fixture.setEndpoint(
                    "http://127.0.0.1:" + proxy.port() + sandbox.endpoint().getPath());
            WorkflowRun build = twentyQuestions();
            Fixture.await("as many as may be", () -> threads("Faxnummer poll") == DeliveryService.THREADS);
            Fixture.await("all are asked for", () -> {
                most = Math.max(most, threads("Faxnummer poll"));
                return sandbox.statusRequests() >= 20;
            });

            assertThat(most).isEqualTo(DeliveryService.THREADS);
            build.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        }
    }

    private WorkflowRun twentyQuestions() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "def id; node { id = faxSend(documents: 'a.pdf', wait: false, recipients: '"
                        + TestNumber.NEVER_ENDS.number() + "').jobIds[0] }\n"
                        + "def b = [:]; for (int i = 0; i < 20; i++) { b[\"f$i\"] = { faxStatus jobId: id } }; parallel b");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return job.scheduleBuild2(0).waitForStart();
    }

    private static long threads(String... names) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(it -> Arrays.stream(names).anyMatch(it.getName()::startsWith))
                .count();
    }
}
