package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import okio.ByteString;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;

/** What the provider gets of a document. */
final class SendAsIT extends MavenTestBase {

    @Test
    void sendsDrawnPagesAndNeverTheirDocumentAgain() throws IOException {
        Path report = landscape("report.pdf");
        String console = send("fax").with("recipients", "030 23125016").run().succeeded();

        assertThat(console).contains("report.pdf: its drawn pages are sent in place of the document");
        ByteString sent = sandbox.faxes().get(0).pdf();
        try (PDDocument fax = Loader.loadPDF(sent.toByteArray())) {
            assertThat(fax.getNumberOfPages()).isEqualTo(1);
            PDRectangle paper = fax.getPage(0).getMediaBox();
            assertThat(paper.getHeight()).isGreaterThan(paper.getWidth());
        }
        Path reports = noProject().resolve("target/fax-reports");
        assertThat(text(reports.resolve("fax-report.json")))
                .contains(sent.sha256().hex())
                .contains(ByteString.of(bytes(report)).sha256().hex());

        assertThat(send("document").with("recipients", "030 23125016").run().succeeded())
                .contains("is not sent again");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void sendsDocumentThatProgramsDrawAlike() {
        Path report = pdf(noProject().resolve("report.pdf"));
        send("auto").with("recipients", "030 23125016").run().succeeded();

        assertThat(sandbox.faxes().get(0).pdf().toByteArray()).isEqualTo(bytes(report));
    }

    @Test
    void sendsNothingThatTakesLongerOnTheLine() throws IOException {
        landscape("report.pdf");
        Maven four = send("fax")
                .with("recipients", "030 23125016,030 23125017,030 23125018,030 23125019")
                .with("maxLineMinutes", "1");

        assertThat(four.run().failed()).contains("maxLineMinutes '1'", "2 minutes in all", "nothing was sent");
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void previewNamesWhatIsWrong() throws IOException {
        landscape("report.pdf");

        assertThat(preview("document").run().succeeded()).contains("portrait A4", "or set sendAs=fax");
        assertThat(preview("auto").run().succeeded())
                .contains("its drawn pages are sent")
                .doesNotContain("portrait A4");
        assertThat(preview("tiff").run().failed()).contains("sendAs 'tiff': invalid; use document");
    }

    private Maven preview(String sendAs) {
        return Maven.in(noProject())
                .goal("preview")
                .with("documents", "report.pdf")
                .with("sendAs", sendAs);
    }

    private Maven send(String sendAs) {
        return Maven.in(noProject())
                .goal("send")
                .to(sandbox)
                .gitHubRun("100")
                .with("documents", "report.pdf")
                .with("email", "compliance@example.com")
                .with("sendAs", sendAs);
    }

    private Path landscape(String name) throws IOException {
        Path file = noProject().resolve(name);
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage(new PDRectangle(PDRectangle.A4.getHeight(), PDRectangle.A4.getWidth())));
            document.save(file.toFile());
        }
        return file;
    }
}
