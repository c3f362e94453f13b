package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A variable that is not set, for which Maven fills in the default of a parameter. */
final class WrittenParametersIT extends MavenTestBase {

    private static final String EMPTY = ": is empty, such as a variable that is not set";

    @ParameterizedTest
    @CsvSource({"3.6.3", "3.9.16", "4.0.0-rc-6"})
    void emptyValueInPomSendsNothing(String version) throws IOException {
        configure("""
                <redirectTo>${env.NOT_SET_HERE}</redirectTo>
                <recipientsOnly><number>${env.NOT_SET_HERE}</number></recipientsOnly>
                <maxCost></maxCost>
                <ledgerUrl/>
                <idempotencyKey>${it.empty}</idempotencyKey>
                <recipientsGroup>${env.NOT_SET_HERE}</recipientsGroup>
                <region>${env.NOT_SET_HERE}</region>
                <maxPages>${env.NOT_SET_HERE}</maxPages>
                <maxMegabytes>${env.NOT_SET_HERE}</maxMegabytes>
                <redialCauses>${env.NOT_SET_HERE}</redialCauses>
                <dryRun>${env.NOT_SET_HERE}</dryRun>
                """);

        String console = send().version(version).run().failed();

        assertThat(console)
                .contains("redirectTo" + EMPTY)
                .contains("recipientsOnly: contains an empty entry")
                .contains("maxCost" + EMPTY)
                .contains("ledgerUrl" + EMPTY)
                .contains("idempotencyKey" + EMPTY)
                .contains("recipientsGroup" + EMPTY)
                .contains("region" + EMPTY)
                .contains("maxPages" + EMPTY)
                .contains("maxMegabytes" + EMPTY)
                .contains("redialCauses" + EMPTY)
                .contains("dryRun '${env.NOT_SET_HERE}': must be true or false");
        assertThat(sandbox.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"redirectTo", "recipientsOnly", "maxFaxes", "endpoint", "region", "redialCauses"})
    void emptyValueOnCommandLineSendsNothing(String parameter) throws IOException {
        configure("");

        String console = send().with(parameter, "").run().failed();

        assertThat(console).contains(parameter + EMPTY);
        assertThat(sandbox.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3.6.3", "3.9.16", "4.0.0-rc-6"})
    void misspelledParameterSendsNothing(String version) throws IOException {
        configure("""
                <redirectto>+49 202 695551</redirectto>
                <recipientOnly>+49 202 695551</recipientOnly>
                <dry-run>true</dry-run>
                <colour>red</colour>
                """);

        String console = send().version(version)
                .with("dryrun", true)
                .with("shade", "grey")
                .run()
                .failed();

        assertThat(console)
                .contains("redirectto: no such parameter; did you mean redirectTo?")
                .contains("recipientOnly: no such parameter; did you mean recipientsOnly?")
                .contains("dry-run: no such parameter; did you mean dryRun?")
                .contains("colour: no such parameter; the goal help lists all")
                .contains("faxnummer.dryrun: no such parameter; did you mean faxnummer.dryRun?")
                .contains("faxnummer.shade: no such parameter; the goal help lists all");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void misspelledPrefixSendsNothing() throws IOException {
        configure("");

        String console = send().argument("-Dfaxnumer.dryRun=true")
                .argument("-DFaxnummer.skip=true")
                .argument("-DdryRun=true")
                .run()
                .failed();

        assertThat(console)
                .contains("faxnumer.dryRun: no such parameter; did you mean faxnummer.dryRun?")
                .contains("Faxnummer.skip: no such parameter; did you mean faxnummer.skip?")
                .contains("dryRun: no such parameter; did you mean faxnummer.dryRun?");
        assertThat(sandbox.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3.6.3", "3.9.16", "4.0.0-rc-6"})
    void pomAndPropertyDoNotDecideTogether(String version) throws IOException {
        configure("""
                <recipients><recipient>+49 202 695551</recipient></recipients>
                <recipientsOnly><number>+49 202 695551</number></recipientsOnly>
                <dryRun>false</dryRun>
                <maxFaxes>2</maxFaxes>
                <region>DE</region>
                """, "<faxnummer.recipientsOnly>+49 202 69555*</faxnummer.recipientsOnly>");

        String console = send().version(version)
                .with("dryRun", true)
                .with("maxFaxes", 2)
                .with("region", "AT")
                .run()
                .failed();

        assertThat(console)
                .contains("recipients: is in the POM and in the property faxnummer.recipients")
                .contains("recipientsOnly: is in the POM and in the property faxnummer.recipientsOnly")
                .contains("dryRun: is in the POM and in the property faxnummer.dryRun")
                .contains("region: is in the POM and in the property faxnummer.region")
                .doesNotContain("maxFaxes: is");
        assertThat(sandbox.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3.6.3", "3.9.16", "4.0.0-rc-6"})
    void listsThatMavenHasMixedSendNothing(String version) throws IOException {
        String name = "<name>Anna Beispiel</name>";
        for (String mixed : List.of(
                "<recipients><recipient><number>030 23125-016</number></recipient></recipients>",
                "<recipients><other>030 23125-016</other></recipients>",
                "<recipients><recipient>030 23125-016</recipient></recipients>")) {
            pomWithExecution(
                    "<recipients><recipient><number>%s</number>%s</recipient></recipients>".formatted(DELIVERED, name),
                    mixed);

            assertThat(bound(version).run().failed())
                    .as(mixed)
                    .contains("recipients: has entries of another configuration of the plugin");
        }
        assertThat(sandbox.requests()).isZero();
    }

    /** Maven 3 takes the text, Maven 4 the entries. */
    @ParameterizedTest
    @CsvSource({"3.6.3", "3.9.16", "4.0.0-rc-6"})
    void textAndEntriesOfListNeverSendToOthers(String version) throws IOException {
        String text = "<recipients>030 23125-017</recipients>";
        String entries = "<recipients><recipient>" + DELIVERED + "</recipient></recipients>";

        pomWithExecution(text, entries);
        if (version.startsWith("3.")) {
            assertThat(bound(version).run().failed())
                    .contains("recipients: has entries of another configuration of the plugin");
        } else {
            assertThat(bound(version).with("dryRun", true).run().succeeded()).doesNotContain("00493023125017");
        }
        pomWithExecution(entries, text);
        assertThat(bound(version).with("dryRun", true).run().succeeded()).contains("00493023125017");
        pomWithExecution(text, entries.replaceFirst("<recipients", "<recipients combine.self='override'"));
        assertThat(bound(version).with("dryRun", true).run().succeeded()).doesNotContain("00493023125017");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void fileAndSetThatMavenHasMixedSendNothing() throws IOException {
        pomWithExecution(
                "<documents><document>b.pdf</document></documents>",
                "<documents><document><includes><include>annex.pdf</include></includes></document></documents>");

        assertThat(bound("3.9.16").with("recipients", DELIVERED).run().failed())
                .contains("documents: has entries of another configuration of the plugin");
        assertThat(sandbox.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3.6.3", "3.9.16", "4.0.0-rc-6"})
    void listsOfExecutionsReplaceOrAdd(String version) throws IOException {
        String plugin =
                "<recipients><recipient><number>030 23125-017</number><name>Anna Beispiel</name></recipient></recipients>";
        String own = "<recipient><number>" + DELIVERED + "</number></recipient>";
        for (String execution : List.of(
                "<recipients combine.self='override'>" + own + "</recipients>",
                "<recipients combine.children='append'>" + own + "</recipients>",
                "<recipients><recipient><number>" + DELIVERED
                        + "</number><name>Berta Beispiel</name></recipient></recipients>")) {
            pomWithExecution(plugin, execution);

            String console = bound(version).with("dryRun", true).run().succeeded();

            assertThat(console.contains("Anna Beispiel")).isEqualTo(execution.contains("append"));
        }
    }

    @ParameterizedTest
    @CsvSource({"3.6.3", "3.9.16", "4.0.0-rc-6"})
    void emptyPartOfDocumentsSendsNothing(String version) throws IOException {
        for (String part : List.of(
                "<directory>${env.NOT_SET_HERE}</directory><includes><include>**/*.pdf</include></includes>",
                "<directory>.</directory><excludes>${env.NOT_SET_HERE}</excludes>",
                "<directory>.</directory><includes>${env.NOT_SET_HERE}</includes>")) {
            configure("<documents><document>" + part + "</document></documents>");
            pdf(noProject().resolve("annex.pdf"));

            String console = Maven.in(noProject())
                    .goal("send")
                    .to(sandbox)
                    .with("recipients", DELIVERED)
                    .with("email", "compliance@example.com")
                    .version(version)
                    .run()
                    .failed();

            assertThat(console).as(part).contains("documents: contains an empty entry");
        }
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void propertyOfProjectMayBeginLikeThoseOfPlugin() throws IOException {
        configure("<jobId>of another goal</jobId>", "<faxnummer.office>Wuppertal</faxnummer.office>");
        send().with("office", "Berlin").run().succeeded();
        assertThat(sandbox.faxes()).hasSize(1);

        configure("", "<faxnummer.dryrun>true</faxnummer.dryrun>");
        assertThat(send().run().failed())
                .contains("faxnummer.dryrun: no such parameter; did you mean faxnummer.dryRun?");
        assertThat(sandbox.faxes()).hasSize(1);
    }

    @Test
    void listOfPomMayBeTheProperty() throws IOException {
        configure("""
                <recipients><recipient>${faxnummer.recipients}</recipient></recipients>
                <documents><document><directory>.</directory><includes><include>*.pdf</include></includes>
                  <excludes combine.self="override"/></document></documents>
                """);
        pdf(noProject().resolve("annex.pdf"));

        Maven.in(noProject())
                .goal("send")
                .to(sandbox)
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com")
                .run()
                .succeeded();

        assertThat(sandbox.faxes()).hasSize(1);
    }

    @Test
    void pomTakesBackLimitOfItsParent() throws IOException {
        configure("""
                <recipientsOnly combine.self="override"/>
                <coverNote>${env.NOT_SET_HERE}</coverNote>
                """);

        send().run().succeeded();

        assertThat(sandbox.faxes()).hasSize(1);
    }

    private Maven send() {
        return order("send", pdf(noProject().resolve("annex.pdf")).toString(), DELIVERED);
    }

    private void pomWithExecution(String plugin, String execution) throws IOException {
        pom("", """
                <configuration>%s</configuration>
                <executions><execution><id>fax</id><phase>validate</phase><goals><goal>send</goal></goals>
                <configuration>%s</configuration></execution></executions>
                """.formatted(plugin, execution));
        pdf(noProject().resolve("annex.pdf"));
    }

    private Maven bound(String version) {
        return Maven.in(noProject())
                .argument("validate")
                .to(sandbox)
                .version(version)
                .with("documents", "annex.pdf")
                .with("email", "compliance@example.com");
    }

    private void configure(String configuration) throws IOException {
        configure(configuration, "");
    }

    private void configure(String configuration, String properties) throws IOException {
        pom("<it.empty></it.empty>" + properties, "<configuration>" + configuration + "</configuration>");
    }
}
