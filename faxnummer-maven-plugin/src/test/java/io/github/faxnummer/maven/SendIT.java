package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;

/** What becomes of a build that sends faxes. */
final class SendIT extends MavenTestBase {

    @Test
    void sendsReportOfSameBuild() {
        Path project = project("report");

        String console = Maven.in(project).argument("deploy").to(sandbox).run().succeeded();

        assertThat(sandbox.submissions()).isEqualTo(1);
        ReceivedFax fax = sandbox.faxes().get(0);
        assertThat(fax.pdf().toByteArray()).isEqualTo(bytes(project.resolve("target/pdf/report.pdf")));
        assertThat(fax.destination()).isEqualTo("00493023125016");
        assertThat(fax.field("sEmail")).isEqualTo("compliance@example.com");
        assertThat(fax.field("sSender")).isEqualTo("ACME Compliance");
        assertThat(fax.field("sFaxFileName")).isEqualTo("report 1.0");
        assertThat(console).contains("DONE-OK", fax.jobId());
        Path reports = project.resolve("target/fax-reports");
        assertThat(text(reports.resolve("fax-report.json")))
                .contains("\"success\" : true", "\"outcome\" : \"DONE-OK\"", fax.jobId());
        assertThat(text(reports.resolve("TEST-fax.xml")))
                .contains("tests=\"1\"", "failures=\"0\"", "fax.report_pdf", "00493023125016");
    }

