package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A build that is run again where the reports of the run before it are. */
final class AgainIT extends MavenTestBase {

    @Test
    void resendsOnlyUndeliveredFaxes() {
        pdf(noProject().resolve("report.pdf"));
        send(joined(DELIVERED, UNKNOWN_NUMBER)).run().failed();
        String delivered = sandbox.faxes().get(0).jobId();

        String console = send(joined(DELIVERED, UNKNOWN_NUMBER)).run().failed();

        assertThat(sandbox.faxes().stream().map(fax -> fax.destination()))
                .containsExactly("00493023125016", "00493023125001", "00493023125001");
        assertThat(console)
                .contains("report.pdf to 00493023125016 is not sent again: DONE-OK", "set resend", "(1 of 2)");
        assertThat(text(noProject().resolve("target/fax-reports/fax-report.json")))
                .contains(delivered);
    }

    @Test
    void sendsOtherDocumentAfterDelivery() throws IOException {
        Path report = pdf(noProject().resolve("report.pdf"));
        send(DELIVERED).run().succeeded();
        send(DELIVERED).run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(1);

        Files.move(pdf(report.resolveSibling("other.pdf")), report, StandardCopyOption.REPLACE_EXISTING);
        send(DELIVERED).run().succeeded();

        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void resendsWhenConfigured() {
        pdf(noProject().resolve("report.pdf"));
        send(DELIVERED).run().succeeded();

        send(DELIVERED).with("resend", true).run().succeeded();

        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void followsSubmissionOfKilledBuild() {
        pdf(noProject().resolve("report.pdf"));
        RunningBuild build = send(NEVER_ENDS).start();
        String job = build.prints("job (faxsend-\\S+)").group(1);
        // The console is told first; once this is printed the report has the job.
        build.prints("RUNNING");
        build.kill();
        build.ended();

        String console = send(NEVER_ENDS).with("timeout", "5s").run().failed();

        assertThat(console).contains("TIMED_OUT", job);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void doesNotResendUnknownSubmission() {
        pdf(noProject().resolve("report.pdf"));
        send(ANSWER_LOST).run().failed();

        String console = send(ANSWER_LOST).run().failed();

        assertThat(console).contains("UNKNOWN", "an earlier run may have sent it", "Before you send it again, look up");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void dryRunReplacesReportsOfEarlierRun() {
        pdf(noProject().resolve("report.pdf"));
        send(DELIVERED).run().succeeded();

        send(DELIVERED).with("dryRun", true).run().succeeded();

        Path reports = noProject().resolve("target/fax-reports");
        // As the console: nothing would be sent.
        for (String report : List.of("TEST-fax.xml", "fax-report.md", "fax-report.csv")) {
            assertThat(text(reports.resolve(report)))
                    .contains("DONE-OK", "submitted before")
                    .doesNotContain("PLANNED");
        }
        assertThat(text(reports.resolve("fax-report.json"))).contains("submitted before", "\"success\" : true");
        assertThat(reports.resolve("fax-report.pdf")).doesNotExist();
        resendsNothing(DELIVERED);
        send(ALSO_DELIVERED).with("dryRun", true).run().succeeded();
        assertThat(text(reports.resolve("fax-report.json"))).contains("PLANNED").doesNotContain("DONE-OK");
    }

    @Test
    void invalidRunReplacesReportsOfEarlierRun() {
        pdf(noProject().resolve("report.pdf"));
        send(DELIVERED).run().succeeded();

        send("12").with("email", "nobody").run().failed();

        Path reports = noProject().resolve("target/fax-reports");
        assertThat(text(reports.resolve("TEST-fax.xml")))
                .contains("failures=\"1\"", "recipients '12'")
                .doesNotContain("DONE-OK");
        for (String name : List.of("fax-report.json", "fax-report.md", "fax-report.csv", "fax-report.pdf")) {
            assertThat(reports.resolve(name)).doesNotExist();
        }
        resendsNothing(DELIVERED);
    }

    /** Maven itself would fail on a value that it has to convert, before the goal can remove results. */
    @ParameterizedTest
    @CsvSource({
        "3.6.3, maxPages, many",
        "3.9.16, maxMegabytes, 2 MB",
        "3.9.16, preflightMemory, 1G",
        "3.9.16, maxConcurrentSubmissions, two",
        "3.9.16, ledgerRetention, 400 days",
        "4.0.0-rc-6, maxPages, 1.5",
    })
    void resultsOfEarlierRunDoNotPassForThoseOfOneWithInvalidNumber(String version, String parameter, String value) {
        pdf(noProject().resolve("report.pdf"));
        send(DELIVERED).run().succeeded();

        send(DELIVERED).version(version).with(parameter, value).run().failed();

        assertThat(noProject().resolve("target/fax-reports").toFile().list())
                .containsExactlyInAnyOrder("TEST-fax.xml", "fax-delivery.jsonl");
        assertThat(text(noProject().resolve("target/fax-reports/TEST-fax.xml")))
                .contains("failures=\"1\"", parameter + " '" + value + "': must be a whole number");
    }

    @Test
    void resultsOfEarlierRunDoNotPassForThoseOfOneWithoutLedger() throws IOException {
        pdf(noProject().resolve("report.pdf"));
        send(DELIVERED).run().succeeded();
        Path file = Files.createFile(noProject().resolve("file"));

        send(DELIVERED).with("ledgerDirectory", file.resolve("ledger")).run().failed();

        assertThat(text(noProject().resolve("target/fax-reports/TEST-fax.xml")))
                .contains("failures=\"1\"", file.toString())
                .doesNotContain("DONE-OK");
        resendsNothing(DELIVERED);
    }

    @Test
    void resultsOfEarlierRunDoNotPassForThoseOfSkippedOne() {
        pdf(noProject().resolve("report.pdf"));
        send(DELIVERED).run().succeeded();

        send(DELIVERED).with("skip", true).run().succeeded();

        assertThat(noProject().resolve("target/fax-reports").toFile().list()).containsExactly("fax-delivery.jsonl");
        resendsNothing(DELIVERED);
    }

    @Test
    void emptyRunRemovesReportsOfEarlierRun() throws IOException {
        Path report = pdf(noProject().resolve("report.pdf"));
        send(DELIVERED).run().succeeded();
        Path aside = Files.move(report, report.resolveSibling("aside"));

        order("send", "*.pdf", DELIVERED).with("failIfNoDocument", false).run().succeeded();

        Path reports = noProject().resolve("target/fax-reports");
        assertThat(reports.toFile().list()).containsExactly("fax-delivery.jsonl");
        Files.move(aside, report);
        resendsNothing(DELIVERED);
    }

    /** Before there was a journal, runs continued from the report. */
    @Test
    void continuesFromReportOfOlderVersion() throws IOException {
        Path report = pdf(noProject().resolve("report.pdf"));
        send(DELIVERED).run().succeeded();
        Path reports = noProject().resolve("target/fax-reports");
        String job = sandbox.faxes().get(0).jobId();
        Files.delete(reports.resolve("fax-delivery.jsonl"));
        Files.writeString(reports.resolve("fax-report.json"), """
                {"version":2,"endpoint":"%s","documents":[{"path":"%s","sha256":"%s"}],"transmissions":[
                {"path":"%s","recipient":"%s","outcome":"DONE-OK","jobId":"%s",
                "submitted":"2026-11-01T10:00:00Z","changed":"2026-11-01T10:01:00Z","status":"DONE-OK"}]}
                """.formatted(
                sandbox.endpoint(), report, Pdfs.sha256(Files.readAllBytes(report)), report, "00493023125016", job));

        send("12").run().failed();
        send(DELIVERED).with("dryRun", true).run().succeeded();
        String console = send(DELIVERED).run().succeeded();

        assertThat(console).contains("is not sent again", "DONE-OK");
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(text(reports.resolve("fax-report.json"))).contains(job, "\"version\" : 3");
    }

    @Test
    void statusDoesNotUseDirectoryOfOtherStatusInSameBuild() throws IOException {
        String execution =
                "<execution><id>%s</id><phase>validate</phase><goals><goal>status</goal></goals></execution>";
        pom("", "<executions>" + execution.formatted("one") + execution.formatted("two") + "</executions>");
        String reports = noProject().toAbsolutePath().resolve("target/both").toString();
        String console = Maven.in(noProject())
                .argument("validate")
                .to(sandbox)
                .with("jobId", "faxsend-acc00000-ffffffffffffffffffff")
                .with("wait", false)
                .with("failOnError", false)
                .with("statusReportDirectory", reports)
                .run()
                .failed();

        assertThat(console).contains("reportDirectory '", "already used by another execution of this build");
    }

    private void resendsNothing(String recipients) {
        int submissions = sandbox.submissions();
        send(recipients).run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(submissions);
    }

    @Test
    void statusDoesNotOverwriteReportOfSend() {
        pdf(noProject().resolve("report.pdf"));
        send(DELIVERED).run().succeeded();
        Path reports = noProject().resolve("target/fax-reports");
        String before = text(reports.resolve("fax-report.json"));
        int requests = sandbox.requests();

        String console = Maven.in(noProject())
                .goal("status")
                .to(sandbox)
                .with("jobId", "faxsend-acc00000-ffffffffffffffffffff")
                .with("statusReportDirectory", "target/fax-reports")
                .run()
                .failed();

        assertThat(console).contains("reportDirectory '", "choose another directory");
        assertThat(sandbox.requests()).isEqualTo(requests);
        assertThat(text(reports.resolve("fax-report.json"))).isEqualTo(before);
        assertThat(text(reports.resolve("TEST-fax.xml"))).contains("DONE-OK");
        send(DELIVERED).run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void sendsNothingWhenReportIsUnreadable() throws IOException {
        pdf(noProject().resolve("report.pdf"));
        Path reports = Files.createDirectories(noProject().resolve("target/fax-reports"));
        Files.writeString(reports.resolve("fax-report.json"), "{");

        String console = send(DELIVERED).run().failed();

        assertThat(console).contains("reportDirectory '", "journal of an earlier run that cannot be read");
        assertThat(sandbox.requests()).isZero();
    }

    private Maven send(String recipients) {
        return order("send", "report.pdf", recipients);
    }
}
