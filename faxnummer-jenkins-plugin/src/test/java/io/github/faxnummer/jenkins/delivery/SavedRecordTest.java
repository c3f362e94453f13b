package io.github.faxnummer.jenkins.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.github.faxnummer.jenkins.step.SendPlan;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SavedRecordTest extends SharedJenkinsTestBase {

    @BeforeEach
    void configure() throws Exception {
        System.setProperty(SendPlan.FIRST_POLL, "2");
    }

    @Test
    void writesNothingAfterPollWithoutChange() throws Exception {
        WorkflowRun build = neverEnding();
        jenkins.waitForMessage("RUNNING", build);
        pollTwice();
        FileTime written = Files.getLastModifiedTime(record(build));

        pollTwice();

        assertThat(Files.getLastModifiedTime(record(build))).isEqualTo(written);
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(Files.getLastModifiedTime(record(build))).isGreaterThan(written);
    }

    @Test
    void savesFailedChangeAfterLaterPollWithoutChange() throws Exception {
        WorkflowRun build = neverEnding();
        Path folder = folder(build);
        Path away = folder.resolveSibling("away");
        Files.move(folder, away);
        Files.createFile(folder);
        jenkins.waitForMessage("RUNNING", build);
        jenkins.waitForMessage("The state of the faxes could not be saved", build);
        assertThat(Files.readString(record(away))).doesNotContain("RUNNING");
        Files.delete(folder);
        Files.move(away, folder);

        pollTwice();

        assertThat(Files.readString(record(folder))).contains("RUNNING");
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
    }

    private WorkflowRun neverEnding() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins, "node { faxSend documents: 'a.pdf', recipients: '" + TestNumber.NEVER_ENDS.number() + "' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("SUBMITTED, job", build);
        return build;
    }

    private void pollTwice() throws Exception {
        int polled = sandbox.statusRequests();
        // The first of three may have been on its way before; after the third one began, the second one is over.
        Fixture.await("it is asked for again and again", () -> sandbox.statusRequests() > polled + 2);
    }

    private static Path folder(WorkflowRun build) {
        return build.getRootDir().toPath().resolve("faxnummer");
    }

    private static Path record(WorkflowRun build) throws IOException {
        return record(folder(build));
    }

    private static Path record(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jsonl")) {
            return files.iterator().next();
        }
    }
}