    @Test
    void sendsNothingInVerifyPhase() {
        Path project = project("report");

        String console = Maven.in(project).argument("verify").to(sandbox).run().succeeded();

        assertThat(project.resolve("target/pdf/report.pdf")).isNotEmptyFile();
        assertThat(console).doesNotContain("faxnummer:");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void failsBuildForBusyLine() {
        String console = send("report.pdf", BUSY).run().failed();

        assertThat(console)
                .containsSubsequence(
                        "Delivery not confirmed (1 of 1)",
                        "report.pdf -> 00493023125017",
                        "DONE-ERROR",
                        "user busy",
                        "Q.850 cause 17",
                        "A later attempt may succeed");
        assertThat(text(noProject().resolve("target/fax-reports/TEST-fax.xml")))
                .contains("failures=\"1\"", "user busy");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void advisesAgainstRetryForMissingNumber() {
        String console = send("report.pdf", UNKNOWN_NUMBER).run().failed();

        assertThat(console)
                .containsSubsequence(
                        "report.pdf -> 00493023125001", "unallocated number", "Ask for the current fax number");
    }

    @Test
    void passesWhenFailOnErrorIsOff() {
        String console = send("report.pdf", joined(BUSY, DELIVERED))
                .with("failOnError", false)
                .run()
                .succeeded();

        assertThat(console).contains("[WARNING]", "Delivery not confirmed (1 of 2)", "user busy");
        assertThat(text(noProject().resolve("target/fax-reports/fax-report.json")))
                .contains("\"success\" : false");
    }

    @Test
    void failsBuildOnTimeout() {
        String console =
                send("report.pdf", NEVER_ENDS).with("timeout", "6s").run().failed();

        assertThat(console)
                .containsSubsequence("report.pdf -> 00493023125005", "TIMED_OUT", "The fax may still arrive");
        assertThat(text(noProject().resolve("target/fax-reports/TEST-fax.xml"))).contains("type=\"TIMED_OUT\"");
    }

    @Test
    void passesWhenFailOnTimeoutIsOff() {
        String console = send("report.pdf", NEVER_ENDS)
                .with("timeout", "6s")
                .with("failOnTimeout", false)
                .run()
                .succeeded();

        assertThat(console).contains("[WARNING]", "TIMED_OUT");
    }

    @Test
    void doesNotResubmitAfterLostResponse() {
        String console = send("report.pdf", ANSWER_LOST).run().failed();

        assertThat(console)
                .containsSubsequence(
                        "UNKNOWN",
                        "Submission unknown",
                        "reference 'report.pdf' to 00493023125101",
                        "compliance@example.com");
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(sandbox.faxes()).hasSize(1);
        assertThat(text(noProject().resolve("target/fax-reports/fax-report.json")))
                .contains("\"outcome\" : \"UNKNOWN\"");
    }

    @Test
    void sendsNothingToUnreachableProvider() {
        sandbox.refuseConnections();

        String console =
                send("report.pdf", DELIVERED).with("timeout", "5s").run().failed();

        assertThat(console).contains("NOT_SENT", "The fax was not sent");
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void sendsEveryDocumentToEveryRecipientOnce() {
        pdf(noProject().resolve("other.pdf"));

        String console = send("report.pdf,other.pdf", joined(DELIVERED, ALSO_DELIVERED))
                .run()
                .succeeded();

        assertThat(sandbox.faxes().stream().map(fax -> fax.fileName() + " " + fax.destination()))
                .containsExactlyInAnyOrder(
                        "report.pdf 00493023125016",
                        "report.pdf 00493023125999",
                        "other.pdf 00493023125016",
                        "other.pdf 00493023125999");
        sandbox.faxes().forEach(fax -> assertThat(console).contains(fax.jobId()));
        assertThat(text(noProject().resolve("target/fax-reports/TEST-fax.xml"))).contains("tests=\"4\"");
    }

    @Test
    void printsJobIdWithoutWaiting() {
        String console =
                send("report.pdf", NEVER_ENDS).with("wait", false).run().succeeded();

        assertThat(sandbox.statusRequests()).isZero();
        assertThat(sandbox.faxes()).hasSize(1);
        String jobId = sandbox.faxes().get(0).jobId();
        assertThat(console).contains("job " + jobId, "check the status of the jobs later");
        assertThat(text(noProject().resolve("target/fax-reports/fax-report.json")))
                .contains("\"success\" : false", "\"outcome\" : \"SUBMITTED\"", jobId);
    }

    @Test
    void keepsJobIdWhenKilledWhileWaiting() {
        RunningBuild build = send("report.pdf", NEVER_ENDS).start();

        MatchResult printed = build.prints("job (faxsend-\\S+)");
        build.prints("RUNNING");
        build.kill();
        build.ended();

        assertThat(sandbox.fax(printed.group(1))).isPresent();
        assertThat(text(noProject().resolve("target/fax-reports/fax-delivery.jsonl")))
                .contains(printed.group(1));
    }

    @Test
    void sendsNothingWhenReportsCannotBeWritten() {
        String console = send("report.pdf", DELIVERED)
                .with("reportDirectory", "report.pdf/reports")
                .run()
                .failed();

        assertThat(console).contains("Cannot write the fax reports");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void sendsNothingWhenSkipped() {
        String console =
                send("missing.pdf", "nonsense").with("skip", true).run().succeeded();

        assertThat(console).contains("Skipping execution");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void printsPlanInDryRun() {
        String console = send("report.pdf", joined(DELIVERED, BUSY))
                .with("dryRun", true)
                .run()
                .succeeded();

        assertThat(console)
                .contains(
                        "report.pdf -> 00493023125016: PLANNED",
                        "report.pdf -> 00493023125017: PLANNED",
                        "nothing was sent");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void needsNoAccountInDryRun() {
        pdf(noProject().resolve("report.pdf"));

        String console = Maven.in(noProject())
                .goal("send")
                .with("dryRun", true)
                .with("documents", "report.pdf")
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com")
                .run()
                .succeeded();

        assertThat(console).contains("PLANNED", "nothing was sent");
    }

    @Test
    void reportsProblemsInDryRun() {
        String console =
                send("missing.pdf", "nonsense").with("dryRun", true).run().failed();

        assertThat(console).contains("documents '", "not found", "recipients 'nonsense'");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void sendsToOwnSandboxWithoutAccount() {
        pdf(noProject().resolve("report.pdf"));

        String console = Maven.in(noProject())
                .goal("send")
                .with("sandbox", true)
                .with("sandboxSpeed", 1000)
                .with("pollInterval", "2s")
                .with("documents", "report.pdf")
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com")
                .run()
                .succeeded();

        assertThat(console)
                .contains("no real fax is sent", "DONE-OK")
                .doesNotContain(FaxnummerSandbox.DEFAULT_PASSWORD);
        assertThat(sandbox.requests()).isZero();
    }

    /** A build without a project that faxes documents, of which {@code report.pdf} exists. */
    private Maven send(String documents, String recipients) {
        pdf(noProject().resolve("report.pdf"));
        return order("send", documents, recipients);
    }
}
