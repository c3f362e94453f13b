package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import hudson.FilePath;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import hudson.util.FormValidation;
import io.github.faxnummer.delivery.DurableFile;
import io.github.faxnummer.jenkins.config.FaxPermissions;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.step.FaxBuildStep;
import io.github.faxnummer.jenkins.testing.AgentHeap;
import io.github.faxnummer.jenkins.testing.FileSearch;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.jenkins.testing.SigningKeys;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.report.pdf.ReportVerifier;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.localizer.LocaleProvider;

/** Signed transmission reports, with a certification authority and a time server on loopback. */
class SignatureTest extends SharedJenkinsTestBase {

    private static final String SEND =
            "faxSend documents: 'a.pdf', recipients: '" + TestNumber.DELIVERED.number() + "'";

    private final TestAuthority authority = new TestAuthority(SigningKeys.AUTHORITY);
    private TestAuthority.Identity signer;

    @TempDir
    private Path folder;

    private Path keyStore;

    /** Replaced, after the credentials were made, with one that has another password. */
    private static final class ReplacedKeyStore extends CertificateCredentialsImpl.KeyStoreSource {
        private final String file;
        private boolean isReplaced;

        ReplacedKeyStore(Path file) {
            this.file = file.toString();
        }

        @Override
        public KeyStore toKeyStore(char[] password) throws GeneralSecurityException, IOException {
            if (isReplaced) {
                throw new IOException("keystore password was incorrect");
            }
            isReplaced = true;
            return KeyStore.getInstance(Path.of(file).toFile(), password);
        }

        @Override
        public long getKeyStoreLastModified() {
            return 1;
        }
    }

    @BeforeEach
    void configure() throws Exception {
        signer = authority.signer(SigningKeys.SIGNER);
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
                .contains("note: level of the signature: PAdES LT, with time stamp and validation data")
                .noneMatch(it -> it.startsWith("NOT MET"));
        FilePath copy =
                jenkins.jenkins.getWorkspaceFor((WorkflowJob) build.getParent()).child("fax-reports/fax-report.pdf");
        assertThat(copy.read().readAllBytes()).isEqualTo(Files.readAllBytes(report(build)));
        assertThat(page(build)).contains("PAdES LT, with time stamp and validation data");
        assertThat(deliveries(build).get(0).getSignature()).isEqualTo("LT");
    }

    @Test
    void keepsSignedReportThatSaysTheSame() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        byte[] signed = Files.readAllBytes(report(build));
        DeliveryRecord record = record(build);
        ReportWriter writer = new ReportWriter(build, TaskListener.NULL);

        // As after a restart between signature and end of the step.
        writer.finished(record, Instant.now());
        writer.sign(record);

