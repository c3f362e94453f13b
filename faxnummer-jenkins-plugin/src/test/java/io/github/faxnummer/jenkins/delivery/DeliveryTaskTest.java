package io.github.faxnummer.jenkins.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.faxnummer.jenkins.testing.Faxes;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTaskTest extends SharedJenkinsTestBase {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsAlthoughItsReportsFail(boolean byError) throws Exception {
        WorkflowRun build =
                Fixture.pipeline(jenkins, "sleep 3600").scheduleBuild2(0).waitForStart();
        DeliveryRecord record = Faxes.record("failing", 1, Instant.parse("2026-11-29T12:00:00Z"));
        DeliveryTask task = new DeliveryTask(
                "failing", build, TaskListener.NULL, "", (store, now) -> record, new FailingReports(byError));

        DeliveryService.get().follow(task);

        assertThat(task.end().get(60, TimeUnit.SECONDS).delivery()).isEqualTo(record.delivery());
        build.doStop();
        jenkins.waitForCompletion(build);
    }

    private record FailingReports(boolean byError) implements DeliveryListener {

        @Override
        public void started(Run<?, ?> run) {}

        @Override
        public void finished(DeliveryRecord record, Instant now) {
            if (byError) {
                throw new StackOverflowError("while a report is drawn");
            }
            throw new IllegalStateException("while a report is drawn");
        }

        @Override
        public boolean isCopied(DeliveryRecord record) {
            return false;
        }

        @Override
        public void copyToWorkspace(DeliveryRecord record) {}
    }
}
