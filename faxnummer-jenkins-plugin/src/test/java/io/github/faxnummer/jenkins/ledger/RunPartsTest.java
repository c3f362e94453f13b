package io.github.faxnummer.jenkins.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;

/** How long it is known which jobs are the same part of a run. */
class RunPartsTest extends SharedJenkinsTestBase {

    private static final String RUN = "6f1c0f9e-run";

    @Test
    void partsAreKnownAsLongAsBuildOfRunCanBeRepeated() throws Exception {
        WorkflowRun build = build();
        FreeStyleProject child = jenkins.createFreeStyleProject("child");
        assertThat(RunParts.get().name(RUN, build, child)).isEqualTo("child");

        child.renameTo("renamed");
        build.getParent().renameTo("renamed-parent");
        cleanLongAfter();

        assertThat(RunParts.get().name(RUN, build, child)).isEqualTo("child");
        build.delete();
        cleanLongAfter();
        assertThat(files()).noneMatch(it -> it.toString().contains(RUN));
    }

    @Test
    void partsAreKnownAsLongAsRepeatedBuildIsThere() throws Exception {
        WorkflowRun build = build();
        WorkflowRun repeated = build();
        FreeStyleProject child = jenkins.createFreeStyleProject("child");
        assertThat(RunParts.get().name(RUN, build, child)).isEqualTo("child");
        RunParts.get().repeated(RUN, repeated);

        build.delete();
        child.renameTo("renamed");
        cleanLongAfter();

        assertThat(RunParts.get().name(RUN, repeated, child)).isEqualTo("child");
    }

    /** The name that it had last is known from its file. */
    @Test
    void deletedChildIsKnownAsLongAsItsRun() throws Exception {
        WorkflowRun build = build();
        FreeStyleProject child = jenkins.createFreeStyleProject("child");
        assertThat(RunParts.get().name(RUN, build, child)).isEqualTo("child");

        child.renameTo("renamed");
        child.delete();
        cleanLongAfter();

        FreeStyleProject again = jenkins.createFreeStyleProject("renamed");
        assertThat(RunParts.get().name(RUN, build, again)).isEqualTo("child");
    }

    /** A version before did not note builds. */
    @Test
    void fileWithoutBuildsIsReadAndCleaned() throws Exception {
        WorkflowRun build = build();
        FreeStyleProject child = jenkins.createFreeStyleProject("child");
        Path file = folder().resolve(RUN + ".txt");
        Files.createDirectories(folder());
        Files.writeString(file, "before\tchild");
        assertThat(RunParts.get().name(RUN, build, child)).isEqualTo("before");

        Files.writeString(file, "before\tchild");
        cleanLongAfter();

        assertThat(file).doesNotExist();
    }

    private WorkflowRun build() throws Exception {
        return jenkins.buildAndAssertSuccess(Fixture.pipeline(jenkins, "echo 'done'"));
    }

    private void cleanLongAfter() throws IOException {
        for (Path it : files()) {
            Files.setLastModifiedTime(it, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
        RunIdentities.get().clean(Instant.now().minus(Duration.ofDays(1)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.toList();
        }
    }

    private Path folder() {
        return jenkins.jenkins.getRootDir().toPath().resolve("faxnummer-runs");
    }
}
