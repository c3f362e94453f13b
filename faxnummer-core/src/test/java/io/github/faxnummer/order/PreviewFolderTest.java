package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.pdf.PdfLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewFolderTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "report.pdf, report-001.png",
        ".report.pdf, fax.report-001.png",
        ".pdf, fax-001.png",
        "..md, fax..md-001.png",
        "a\\b.pdf, a_b-001.png"
    })
    void namesImagesOfEachDocument(String name, String image) throws IOException {
        Path file = folder.resolve("document.pdf");
        try (PDDocument pdf = new PDDocument()) {
            pdf.addPage(new PDPage());
            pdf.save(file.toFile());
        }
        PdfFacts facts = new PdfFacts("0", 1, "1.7", List.of(), List.of(), List.of());
        Path images = folder.resolve("images");

        List<String> written = new PreviewFolder(images, PdfLimits.DEFAULT, "")
                .write(List.of(new Document(file.toString(), name, facts)));

        assertThat(written).contains(image);
        assertThat(Files.exists(images.resolve(image))).isTrue();
    }
}
