package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.step.FaxBuildStep;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.Pdf;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.text.PDFTextStripper;
import org.htmlunit.Page;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;

/** Pictures and reports that a build keeps. */
class BuildReportsTest extends SharedJenkinsTestBase {

    @Test
    void keepsTransmissionReportWithImageFromAgent() throws Exception {
        DumbSlave agent = onlineAgent();
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node('" + agent.getNodeName()
                        + "') { faxSend documents: 'a.pdf', recipients: '030 23125016, 030 23125999' }");
        byte[] sent = Pdf.pages(2);
        Fixture.document(job, agent, "a.pdf", sent);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        List<TransmissionResult> faxes = transmissions(build);
        assertThat(faxes).extracting(TransmissionResult::getDocumentPages).containsExactly(2, 2);
        WebResponse report = get(build, faxes.get(1).getReport());
        assertThat(report.getContentType()).isEqualTo("application/pdf");
        assertThat(report.getResponseHeaderValue("X-Content-Type-Options")).isEqualTo("nosniff");
        try (PDDocument pdf = Loader.loadPDF(report.getContentAsStream().readAllBytes())) {
            // One for each fax, and the history.
            assertThat(pdf.getNumberOfPages()).isEqualTo(3);
            assertThat(new PDFTextStripper().getText(pdf)).contains("00493023125016", "00493023125999", "a.pdf");
            assertThat(pdf.getPage(0).getResources().getXObjectNames()).isNotEmpty();
            PDComplexFileSpecification document = pdf.getDocumentCatalog()
                    .getNames()
                    .getEmbeddedFiles()
                    .getNames()
                    .get("a.pdf");
            assertThat(document.getEmbeddedFile().toByteArray()).isEqualTo(sent);
        }
        WebResponse picture = get(build, faxes.get(0).getPicture());
        assertThat(picture.getContentType()).isEqualTo("image/png");
        assertThat(ImageIO.read(new ByteArrayInputStream(
                                picture.getContentAsStream().readAllBytes()))
                        .getWidth())
                .isEqualTo(1728);
        HtmlPage page = browser().getPage(build, "faxnummer");
        assertThat(page.asXml())
                .contains(
                        "/faxnummer/" + faxes.get(0).getReport(),
                        "/faxnummer/" + faxes.get(0).getPicture());
    }

