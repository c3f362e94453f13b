package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of plain text that is faxed. */
class TextPagesTest {

    @TempDir
    private Path folder;

    private final List<Finding> findings = new ArrayList<>();

    private byte[] compose(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("build.log"), content);
        try (Composer composer = new Composer(PdfLimits.DEFAULT)) {
            findings.addAll(composer.add(file).findings());
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            composer.save(output);
            return output.toByteArray();
        }
    }

    private List<String> pages(String text) throws IOException {
        List<String> pages = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(compose(text.getBytes(StandardCharsets.UTF_8)))) {
            PDFTextStripper stripper = new PDFTextStripper();
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                pages.add(stripper.getText(document).strip().replace("\r\n", "\n"));
            }
        }
        return pages;
    }

    @Test
    void keepsBoxDrawingMarksAndUmlauts() throws IOException {
        String table = "┌──────┬─────┐\n│Prüfung│ ✓ ✗│\n└──────┴─────┘\n€ äöüß ≤ → Ω Ж";

        assertThat(pages(table)).containsExactly(table);
        assertThat(findings).isEmpty();
    }

    @Test
    void replacesTabsByBlanks() throws IOException {
        assertThat(pages("a\tb\n1234567\t8")).containsExactly("a       b\n1234567 8");
    }

    @Test
    void removesColoursOfTerminals() throws IOException {
        assertThat(pages("\u001B[1;31mERROR\u001B[0m \u001B]0;title\u0007done")).containsExactly("ERROR done");
    }

    @Test
    void beginsPageAtFormFeed() throws IOException {
        assertThat(pages("one\ftwo")).containsExactly("one", "two");
    }

    @Test
    void fillsPagesAndKeepsEveryLine() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 200; i++) {
            text.append("line ").append(i).append('\n');
        }

        List<String> pages = pages(text.toString());

        assertThat(pages).hasSize(4);
        assertThat(String.join("\n", pages)).isEqualTo(text.toString().strip());
    }

    @Test
    void wrapsAndMarksLongLines() throws IOException {
        String page = pages("x".repeat(150)).get(0);

        assertThat(page.lines().toList()).hasSize(2);
        assertThat(page.lines().toList().get(1)).startsWith("↪ x");
        assertThat(page.chars().filter(it -> it == 'x').count()).isEqualTo(150);
    }

    @Test
    void reportsCharactersThatTheFontLacks() throws IOException {
        assertThat(pages("a \u65E5 \uD83D\uDE00 b")).containsExactly("a □ □ b");
        assertThat(findings).containsExactly(new Finding(Kind.MISSING_CHARACTER, 0, "U+65E5, U+1F600"));
    }

    @Test
    void rejectsOtherEncodings() {
        assertThatThrownBy(() -> compose("Prüfung".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOfSatisfying(
                        UnreadablePdfException.class,
                        e -> assertThat(e.finding().kind()).isEqualTo(Kind.NOT_UTF_8));
    }

    @Test
    void makesSameBytesAgain() throws IOException {
        byte[] text = "Same ✓".getBytes(StandardCharsets.UTF_8);

        assertThat(compose(text)).isEqualTo(compose(text));
    }
}
