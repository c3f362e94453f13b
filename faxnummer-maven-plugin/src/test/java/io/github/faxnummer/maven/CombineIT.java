package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okio.ByteString;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;

/** One fax of several documents. */
final class CombineIT extends MavenTestBase {

    @Test
    void sendsOneFaxAndNeverAgain() throws IOException {
        pdf(noProject().resolve("target/a.pdf"));
        Path second = pdf(noProject().resolve("target/b.pdf"));

        String console = goal("send").run().succeeded();

        assertThat(console).contains("fax-composed.pdf: 2 pages, composed of a.pdf (1), b.pdf (2)");
        assertThat(sandbox.submissions()).isEqualTo(2);
        ByteString sent = sandbox.faxes().get(0).pdf();
        Path reports = noProject().resolve("target/fax-reports");
        assertThat(bytes(reports.resolve("fax-composed.pdf"))).isEqualTo(sent.toByteArray());
        assertThat(bytes(reports.resolve("preview/fax-composed-002.png"))).isNotEmpty();
        assertThat(text(reports.resolve("fax-report.json")))
                .contains(
                        "\"parts\"",
                        sent.sha256().hex(),
                        ByteString.of(bytes(second)).sha256().hex());
        try (PDDocument fax = Loader.loadPDF(sent.toByteArray())) {
            assertThat(fax.getNumberOfPages()).isEqualTo(2);
        }

        // The file that was composed before is not one of the documents.
        assertThat(goal("send").run().succeeded()).contains("is not sent again");
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void putsCoverPageForEachRecipientBeforeTheFax() throws IOException {
        pdf(noProject().resolve("target/a.pdf"));
        pdf(noProject().resolve("target/b.pdf"));

        String console = goal("send")
                .with("coverPage", "true")
                .with("coverTo", "Amtsgericht")
                .with("coverSubject", "Bericht 7")
                .run()
                .succeeded();

        assertThat(console).contains("fax-composed-00493023125016.pdf: 3 pages");
        assertThat(sandbox.submissions()).isEqualTo(2);
        for (ReceivedFax fax : sandbox.faxes()) {
            Path sent = noProject().resolve("target/fax-reports/fax-composed-" + fax.destination() + ".pdf");
            assertThat(bytes(sent)).isEqualTo(fax.pdf().toByteArray());
            try (PDDocument pdf = Loader.loadPDF(fax.pdf().toByteArray())) {
                assertThat(pdf.getNumberOfPages()).isEqualTo(3);
            }
            assertThat(pdfText(fax.pdf().toByteArray()))
                    .contains(
                            "Amtsgericht",
                            "Bericht 7",
                            "+49 30 " + fax.destination().substring(6));
        }
        assertThat(text(noProject().resolve("target/fax-reports/fax-report.json")))
                .contains("\"COVER_PAGE\"");
    }

    @Test
    void writesStationeryOnEachPageOfWhatIsShownAndSent() throws IOException {
        pdf(noProject().resolve("target/a.pdf"));
        pdf(noProject().resolve("target/b.pdf"));
        String line = "Baufirma | {{reference}} | Seite {{page}} von {{pages}}";

        assertThat(goal("send").with("stationery", "{{phone}}").run().failed())
                .contains("stationery '{{phone}}'", "unknown placeholder");
        assertThat(sandbox.submissions()).isZero();

        goal("send")
                .with("stationery", line)
                .with("coverPage", "true")
                .with("reference", "B-1")
                .run()
                .succeeded();

        assertThat(sandbox.submissions()).isEqualTo(2);
        for (ReceivedFax fax : sandbox.faxes()) {
            Path sent = noProject().resolve("target/fax-reports/fax-composed-" + fax.destination() + ".pdf");
            assertThat(bytes(sent)).isEqualTo(fax.pdf().toByteArray());
            assertThat(pdfText(fax.pdf().toByteArray()))
                    .contains("Seite 2 von 3", "Seite 3 von 3")
                    .doesNotContain("Seite 1 von 3");
        }
        assertThat(text(noProject().resolve("target/fax-reports/fax-report.json")))
                .contains("\"STATIONERY\"");
    }

    @Test
    void previewShowsStationeryWithoutAnOrder() throws IOException {
        pdf(noProject().resolve("target/a.pdf"));
        pdf(noProject().resolve("target/b.pdf"));

        goal("preview")
                .with("stationery", "{{reference}} | {{page}}/{{pages}}")
                .run()
                .succeeded();

        Path made = noProject().resolve("target/fax-preview/fax-composed.pdf");
        assertThat(pdfText(bytes(made))).contains("{{reference}}", "1/2", "2/2");
    }

    @Test
    void countsItsPages() {
        pdf(noProject().resolve("target/a.pdf"));
        pdf(noProject().resolve("target/b.pdf"));

        assertThat(goal("send").with("maxTotalPages", "3").run().failed()).contains("maxTotalPages '3'");
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void checksAndShowsWhatWouldBeSent() throws IOException {
        pdf(noProject().resolve("target/a.pdf"));
        Files.writeString(noProject().resolve("target/b.pdf"), "%PDF-1.4 cut off");

        assertThat(goal("preview").run().failed()).contains("b.pdf", "damaged PDF");
        pdf(noProject().resolve("target/b.pdf"));
        assertThat(goal("preview").run().succeeded()).contains("composed of a.pdf (1), b.pdf (2)");
        assertThat(goal("check").run().succeeded()).contains("composed of a.pdf (1), b.pdf (2)");
        assertThat(noProject().resolve("target/fax-preview/fax-composed-002.png"))
                .exists();
        assertThat(noProject().resolve("target/fax-check/fax-composed.pdf")).exists();
    }

    private Maven goal(String goal) {
        return order(goal, "target/**/*.pdf", "030 23125016,030 23126016")
                .gitHubRun("100")
                .with("combine", "true")
                .with("preview", "true");
    }
}