    @Test
    void copiesReportsToWorkspace() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, """
                node {
                  faxSend documents: 'a.pdf', recipients: '030 23125016', reportDirectory: 'out/fax', preview: true
                }
                """);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 2);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        FilePath folder = jenkins.jenkins.getWorkspaceFor(job).child("out/fax");
        assertThat(folder.list())
                .extracting(FilePath::getName)
                .contains("fax-report.pdf", "fax-report.json", "fax-report.md", "TEST-fax.xml", "preview");
        assertThat(folder.child("preview/a-002.png").exists()).isTrue();
        assertThat(deliveries(build).get(0).getFiles()).anyMatch(it -> it.endsWith("/preview/a-002.png"));
        String picture = deliveries(build).get(0).getFiles().stream()
                .filter(it -> it.endsWith("/preview/a-002.png"))
                .findFirst()
                .orElseThrow();
        assertThat(get(build, picture).getStatusCode()).isEqualTo(200);
    }

    @Test
    void invalidStepReplacesReportsOfEarlierBuild() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125016' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        jenkins.buildAndAssertSuccess(job);
        FilePath reports = jenkins.jenkins.getWorkspaceFor(job).child("fax-reports");
        assertThat(reports.child("fax-report.json").readToString()).contains("DONE-OK");
        job.setDefinition(new CpsFlowDefinition("node { faxSend documents: 'a.pdf', recipients: '12' }", true));

        jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(reports.list()).extracting(FilePath::getName).containsExactly("TEST-fax.xml");
        assertThat(reports.child("TEST-fax.xml").readToString())
                .contains("failures=\"1\"", "recipients '12'")
                .doesNotContain("DONE-OK");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void sendsNothingWhenReportOfEarlierBuildCannotBeDeleted() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125016' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        workspace.child("fax-reports/fax-report.json/in-the-way").write("x", "UTF-8");

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("Nothing was sent: fax-reports/fax-report.json, the report of an earlier", build);
        jenkins.assertLogNotContains("Exception", build);
        jenkins.assertLogNotContains(workspace.getRemote() + "/fax-reports", build);
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void dryRunLeavesReportsOfOtherStepsInPlace() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, """
                node {
                  faxSend documents: 'a.pdf', recipients: '030 23125016'
                  faxSend documents: 'a.pdf', recipients: '030 23125999', dryRun: true
                  catchError(buildResult: 'SUCCESS') { faxSend documents: 'a.pdf', recipients: '12', dryRun: true }
                }
                """);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        jenkins.buildAndAssertSuccess(job);

        assertThat(jenkins.jenkins
                        .getWorkspaceFor(job)
                        .child("fax-reports/fax-report.json")
                        .readToString())
                .contains("DONE-OK");
    }

    @Test
    void directoryOfInvalidAttemptIsFreeForNextOne() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { int attempt = 0; retry(2) { attempt++; faxSend documents: 'a.pdf', reportDirectory: 'fax',"
                        + " recipients: attempt == 1 ? '12' : '030 23125016' } }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        jenkins.buildAndAssertSuccess(job);

        assertThat(jenkins.jenkins
                        .getWorkspaceFor(job)
                        .child("fax/TEST-fax.xml")
                        .readToString())
                .contains("failures=\"0\"");
    }

    @Test
    void dryRunReplacesReportsOfEarlierBuild() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125016' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        jenkins.buildAndAssertSuccess(job);
        job.setDefinition(new CpsFlowDefinition(
                "node { faxSend documents: 'a.pdf', recipients: '030 23125016', dryRun: true }", true));

        jenkins.buildAndAssertSuccess(job);

        assertThat(jenkins.jenkins.getWorkspaceFor(job).child("fax-reports").list())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../elsewhere", "link"})
    void writesNoReportOutsideWorkspace(String directory) throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { faxSend documents: 'a.pdf', recipients: '030 23125016', reportDirectory: '" + directory
                        + "' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        workspace.child("../elsewhere").mkdirs();
        workspace.child("link").symlinkTo("../elsewhere", TaskListener.NULL);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        assertThat(workspace.child("../elsewhere").list()).isEmpty();
        jenkins.assertLogContains("is not in the workspace", build);
        assertThat(transmissions(build).get(0).getReport()).isNotNull();
    }

    @Test
    void servesFilesOfDeliveryOnly() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125016' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = jenkins.buildAndAssertSuccess(job);
        String id = deliveries(build).get(0).getId();
        Path folder = build.getRootDir().toPath().resolve("faxnummer").resolve(id);
        Files.writeString(folder.resolve(".hidden"), "hidden");
        Files.createSymbolicLink(
                folder.resolve("link.png"), build.getRootDir().toPath().resolve("build.xml"));

        assertThat(get(build, "report/" + id + "/fax-report.pdf").getStatusCode())
                .isEqualTo(200);
        for (String path : List.of(
                "report/x/fax-report.pdf",
                "report/ID/../../build.xml",
                "report/ID/..%2F..%2Fbuild.xml",
                "report/ID/%2e%2e/%2e%2e/build.xml",
                "report/ID/preview/../../build.xml",
                "report/../faxnummer",
                "report/ID/",
                "report/ID",
                "report/ID/.hidden",
                "report/ID/link.png")) {
            assertThat(get(build, path.replace("ID", id)).getStatusCode())
                    .as(path)
                    .isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void failsForMissingPagesUnlessDisabled() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, """
                node {
                  def r = faxSend documents: 'a.pdf', recipients: '030 23125003', failOnMissingPages: false
                  echo "${r.success} ${r.outcome} ${r.transmissions[0].missingPages}"
                  echo "${r.summary} ${r.delivered.size()} ${r.unconfirmed.size()}"
                  faxSend documents: 'a.pdf', recipients: '030 23125003'
                }
                """);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 2);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("false INCOMPLETE 1", build);
        jenkins.assertLogContains("1 fax: 1 delivered with pages missing 0 1", build);
        jenkins.assertLogContains("1 of 2 pages", build);
    }

    @Test
    void reportsFollowedFaxInBuildThatSentIt() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, """
                def jobs
                node {
                  jobs = faxSend(documents: 'a.pdf', recipients: '030 23125003', wait: false).jobIds
                }
                faxStatus jobIds: jobs
                """);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 2);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("a.pdf -> 00493023125003: DONE-OK", build);
        jenkins.assertLogContains("1 of 2 pages", build);
        try (PDDocument pdf =
                Loader.loadPDF(get(build, transmissions(build).get(0).getReport())
                        .getContentAsStream()
                        .readAllBytes())) {
            assertThat(new PDFTextStripper().getText(pdf)).contains("DONE-OK");
        }
    }

    @Test
    void reportsAbortedBuild() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125005' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("SUBMITTED", build);
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));

        assertThat(get(build, transmissions(build).get(0).getReport()).getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void doesNotSendDocumentThatCannotBeRendered() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125016' }");
        byte[] whole = Pdf.pages(3);
        Fixture.document(job, jenkins.jenkins, "a.pdf", java.util.Arrays.copyOf(whole, whole.length / 2));

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("nothing was sent", build);
        jenkins.assertLogNotContains("Exception", build);
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void printsWarningsOfPreflight() throws Exception {
        FaxnummerConfiguration.get().setMaxPages(1);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments("a.pdf");
        step.setRecipients("030 23125016");
        job.getBuildersList().add(step);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 2);

        jenkins.assertLogContains("many pages (2)", jenkins.buildAndAssertSuccess(job));
    }

    private static List<DeliveryResult> deliveries(WorkflowRun build) {
        return build.getAction(FaxDeliveriesAction.class).getDeliveries();
    }

    private static List<TransmissionResult> transmissions(WorkflowRun build) {
        return deliveries(build).get(0).getTransmissions();
    }

    private WebResponse get(WorkflowRun build, String path) throws Exception {
        JenkinsRule.WebClient client =
                browser().withJavaScriptEnabled(false).withThrowExceptionOnFailingStatusCode(false);
        Page page = client.goTo(build.getUrl() + "faxnummer/" + path, null);
        return page.getWebResponse();
    }
}
