package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import io.github.faxnummer.archive.ArchiveEntry;
import io.github.faxnummer.archive.ArchiveVerifier;
import io.github.faxnummer.archive.ArchivedFile;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.config.FaxPermissions;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.testing.AgentHeap;
import io.github.faxnummer.jenkins.testing.FileSearch;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.jenkins.testing.SigningKeys;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.signature.VerificationOptions;
import io.github.faxnummer.testing.TestAuthority;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Finished reports and their documents, in a folder of the controller. */
class ArchiveTest extends SharedJenkinsTestBase {

    private static final String SEND =
            "faxSend documents: 'a.pdf', recipients: '" + TestNumber.DELIVERED.number() + "'";
    private static final Pattern HEAD = Pattern.compile("Head of the chain: ([0-9a-f]{64})");

    @TempDir
    private Path folder;

    private Path archive;

    @BeforeEach
    void configure() throws Exception {
        // Real, because readers must not see either form.
        archive = folder.toRealPath().resolve("fax-archive-of-the-controller");
        FaxnummerConfiguration.get().setArchive(archive.toString());
    }

    @Test
    void archivesReportWithDocument() throws Exception {
        assertThat(archive).as("only set").doesNotExist();
        FaxnummerConfiguration.get().setMaxEnclosedMegabytes(0);

        WorkflowRun build = run(Result.SUCCESS, SEND);

        String log = JenkinsRule.getLog(build);
        Matcher head = HEAD.matcher(log);
        assertThat(head.find()).as(log).isTrue();
        assertThat(log).contains("Archived as entry 1: ").doesNotContain(archive.toString());
        assertThat(verified(Optional.of(head.group(1)))).noneMatch(it -> it.startsWith("NOT MET"));
        ArchiveEntry entry = entries().get(0);
        assertThat(entries()).hasSize(1);
        assertThat(entry.files())
                .extracting(ArchivedFile::file)
                .containsExactlyInAnyOrder("fax-report.pdf", "fax-report.json", "document-1.pdf");
        assertThat(archived(entry, "fax-report.pdf")).hasSameBinaryContentAs(report(build));
        assertThat(Files.readAllBytes(archived(entry, "document-1.pdf")))
                .isEqualTo(jenkins.jenkins
                        .getWorkspaceFor((WorkflowJob) build.getParent())
                        .child("a.pdf")
                        .read()
                        .readAllBytes());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rwx------");
        assertThat(page(build)).contains("archive: entry 1").doesNotContain("Archive reports");
    }

    @Test
    void archivesNothingThatIsNotSentOrNotFinished() throws Exception {
        run(Result.SUCCESS, SEND + ", dryRun: true");
        run(Result.SUCCESS, SEND + ", wait: false");

        assertThat(archive).doesNotExist();
    }

    @Test
    void stepThatFollowsFaxesArchivesReportOfStepThatSentThem() throws Exception {
        run(Result.SUCCESS, "def sent = " + SEND + ", wait: false; faxStatus jobIds: sent.jobIds");

        assertThat(entries()).hasSize(2);
        assertThat(entries())
                .filteredOn(it -> it.file("document-1.pdf").isPresent())
                .hasSize(1)
                .allSatisfy(it -> assertThat(it.faxes().get(0).outcome()).contains("DONE-OK"));
        assertThat(verified(Optional.empty())).noneMatch(it -> it.startsWith("NOT MET"));
    }

