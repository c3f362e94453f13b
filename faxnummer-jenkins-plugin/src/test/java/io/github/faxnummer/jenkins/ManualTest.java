package io.github.faxnummer.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.yaml.YamlSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every block of README and manual that is marked for Jenkins runs; only the recipient becomes a number of the sandbox. */
class ManualTest extends SharedJenkinsTestBase {

    private static final Pattern BLOCK =
            Pattern.compile("<!-- run: jenkins-(\\w+)([^>]*)-->\\s*```\\w+\\n(.*?)```", Pattern.DOTALL);
    private static final String RECIPIENT = "+49 202 69555-0";

    private record Block(String kind, String options, String text) {}

    @BeforeEach
    void configure() throws Exception {
        Fixture.credentials(
                "fax", com.cloudbees.plugins.credentials.CredentialsScope.GLOBAL, sandbox.login(), sandbox.password());
    }

    @Test
    void runsEveryPipelineOfManual() throws Exception {
        List<Block> pipelines = blocks("pipeline");
        assertThat(pipelines).hasSizeGreaterThan(5);
        for (Block block : pipelines) {
            run(block.text());
        }
        assertThat(sandbox.faxes()).hasSameSizeAs(pipelines);
    }

    @Test
    void faxesReportOfFailedBuild() throws Exception {
        for (Block block : blocks("failing")) {
            run(block.text(), Result.FAILURE);
        }
        assertThat(sandbox.faxes()).hasSize(1);
    }

    @Test
    void waitsForApprovalBeforeSending() throws Exception {
        List<Block> approvals = blocks("approval");
        assertThat(approvals).hasSize(1);
        WorkflowJob job = job(approvals.get(0).text());
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        Fixture.await(
                "it asks",
                () -> build.getAction(InputAction.class) != null
                        && !build.getAction(InputAction.class).getExecutions().isEmpty());
        InputStepExecution question =
                build.getAction(InputAction.class).getExecutions().get(0);
        assertThat(question.getInput().getMessage()).contains("report.pdf", "00493023125016");
        assertThat(sandbox.submissions()).isZero();

        question.proceed(Map.of());

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertThat(sandbox.faxes()).hasSize(1);
    }

    @Test
    void sharedLibraryFaxesReportOfOtherNode() throws Exception {
        List<Block> library = blocks("library");
        assertThat(library).hasSize(2);
        assertThat(library.get(0).options()).contains("file=vars/faxReport.groovy");
        // What Jenkins makes of vars/faxReport.groovy is a step of that name.
        String step = library.get(0).text().replace("def call(", "def faxReport(");

        run(step + library.get(1).text());

        assertThat(sandbox.faxes()).hasSize(1);
    }

    @Test
    void acceptsEveryConfigurationAsCodeOfManual() throws Exception {
        List<Block> configurations = blocks("casc");
        assertThat(configurations).isNotEmpty();
        for (Block block : configurations) {
            ConfigurationAsCode.get()
                    .configureWith(
                            YamlSource.of(new ByteArrayInputStream(block.text().getBytes(StandardCharsets.UTF_8))));
            assertThat(FaxnummerConfiguration.get().getSender()).isEqualTo("ACME Compliance");
            assertThat(FaxnummerConfiguration.get().getCredentialsId()).isEqualTo("fax");
        }
    }

    private void run(String script) throws Exception {
        run(script, Result.SUCCESS);
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, script.replace(RECIPIENT, "+49 30 23125-016"));
        Fixture.document(job, jenkins.jenkins, "report.pdf", 1);
        return job;
    }

    private void run(String script, Result result) throws Exception {
        WorkflowRun build = jenkins.buildAndAssertStatus(result, job(script));
        jenkins.assertLogContains("DONE-OK", build);
    }

    private static List<Block> blocks(String kind) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (String file : List.of("README.md", "docs/jenkins.md")) {
            Matcher block = BLOCK.matcher(Files.readString(Path.of("..", file)));
            while (block.find()) {
                if (block.group(1).equals(kind)) {
                    blocks.add(new Block(block.group(1), block.group(2), block.group(3)));
                }
            }
        }
        return blocks;
    }
}
