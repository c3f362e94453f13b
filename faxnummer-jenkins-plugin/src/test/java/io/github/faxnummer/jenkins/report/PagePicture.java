package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Makes the picture of the page of a build that the README shows: a Pipeline faxes a PDF to four numbers of the sandbox. Not
 * a test; {@code .ci/pictures} runs it.
 */
@WithJenkins
class PagePicture {

    private static final List<TestNumber> RECIPIENTS =
            List.of(TestNumber.DELIVERED, TestNumber.BUSY, TestNumber.PAGE_MISSING, TestNumber.DELIVERED_AFTER_RETRIES);

    @Test
    void writesPicture(JenkinsRule jenkins) throws Exception {
        Path document = Path.of(System.getProperty("picture.document"));
        Path picture = Path.of(System.getProperty("picture.file"));
        try (FaxnummerSandbox sandbox = Fixture.sandbox().start()) {
            Fixture.configure(sandbox);
            String recipients =
                    RECIPIENTS.stream().map(it -> "'" + it.number() + "'").collect(Collectors.joining(", "));
            WorkflowJob job = Fixture.pipeline(
                    jenkins,
                    "node { faxSend documents: 'compliance-report.pdf', recipients: [" + recipients
                            + "], sender: 'ACME Compliance' }");
            job.renameTo("compliance-report");
            Fixture.document(job, jenkins.jenkins, "compliance-report.pdf", Files.readAllBytes(document));
            WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            Process browser = new ProcessBuilder(
                            "chromium",
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--hide-scrollbars",
                            "--no-proxy-server",
                            "--user-data-dir=" + Files.createTempDirectory("picture"),
                            "--window-size=1280,760",
                            "--virtual-time-budget=5000",
                            "--screenshot=" + picture.toAbsolutePath(),
                            build.getAbsoluteUrl() + "faxnummer/")
                    .inheritIO()
                    .start();
            assertThat(browser.waitFor(1, TimeUnit.MINUTES) && browser.exitValue() == 0)
                    .isTrue();
        }
        assertThat(picture).isNotEmptyFile();
    }
}