    @Test
    void unwritableArchiveIsToldAndArchivingCanBeRepeated() throws Exception {
        Path inTheWay = Files.writeString(archive, "a file");

        WorkflowRun build = run(Result.FAILURE, SEND);

        jenkins.assertLogContains("DONE-OK", build);
        jenkins.assertLogContains("the report is not in the archive: ", build);
        jenkins.assertLogContains("The faxes are not affected: do not send again.", build);
        jenkins.assertLogNotContains(archive.toString(), build);
        assertThat(page(build))
                .contains("not in the archive: ", "Archive reports")
                .doesNotContain(archive.toString());
        byte[] report = Files.readAllBytes(report(build));

        HtmlPage page = browser().getPage(build, "faxnummer");
        Files.delete(inTheWay);
        jenkins.submit(page.getFormByName("archive"));

        Fixture.await("the report is archived", () -> page(build).contains("archive: entry 1"));
        assertThat(page(build)).doesNotContain("Archive reports", "not in the archive");
        assertThat(verified(Optional.empty())).noneMatch(it -> it.startsWith("NOT MET"));
        assertThat(entries()).hasSize(1);
        assertThat(entries().get(0).file("document-1.pdf")).isPresent();
        assertThat(Files.readAllBytes(archived(entries().get(0), "fax-report.pdf")))
                .isEqualTo(report);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    /** As after a start of Jenkins. */
    @Test
    void reportThatCouldNotBeArchivedIsArchivedLater() throws Exception {
        Path inTheWay = Files.writeString(archive, "a file");
        WorkflowRun build = run(Result.FAILURE, SEND);
        WorkflowRun deleted = run(Result.FAILURE, SEND);
        UnarchivedBuilds.Work work = new UnarchivedBuilds.Work();

        work.execute(TaskListener.NULL);

        String before = build.getExternalizableId();
        assertThat(UnarchivedBuilds.get().list()).containsExactlyInAnyOrder(before, deleted.getExternalizableId());
        build.getParent().renameTo("renamed");
        deleted.getParent().delete();
        assertThat(UnarchivedBuilds.get().list())
                .containsExactly(build.getExternalizableId())
                .doesNotContain(before);
        assertThat(new UnarchivedBuilds().list())
                .as("by the next Jenkins")
                .containsExactly(build.getExternalizableId());

        Files.delete(inTheWay);
        work.execute(TaskListener.NULL);

        assertThat(page(build)).contains("archive: entry 1").doesNotContain("Archive reports");
        assertThat(entries()).hasSize(1);
        assertThat(UnarchivedBuilds.get().list()).isEmpty();
        assertThat(new UnarchivedBuilds().list()).isEmpty();
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    /** Three that fail are tried, and then others first. */
    @Test
    void archiveThatIsAwayIsNotTriedForEveryBuild() throws Exception {
        Path inTheWay = Files.writeString(archive, "a file");
        for (int i = 0; i < 5; i++) {
            run(Result.FAILURE, SEND);
        }
        // Jenkins' own work may have changed the order.
        List<String> expected = new ArrayList<>(UnarchivedBuilds.get().list());
        Collections.rotate(expected, -3);

        new UnarchivedBuilds.Work().execute(TaskListener.NULL);

        assertThat(UnarchivedBuilds.get().list()).hasSize(5).isEqualTo(expected);
        Files.delete(inTheWay);
        new UnarchivedBuilds.Work().execute(TaskListener.NULL);
        assertThat(entries()).hasSize(5);
    }

    /** An abort does not wait for the answer to a request. That came before the aborted delivery was archived. */
    @Test
    void indexSaysWhatReportSaysAlthoughMoreBecameKnownMeanwhile() throws Exception {
        FaxnummerConfiguration.get().setArchive("");
        WorkflowRun build = run(Result.SUCCESS, SEND);
        DeliveryRecord answered = DeliveryStore.of(build).all().records().get(0);
        DeliveryRecord aborted = unknown(answered);
        assertThat(aborted.delivery().transmissions().get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
        FaxnummerConfiguration.get().setArchive(archive.toString());
        ReportWriter writer = new ReportWriter(build, TaskListener.NULL);
        writer.corrected(answered, Instant.now());

        assertThat(writer.sign(aborted)).isEmpty();

        Fixture.await(
                "the answer is archived",
                () -> !ReportArchiving.isUnarchived(BuildReports.of(DeliveryStore.of(build), answered.id())));
        assertThat(entries()).hasSize(1);
        assertThat(entries().get(0).faxes()).singleElement().satisfies(it -> assertThat(it.outcome())
                .isEqualTo("DONE-OK"));
        assertThat(Files.readString(archived(entries().get(0), "fax-report.json")))
                .contains("\"DONE-OK\"");
    }

    @Test
    void archivesOnceAlthoughStepReportsAgain() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        byte[] report = Files.readAllBytes(report(build));

        // As after a restart before the step ended.
        reportAgain(build);

        assertThat(entries()).hasSize(1);
        assertThat(Files.readAllBytes(report(build))).isEqualTo(report);
    }

    @Test
    void archivesOnceAlthoughControllerWasKilledBeforeItNotedTheEntry() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        Path beside = report(build).getParent();
        ArchivedReport known = ArchivedReport.read(beside).orElseThrow();
        ArchivedReport.none(known.facts())
                .begin(known.entry().orElseThrow().sha256())
                .write(beside);
        Files.createDirectories(beside.resolve(".archive-left"));

        reportAgain(build);

        assertThat(entries()).hasSize(1);
        assertThat(ArchivedReport.read(beside)).contains(known);
        assertThat(beside.resolve(".archive-left")).doesNotExist();
        assertThat(verified(Optional.empty())).noneMatch(it -> it.startsWith("NOT MET"));
    }

    @Test
    void archivesAgainWhatControllerWasKilledBefore() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        Path beside = report(build).getParent();
        ArchivedReport known = ArchivedReport.read(beside).orElseThrow();
        // Begun, but not there.
        ArchivedReport.none(known.facts()).begin("0".repeat(64)).write(beside);

        reportAgain(build);

        assertThat(entries()).hasSize(2);
        assertThat(ArchivedReport.read(beside).orElseThrow().begun()).isEmpty();
    }

