package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Recipients of whom more than the number is known. */
final class RecipientsIT extends MavenTestBase {

    /** Recipients in a POM. */
    private static final String RECIPIENTS = """
            <configuration>
              <recipients>
                <recipient>030 23126-016</recipient>
                <recipient>
                  <number>030 23125-016</number>
                  <name>Anna Müller</name>
                  <organisation>Muster &amp; Söhne</organisation>
                  <attention>Buchhaltung</attention>
                  <reference>AZ 12/26</reference>
                  <numberSource>Impressum, 2026-11-20</numberSource>
                </recipient>
                <recipient>+49 30 23126016</recipient>
              </recipients>
            </configuration>
            """;

    @Test
    void namesRecipientsOfPomAndFileOnTheirOwnCoverPages() throws IOException {
        Files.writeString(noProject().resolve("recipients.csv"), """
                Name;Fax;Gruppe
                Berta;030 23127-016;Nord
                Carl;030 23125-003;Süd
                """);

        String console = send().with("recipientsFile", "recipients.csv")
                .with("recipientsGroup", "nord")
                .with("coverPage", "true")
                .run()
                .succeeded();

        assertThat(console)
                .contains("recipients.csv: 1 of 2 recipients; columns Name, Fax, Gruppe\n")
                .contains("recipients whose number is listed before: 1;");
        assertThat(sandbox.faxes())
                .extracting(ReceivedFax::destination)
                .containsExactlyInAnyOrder("00493023126016", "00493023125016", "00493023127016");
        for (ReceivedFax fax : sandbox.faxes()) {
            String text = pdfText(fax.pdf().toByteArray());
            assertThat(text.contains("Anna Müller") && text.contains("Buchhaltung") && text.contains("AZ 12/26"))
                    .isEqualTo(fax.destination().endsWith("25016"));
            assertThat(text.contains("Berta")).isEqualTo(fax.destination().endsWith("27016"));
            assertThat(text).doesNotContain("Carl", "Impressum");
        }
        Path reports = noProject().resolve("target/fax-reports");
        assertThat(text(reports.resolve("fax-report.json")))
                .contains("\"name\" : \"Anna Müller\"", "\"numberSource\" : \"Impressum, 2026-11-20\"")
                .contains("\"reference\" : \"AZ 12/26\"", "\"kind\" : \"NUMBER_SOURCE\"");
        assertThat(text(reports.resolve("fax-report.csv"))).contains("Anna Müller,Muster & Söhne,Buchhaltung,");
        assertThat(text(reports.resolve("fax-report.md"))).doesNotContain("Anna");
    }

    @Test
    void reportsAllProblemsOfFileAtOnceAndSendsNothing() throws IOException {
        Files.writeString(noProject().resolve("recipients.csv"), "Fax;Name\n4,92E+13;A\n23125002;B\n030 23125-003;C\n");

        String console = send().with("recipientsFile", "recipients.csv").run().failed();

        assertThat(console)
                .contains("recipients.csv': line 2, column 'Fax', '4,92E+13': a spreadsheet has rounded")
                .contains("recipients.csv': line 3, column 'Fax', '23125002': begins with neither + nor 0");
        assertThat(sandbox.submissions()).isZero();
    }

    private Maven send() throws IOException {
        pom("", RECIPIENTS);
        pdf(noProject().resolve("target/a.pdf"));
        return Maven.in(noProject())
                .goal("send")
                .to(sandbox)
                .with("documents", "target/*.pdf")
                .with("email", "compliance@example.com");
    }
}
