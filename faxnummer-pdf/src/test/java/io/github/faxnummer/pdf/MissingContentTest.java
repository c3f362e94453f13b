package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.RawPdf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be drawn is an error if it covers much of a page. */
class MissingContentTest {

    private static final String PICTURE = "/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8"
            + " /ColorSpace /DeviceGray /Filter /JPXDecode";

    /** A font without the part that has its glyphs. */
    private static final String DAMAGED_FONT = "/Font <</F <</Type /Font /Subtype /Type0 /BaseFont /None>>>>";

    @TempDir
    private Path folder;

    private PdfFacts check(byte[] pdf, PdfLimits limits) throws IOException {
        return new Preflight(limits).check(Files.write(folder.resolve("it.pdf"), pdf));
    }

    private PdfFacts check(byte[] pdf) throws IOException {
        return check(pdf, PdfLimits.DEFAULT);
    }

    private static byte[] picture(int width, int height) {
        String content = width + " 0 0 " + height + " 50 50 cm /I Do";
        return RawPdf.page("/XObject <</I 5 0 R>>", content).stream(PICTURE, "").end();
    }

    @ParameterizedTest
    @CsvSource({"500, 700, 70", "500, 110, 11", "5000, 700, 76"})
    void refusesPictureThatCoversMuchOfPage(int width, int height, int percent) throws IOException {
        PdfFacts facts = check(picture(width, height));

        assertThat(facts.isFaxable()).isFalse();
        assertThat(facts.findings()).contains(new Finding(Kind.PICTURE_NOT_DRAWN, 1, "JPEG2000"));
        assertThat(facts.findings())
                .filteredOn(it -> it.kind() == Kind.MISSING_CONTENT)
                .singleElement()
                .satisfies(it -> assertThat(it.detail()).matches("JPEG2000, \\d+ %"))
                .satisfies(it -> assertThat(Integer.parseInt(it.detail().replaceAll("\\D+2000|\\D", "")))
                        .isBetween(percent - 3, percent + 3));
    }

    @Test
    void warnsOfMarkWithDamagedEntries() throws IOException {
        byte[] pdf = RawPdf.page(
                        "/MediaBox [0 0 595 842] /Annots [<</Type /Annot /Subtype /Line /F 4 /C [0 0 0] /Rect [100 100"
                                + " 200 150] /L [100 100 200]>>]",
                        "",
                        "100 300 m 500 700 l S".getBytes(StandardCharsets.ISO_8859_1))
                .end();

        PdfFacts facts = check(pdf);

        assertThat(facts.isFaxable()).isTrue();
        assertThat(facts.findings()).contains(new Finding(Kind.PART_NOT_DRAWN, 1, "Line"));
    }

    @Test
    void warnsOfSmallPicture() throws IOException {
        PdfFacts facts = check(picture(200, 200));

        assertThat(facts.isFaxable()).isTrue();
        assertThat(facts.findings()).extracting(Finding::kind).contains(Kind.PICTURE_NOT_DRAWN);
    }

    @Test
    void addsUpSmallPictures() throws IOException {
        String content = "q 200 0 0 200 0 0 cm /I Do Q q 200 0 0 200 300 500 cm /I Do Q";
        byte[] pdf = RawPdf.page("/XObject <</I 5 0 R>>", content).stream(PICTURE, "")
                .end();

        assertThat(check(pdf).isFaxable()).isFalse();
    }

    @Test
    void countsThePlaceOfRepeatedPictureOnce() throws IOException {
        byte[] pdf = RawPdf.page("/XObject <</I 5 0 R>>", "200 0 0 200 50 50 cm " + "/I Do ".repeat(9)).stream(
                        PICTURE, "")
                .end();

        assertThat(check(pdf).isFaxable()).isTrue();
    }

    @Test
    void countsWhatIsVisibleOnly() throws IOException {
        byte[] pdf = RawPdf.page("/XObject <</I 5 0 R>>", "0 0 150 150 re W n 900 0 0 900 -50 -50 cm /I Do").stream(
                        PICTURE, "")
                .end();

        assertThat(check(pdf).isFaxable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 40})
    void countsTextOfDamagedFont(int lines) throws IOException {
        String text = "BT /F 12 Tf 16 TL 50 750 Td "
                + "(A line of text whose font cannot be loaded, so that any other is drawn) ' ".repeat(lines);
        PdfFacts facts = check(RawPdf.page(DAMAGED_FONT, text + "ET").end());

        assertThat(facts.findings()).contains(new Finding(Kind.PART_NOT_DRAWN, 1, "Tf"));
        assertThat(facts.isFaxable()).isEqualTo(lines == 5);
    }

