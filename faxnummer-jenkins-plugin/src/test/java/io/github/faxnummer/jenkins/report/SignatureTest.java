package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import hudson.FilePath;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.step.FaxBuildStep;
import io.github.faxnummer.jenkins.testing.FileSearch;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.JenkinsTestBase;
import io.github.faxnummer.jenkins.testing.SandboxClock;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.report.pdf.ReportVerifier;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.TestAuthority;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed transmission reports, with a certification authority and a time server on loopback. */
class SignatureTest extends JenkinsTestBase {

    private static final String SEND =
            "faxSend documents: 'a.pdf', recipients: '" + TestNumber.DELIVERED.number() + "'";

    private final TestAuthority authority = new TestAuthority();
    private final TestAuthority.Identity signer = authority.signer(TestAuthority.rsa(2048));

    @TempDir
    private Path folder;

    private Path keyStore;

    /** All that the agent's JVM knows. */
    private static final class Dump extends MasterToSlaveCallable<Void, IOException> {
        private static final long serialVersionUID = 1;

        private final String file;

        Dump(Path file) {
            this.file = file.toString();
        }

        @Override
        public Void call() throws IOException {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, false);
            return null;
        }
    }

    @BeforeEach
    void configure() throws Exception {
        keyStore = TestAuthority.keyStore(folder.resolve("signature.p12"), signer);
        Fixture.sign(keyStore, TestAuthority.PASSWORD, authority.timestampServer());
    }

    @AfterEach
    void stop() {
        authority.close();
    }

    @Test
    void signsReportBeforeItIsCopied() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);

        jenkins.assertLogContains(
                "Signed: fax-reports/fax-report.pdf (PAdES LT, with time stamp and validation data)", build);
        jenkins.assertLogNotContains(TestAuthority.PASSWORD, build);
        assertThat(lines(report(build)))
                .contains("met: level of the signature: PAdES LT, with time stamp and validation data")
                .noneMatch(it -> it.startsWith("NOT MET"));
        FilePath copy = jenkins.jenkins.getWorkspaceFor((WorkflowJob) build.getParent()).child("fax-reports/fax-report.pdf");
        assertThat(copy.read().readAllBytes()).isEqualTo(Files.readAllBytes(report(build)));
        assertThat(page(build)).contains("PAdES LT, with time stamp and validation data");
        assertThat(deliveries(build).get(0).getSignature()).isEqualTo("LT");
    }

    @Test
    void keepsSignedReportThatSaysTheSame() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        byte[] signed = Files.readAllBytes(report(build));
        DeliveryRecord record = DeliveryStore.of(build).all().records().get(0);
        ReportWriter writer = new ReportWriter(build, TaskListener.NULL);

        // As after a restart between signature and end of the step.
        writer.finished(record, Instant.now());
        writer.sign(record);

        assertThat(Files.readAllBytes(report(build))).isEqualTo(signed);
        assertThat(timeStamps()).isEqualTo(1);
    }

    @Test
    void missingTimeStampFailsBuildOnlyIfWanted() throws Exception {
        authority.setFault(TestAuthority.Fault.REJECTS);

        WorkflowRun build = run(Result.FAILURE, SEND);

        jenkins.assertLogContains("Signed: fax-reports/fax-report.pdf (PAdES B, without time stamp)", build);
        jenkins.assertLogContains("is not signed as configured: The report is signed without time stamp", build);
        assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK");
        assertThat(page(build)).contains("PAdES B, without time stamp", "not signed as configured");

        FaxnummerConfiguration.get().setFailOnMissingSignature(false);
        WorkflowRun tolerant = run(Result.SUCCESS, SEND);
        jenkins.assertLogContains("is not signed as configured", tolerant);
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void failedFaxIsReportedBeforeMissingSignature() throws Exception {
        authority.setFault(TestAuthority.Fault.REJECTS);

        WorkflowRun build = run(
                Result.FAILURE,
                "faxSend documents: 'a.pdf', recipients: '" + TestNumber.REJECTED.number() + "'");

        jenkins.assertLogContains("ERROR: ", build);
        jenkins.assertLogNotContains("ERROR: The report", build);
        jenkins.assertLogContains("is not signed as configured", build);
    }

    @Test
    void signsWithoutTimeServer() throws Exception {
        FaxnummerConfiguration.get().setTimestampServer("");

        WorkflowRun build = run(Result.SUCCESS, SEND);

        jenkins.assertLogContains("(PAdES B, without time stamp)", build);
        assertThat(timeStamps()).isZero();
        assertThat(page(build)).doesNotContain("not signed as configured");
    }

    @Test
    void sendsNothingWithKeyThatCannotSign() throws Exception {
        Fixture.sign(keyStore, "wr0ng-passw0rd", authority.timestampServer());
        WorkflowRun wrong = run(Result.FAILURE, SEND);
        jenkins.assertLogContains(
                "signatureCredentialsId 'fax-signature': cannot be opened: the password of the credentials", wrong);
        jenkins.assertLogNotContains("wr0ng-passw0rd", wrong);

        FaxnummerConfiguration.get().setSignatureCredentialsId("gone");
        jenkins.assertLogContains("no such credentials of the kind Certificate", run(Result.FAILURE, SEND));

        FaxnummerConfiguration.get().setSignatureCredentialsId("");
        jenkins.assertLogContains("is of no use without signatureCredentialsId", run(Result.FAILURE, SEND));

        authority.revoke(signer.certificate());
        Fixture.sign(keyStore, TestAuthority.PASSWORD, "");
        jenkins.assertLogContains(
                "nothing can be signed with it. Use another key, or leave signatureCredentialsId empty",
                run(Result.FAILURE, SEND));
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void choosesKeyByAlias() throws Exception {
        Fixture.sign(
                TestAuthority.keyStore(
                        folder.resolve("two.p12"), signer, authority.signer(TestAuthority.rsa(2048))),
                TestAuthority.PASSWORD,
                "");
        FaxnummerConfiguration global = FaxnummerConfiguration.get();

        assertThat(global.doCheckSignatureCredentialsId(Fixture.SIGNATURE, "").getMessage())
                .contains("there are several keys; set signatureAlias to one of key-1, key-2");
        assertThat(global.doCheckSignatureCredentialsId(Fixture.SIGNATURE, "key-2").kind)
                .isEqualTo(hudson.util.FormValidation.Kind.OK);
        global.setSignatureAlias("key-2");
        jenkins.assertLogContains("(PAdES B, without time stamp)", run(Result.SUCCESS, SEND));
    }

    @Test
    void signsReportsOfStatusAndOfWhatItFollows() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, "def sent = " + SEND + ", wait: false; faxStatus jobIds: sent.jobIds");

        assertThat(deliveries(build)).extracting(DeliveryResult::getSignature).containsExactly("LT", "LT");
        for (DeliveryResult delivery : deliveries(build)) {
            assertThat(lines(report(build, delivery.getId()))).noneMatch(it -> it.startsWith("NOT MET"));
        }
    }

    @Test
    void signsReportOfFreestyleBuild() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments("a.pdf");
        step.setRecipients(TestNumber.DELIVERED.number());
        job.getBuildersList().add(step);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        authority.setFault(TestAuthority.Fault.HTTP_ERROR);

        Run<?, ?> build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("ERROR: The report fax-reports/fax-report.pdf is not signed as configured", build);
        assertThat(deliveries(build).get(0).getSignature()).isEqualTo("B");
    }

    @Test
    void agentNeverSeesPrivateKey() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        WorkflowJob job = Fixture.pipeline(
                jenkins, "node('" + agent.getNodeName() + "') { " + SEND.replace("a.pdf", "a-known-name.pdf") + " }");
        Fixture.document(job, agent, "a-known-name.pdf", 1);
        WorkflowRun build = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("(PAdES LT", build);

        Path heap = folder.resolve("agent.hprof");
        agent.getChannel().call(new Dump(heap));

        byte[] exponent = ((RSAPrivateKey) signer.key()).getPrivateExponent().toByteArray();
        byte[] secret = Arrays.copyOfRange(exponent, 8, 72);
        assertThat(FileSearch.contains(Files.write(folder.resolve("key"), signer.key().getEncoded()), secret))
                .as("the search finds what is there")
                .isTrue();
        assertThat(FileSearch.contains(heap, "a-known-name.pdf")).isTrue();
        assertThat(FileSearch.contains(heap, secret)).isFalse();
        assertThat(FileSearch.contains(heap, TestAuthority.PASSWORD)).isFalse();
        assertThat(FileSearch.filesWith(Path.of(agent.getRemoteFS()), TestAuthority.PASSWORD))
                .isEmpty();
        assertThat(FileSearch.filesWith(jenkins.jenkins.getRootDir().toPath(), TestAuthority.PASSWORD))
                .isEmpty();
    }

    @Test
    void abortDoesNotWaitForTimeServer() throws Exception {
        authority.setFault(TestAuthority.Fault.HOLDS);
        SandboxClock clock = new SandboxClock();
        try (FaxnummerSandbox slow = Fixture.sandbox().speed(1).clock(clock).start()) {
            Fixture.setEndpoint(slow.endpoint().toString());
            WorkflowRun build = job(SEND).scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("SUBMITTED, job", build);
            clock.pass(Duration.ofHours(1));
            Fixture.await("the time server is asked", () -> timeStamps() == 1);

            build.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));

            // The time server has not answered.
            assertThat(deliveries(build).get(0).getSignature()).isNull();
            Fixture.await(
                    "the report is signed without time stamp",
                    () -> "B".equals(deliveries(build).get(0).getSignature()));
        }
    }

    private long timeStamps() {
        return authority.requests().stream().filter("/tsa"::equals).count();
    }

    private WorkflowJob job(String steps) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { " + steps + " }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return job;
    }

    private WorkflowRun run(Result result, String steps) throws Exception {
        return jenkins.buildAndAssertStatus(result, job(steps));
    }

    private static List<DeliveryResult> deliveries(Run<?, ?> build) {
        return build.getAction(FaxDeliveriesAction.class).getDeliveries();
    }

    private static Path report(Run<?, ?> build) {
        return report(build, deliveries(build).get(0).getId());
    }

    private static Path report(Run<?, ?> build, String delivery) {
        return BuildReports.of(DeliveryStore.of(build), delivery)
                .file("fax-report.pdf")
                .orElseThrow();
    }

    private static List<String> lines(Path report) {
        return ReportVerifier.verify(report).stream()
                .map(Verification::line)
                .map(it -> it.in(Locale.ENGLISH))
                .toList();
    }

    private String page(Run<?, ?> build) throws Exception {
        return jenkins.createWebClient().getPage(build, "faxnummer").asNormalizedText();
    }
}
