package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Mavens that are promised. */
final class MavenVersionsIT extends MavenTestBase {

    @ParameterizedTest
    @ValueSource(strings = {"3.6.3", "3.9.16", "4.0.0-rc-5"})
    void aFaxLeavesThisMavenAndArrives(String version) {
        Path project = project("plain");
        pdf(project.resolve("report.pdf"));
        Encrypted encrypted = Encrypted.of(PASSWORD, directory);

        String console = Maven.in(project)
                .version(version)
                .argument("-V")
                .argument("deploy")
                .server("faxnummer", sandbox.login(), encrypted.password())
                .settingsSecurity(encrypted.settingsSecurity())
                .with("endpoint", sandbox.endpoint())
                .with("pollInterval", "2s")
                .run()
                .succeeded();

        assertThat(console).contains("Apache Maven " + version, "DONE-OK");
        assertThat(receivedFiles()).containsExactly("report.pdf");
        assertThat(text(project.resolve("target/fax-reports/fax-report.json"))).contains("\"success\" : true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6.3", "3.9.16", "4.0.0-rc-5"})
    void aCommandLineAloneIsEnoughForThisMaven(String version) {
        pdf(noProject().resolve("one.pdf"));
        pdf(noProject().resolve("two.pdf"));

        Maven.in(noProject())
                .version(version)
                .goal("send")
                .to(sandbox)
                .with("documents", "one.pdf,t*.pdf")
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com")
                .run()
                .succeeded();

        assertThat(receivedFiles()).containsExactly("one.pdf", "two.pdf");
        assertThat(noProject().resolve("target/fax-reports/TEST-fax.xml")).exists();
    }
}