    @ParameterizedTest
    @CsvSource({"60, true", "700, false"})
    void countsFieldWhoseValueHasNoAppearance(int top, boolean faxable) throws IOException {
        // A value of this length has none, and one is not made.
        String value = "A very long value. ".repeat(5_000);
        byte[] pdf = new RawPdf()
                        .object("<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [5 0 R] /DA (/F 9 Tf 0 g)>>>>")
                        .object("<</Type /Pages /Kids [3 0 R] /Count 1>>")
                        .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [5 0 R]"
                                + " /Resources <<>>>>")
                        .stream("", "")
                        .object("<</Type /Annot /Subtype /Widget /FT /Tx /Ff 4096 /T (remarks) /F 4 /V (" + value
                                + ") /Rect [50 30 550 " + top + "] /P 3 0 R>>")
                        .end();

        PdfFacts facts = check(pdf);

        assertThat(facts.findings()).contains(new Finding(Kind.PART_NOT_DRAWN, 1, "field"));
        assertThat(facts.isFaxable()).isEqualTo(faxable);
    }

    @Test
    void warnsOfContentsBehindADamage() throws IOException {
        Deflater deflater = new Deflater();
        deflater.setInput("0 0 99 99 re f ".repeat(50).getBytes(StandardCharsets.ISO_8859_1));
        byte[] packed = new byte[1000];
        int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
        deflater.end();
        // No block is of this kind.
        packed[length] = 7;
        byte[] pdf = RawPdf.page("/MediaBox [0 0 595 842]", "/Filter /FlateDecode", Arrays.copyOf(packed, length + 20))
                .end();

        assertThat(check(pdf).findings()).contains(new Finding(Kind.PART_NOT_DRAWN, 1, "FlateDecode"));
        try (Composer composer = new Composer(PdfLimits.DEFAULT)) {
            assertThat(composer.add(folder.resolve("it.pdf")).findings())
                    .containsExactly(new Finding(Kind.PART_NOT_DRAWN, 1, "FlateDecode"));
        }
    }

    @ParameterizedTest
    @CsvSource({"3, false", "2, true"})
    void refusesDocumentThatLacksAPageItNames(int count, boolean faxable) throws IOException {
        byte[] pdf = new RawPdf()
                        .object("<</Type /Catalog /Pages 2 0 R>>")
                        .object("<</Type /Pages /Kids [3 0 R 9 0 R 3 0 R] /Count " + count + ">>")
                        .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R>>")
                        .stream("", "0 0 99 99 re f")
                        .end();

        assertThat(check(pdf).isFaxable()).isEqualTo(faxable);
        assertThat(check(pdf).findings().contains(new Finding(Kind.DAMAGED_PAGE, 0, "2 / 3")))
                .isNotEqualTo(faxable);
    }

    @Test
    void reportsOnePageForAll() throws IOException {
        RawPdf pdf = new RawPdf()
                        .object("<</Type /Catalog /Pages 2 0 R>>")
                        .object("<</Type /Pages /Kids [3 0 R 3 0 R 3 0 R] /Count 3>>")
                        .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                                + " /Resources <</XObject <</I 5 0 R>>>>>>")
                        .stream("", "500 0 0 700 50 50 cm /I Do")
                        .stream(PICTURE, "");

        assertThat(check(pdf.end()).findings())
                .filteredOn(it -> it.kind().isError())
                .singleElement()
                .satisfies(it -> assertThat(it.page()).isEqualTo(1));
    }

    @Test
    void warnsIfMissingContentIsAllowed() throws IOException {
        PdfFacts facts = check(picture(500, 700), PdfLimits.DEFAULT.allowingMissingContent());

        assertThat(facts.isFaxable()).isTrue();
        assertThat(facts.findings()).extracting(Finding::kind).contains(Kind.PICTURE_NOT_DRAWN);
        assertThat(facts.pageSeconds()).isNotEqualTo(List.of());
    }
}
