package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** What the recipient will see, and what proves that it arrived. */
final class EvidenceIT extends MavenTestBase {

    private static final String PAGE_MISSING = "+49 30 23125-003";

    @Test
    void rendersEachPageAndWarns() throws IOException {
        document("report.pdf", 2);
        document("other/report.pdf", 1);

        String console = Maven.in(noProject())
                .goal("preview")
                .with("documents", "report.pdf,other/*.pdf")
                .with("maxPages", 1)
                .run()
                .succeeded();

        Path preview = noProject().resolve("target/fax-preview");
        assertThat(preview.resolve("report-001.png")).exists();
        assertThat(preview.resolve("report-002.png")).exists();
        assertThat(preview.resolve("report.tiff")).exists();
        assertThat(preview.resolve("report-2-001.png")).exists();
        assertThat(ImageIO.read(preview.resolve("report-001.png").toFile()).getWidth())
                .isEqualTo(1728);
        assertThat(console).contains("[WARNING] report.pdf", "many pages (2)", "pages 1-2: coloured", "Fax preview: ");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void failsPreviewOfUnfaxableDocument() throws IOException {
        Path file = document("report.pdf", 1);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));

        String console = Maven.in(noProject())
                .goal("preview")
                .with("documents", "report.pdf")
                .run()
                .failed();

        assertThat(console).contains("documents '", "report.pdf'").doesNotContain("\tat ", "Exception:");
        assertThat(noProject().resolve("target/fax-preview")).doesNotExist();
    }

    @Test
    void writesReportPageForEachFax() throws IOException {
        document("report.pdf", 1);

        send(joined(DELIVERED, UNKNOWN_NUMBER)).run().failed();

        try (PDDocument report = Loader.loadPDF(
                noProject().resolve("target/fax-reports/fax-report.pdf").toFile())) {
            // One for each fax, and the history.
            assertThat(report.getNumberOfPages()).isEqualTo(3);
            assertThat(new PDFTextStripper().getText(report))
                    .contains("00493023125016", "00493023125001", "report.pdf", "DONE-OK", "unallocated number");
            assertThat(report.getPage(0).getResources().getXObjectNames()).isNotEmpty();
        }
        assertThat(text(noProject().resolve("target/fax-reports/fax-report.md")))
                .contains("00493023125001");
    }

    @Test
    void omitsTransmissionReportWhenDisabled() throws IOException {
        document("report.pdf", 1);
        Path old = noProject().resolve("target/fax-reports/fax-report.pdf");
        Files.createDirectories(old.getParent());
        Files.writeString(old, "of last week", StandardCharsets.UTF_8);

        send(DELIVERED).with("transmissionReport", false).run().succeeded();

        assertThat(old).doesNotExist();
    }

    @Test
    void keepsPreviewWithReports() throws IOException {
        document("report.pdf", 1);

        send(DELIVERED).with("preview", true).run().succeeded();

        assertThat(noProject().resolve("target/fax-reports/preview/report-001.png"))
                .exists();
    }

    @Test
    void failsOnMissingPagesUnlessDisabled() throws IOException {
        document("report.pdf", 2);

        String failed = send(PAGE_MISSING).run().failed();
        String warned =
                send(PAGE_MISSING).with("failOnMissingPages", false).run().succeeded();

        assertThat(failed).contains("1 of 2 pages");
        assertThat(warned).contains("[WARNING]", "1 of 2 pages");
    }

    @Test
    void reportsStatusOfEarlierJobs() throws IOException {
        document("report.pdf", 1);
        send(DELIVERED).with("wait", false).run().succeeded();
        String job = sandbox.faxes().get(0).jobId();

        Maven.in(noProject())
                .goal("status")
                .to(sandbox)
                .with("pollInterval", "2s")
                .with("jobId", job)
                .run()
                .succeeded();

        Path reports = noProject().resolve("target/fax-status");
        assertThat(text(reports.resolve("fax-report.json"))).contains(job, "\"outcome\" : \"DONE-OK\"");
        assertThat(reports.resolve("fax-report.pdf")).exists();
        assertThat(text(reports.resolve("TEST-fax.xml"))).contains("failures=\"0\"");
    }

    private Maven send(String recipients) {
        return order("send", "report.pdf", recipients).with("pollInterval", "2s");
    }

    /** Pages with something red on them. */
    private Path document(String name, int pages) throws IOException {
        Path file = noProject().resolve(name);
        Files.createDirectories(file.getParent());
        try (PDDocument document = new PDDocument()) {
            for (int i = 0; i < pages; i++) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.setNonStrokingColor(1f, 0f, 0f);
                    content.addRect(100, 100, 300, 500);
                    content.fill();
                }
            }
            document.save(file.toFile());
        }
        return file;
    }
}
