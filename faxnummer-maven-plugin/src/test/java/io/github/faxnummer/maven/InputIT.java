package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a build says what it wants to fax, and what it hears if that cannot be. */
final class InputIT extends MavenTestBase {

    @Test
    void reportsAllProblemsAndSendsNothing() throws IOException {
        Path project = project("wrong");
        Files.createDirectory(project.resolve("folder.pdf"));
        Files.createFile(project.resolve("empty.pdf"));
        Files.writeString(project.resolve("text.pdf"), "All tests passed.");

        String console = Maven.in(project)
                .argument("deploy")
                .server("faxnummer", sandbox.login(), PASSWORD)
                .run()
                .failed();

        assertThat(console.lines().dropWhile(line -> !line.contains("nothing was sent")))
                .anyMatch(line -> line.matches(".*documents '.*': not found; .*"))
                .anyMatch(line -> line.matches(".*documents '.*': a directory; .*"))
                .anyMatch(line -> line.matches(".*documents '.*': empty file; .*"))
                .anyMatch(line -> line.matches(".*documents '.*': not a PDF: .*"))
                .anyMatch(line -> line.contains("recipients '0202 CALL-ME'") && line.contains("contains 'C'"))
                .anyMatch(line -> line.contains("email 'compliance at example.com': must not contain U+0020"))
                .anyMatch(line -> line.contains("sender 'Prüfstelle Wuppertal1'") && line.contains("U+00FC"))
                .anyMatch(line -> line.contains("endpoint 'http://fax.example.com/") && line.contains("use https"))
                .anyMatch(line -> line.contains("timeout 'soon': not a valid duration"));
        assertThat(project.resolve("target/fax-reports").toFile().list()).containsExactly("TEST-fax.xml");
    }

    @Test
    void failsWithoutDocument() {
        String console = send("*.pdf").run().failed();

        assertThat(console).contains("documents '*.pdf': no document found");
        assertThat(sandbox.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"target/Prüfung.pdf", "target/*.pdf", "**/*.pdf"})
    @DisabledOnOs(OS.WINDOWS)
    void refusesDocumentWhoseNameTheLocaleCannotRepresent(String documents) throws IOException {
        pdf(noProject().resolve("target/a.pdf"));
        pdf(noProject().resolve("target/Prüfung.pdf"));
        pom("", "<configuration><documents><document>" + documents + "</document></documents></configuration>");

        String console = Maven.in(noProject())
                .goal("check")
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com")
                .variable("LC_ALL", "C")
                .ownProcess()
                .run()
                .failed();

        assertThat(console).contains("documents '", "run the build with LC_ALL=C.UTF-8");
    }

