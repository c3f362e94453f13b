package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import jenkins.metrics.api.Metrics;
import org.jenkinsci.plugins.tokenmacro.TokenMacro;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.TestExtension;

/** What other plugins show of faxes. */
class IntegrationsTest extends SharedJenkinsTestBase {

    @Test
    void tokenCheckAndMetricsContainResultWithoutNumbers() throws Exception {
        Recorder recorder = ExtensionList.lookupSingleton(Recorder.class);
        recorder.checks.clear();
        // Since Jenkins' start, which other tests share.
        long submittedBefore = counted("submitted");
        long deliveredBefore = counted("delivered");
        WorkflowRun delivered = send("030 23125016", Result.SUCCESS);
        WorkflowRun busy = send("030 23125016, 030 23125017", Result.FAILURE);
        WorkflowRun none = jenkins.buildAndAssertSuccess(Fixture.pipeline(jenkins, ""));

        assertThat(token(delivered)).isEqualTo("1 fax: 1 delivered");
        assertThat(token(busy)).isEqualTo("2 faxes: 1 delivered, 1 busy");
        assertThat(token(none)).isEqualTo("No faxes");

        Fixture.await("checks are published", () -> recorder.checks.size() == 2);
        assertThat(recorder.checks)
                .extracting(it -> it.getConclusion() + " "
                        + it.getOutput().orElseThrow().getTitle().orElseThrow())
                .containsExactly(
                        ChecksConclusion.SUCCESS + " 1 fax: 1 delivered",
                        ChecksConclusion.FAILURE + " 2 faxes: 1 delivered, 1 busy");
        assertThat(recorder.checks).allSatisfy(it -> {
            assertThat(it.getName()).contains("Faxes");
            assertThat(it.getDetailsURL().orElseThrow())
                    .startsWith(jenkins.getURL().toString());
            assertThat(it.toString()).doesNotContain("23125016");
        });

        WorkflowRun submitted = send(TestNumber.NEVER_ENDS.number(), Result.SUCCESS, ", wait: false");
        assertThat(submitted.getAction(FaxDeliveriesAction.class).getBuildHealth())
                .as("nothing has failed")
                .isNull();

        // Followed by another step, and not sent again by a third one: still one fax.
        send("030 23125999", Result.SUCCESS, ", wait: false", "", "");
        assertThat(counted("submitted")).isEqualTo(submittedBefore + 5);
        assertThat(counted("delivered")).isEqualTo(deliveredBefore + 3);
        assertThat(counted("not-delivered")).isEqualTo(1);
        assertThat(Metrics.metricRegistry().getGauges())
                .containsKeys(
                        "faxnummer.deliveries.waiting",
                        "faxnummer.deliveries.stuck",
                        "faxnummer.builds.unconfirmed",
                        "faxnummer.services.failing");
        assertThat(Metrics.metricRegistry()
                        .getGauges()
                        .get("faxnummer.deliveries.waiting")
                        .getValue())
                .isEqualTo(0);
        assertThat(nameOfCheckIn(Locale.GERMAN)).isEqualTo("Faxes");
    }

    /** A rule of a repository may require it by its name. */
    private String nameOfCheckIn(Locale language) throws Exception {
        Recorder recorder = ExtensionList.lookupSingleton(Recorder.class);
        Locale before = Locale.getDefault();
        Locale.setDefault(language);
        try {
            send("030 23125016", Result.SUCCESS);
            Fixture.await("it is published", () -> recorder.checks.stream()
                    .anyMatch(it -> it.toString().contains("zugestellt")));
        } finally {
            Locale.setDefault(before);
        }
        return recorder.checks.get(recorder.checks.size() - 1).getName().orElseThrow();
    }

    @Test
    void publisherThatHangsDelaysNoOtherCheck() throws Exception {
        Recorder recorder = ExtensionList.lookupSingleton(Recorder.class);
        recorder.checks.clear();
        WorkflowJob hung = Fixture.pipeline(
                jenkins,
                "node { def sent = faxSend documents: 'a.pdf', wait: false, recipients: '030 23125016';"
                        + " faxStatus jobIds: sent.jobIds }");
        Fixture.document(hung, jenkins.jenkins, "a.pdf", 1);
        recorder.answers.put(hung.getName(), new CountDownLatch(1));
        try {
            jenkins.buildAndAssertSuccess(hung);
            send("030 23125016", Result.SUCCESS);
            Fixture.await("the other one is published", () -> recorder.checks.size() == 1);
        } finally {
            recorder.answers.get(hung.getName()).countDown();
        }

        // That of the first step, and the newest.
        Fixture.await("the others follow", () -> recorder.checks.size() == 3);
        assertThat(recorder.checks.get(2).getConclusion()).isEqualTo(ChecksConclusion.SUCCESS);
    }

    @Test
    void publishesNextCheckAfterThereWasNoThread() throws Exception {
        Recorder recorder = ExtensionList.lookupSingleton(Recorder.class);
        WorkflowRun build = send("030 23125016", Result.SUCCESS);
        Fixture.await("that of the build is published", () -> !recorder.checks.isEmpty());
        recorder.checks.clear();
        AtomicBoolean isThreadToBeHad = new AtomicBoolean();
        FaxChecks checks = new FaxChecks(work -> {
            if (!isThreadToBeHad.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(work, "check");
        });
        Delivery delivery = DeliveryStore.of(build).all().records().get(0).delivery();

        checks.finished(build, delivery);
        isThreadToBeHad.set(true);
        checks.finished(build, delivery);

        Fixture.await("it is published", () -> recorder.checks.size() == 1);
    }

    private static long counted(String name) {
        return Metrics.metricRegistry()
                .getCounters()
                .get("faxnummer.faxes." + name)
                .getCount();
    }

    private WorkflowRun send(String recipients, Result result) throws Exception {
        return send(recipients, result, "");
    }

    /** With one step for each of the endings. */
    private WorkflowRun send(String recipients, Result result, String... endings) throws Exception {
        String step = "faxSend documents: 'a.pdf', recipients: '" + recipients + "'";
        WorkflowJob job = Fixture.pipeline(
                jenkins, Arrays.stream(endings).map(step::concat).collect(Collectors.joining("\n", "node {\n", "\n}")));
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return jenkins.buildAndAssertStatus(result, job);
    }

    private static String token(Run<?, ?> run) throws Exception {
        return TokenMacro.expandAll(run, null, TaskListener.NULL, "${FAX_SUMMARY}");
    }

    /** Keeps checks instead of publishing them. */
    @TestExtension
    public static final class Recorder extends ChecksPublisherFactory {

        private final List<ChecksDetails> checks = new CopyOnWriteArrayList<>();
        private final Map<String, CountDownLatch> answers = new ConcurrentHashMap<>();

        @Override
        protected Optional<ChecksPublisher> createPublisher(Run<?, ?> run, TaskListener listener) {
            return Optional.of(new ChecksPublisher() {
                @Override
                public void publish(ChecksDetails details) {
                    try {
                        answers.getOrDefault(run.getParent().getName(), new CountDownLatch(0))
                                .await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    checks.add(details);
                }
            });
        }

        @Override
        protected Optional<ChecksPublisher> createPublisher(Job<?, ?> job, TaskListener listener) {
            return Optional.empty();
        }
    }
}
