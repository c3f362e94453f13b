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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001B[32mOK\u001B(B\u001B[m test1",
                "\u001B7OK\u001B8 \u001B=test1\u001B>",
                "\u001B#8OK test1",
                "\u001BP1$r0m\u001B\\OK \u001B]0;title\u001B\\test1\u001B%G"
            })
    void removesCodesOfTerminals(String text) throws IOException {
        assertThat(pages(text)).containsExactly("OK test1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"N\bNA\bA\bAME _\bx_\by", "NAME x\b_y\b_", "_\bN\bNAME xy", "\bNAME\b \bxy\b"})
    void strikesLettersOnce(String text) throws IOException {
        assertThat(pages(text)).containsExactly("NAME xy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5000\b\n45%\b\b\b\n", "\b5\b000\n45\b%\n"})
    void takesNothingBack(String text) throws IOException {
        assertThat(pages(text)).containsExactly("5000\n45%");
    }

    @Test
    void keepsTextThatWasReadInWrongEncoding() throws IOException {
        assertThat(pages("Stra\u00C3\u009Fe 5: 5000 EUR\nzahlbar\n\u00C3\u009Cberweisung"))
                .containsExactly("Stra\u00C3e 5: 5000 EUR\nzahlbar\n\u00C3berweisung");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\ftwo\f", "\fone\ftwo\n\f\n", " \n\f\fone\ftwo\f\u001B[0m\f"})
    void blankPagesAtTheEndsAreNoPages(String text) throws IOException {
        assertThat(pages(text)).containsExactly("one", "two");
    }

    @Test
    void keepsBlankPagesWithin() throws IOException {
        assertThat(pages("one\f\ftwo")).containsExactly("one", "", "two");
        assertThat(pages("\f\f")).containsExactly("");
    }

    @Test
    void verticalTabEndsLine() throws IOException {
        assertThat(pages("c\u000Bd")).containsExactly("c\nd");
    }

    @Test
    void reportsWordsFromRightToLeft() throws IOException {
        pages("Ergebnis: \u0627\u0644\u0646\u062A\u064A\u062C\u0629 123 \u05E9\u05DC\u05D5\u05DD");

        assertThat(findings)
                .contains(new Finding(
                        Kind.RIGHT_TO_LEFT,
                        0,
                        "2: \u0627\u0644\u0646\u062A\u064A\u062C\u0629, \u05E9\u05DC\u05D5\u05DD"));
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
