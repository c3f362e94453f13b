package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faxes that are sent when the last module has succeeded, and where they are not. */
final class AtEndIT extends MavenTestBase {

    private static final String NOT_SENT = "not submitted, because the build failed (sendAtEnd)";

    @ParameterizedTest
    @CsvSource({"3.6.3, --fail-fast", "3.9.16, -T2", "3.10.0, --fail-at-end", "4.0.0-rc-6, -T2"})
    void sendsAfterLastModuleInReactorOrder(String version, String argument) {
        String console = build(version, argument).run().succeeded();

        assertThat(console)
                .containsSubsequence(
                        "The faxes are sent after the last module of the build",
                        "Fax preview:",
                        "sending the faxes of one",
                        "one.pdf -> 00493023125016: DONE-OK",
                        "sending the faxes of two",
                        "two.pdf -> 00493023125016: DONE-OK",
                        "BUILD SUCCESS");
        assertThat(sandbox.faxes()).extracting(it -> it.fileName()).containsExactly("one.pdf", "two.pdf");
        assertThat(report("one")).contains("one.pdf", "DONE-OK", "\"success\" : true");
        assertThat(report("two")).contains("two.pdf", "DONE-OK", "\"success\" : true");
    }

    @ParameterizedTest
    @CsvSource({
        "3.6.3, --fail-at-end, true",
        "3.9.16, --fail-never, false",
        "3.10.0, -T2, true",
        "4.0.0-rc-6, --fail-fast, true"
    })
    void sendsNothingIfLaterModuleFails(String version, String argument, boolean fails) throws IOException {
        Maven maven = build(version, argument);
        Files.delete(project().resolve("last/last.pdf"));

        Build build = maven.run();

        assertThat(build.exitCode() != 0).as(build.console()).isEqualTo(fails);
        assertThat(build.console())
                .contains("The build failed: the faxes of one are not sent.")
                .contains("BUILD FAILURE", NOT_SENT + "; resume it from :one", NOT_SENT + "; resume it from :two");
        assertThat(sandbox.requests()).isZero();
        assertThat(report("one")).contains("NOT_SENT", NOT_SENT, "\"success\" : false");
        assertThat(text(project().resolve("two/target/fax-reports/TEST-fax.xml")))
                .contains(NOT_SENT);
    }

    @ParameterizedTest
    @CsvSource({"3.6.3, -T2", "4.0.0-rc-6, --fail-fast"})
    void failsBuildIfFaxFailsAtEnd(String version, String argument) {
        String console = build(version, argument)
                .argument("-Drecipient=" + UNKNOWN_NUMBER)
                .run()
                .failed();

        assertThat(console)
                .containsSubsequence(
                        "sending the faxes of one",
                        "DONE-ERROR",
                        "sending the faxes of two",
                        "DONE-ERROR",
                        "BUILD FAILURE",
                        "Failed to execute goal io.github.faxnummer:faxnummer-maven-plugin:",
                        "on project one: Delivery not confirmed (1 of 1)");
        assertThat(console)
                .containsPattern("(?m)one \\.+ FAILURE")
                .contains("on project two: Delivery not confirmed (1 of 1)");
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    /** Ctrl+C while a fax is on its way: the next one is not submitted, and its own job id is in the report's journal. */
    @ParameterizedTest
    @CsvSource({"3.6.3, --fail-fast", "4.0.0-rc-6, -T2"})
    void sendsNothingMoreWhenInterruptedAtEnd(String version, String argument) {
        RunningBuild running =
                build(version, argument).argument("-Drecipient=" + NEVER_ENDS).start();
        running.prints("one\\.pdf -> 00493023125005: (SUBMITTED|NEW|RUNNING)");

        running.stop();
        Build build = running.ended();

        assertThat(build.exitCode()).as(build.console()).isNotZero();
        assertThat(build.console()).doesNotContain("BUILD SUCCESS", "two.pdf -> 00493023125005: SUBMITTED");
        assertThat(receivedFiles()).containsExactly("one.pdf");
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(new BuildInvariants(sandbox, project().resolve("one/target/fax-reports")).outcomes())
                .containsExactly("SUBMITTED");
        // The next build goes on from the journal: the fax that has left is not sent again.
        maven(version, "--fail-fast")
                .argument("-Drecipient=" + NEVER_ENDS)
                .with("timeout", "3s")
                .run()
                .failed();
        assertThat(receivedFiles()).containsExactly("one.pdf", "two.pdf");
    }

    @Test
    void resumesFromModuleWithFax() throws IOException {
        build("3.9.16", "--fail-fast");
        Path last = project().resolve("last/last.pdf");
        Files.delete(last);
        maven("3.9.16", "--fail-fast").run().failed();
        pdf(last);

        maven("3.9.16", "--resume-from=:two").run().succeeded();
        assertThat(receivedFiles()).containsExactly("two.pdf");
        maven("3.9.16", "--resume-from=:one").run().succeeded();
        // The second module goes on from its report.
        assertThat(receivedFiles()).containsExactly("one.pdf", "two.pdf");
    }

    /** Maven 4 remembers the modules that failed, and those whose faxes were not sent have to be among them. */
    @Test
    void resumesWithUnsentFaxesInMaven4() throws IOException {
        Maven maven = build("4.0.0-rc-6", "--fail-fast");
        Path last = project().resolve("last/last.pdf");
        Files.delete(last);
        maven.run().failed();
        pdf(last);

        maven("4.0.0-rc-6", "--resume").run().succeeded();

        assertThat(receivedFiles()).containsExactly("one.pdf", "two.pdf");
    }

    @Test
    void doesNotSendDocumentThatIsGoneAtEnd() {
        Maven maven = build("3.9.16", "org.apache.maven.plugins:maven-clean-plugin:3.5.0:clean");
        pdf(project().resolve("one/target/one.pdf"));

        String console = maven.argument("-Done=target/one.pdf").run().failed();

        assertThat(console).containsSubsequence("sending the faxes of one", "one.pdf -> 00493023125016: NOT_SENT");
        assertThat(report("one")).contains("NOT_SENT");
        assertThat(receivedFiles()).containsExactly("two.pdf");
    }

    @Test
    void runsSandboxUntilEndOfBuild() {
        String console = build("3.9.16", "--fail-fast")
                .with("sandbox", true)
                .with("sandboxSpeed", 1000)
                .run()
                .succeeded();

        assertThat(console)
                .containsSubsequence(
                        "no real fax is sent", "sending the faxes of one", "one.pdf -> 00493023125016: DONE-OK");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void warnsOfModulesToComeWithoutSendAtEnd() {
        build("3.9.16", "--fail-fast");

        String console =
                maven("3.9.16", "--fail-fast").with("sendAtEnd", false).run().succeeded();

        assertThat(console)
                .containsSubsequence(
                        "Other modules of this build are not finished (2, the first is two)",
                        "Set sendAtEnd",
                        "one.pdf -> 00493023125016: DONE-OK",
                        "Other modules of this build are not finished (1, the first is last)");
    }

    private Maven build(String version, String argument) {
        Path project = project("at-end");
        pdf(project.resolve("one/one.pdf"));
        pdf(project.resolve("two/two.pdf"));
        pdf(project.resolve("last/last.pdf"));
        return maven(version, argument);
    }

    private Maven maven(String version, String argument) {
        return Maven.in(project())
                .version(version)
                .argument("deploy")
                .argument(argument)
                .to(sandbox)
                .with("sendAtEnd", true);
    }

    private Path project() {
        return directory.resolve("at-end");
    }

    private String report(String module) {
        return text(project().resolve(module + "/target/fax-reports/fax-report.json"));
    }
}