        assertThat(Files.readAllBytes(report(build))).isEqualTo(signed);
        assertThat(timeStamps()).isEqualTo(1);
    }

    @Test
    void keepsSignatureThatLacksValidationDataAndOnlyAddsThem() throws Exception {
        authority.setRevocationKnown(false);
        WorkflowRun build = run(Result.SUCCESS, SEND);
        assertThat(page(build))
                .contains("PAdES T, with time stamp; validation data can still be added: ")
                .doesNotContain("not signed as configured");
        byte[] signed = Files.readAllBytes(report(build));
        DeliveryRecord record = record(build);
        ReportWriter writer = new ReportWriter(build, TaskListener.NULL);

        writer.finished(record, Instant.now());
        writer.sign(record);
        assertThat(Files.readAllBytes(report(build))).isEqualTo(signed);

        authority.setRevocationKnown(true);
        writer.finished(record, Instant.now());
        writer.sign(record);
        assertThat(Files.readAllBytes(report(build))).startsWith(signed);
        assertThat(deliveries(build).get(0).getSignature()).isEqualTo("LT");
        assertThat(timeStamps()).isEqualTo(1);
    }

    @Test
    void keyThatExpiredLeavesLevelAsItIs() throws Exception {
        authority.setRevocationKnown(false);
        WorkflowRun build = run(Result.SUCCESS, SEND);
        TestAuthority.Identity expired = authority.signer(
                SigningKeys.SIGNER,
                Instant.now().minus(Duration.ofDays(30)),
                Instant.now().minus(Duration.ofDays(1)));
        Fixture.sign(
                TestAuthority.keyStore(folder.resolve("expired.p12"), expired),
                TestAuthority.PASSWORD,
                authority.timestampServer());

        build.getAction(FaxDeliveriesAction.class).doSign();

        Fixture.await(
                "the attempt is noted",
                () -> deliveries(build).get(0).getSignatureText().contains("not signed as configured: "));
        assertThat(deliveries(build).get(0).getSignature()).isEqualTo("T");
    }

    @Test
    void changedReportLosesLevelWhenItIsToBeSignedAgain() throws Exception {
        authority.setRevocationKnown(false);
        WorkflowRun build = run(Result.SUCCESS, SEND);
        byte[] changed = Files.readAllBytes(report(build));
        changed[changed.length / 3] ^= 1;
        Files.write(report(build), changed);
        authority.setRevocationKnown(true);

        build.getAction(FaxDeliveriesAction.class).doSign();

        Fixture.await(
                "the attempt is noted",
                () -> deliveries(build).get(0).getSignatureText().contains("not signed as configured: "));
        assertThat(deliveries(build).get(0).getSignature()).isNull();
        assertThat(Files.readAllBytes(report(build))).isEqualTo(changed);
    }

    @Test
    void otherStepsWriteReportWhileTimeServerIsWaitedFor() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        DeliveryRecord record = record(build);
        authority.setFault(TestAuthority.Fault.HOLDS);
        // Of what was signed nothing is left, as if the faxes had news.
        ReportSignature.delete(report(build).getParent());
        ReportWriter writer = new ReportWriter(build, TaskListener.NULL);
        writer.finished(record, Instant.now());
        Thread signing = new Thread(() -> writer.sign(record));
        signing.start();
        Fixture.await("the time server is asked", () -> timeStamps() == 2);
        List<Path> inUse = DurableFile.unfinished(report(build));
        assertThat(inUse).isNotEmpty();

        writer.finished(record, Instant.now().plusSeconds(1));
        assertThat(DurableFile.unfinished(report(build))).containsExactlyElementsOf(inUse);

        assertThat(signing.isAlive()).as("the time server has not answered").isTrue();
        signing.join();
        assertThat(timeStamps()).as("it is not waited for again").isEqualTo(2);
        assertThat(deliveries(build).get(0).getSignature()).isEqualTo("B");
        assertThat(lines(report(build))).noneMatch(it -> it.startsWith("NOT MET"));
    }

    @Test
    void lateStepWritesWhatOthersLearntMeanwhile() throws Exception {
        WorkflowRun build = run(
                Result.SUCCESS,
                "def sent = " + SEND + ", wait: false; faxStatus jobIds: sent.jobIds; faxStatus jobIds: sent.jobIds");
        List<DeliveryRecord> records = DeliveryStore.of(build).all().records();
        DeliveryRecord sent = records.get(0);
        assertThat(sent.underWay()).isEqualTo(1);
        String report = json(build, sent.id());
        assertThat(report).contains("DONE-OK");

        // With what it knew when it ended.
        new ReportWriter(build, TaskListener.NULL).finished(sent, Instant.now());

        assertThat(json(build, sent.id())).contains("DONE-OK").isEqualTo(report);
        assertThat(deliveries(build).get(0).getSignature()).isEqualTo("LT");
    }

    @Test
    void reportThatCannotBeWrittenFailsBuild() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        DeliveryRecord record = record(build);
        Path report = report(build);
        Files.delete(report);
        // A folder with content cannot be replaced with a file.
        Files.createDirectories(report.resolve("in-the-way"));
        ReportWriter writer = new ReportWriter(build, TaskListener.NULL);

        writer.finished(record, Instant.now());

        assertThat(writer.sign(record).orElseThrow().in(Locale.ENGLISH))
                .contains("fax-reports/fax-report.pdf is not signed as configured: it could not be written");
        FaxnummerConfiguration.get().setFailOnMissingSignature(false);
        assertThat(writer.sign(record)).isEmpty();
    }

    @Test
    void deletesWhatKilledControllerLeft() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        Path report = report(build);
        String copy = ".fax-report.pdf." + UUID.randomUUID();
        List<Path> left = List.of(
                report.resolveSibling(copy),
                report.resolveSibling("." + copy + "." + UUID.randomUUID()),
                report.resolveSibling(".fax-report.json." + UUID.randomUUID()));
        for (Path file : left) {
            Files.copy(report, file);
        }

        new ReportWriter(build, TaskListener.NULL).finished(record(build), Instant.now());

        assertThat(left).noneMatch(Files::exists);
        assertThat(report).exists();
    }

    @Test
    void olderSignedReportIsNotTakenForTheOneThatDoesNotFitOnFullDisk() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        DeliveryRecord record = record(build);
        Path report = report(build);
        Path folder = report.getParent();
        byte[] older = Files.readAllBytes(report);
        assumeTrue(
                isRun("mount", "-t", "tmpfs", "-o", "size=" + (older.length + (64 << 10)), "tmpfs", folder.toString()),
                "no file system can be mounted here");
        try {
            Files.write(report, older);
            ReportSignature.none("older facts").write(folder);
            fill(folder);
            ReportWriter writer = new ReportWriter(build, TaskListener.NULL);

            writer.finished(record, Instant.now());

            assertThat(report).doesNotExist();
            assertThat(writer.sign(record).orElseThrow().in(Locale.ENGLISH))
                    .contains("fax-report.pdf is not signed as configured: it could not be written");
            writer.copyToWorkspace(record);
            assertThat(jenkins.jenkins
                            .getWorkspaceFor((WorkflowJob) build.getParent())
                            .child("fax-reports/fax-report.pdf")
                            .exists())
                    .isFalse();
        } finally {
            isRun("umount", folder.toString());
        }
    }

    private static void fill(Path disk) throws IOException {
        try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
            for (int i = 0; i < 1000; i++) {
                filler.write(new byte[1024]);
            }
        } catch (IOException full) {
            assertThat(disk.resolve("filler")).isNotEmptyFile();
        }
    }

    private static boolean isRun(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
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
    void missingSignatureFailsStepThatFollowsAndNotTheOneThatOnlySends() throws Exception {
        authority.setFault(TestAuthority.Fault.REJECTS);

        WorkflowRun build = run(
                Result.FAILURE, "def sent = " + SEND + ", wait: false; echo 'went on'; faxStatus jobIds: sent.jobIds");

        jenkins.assertLogContains("went on", build);
        jenkins.assertLogContains("[Pipeline] faxStatus", build);
        jenkins.assertLogContains("ERROR: The report", build);
        assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK");
        assertThat(deliveries(build)).extracting(DeliveryResult::getSignature).containsExactly("B", "B");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void failedFaxIsReportedBeforeMissingSignature() throws Exception {
        authority.setFault(TestAuthority.Fault.REJECTS);

        WorkflowRun build =
                run(Result.FAILURE, "faxSend documents: 'a.pdf', recipients: '" + TestNumber.REJECTED.number() + "'");

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
        Fixture.sign(new ReplacedKeyStore(keyStore), TestAuthority.PASSWORD, authority.timestampServer());
        WorkflowRun wrong = run(Result.FAILURE, SEND);
        jenkins.assertLogContains(
                "signatureCredentialsId 'fax-signature': cannot be opened: the password of the credentials", wrong);
        jenkins.assertLogNotContains(TestAuthority.PASSWORD, wrong);

        FaxnummerConfiguration.get().setSignatureCredentialsId("gone");
        jenkins.assertLogContains("no such credentials of the kind Certificate", run(Result.FAILURE, SEND));

        authority.revoke(signer.certificate());
        Fixture.sign(keyStore, TestAuthority.PASSWORD, "");
        jenkins.assertLogContains(
                "nothing can be signed with it. Use another key, or leave signatureCredentialsId empty",
                run(Result.FAILURE, SEND));
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void waitsOnceForCertificationAuthorityThatDoesNotAnswer() throws Exception {
        FaxnummerConfiguration.get().setTimestampServer("");
        authority.setHolding(true);

        WorkflowRun first = run(Result.SUCCESS, SEND);
        WorkflowRun second = run(Result.SUCCESS, SEND);

        jenkins.assertLogContains("is revoked: no revocation data for ", first);
        jenkins.assertLogContains("no answer within 5000 ms", first);
        jenkins.assertLogContains("not asked, because it did not answer in time a moment ago", second);
        assertThat(authority.requests()).containsExactly("/ocsp", "/issuing.crl");
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void sendsUnsignedAlthoughTimeServerIsLeftInForm() throws Exception {
        FaxnummerConfiguration.get().setSignatureCredentialsId("");

        WorkflowRun build = run(Result.SUCCESS, SEND);

        jenkins.assertLogContains("timestampServer: has no effect without signatureCredentialsId", build);
        assertThat(deliveries(build).get(0).getSignatureText()).isEmpty();
        assertThat(timeStamps()).isZero();
    }

    @Test
    void choosesKeyByAlias() throws Exception {
        Fixture.sign(
                TestAuthority.keyStore(folder.resolve("two.p12"), signer, authority.signer(TestAuthority.rsa(2048))),
                TestAuthority.PASSWORD,
                "");
        FaxnummerConfiguration global = FaxnummerConfiguration.get();

        assertThat(global.doCheckSignatureCredentialsId(Fixture.SIGNATURE, "").getMessage())
                .contains("here are several keys; set signatureAlias to one of key-1, key-2");
        assertThat(global.doCheckSignatureCredentialsId(Fixture.SIGNATURE, "key-2").kind)
                .isEqualTo(FormValidation.Kind.OK);
        global.setSignatureAlias("key-2");
        jenkins.assertLogContains("(PAdES B, without time stamp)", run(Result.SUCCESS, SEND));
    }

    @Test
    void signsReportsOfStatusAndOfWhatItFollows() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, "def sent = " + SEND + ", wait: false; faxStatus jobIds: sent.jobIds");

        assertThat(deliveries(build)).extracting(DeliveryResult::getSignature).containsExactly("LT", "LT");
        jenkins.assertLogContains("Signed: fax-report.pdf on the page Faxes of this build (PAdES LT", build);
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
        // Made up anew: the agent has this class and its constants.
        String password = UUID.randomUUID().toString();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "key", signer.key(), password.toCharArray(), signer.chain().toArray(Certificate[]::new));
        Path file = folder.resolve("agent.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        Fixture.sign(file, password, authority.timestampServer());
        DumbSlave agent = onlineAgent();
        WorkflowJob job = Fixture.pipeline(
                jenkins, "node('" + agent.getNodeName() + "') { " + SEND.replace("a.pdf", "a-known-name.pdf") + " }");
        Fixture.document(job, agent, "a-known-name.pdf", 1);
        WorkflowRun build = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("(PAdES LT", build);

        Path heap = folder.resolve("agent.hprof");
        AgentHeap.dump(agent, heap);

        byte[] exponent = ((RSAPrivateKey) signer.key()).getPrivateExponent().toByteArray();
        byte[] secret = Arrays.copyOfRange(exponent, 8, 72);
        assertThat(FileSearch.contains(
                        Files.write(folder.resolve("key"), signer.key().getEncoded()), secret))
                .as("the search finds what is there")
                .isTrue();
        assertThat(FileSearch.contains(heap, "a-known-name.pdf")).isTrue();
        assertThat(FileSearch.contains(heap, secret)).isFalse();
        assertThat(FileSearch.contains(heap, password)).isFalse();
        assertThat(FileSearch.filesWith(Path.of(agent.getRemoteFS()), password)).isEmpty();
        assertThat(FileSearch.filesWith(jenkins.jenkins.getRootDir().toPath(), password))
                .isEmpty();
    }

    @Test
    void abortDoesNotWaitForTimeServer() throws Exception {
        WorkflowRun build = waitingForTimeServer();

        build.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));

        // The time server has not answered.
        assertThat(deliveries(build).get(0).getSignature()).isNull();
        Fixture.await("the report is signed without time stamp", () -> "B"
                .equals(deliveries(build).get(0).getSignature()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancelWhileTimeServerIsWaitedForDoesNotHideMissingSignature(boolean isFailing) throws Exception {
        FaxnummerConfiguration.get().setFailOnMissingSignature(isFailing);
        WorkflowRun build = waitingForTimeServer();

        build.getAction(FaxDeliveriesAction.class).doCancel();

        jenkins.assertBuildStatus(isFailing ? Result.FAILURE : Result.SUCCESS, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("is not signed as configured: cancelled before it was signed.", build);
        assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK");
    }

    @Test
    void reportWithoutTimeStampThatWasAskedForIsNotMet() throws Exception {
        authority.setFault(TestAuthority.Fault.REJECTS);
        WorkflowRun build = run(Result.FAILURE, SEND);

        assertThat(verified(build))
                .contains("NOT MET: the report is not signed as configured: The report is signed without time stamp")
                .doesNotContain("All checks are met.");
    }

    @Test
    void signsAgainWhatWasLeftUnsigned() throws Exception {
        authority.setFault(TestAuthority.Fault.REJECTS);
        FaxnummerConfiguration.get().setFailOnMissingSignature(false);
        WorkflowRun build = run(Result.SUCCESS, SEND);
        assertThat(page(build)).contains("not signed as configured: The report is signed without time stamp");
        signNothing();
        WorkflowRun before = run(Result.SUCCESS, SEND);
        assertThat(page(before)).doesNotContain("PAdES", "Sign reports");
        Fixture.sign(keyStore, TestAuthority.PASSWORD, authority.timestampServer());
        authority.setFault(TestAuthority.Fault.NONE);

        for (WorkflowRun unsigned : List.of(build, before)) {
            HtmlForm form = browser().getPage(unsigned, "faxnummer").getFormByName("sign");
            jenkins.submit(form);
            Fixture.await("the report is signed", () -> "LT"
                    .equals(deliveries(unsigned).get(0).getSignature()));
            assertThat(lines(report(unsigned)))
                    .contains("note: level of the signature: PAdES LT, with time stamp and validation data")
                    .noneMatch(it -> it.startsWith("NOT MET"));
            assertThat(page(unsigned)).doesNotContain("Sign reports", "not signed as configured");
        }
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void signsNoReportThatWasChanged() throws Exception {
        signNothing();
        WorkflowRun build = run(Result.SUCCESS, SEND);
        Path report = report(build);
        byte[] other = Files.readAllBytes(report(run(Result.SUCCESS, SEND)));
        Files.write(report, Arrays.copyOf(other, other.length / 2));
        Fixture.sign(keyStore, TestAuthority.PASSWORD, authority.timestampServer());

        build.getAction(FaxDeliveriesAction.class).doSign();

        Fixture.await(
                "the attempt is noted",
                () -> !deliveries(build).get(0).getSignatureText().isEmpty());
        assertThat(deliveries(build).get(0).getSignatureText()).startsWith("not signed as configured: ");
        assertThat(timeStamps()).isZero();
    }

    @Test
    void showsChecksOfEachReport() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        assertThat(verified(build))
                .contains("All checks are met.", "met: signature of ", "note: level of the signature: PAdES LT")
                .doesNotContain("NOT MET");

        byte[] changed = Files.readAllBytes(report(build));
        changed[changed.length / 2] ^= 1;
        Files.write(report(build), changed);

        assertThat(verified(build)).contains("Checks that are not met: ", "NOT MET: ");
    }

    @Test
    void reportWithoutItsSignatureIsNotMetAndNotSignedAgain() throws Exception {
        authority.setRevocationKnown(false);
        WorkflowRun build = run(Result.SUCCESS, SEND);
        DeliveryRecord record = record(build);
        Path signed = report(build);
        Optional<ReportSignature> known = ReportSignature.read(signed.getParent());
        byte[] unsigned = unsigned(build, record);

        Files.write(signed, unsigned);
        known.orElseThrow().write(signed.getParent());

        assertThat(lines(signed)).noneMatch(it -> it.startsWith("NOT MET"));
        assertThat(verified(build))
                .contains(
                        "NOT MET: the report was signed (PAdES T, with time stamp), and now the signature is missing or of a lower level")
                .doesNotContain("All checks are met.");
        build.getAction(FaxDeliveriesAction.class).doSign();
        Fixture.await("the attempt is noted", () -> deliveries(build)
                .get(0)
                .getSignatureText()
                .contains("not signed as configured: the report was signed"));
        assertThat(Files.readAllBytes(signed)).isEqualTo(unsigned);
        assertThat(verified(build)).contains("NOT MET: the report was signed (PAdES T");
    }

    @Test
    void reportThatIsGoneIsNotMet() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        Files.delete(report(build));

        assertThat(verified(build))
                .contains("NOT MET: the report is missing: it could not be written, or was deleted afterwards")
                .doesNotContain("All checks are met.");
    }

    @Test
    void unsignedReportThatIsGoneIsNotMet() throws Exception {
        signNothing();
        WorkflowRun build = run(Result.SUCCESS, SEND);
        assertThat(verified(build)).contains("All checks are met.");
        Files.delete(report(build));

        assertThat(verified(build))
                .contains("NOT MET: the report is missing: it could not be written, or was deleted afterwards")
                .doesNotContain("All checks are met.");
    }

    @Test
    void verifiesAlthoughOtherChecksHang() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        List<WorkflowRun> hanging = List.of(run(Result.SUCCESS, SEND), run(Result.SUCCESS, SEND));
        List<Path> pipes = new ArrayList<>();
        try {
            for (WorkflowRun it : hanging) {
                pipes.add(Fixture.pipe(report(it)));
            }
            ReportChecks checks = new ReportChecks(Duration.ofSeconds(10));
            for (WorkflowRun it : hanging) {
                assertThat(checks.verify(it, Locale.ENGLISH).getSummary())
                        .isEqualTo("Reports that were not checked: 1");
            }

            assertThat(checks.verify(build, Locale.ENGLISH).isMet()).isTrue();
        } finally {
            for (Path pipe : pipes) {
                Fixture.release(pipe);
            }
        }
    }

    @Test
    void refusesMoreRequestsThanItServesAtOnce() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        WorkflowRun hanging = run(Result.SUCCESS, SEND);
        Path pipe = Fixture.pipe(report(hanging));
        ReportChecks checks = new ReportChecks(Duration.ofSeconds(30));
        ExecutorService readers = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < 4; i++) {
                readers.execute(() -> {
                    try {
                        checks.verify(hanging, Locale.ENGLISH);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            Fixture.await("four requests wait", () -> Fixture.threadsIn(ReportChecks.class, "await") == 4);

            VerificationPage page = checks.verify(build, Locale.ENGLISH);

            assertThat(page.getSummary()).isEqualTo("Reports that were not checked: 1");
            assertThat(page.isMet()).isFalse();
        } finally {
            readers.shutdownNow();
            assertThat(readers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            Fixture.release(pipe);
        }
    }

    @Test
    void actionsNeedPermissionAndPost() throws Exception {
        signNothing();
        WorkflowRun build = run(Result.SUCCESS, SEND);
        Fixture.sign(keyStore, TestAuthority.PASSWORD, "");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Run.UPDATE, FaxPermissions.VIEW)
                .everywhere()
                .to("writer"));
        JenkinsRule.WebClient reader = client("reader");
        JenkinsRule.WebClient writer = client("writer");

        for (String action : List.of("sign", "verify")) {
            URL url = new URL(jenkins.getURL(), build.getUrl() + "faxnummer/" + action);
            assertThat(status(writer, new WebRequest(url, HttpMethod.GET)))
                    .as(action)
                    .isIn(404, 405);
            assertThat(status(writer, new WebRequest(url, HttpMethod.POST)))
                    .as(action + " without crumb")
                    .isEqualTo(403);
            assertThat(status(reader, reader.addCrumb(new WebRequest(url, HttpMethod.POST))))
                    .as(action)
                    .isEqualTo(403);
            assertThat(status(writer, writer.addCrumb(new WebRequest(url, HttpMethod.POST))))
                    .as(action)
                    .isEqualTo(200);
        }
        HtmlPage page = reader.getPage(build, "faxnummer");
        assertThat(page.asNormalizedText()).doesNotContain("Sign reports", "Verify reports");
    }

    @Test
    void speaksGerman() throws Exception {
        Locale before = Locale.getDefault();
        LocaleProvider providerBefore = LocaleProvider.getProvider();
        Locale.setDefault(Locale.GERMANY);
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.GERMANY;
            }
        });
        try {
            authority.setFault(TestAuthority.Fault.REJECTS);
            WorkflowRun build = run(Result.FAILURE, SEND);
            jenkins.assertLogContains("Signiert: fax-reports/fax-report.pdf (PAdES B, ohne Zeitstempel)", build);
            jenkins.assertLogContains("ist nicht wie konfiguriert signiert", build);
            assertThat(page(build))
                    .contains("nicht wie konfiguriert signiert: ", "Berichte signieren", "Berichte prüfen");
            assertThat(verified(build))
                    .contains(
                            "NICHT ERFÜLLT: der Bericht ist nicht wie konfiguriert signiert",
                            "erfüllt: ",
                            "ohne Netzzugriff");
        } finally {
            Locale.setDefault(before);
            LocaleProvider.setProvider(providerBefore);
        }
    }

    /** A build whose fax is delivered and whose report waits for its time stamp. */
    private WorkflowRun waitingForTimeServer() throws Exception {
        authority.setFault(TestAuthority.Fault.HOLDS);
        WorkflowRun build = job(SEND).scheduleBuild2(0).waitForStart();
        Fixture.await("the time server is asked", () -> timeStamps() == 1);
        return build;
    }

    private String verified(Run<?, ?> build) throws Exception {
        HtmlForm form = browser()
                .withThrowExceptionOnFailingStatusCode(false)
                .getPage(build, "faxnummer")
                .getFormByName("verify");
        return ((HtmlPage) jenkins.submit(form)).asNormalizedText();
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        return browser().withThrowExceptionOnFailingStatusCode(false).login(user);
    }

    private static int status(JenkinsRule.WebClient client, WebRequest request) throws Exception {
        return client.getPage(request).getWebResponse().getStatusCode();
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

    private static void signNothing() {
        FaxnummerConfiguration.get().setSignatureCredentialsId("");
        FaxnummerConfiguration.get().setTimestampServer("");
    }

    private static DeliveryRecord record(Run<?, ?> build) throws IOException {
        return DeliveryStore.of(build).all().records().get(0);
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

    /** The same report, as it was before it was signed. */
    private static byte[] unsigned(Run<?, ?> build, DeliveryRecord record) throws IOException {
        ReportSignature.delete(report(build).getParent());
        new ReportWriter(build, TaskListener.NULL).finished(record, Instant.now());
        return Files.readAllBytes(report(build));
    }

    private static String json(Run<?, ?> build, String delivery) throws IOException {
        return Files.readString(BuildReports.of(DeliveryStore.of(build), delivery)
                .file("fax-report.json")
                .orElseThrow());
    }

    private static List<String> lines(Path report) {
        return ReportVerifier.verify(report).stream()
                .map(Verification::line)
                .map(it -> it.in(Locale.ENGLISH))
                .toList();
    }

    private String page(Run<?, ?> build) throws Exception {
        return browser().getPage(build, "faxnummer").asNormalizedText();
    }
}
