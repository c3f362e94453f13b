package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Makes the pictures of Jenkins' pages that the README and the guide show: a Pipeline faxes a PDF to numbers of the sandbox.
 * Not a test; {@code .ci/pictures} runs it.
 */
@WithJenkins
class PagePicture {

    private static final List<List<TestNumber>> BUILDS = List.of(
            List.of(TestNumber.DELIVERED, TestNumber.DELIVERED_AFTER_RETRIES),
            List.of(TestNumber.DELIVERED, TestNumber.BUSY),
            List.of(TestNumber.DELIVERED, TestNumber.DELIVERED_AFTER_RETRIES),
            List.of(
                    TestNumber.DELIVERED,
                    TestNumber.BUSY,
                    TestNumber.PAGE_MISSING,
                    TestNumber.DELIVERED_AFTER_RETRIES));

    @Test
    void writesPictures(JenkinsRule jenkins) throws Exception {
        Path document = Path.of(System.getProperty("picture.document"));
        Path folder = Path.of(System.getProperty("picture.folder"));
        try (FaxnummerSandbox sandbox = Fixture.sandbox().start()) {
            Fixture.configure(sandbox);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "compliance-report");
            Fixture.document(job, jenkins.jenkins, "compliance-report.pdf", Files.readAllBytes(document));
            for (List<TestNumber> numbers : BUILDS) {
                String recipients =
                        numbers.stream().map(it -> "'" + it.number() + "'").collect(Collectors.joining(", "));
                job.setDefinition(new CpsFlowDefinition(
                        "node { faxSend documents: 'compliance-report.pdf', recipients: [" + recipients
                                + "], sender: 'ACME Compliance', failOnError: false }",
                        true));
                jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
            }
            String page = job.getLastBuild().getAbsoluteUrl() + "faxnummer/";
            take(page, 760, folder.resolve("jenkins-build.png"));
            take(job.getAbsoluteUrl(), 700, folder.resolve("jenkins-job.png"));
            take(jenkins.getURL() + "manage/faxnummer/", 620, folder.resolve("jenkins-faxes.png"));
        }
    }

    private static void take(String url, int height, Path picture) throws Exception {
        Process browser = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--no-proxy-server",
                        "--user-data-dir=" + Files.createTempDirectory("picture"),
                        "--window-size=1280," + height,
                        "--virtual-time-budget=5000",
                        "--screenshot=" + picture.toAbsolutePath(),
                        url)
                .inheritIO()
                .start();
        assertThat(browser.waitFor(1, TimeUnit.MINUTES) && browser.exitValue() == 0)
                .isTrue();
        assertThat(picture).isNotEmptyFile();
    }
}