    @Test
    void documentThatIsMissingIsToldAndFailsBuild() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, SEND);
        DeliveryRecord record = DeliveryStore.of(build).all().records().get(0);
        Path beside = report(build).getParent();
        ArchivedReport.none("").write(beside);
        Files.delete(beside.resolve("documents").resolve("1.pdf"));

        Optional<Message> lost = new ReportWriter(build, TaskListener.NULL).sign(record);

        assertThat(lost.orElseThrow().in(Locale.ENGLISH))
                .isEqualTo(
                        "the report is not in the archive: a.pdf is not in the archive: the file was gone, could not be"
                                + " read or had changed since it was sent.");
        assertThat(page(build)).contains("archive: entry 2; a.pdf is not in the archive");
    }

    @Test
    void archivesReportAsItWasSigned() throws Exception {
        try (TestAuthority authority = new TestAuthority(SigningKeys.AUTHORITY)) {
            sign(authority);

            WorkflowRun build = run(Result.SUCCESS, SEND);

            jenkins.assertLogContains("(PAdES LT", build);
            assertThat(entries()).hasSize(1);
            assertThat(archived(entries().get(0), "fax-report.pdf")).hasSameBinaryContentAs(report(build));
            VerificationOptions signed = new VerificationOptions(true, List.of(), Optional.empty());
            assertThat(lines(ArchiveVerifier.verify(archive, Optional.empty(), signed)))
                    .contains("met: signed reports: 1")
                    .noneMatch(it -> it.startsWith("NOT MET"));
        }
    }

    @Test
    void reportThatIsSignedLaterBecomesEntryOfItsOwn() throws Exception {
        try (TestAuthority authority = new TestAuthority(SigningKeys.AUTHORITY)) {
            sign(authority);
            authority.setFault(TestAuthority.Fault.REJECTS);
            FaxnummerConfiguration.get().setFailOnMissingSignature(false);
            WorkflowRun build = run(Result.SUCCESS, SEND);
            jenkins.assertLogContains("(PAdES B", build);
            assertThat(entries()).hasSize(1);
            authority.setFault(TestAuthority.Fault.NONE);

            build.getAction(FaxDeliveriesAction.class).doSign();

            Fixture.await("the signed form is archived", () -> page(build).contains("archive: entry 2"));
            assertThat(entries().get(1).signedFormOf()).contains(1L);
            assertThat(archived(entries().get(1), "fax-report.pdf")).hasSameBinaryContentAs(report(build));
            assertThat(verified(Optional.empty())).noneMatch(it -> it.startsWith("NOT MET"));
        }
    }

    @Test
    void agentNeverLearnsWhereArchiveIs() throws Exception {
        DumbSlave agent = onlineAgent();
        WorkflowJob job = Fixture.pipeline(
                jenkins, "node('" + agent.getNodeName() + "') { " + SEND.replace("a.pdf", "a-known-name.pdf") + " }");
        Fixture.document(job, agent, "a-known-name.pdf", 1);
        WorkflowRun build = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("Archived as entry 1: ", build);

        Path heap = folder.resolve("agent.hprof");
        AgentHeap.dump(agent, heap);

        assertThat(FileSearch.contains(heap, "a-known-name.pdf")).isTrue();
        assertThat(FileSearch.contains(heap, archive.getFileName().toString())).isFalse();
    }

    @Test
    void actionNeedsPermissionAndPost() throws Exception {
        Files.writeString(archive, "a file");
        WorkflowRun build = run(Result.FAILURE, SEND);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, FaxPermissions.VIEW)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Run.UPDATE)
                .everywhere()
                .to("writer"));
        JenkinsRule.WebClient reader =
                browser().withThrowExceptionOnFailingStatusCode(false).login("reader");
        JenkinsRule.WebClient writer =
                browser().withThrowExceptionOnFailingStatusCode(false).login("writer");
        URL url = new URL(jenkins.getURL(), build.getUrl() + "faxnummer/archive");

        assertThat(status(writer, new WebRequest(url, HttpMethod.GET))).isIn(404, 405);
        assertThat(status(writer, new WebRequest(url, HttpMethod.POST))).isEqualTo(403);
        assertThat(status(reader, reader.addCrumb(new WebRequest(url, HttpMethod.POST))))
                .isEqualTo(403);
        assertThat(status(writer, writer.addCrumb(new WebRequest(url, HttpMethod.POST))))
                .isEqualTo(200);
        HtmlPage page = reader.getPage(build, "faxnummer");
        assertThat(page.asNormalizedText())
                .contains("not in the archive: ")
                .doesNotContain("Archive reports", archive.toString());
    }

    private void sign(TestAuthority authority) throws Exception {
        Path keyStore = TestAuthority.keyStore(folder.resolve("signature.p12"), authority.signer(SigningKeys.SIGNER));
        Fixture.sign(keyStore, TestAuthority.PASSWORD, authority.timestampServer());
    }

    private static DeliveryRecord unknown(DeliveryRecord record) {
        Transmission known = record.delivery().transmissions().get(0);
        Transmission unknown = new Transmission(
                known.document(),
                known.documentName(),
                known.documentPages(),
                known.recipient(),
                known.reference(),
                new TransmissionState.Submitting(0, record.started()));
        Delivery submitting = record.delivery().withTransmissions(List.of(unknown));
        return record.aborted(submitting.recovered());
    }

    private static void reportAgain(WorkflowRun build) {
        DeliveryRecord record = DeliveryStore.of(build).all().records().get(0);
        ReportWriter writer = new ReportWriter(build, TaskListener.NULL);
        writer.finished(record, Instant.now());
        assertThat(writer.sign(record)).isEmpty();
    }

    private WorkflowRun run(Result result, String steps) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { " + steps + " }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return jenkins.buildAndAssertStatus(result, job);
    }

    private List<ArchiveEntry> entries() throws Exception {
        return ArchiveVerifier.entries(archive);
    }

    private Path archived(ArchiveEntry entry, String file) {
        return archive.resolve(entry.folder()).resolve(file);
    }

    private List<String> verified(Optional<String> head) {
        return lines(ArchiveVerifier.verify(archive, head, VerificationOptions.NONE));
    }

    private static List<String> lines(List<Verification> checks) {
        return checks.stream()
                .map(Verification::line)
                .map(it -> it.in(Locale.ENGLISH))
                .toList();
    }

    private static Path report(Run<?, ?> build) {
        DeliveryStore store = DeliveryStore.of(build);
        return BuildReports.of(store, store.all().records().get(0).id())
                .file("fax-report.pdf")
                .orElseThrow();
    }

    private String page(Run<?, ?> build) throws Exception {
        return browser().getPage(build, "faxnummer").asNormalizedText();
    }

    private static int status(JenkinsRule.WebClient client, WebRequest request) throws Exception {
        return client.getPage(request).getWebResponse().getStatusCode();
    }
}
