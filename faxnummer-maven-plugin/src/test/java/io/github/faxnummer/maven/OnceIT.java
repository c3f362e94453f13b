package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Builds of one run and of several, on machines that keep nothing between them but the ledger. */
final class OnceIT extends MavenTestBase {

    @Test
    void sendsOnceInRunAndAgainInNextRun() throws IOException {
        githubRun("100", DELIVERED).run().succeeded();
        clean();
        String console = githubRun("100", DELIVERED)
                .variable("GITHUB_RUN_ATTEMPT", "2")
                .run()
                .succeeded();

        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(console)
                .contains(
                        "report.pdf to 00493023125016 is not sent again: DONE-OK",
                        "GitHub Actions 100",
                        "set resend to send it all the same",
                        sandbox.faxes().get(0).jobId());
        Path reports = noProject().resolve("target/fax-reports");
        assertThat(text(reports.resolve("fax-report.json"))).contains("\"earlierRun\" : \"GitHub Actions 100\"");
        for (String report : List.of("fax-report.md", "TEST-fax.xml")) {
            assertThat(text(reports.resolve(report))).as(report).contains("GitHub Actions 100");
        }

        clean();
        githubRun("101", DELIVERED).run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void limitsHoldForAllBuildsOfRun() throws IOException {
        githubRun("100", DELIVERED).with("maxFaxes", "1").run().succeeded();
        clean();
        String console =
                githubRun("100", ALSO_DELIVERED).with("maxFaxes", "1").run().failed();
        assertThat(console)
                .contains(
                        "Builds of GitHub Actions 100 sent before: faxes 1, pages 1",
                        "maxFaxes '1': 2 faxes exceed this limit");
        assertThat(sandbox.submissions()).isEqualTo(1);

        clean();
        githubRun("100", DELIVERED).with("maxFaxes", "1").run().succeeded();
        clean();
        githubRun("101", ALSO_DELIVERED).with("maxFaxes", "1").run().succeeded();
        clean();
        githubRun("100", UNKNOWN_NUMBER)
                .with("once", "off")
                .with("maxFaxes", "1")
                .run()
                .failed();
        assertThat(sandbox.submissions()).isEqualTo(3);
    }

    @Test
    void failedFaxDoesNotCountWhenItIsSentAgain() throws IOException {
        githubRun("100", BUSY).with("maxFaxes", "1").run().failed();
        clean();
        String console = githubRun("100", BUSY).with("maxFaxes", "1").run().failed();
        assertThat(console).doesNotContain("exceed this limit");
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void documentThatWasMadeAgainIsTheSame() throws IOException {
        githubRun("100", DELIVERED).run().succeeded();
        clean();
        Path report = noProject().resolve("report.pdf");
        byte[] before = bytes(report);
        Files.delete(report);
        String console = githubRun("100", DELIVERED).run().succeeded();

        assertThat(bytes(report)).isNotEqualTo(before);
        assertThat(console).contains("is not sent again");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void sendsAgainAfterFailure() throws IOException {
        githubRun("100", BUSY).run().failed();
        clean();
        githubRun("100", BUSY).run().failed();
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void refusesUnknownUntilSomebodyHasLooked() throws IOException {
        githubRun("100", ANSWER_LOST).run().failed();
        clean();
        String console =
                githubRun("100", ANSWER_LOST).with("resend", true).run().failed();
        assertThat(console)
                .contains(
                        "GitHub Actions 100 may have submitted it",
                        "set resendUnknown",
                        "GitHub Actions 100 may have sent the fax");
        assertThat(sandbox.submissions()).isEqualTo(1);

        clean();
        githubRun("100", ANSWER_LOST).with("resendUnknown", true).run().failed();
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void contentCountsInAllRuns() throws IOException {
        githubRun("100", DELIVERED).run().succeeded();
        clean();
        githubRun("101", DELIVERED).with("once", "content").run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(1);
        clean();
        githubRun("100", DELIVERED).with("once", "off").run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(2);
        clean();
        githubRun("100", DELIVERED).with("resend", true).run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(3);
    }

    @Test
    void idempotencyKeyTakesThePlaceOfTheDocument() throws IOException {
        githubRun("100", DELIVERED).with("idempotencyKey", "invoice 7").run().succeeded();
        clean();
        Files.move(
                pdf(noProject().resolve("other.pdf")),
                noProject().resolve("report.pdf"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        githubRun("100", DELIVERED).with("idempotencyKey", "invoice 7").run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(1);

        pdf(noProject().resolve("other.pdf"));
        String console = githubRun("100", DELIVERED)
                .with("documents", "*.pdf")
                .with("idempotencyKey", "invoice 8")
                .run()
                .failed();
        assertThat(console).contains("idempotencyKey 'invoice 8'");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void anotherIdempotencyKeyIsAnotherFaxAlsoForTheJournal() throws IOException {
        githubRun("100", DELIVERED).with("idempotencyKey", "invoice 7").run().succeeded();
        githubRun("100", DELIVERED).with("idempotencyKey", "invoice 8").run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(2);

        githubRun("100", DELIVERED).with("idempotencyKey", "invoice 8").run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void executionsOfOneBuildWithTheirOwnKeysSendBoth() throws IOException {
        Path project = project("keys");
        pdf(project.resolve("report.pdf"));
        Maven.in(project).argument("deploy").to(sandbox).run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void executionCountsWithResultOfAnotherOneThatSentTheSameFax() throws IOException {
        Path project = project("doubles");
        pdf(project.resolve("report.pdf"));

        assertThat(sendDoubles(project).run().failed())
                .contains("this build already sends the same document", "(1 of 1)");
        assertThat(text(project.resolve("target/two/fax-report.json")))
                .contains("DONE-ERROR", sandbox.faxes().get(0).jobId());
        assertThat(sandbox.submissions()).isEqualTo(1);

        // Both are planned before the first one is sent.
        assertThat(sendDoubles(project).with("sendAtEnd", true).run().failed()).contains("(1 of 1)");
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void skippedExecutionLeavesReportDirectoryToTheOneThatSends() {
        Path project = project("doubles");
        pdf(project.resolve("report.pdf"));

        Maven.in(project)
                .argument("deploy")
                .argument("-Dto=" + DELIVERED)
                .argument("-Done.skip=true")
                .argument("-Done.directory=" + project.resolve("target/two"))
                .to(sandbox)
                .run()
                .succeeded();

        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(project.resolve("target/two/fax-report.json")).exists();
    }

    private Maven sendDoubles(Path project) {
        return Maven.in(project)
                .argument("deploy")
                .argument("-Dto=" + UNKNOWN_NUMBER)
                .to(sandbox);
    }

    @Test
    void buildThatDoesNotWaitPollsEarlierFax() throws IOException {
        githubRun("100", UNKNOWN_NUMBER).with("wait", false).run().succeeded();
        clean();
        githubRun("100", UNKNOWN_NUMBER).with("wait", false).run().failed();
        assertThat(sandbox.submissions()).isEqualTo(1);

        clean();
        githubRun("100", UNKNOWN_NUMBER).with("wait", false).run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void nextSendKnowsHowFaxEndedThatStatusFollowed() throws IOException {
        for (String recipient : List.of(DELIVERED, UNKNOWN_NUMBER)) {
            send(recipient).with("wait", false).run().succeeded();
            String job = sandbox.faxes().get(sandbox.faxes().size() - 1).jobId();
            Maven status = Maven.in(noProject()).goal("status").to(sandbox).with("jobId", job);
            if (recipient.equals(DELIVERED)) {
                status.run().succeeded();
            } else {
                status.run().failed();
            }
            clean();
        }
        assertThat(sandbox.submissions()).isEqualTo(2);

        // Without asking the provider once more.
        long requests = sandbox.requests();
        send(DELIVERED).run().succeeded();
        assertThat(sandbox.requests()).isEqualTo(requests);
        clean();
        send(UNKNOWN_NUMBER).with("wait", false).run().succeeded();
        assertThat(sandbox.submissions()).isEqualTo(3);
    }

    @Test
    void newLedgerLearnsFromJournalWhatOthersMustNotSend() throws IOException {
        githubRun("100", DELIVERED).run().succeeded();
        Path ledger = noProject().resolve("other-ledger").toAbsolutePath();
        githubRun("100", DELIVERED).with("ledgerDirectory", ledger).run().succeeded();
        clean();
        githubRun("100", DELIVERED).with("ledgerDirectory", ledger).run().succeeded();

        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void databaseOfWhichTheDriverIsADependencyOfThePluginKeepsLedger() throws IOException {
        Path project = project("database");
        pdf(project.resolve("report.pdf"));
        for (String run : List.of("7", "7", "8")) {
            Maven.in(project)
                    .argument("deploy")
                    .to(sandbox)
                    .with("runId", run)
                    .with(
                            "ledgerUrl",
                            "jdbc:h2:file:" + project.resolve("ledger/fax").toAbsolutePath())
                    .run()
                    .succeeded();
            clean(project);
        }
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void userAndPasswordOfDatabaseComeFromSettings() throws IOException {
        Path project = project("database");
        pdf(project.resolve("report.pdf"));
        String url = "jdbc:h2:file:" + project.resolve("ledger/fax").toAbsolutePath();
        // The first login makes the database and its user.
        for (String password : List.of("Geheim-7", "Geheim-7", "wrong-9")) {
            Maven maven = Maven.in(project)
                    .argument("deploy")
                    .to(sandbox)
                    .server("faxnummer-ledger", "fax", password)
                    .with("runId", "7")
                    .with("ledgerUrl", url);
            String console = password.startsWith("wrong")
                    ? maven.run().failed()
                    : maven.run().succeeded();
            assertThat(console).doesNotContain(password);
            if (password.startsWith("wrong")) {
                assertThat(console).contains("Nothing was sent: the ledger at " + url);
            }
            clean(project);
        }
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void saysThatLedgerOfChosenPlaceIsEmpty() throws IOException {
        String empty =
                "[WARNING] The ledger " + noProject().resolve("ledger-of-test").toAbsolutePath() + " is empty";
        assertThat(githubRun("100", DELIVERED).with("dryRun", true).run().succeeded())
                .contains(empty);
        assertThat(githubRun("100", DELIVERED).run().succeeded()).contains(empty);
        clean();
        assertThat(githubRun("101", DELIVERED).run().succeeded()).doesNotContain(empty);
    }

    @Test
    void dryRunSaysWhatIsNotSentAgain() throws IOException {
        githubRun("100", DELIVERED).run().succeeded();
        String console = githubRun("100", DELIVERED).with("dryRun", true).run().succeeded();
        assertThat(console).contains("report.pdf to 00493023125016 is not sent again");
    }

    @Test
    void sendsNothingWithoutLedger() throws IOException {
        Path file = Files.writeString(noProject().resolve("a-file"), "");
        assertThat(githubRun("100", DELIVERED)
                        .with("ledgerDirectory", file.toAbsolutePath())
                        .run()
                        .failed())
                .contains("Nothing was sent: the ledger at");
        assertThat(githubRun("100", DELIVERED)
                        .with("ledgerDirectory", "target/ledger")
                        .run()
                        .failed())
                .contains("ledgerDirectory 'target/ledger': must be an absolute path");
        Path target = noProject().resolve("target");
        for (Map.Entry<String, String> deleted : Map.of(
                        "ledgerDirectory",
                        target.resolve("ledger").toString(),
                        "ledgerUrl",
                        "jdbc:h2:file:" + target.resolve("ledger"))
                .entrySet()) {
            assertThat(githubRun("100", DELIVERED)
                            .with(deleted.getKey(), deleted.getValue())
                            .run()
                            .failed())
                    .contains(deleted.getKey() + " '" + target.resolve("ledger")
                            + "': is in the build directory, which mvn clean deletes");
        }
        assertThat(githubRun("100", DELIVERED)
                        .with("ledgerUrl", "jdbc:sqlite:target/fax.db")
                        .run()
                        .failed())
                .contains("ledgerUrl 'jdbc:sqlite:target/fax.db': a relative path");
        assertThat(githubRun("100", DELIVERED)
                        .with("ledgerUrl", "jdbc:postgresql://localhost/fax?password=geheim")
                        .run()
                        .failed())
                .contains("ledgerUrl 'jdbc:postgresql:…': contains a user or password")
                .doesNotContain("geheim'");
        assertThat(githubRun("100", DELIVERED)
                        .with("ledgerUrl", "jdbc:postgresql://localhost/fax")
                        .run()
                        .failed())
                .contains("no JDBC driver");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void namesRunIdWhereNothingStaysTheSame() throws IOException {
        assertThat(send(DELIVERED).variable("TEAMCITY_VERSION", "2025.11").run().succeeded())
                .contains("TeamCity", "Set runId");
        clean();
        send(DELIVERED)
                .variable("TEAMCITY_VERSION", "2025.11")
                .with("runId", "abc")
                .run()
                .succeeded();
        clean();
        send(DELIVERED)
                .variable("TEAMCITY_VERSION", "2025.11")
                .with("runId", "abc")
                .run()
                .succeeded();
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    private Maven githubRun(String id, String recipients) {
        return send(recipients).gitHubRun(id);
    }

    private Maven send(String recipients) {
        Path report = noProject().resolve("report.pdf");
        if (!Files.exists(report)) {
            pdf(report);
        }
        return order("send", "report.pdf", recipients);
    }

    /** As {@code mvn clean} or a fresh workspace does. */
    private void clean() throws IOException {
        clean(noProject());
    }

    private static void clean(Path project) throws IOException {
        try (Stream<Path> files = Files.walk(project.resolve("target"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
