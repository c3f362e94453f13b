package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.pdf.CoverSheet.Row;
import io.github.faxnummer.pdf.PageTextException.Reason;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cover page that is put before a fax. */
class CoverSheetTest {

    @TempDir
    private Path folder;

    private byte[] withCover(CoverSheet sheet) throws IOException {
        Path report = SamplePdfs.report(2).save(folder.resolve("report.pdf"));
        try (Composer composer = new Composer(PdfLimits.DEFAULT)) {
            composer.add(report);
            composer.addCover(sheet);
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            composer.save(output);
            return output.toByteArray();
        }
    }

    private static CoverSheet sheet(String note) {
        return new CoverSheet(
                "Fax",
                List.of(
                        new Row("An", "Erika Müller\nAmtsgericht Köln — Straße Łódź, Ελλάδα, Київ"),
                        new Row("Betreff", ""),
                        new Row("Seiten", "3")),
                note);
    }

    @Test
    void isTheFirstPageWithAllItsTexts() throws IOException {
        try (PDDocument document = Loader.loadPDF(withCover(sheet("First line\n\nThird line")))) {
            assertThat(document.getNumberOfPages()).isEqualTo(3);
            PDFTextStripper text = new PDFTextStripper();
            text.setEndPage(1);
            assertThat(text.getText(document))
                    .contains("Fax", "An", "Erika Müller", "Amtsgericht Köln — Straße Łódź, Ελλάδα, Київ")
                    .contains("First line", "Third line")
                    .doesNotContain("Betreff");
        }
    }

    @Test
    void isBlackOnWhiteAndReadsWithoutWarnings() throws IOException {
        PdfFacts facts = new Preflight(PdfLimits.DEFAULT)
                .check(Files.write(folder.resolve("fax.pdf"), withCover(sheet("A note."))));

        assertThat(facts.findings()).filteredOn(it -> it.page() <= 1).isEmpty();
    }

    @Test
    void isTheSameForTheSameTexts() throws IOException {
        byte[] cover = withCover(sheet("A note."));
        assertThat(withCover(sheet("A note."))).isEqualTo(cover);
        assertThat(withCover(sheet("Another note."))).isNotEqualTo(cover);
    }

    @Test
    void breaksLongLinesAndWordsWithinThePage() throws IOException {
        String word = "x".repeat(200);
        try (PDDocument document = Loader.loadPDF(withCover(sheet(word + " " + "word ".repeat(100))))) {
            PDFTextStripper text = new PDFTextStripper();
            text.setEndPage(1);
            String shown = text.getText(document).replaceAll("\\s", "");
            assertThat(shown).contains(word).contains("word".repeat(100));
        }
        assertThat(new Preflight(PdfLimits.DEFAULT)
                        .check(Files.write(folder.resolve("fax.pdf"), withCover(sheet(word))))
                        .isFaxable())
                .isTrue();
    }

    @Test
    void refusesWhatDoesNotFitOnOnePage() {
        assertThatThrownBy(() -> withCover(sheet("line\n".repeat(60))))
                .isInstanceOfSatisfying(
                        PageTextException.class, it -> assertThat(it.reason()).isEqualTo(Reason.TOO_LONG));
    }

    @Test
    void writesAccentsOnTheirLettersAndNothingInvisible() throws IOException {
        try (PDDocument document =
                Loader.loadPDF(withCover(sheet("Jo\u0308rg Mu\u0308ller\u200B, Fir\u00ADma\u202C")))) {
            PDFTextStripper text = new PDFTextStripper();
            text.setEndPage(1);
            assertThat(text.getText(document)).contains("Jörg Müller, Firma");
        }
    }

    @Test
    void refusesCharactersThatTheFontLacks() {
        assertThatThrownBy(() -> withCover(sheet("A smile \uD83D\uDE00")))
                .isInstanceOfSatisfying(PageTextException.class, it -> {
                    assertThat(it.reason()).isEqualTo(Reason.MISSING_CHARACTER);
                    assertThat(it.detail()).isEqualTo("U+1F600");
                });
        assertThatThrownBy(() -> withCover(sheet("A bell \u0007")))
                .isInstanceOfSatisfying(
                        PageTextException.class, it -> assertThat(it.detail()).isEqualTo("U+0007"));
        // Its letters would stand in the wrong order.
        assertThatThrownBy(() -> withCover(sheet("\u05E9\u05DC\u05D5\u05DD")))
                .isInstanceOfSatisfying(
                        PageTextException.class, it -> assertThat(it.detail()).isEqualTo("U+05E9"));
    }
}
