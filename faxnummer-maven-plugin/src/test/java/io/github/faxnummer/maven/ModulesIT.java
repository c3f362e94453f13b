package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Builds of several modules. */
final class ModulesIT extends MavenTestBase {

    @Test
    void sendsDocumentsOfParallelModules() {
        Path project = project("modules");
        pdf(project.resolve("one/one.pdf"));
        pdf(project.resolve("two/two.pdf"));

        String console = Maven.in(project)
                .argument("-T2")
                .argument("deploy")
                .to(sandbox)
                .run()
                .succeeded();

        assertThat(receivedFiles()).containsExactly("one.pdf", "two.pdf");
        assertThat(text(project.resolve("one/target/fax-reports/fax-report.json")))
                .contains("one.pdf", "DONE-OK")
                .doesNotContain("two.pdf");
        assertThat(text(project.resolve("two/target/fax-reports/fax-report.json")))
                .contains("two.pdf", "DONE-OK")
                .doesNotContain("one.pdf");
        assertThat(console).doesNotContain("not marked as thread-safe", "not marked @threadSafe");
    }

    @Test
    void sendsDocumentOnceForCommandLineGoal() {
        Path project = project("modules");
        Path report = pdf(directory.resolve("report.pdf"));

        Maven.in(project)
                .goal("send")
                .to(sandbox)
                .with("documents", report)
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com")
                .run()
                .succeeded();

        assertThat(receivedFiles()).containsExactly("report.pdf");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void goalOfCommandLineDoesNotWaitForModulesThatAreNotBuilt() {
        String console = Maven.in(project("modules"))
                .goal("send")
                .to(sandbox)
                .with("documents", pdf(directory.resolve("report.pdf")))
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com")
                .with("sendAtEnd", true)
                .run()
                .succeeded();

        assertThat(receivedFiles()).containsExactly("report.pdf");
        assertThat(console).doesNotContain("Other modules of this build");
    }

    @Test
    void executionOfPhaseThatIsNamedTwiceRunsOnce() {
        Path project = project("modules");
        pdf(project.resolve("one/one.pdf"));
        pdf(project.resolve("two/two.pdf"));

        String console = Maven.in(project)
                .argument("deploy")
                .argument("deploy")
                .to(sandbox)
                .run()
                .succeeded();

        assertThat(sandbox.submissions()).isEqualTo(2);
        assertThat(console).contains("This execution has run in this build already");
    }

    @Test
    void sendsSameContentOfTwoModulesOnce() throws IOException {
        Path project = project("modules");
        Path one = pdf(project.resolve("one/one.pdf"));
        Files.copy(one, project.resolve("two/two.pdf"));

        String console = Maven.in(project).argument("deploy").to(sandbox).run().succeeded();

        assertThat(receivedFiles()).containsExactly("one.pdf");
        assertThat(console).contains("two.pdf to", "this build already sends the same document");
    }

    /** The module that does not send would else succeed before the other one's fax has failed. */
    @Test
    void parallelModuleCountsWithResultOfTheOneThatSendsTheSameFax() throws IOException {
        Path project = project("modules");
        Path one = pdf(project.resolve("one/one.pdf"));
        Files.copy(one, project.resolve("two/two.pdf"));

        String console = Maven.in(project)
                .argument("-T2")
                .argument("--fail-at-end")
                .argument("deploy")
                .argument("-Dto=" + UNKNOWN_NUMBER)
                .to(sandbox)
                .run()
                .failed();

        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(console.lines().filter(line -> line.contains("(1 of 1)") && line.contains("Failed to execute goal")))
                .hasSize(2);
        assertThat(console).contains("Waiting for other modules of this build, which send the same faxes (1)");
    }

    @Test
    void parallelModuleThatDoesNotWaitWaitsForNoOtherOne() throws IOException {
        Path project = project("modules");
        Path one = pdf(project.resolve("one/one.pdf"));
        Files.copy(one, project.resolve("two/two.pdf"));

        String console = Maven.in(project)
                .argument("-T2")
                .argument("deploy")
                .with("wait", "false")
                .to(sandbox)
                .run()
                .succeeded();

        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(console).doesNotContain("Waiting for other modules");
    }

    @Test
    void limitsWholeBuildWithItsParallelModules() {
        Path project = project("modules");
        pdf(project.resolve("one/one.pdf"));
        pdf(project.resolve("two/two.pdf"));

        for (String dryRun : List.of("true", "false")) {
            assertThat(Maven.in(project)
                            .argument("-T2")
                            .argument("--fail-at-end")
                            .argument("deploy")
                            .to(sandbox)
                            .profile("maxFaxes", "1")
                            .with("dryRun", dryRun)
                            .run()
                            .failed())
                    .contains("maxFaxes '1': 2 faxes exceed this limit");
        }
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void sendsDocumentOnceForInheritedExecution() {
        Path project = project("inherited");
        pdf(project.resolve("report.pdf"));

        String console = Maven.in(project)
                .argument("-T2")
                .argument("deploy")
                .to(sandbox)
                .run()
                .succeeded();

        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(console.lines().filter(line -> line.contains("this build already sends the same document")))
                .hasSize(2);
    }
}
