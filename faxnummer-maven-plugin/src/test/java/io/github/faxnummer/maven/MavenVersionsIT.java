package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Mavens and JDKs that are promised: each pair once, in one of two tests. */
final class MavenVersionsIT extends MavenTestBase {

    @ParameterizedTest
    @CsvSource({"3.6.3, 17", "3.9.16, 25", "3.10.0, 17", "4.0.0-rc-6, 25"})
    void sendsFromProjectWithEncryptedPassword(String version, int jdk) {
        Path project = project("plain");
        pdf(project.resolve("report.pdf"));
        Encrypted encrypted = Encrypted.of(PASSWORD, directory);

        String console = Maven.in(project)
                .version(version)
                .jdk(Jdks.home(jdk))
                .argument("-V")
                .argument("deploy")
                .server("faxnummer", sandbox.login(), encrypted.password())
                .settingsSecurity(encrypted.settingsSecurity())
                .with("endpoint", sandbox.endpoint())
                .with("pollInterval", "2s")
                .run()
                .succeeded();

        assertThat(console).contains("Apache Maven " + version, "Java version: " + jdk, "DONE-OK");
        assertThat(receivedFiles()).containsExactly("report.pdf");
        assertThat(text(project.resolve("target/fax-reports/fax-report.json"))).contains("\"success\" : true");
    }

    @ParameterizedTest
    @CsvSource({"3.6.3, 25", "3.9.16, 17", "3.10.0, 25", "4.0.0-rc-6, 17"})
    void sendsFromCommandLineWithoutProject(String version, int jdk) {
        pdf(noProject().resolve("one.pdf"));
        pdf(noProject().resolve("two.pdf"));

        String console = Maven.in(noProject())
                .version(version)
                .jdk(Jdks.home(jdk))
                .argument("-V")
                .goal("send")
                .to(sandbox)
                .with("documents", "one.pdf,t*.pdf")
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com")
                .run()
                .succeeded();

        assertThat(console).contains("Apache Maven " + version, "Java version: " + jdk);
        assertThat(receivedFiles()).containsExactly("one.pdf", "two.pdf");
        assertThat(noProject().resolve("target/fax-reports/TEST-fax.xml")).exists();
    }
}
