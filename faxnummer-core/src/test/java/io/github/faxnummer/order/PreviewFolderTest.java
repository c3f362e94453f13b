package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.Test;
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

    @Test
    void drawsOthersIfOneDocumentCannotBeDrawn() throws IOException {
        Path good = Files.write(folder.resolve("good.pdf"), Pdfs.pages(1));
        Path bad = Files.writeString(folder.resolve("bad.pdf"), "%PDF-");
        Path images = folder.resolve("images");

        assertThatThrownBy(() ->
                        new PreviewFolder(images, PdfLimits.DEFAULT, "").write(List.of(document(bad), document(good))))
                .hasMessage("documents '" + bad + "': damaged PDF (%%EOF); check the tool that generates it");
        assertThat(images.resolve("good-001.png")).exists();
    }

    @Test
    void namesLimitOfDocumentThatCannotBeDrawn() throws IOException {
        Path file = Files.write(folder.resolve("report.pdf"), Pdfs.pages(1));
        PdfLimits limits = new PdfLimits(100, 1 << 20, Duration.ofMinutes(1), 1 << 20);

        assertThatThrownBy(() -> new PreviewFolder(folder.resolve("images"), limits, "").write(List.of(document(file))))
                .isInstanceOfSatisfying(PreviewException.class, e -> {
                    assertThat(e.problems()).hasSize(1);
                    assertThat(e.in(Locale.ENGLISH))
                            .startsWith("documents '" + file + "': inspection needs too much memory on page 1")
                            .contains("raise preflightMemory");
                    assertThat(e.in(Locale.GERMAN))
                            .contains(
                                    "die Prüfung von Seite 1 benötigt zu viel Speicher", "erhöhen Sie preflightMemory");
                });
    }

    private static Document document(Path file) {
        return new Document(
                file.toString(),
                String.valueOf(file.getFileName()),
                new PdfFacts("0", 1, "1.7", List.of(), List.of(), List.of()));
    }
}
