package io.github.faxnummer.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Result;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import hudson.slaves.EnvironmentVariablesNodeProperty.Entry;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.Pdf;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's Jenkinsfile as it is; only Maven, whose build it begins with, is one that has made the reports already. */
class ExampleTest extends SharedJenkinsTestBase {

    private static final Path EXAMPLE = Path.of("..", "examples", "test-report");

    @TempDir
    Path tools;

    @Test
    void reachesEveryRecipientOfTheFile() throws Exception {
        Path mvn = Files.writeString(tools.resolve("mvn"), "#!/bin/sh\ntest \"$*\" = '--batch-mode verify'\n");
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
        jenkins.jenkins
                .getGlobalNodeProperties()
                .add(new EnvironmentVariablesNodeProperty(new Entry("PATH+TOOLS", tools.toString())));
        WorkflowJob job = Fixture.pipeline(jenkins, Files.readString(EXAMPLE.resolve("Jenkinsfile")));
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        workspace
                .child("src/fax/recipients.csv")
                .write(Files.readString(EXAMPLE.resolve("src/fax/recipients.csv")), StandardCharsets.UTF_8.name());
        workspace
                .child("target/reports/surefire.html")
                .write("<h1>Tests</h1><p>All three tests of the pump passed.</p>", StandardCharsets.UTF_8.name());
        Fixture.document(job, jenkins.jenkins, "target/pdf/annex.pdf", Pdf.pages(2));

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        assertThat(sandbox.faxes()).extracting(ReceivedFax::pages).containsExactly(4, 4, 4, 4);
        assertThat(sandbox.submissions("00493023125018")).isEqualTo(2);
        assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK", "DONE-OK", "DONE-OK");
    }
}