    @Test
    void failsWhenOnePatternMatchesNothing() {
        pdf(noProject().resolve("annex.pdf"));

        String console = send("report-*.pdf,annex.pdf").run().failed();

        assertThat(console).contains("documents 'report-*.pdf': no document found");
        assertThat(sandbox.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {",annex.pdf", "annex.pdf,", "annex.pdf,,annex.pdf"})
    void doesNotFaxEveryPdfForEmptyVariable(String documents) {
        pdf(noProject().resolve("annex.pdf"));
        pdf(noProject().resolve("private/salaries.pdf"));

        String console = send(documents).with("failIfNoDocument", false).run().failed();

        assertThat(console).contains("documents: contains an empty entry");
        assertThat(sandbox.requests()).isZero();
    }

    /** Maven takes all of these for false: the fax would be sent. */
    @ParameterizedTest
    @CsvSource({"3.6.3, yes", "3.9.16, ''", "4.0.0-rc-6, 1"})
    void refusesSwitchThatIsNeitherTrueNorFalse(String version, String value) {
        pdf(noProject().resolve("annex.pdf"));

        String console =
                send("annex.pdf").version(version).with("dryRun", value).run().failed();

        String written = value.isEmpty() ? "" : " '" + value + "'";
        assertThat(console).contains("dryRun" + written + ": must be true or false");
        assertThat(noProject().resolve("target/fax-reports/TEST-fax.xml"))
                .content()
                .contains("dryRun" + written);
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void acceptsSwitchInAnyCase() {
        pdf(noProject().resolve("annex.pdf"));

        String console = send("annex.pdf").with("dryRun", "TRUE").run().succeeded();

        assertThat(console).contains("Dry run");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void failsWithoutDocumentsParameter() {
        String console = Maven.in(noProject())
                .goal("send")
                .to(sandbox)
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com")
                .run()
                .failed();

        assertThat(console).contains("documents", "no document found");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void passesWithoutDocumentWhenAllowed() {
        String console = send("*.pdf").with("failIfNoDocument", false).run().succeeded();

        assertThat(console).contains("No document found, nothing to send.");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void selectsDocumentsInPom() {
        Path project = project("file-sets");
        pdf(project.resolve("reports/a.pdf"));
        pdf(project.resolve("reports/deep/b.pdf"));
        pdf(project.resolve("reports/drafts/c.pdf"));
        pdf(project.resolve("single/plain.pdf"));
        pdf(project.resolve("single/other.pdf"));
        pdf(project.resolve("patterns/x/p1.pdf"));
        pdf(project.resolve("patterns/x/q1.pdf"));

        Maven.in(project).argument("deploy").to(sandbox).run().succeeded();

        // a.pdf is in two of the sets.
        assertThat(receivedFiles()).containsExactly("a.pdf", "b.pdf", "p1.pdf", "plain.pdf");
        assertThat(sandbox.submissions()).isEqualTo(4);
    }

    @Test
    void selectsDocumentsOnCommandLine() {
        pdf(noProject().resolve("reports/x/one.pdf"));
        pdf(noProject().resolve("reports/y/two.pdf"));
        pdf(noProject().resolve("reports/y/two.txt"));
        Path absolute = pdf(directory.resolve("elsewhere/three.pdf"));

        send("reports/**/*.pdf,reports/x/one.pdf," + absolute).run().succeeded();

        assertThat(receivedFiles()).containsExactly("one.pdf", "three.pdf", "two.pdf");
        assertThat(sandbox.submissions()).isEqualTo(3);
    }

    @Test
    void rejectsSharedReportDirectory() {
        Path project = project("two-executions");
        pdf(project.resolve("first.pdf"));
        pdf(project.resolve("second.pdf"));

        String console = Maven.in(project).argument("deploy").to(sandbox).run().failed();

        assertThat(console).contains("reportDirectory", "already used by another execution");
        assertThat(receivedFiles()).containsExactly("first.pdf");
        assertThat(text(project.resolve("target/fax-reports/fax-report.json"))).contains("first.pdf");
    }

    /** The second one would delete the reports and the journal of the first one. */
    @Test
    void rejectsReportDirectoryThatIsSharedThroughLink() throws IOException {
        pdf(noProject().resolve("first.pdf"));
        pdf(noProject().resolve("second.pdf"));
        Path reports = Files.createDirectories(directory.resolve("real"));
        Files.createSymbolicLink(directory.resolve("link"), reports.toAbsolutePath());
        String execution = """
                <execution>
                  <id>%1$s</id><phase>validate</phase><goals><goal>send</goal></goals>
                  <configuration>
                    <documents><document>%1$s.pdf</document></documents>
                    <reportDirectory>%2$s</reportDirectory>
                  </configuration>
                </execution>""";
        pom(
                "",
                "<executions>"
                        + execution.formatted("first", reports.resolve("r").toAbsolutePath())
                        + execution.formatted(
                                "second", directory.resolve("link/r").toAbsolutePath())
                        + "</executions>");

        String console = Maven.in(noProject())
                .argument("validate")
                .to(sandbox)
                .with("recipients", DELIVERED)
                .with("email", "ci@example.org")
                .run()
                .failed();

        assertThat(console).contains("reportDirectory", "already used by another execution");
        assertThat(receivedFiles()).containsExactly("first.pdf");
        assertThat(text(reports.resolve("r/fax-report.json"))).contains("first.pdf");
    }

    private Maven send(String documents) {
        return order("send", documents, DELIVERED);
    }
}
