package io.github.faxnummer.pdf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.FeaturePdf;
import io.github.faxnummer.pdf.testing.HostilePdf;
import io.github.faxnummer.pdf.testing.InvisibleChange;
import io.github.faxnummer.pdf.testing.RawPdf;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentFingerprintTest {

    private static final String FONT = "/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>";

    @TempDir
    private Path folder;

    private String fingerprint(byte[] pdf) throws IOException {
        return ContentFingerprint.of(Files.write(folder.resolve("it.pdf"), pdf), PdfLimits.DEFAULT)
                .value();
    }

    private interface Step {
        void apply(PDDocument document) throws IOException;
    }

    private static byte[] changed(byte[] pdf, CompressParameters compression, Step step) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            step.apply(document);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes, compression);
            return bytes.toByteArray();
        }
    }

    // What does not count

    @ParameterizedTest
    @EnumSource
    void ignoresHowFileIsWritten(InvisibleChange change) throws IOException {
        byte[] original = FeaturePdf.bytes();
        for (long seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            byte[] rewritten =
                    changed(original, CompressParameters.NO_COMPRESSION, document -> change.apply(document, random));

            assertThat(rewritten).isNotEqualTo(original);
            assertThat(fingerprint(rewritten)).as("seed %d", seed).isEqualTo(fingerprint(original));
        }
    }

    @Test
    void ignoresAllOfThatTogether() throws IOException {
        byte[] original = FeaturePdf.bytes();
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            byte[] rewritten = changed(original, CompressParameters.DEFAULT_COMPRESSION, document -> {
                for (InvisibleChange change : InvisibleChange.values()) {
                    change.apply(document, random);
                }
            });

            assertThat(fingerprint(rewritten)).as("seed %d", seed).isEqualTo(fingerprint(original));
        }
    }

    @Test
    void ignoresWhetherAnImageIsInline() throws IOException {
        String data = "abcdefghijklmnop";
        byte[] inline = RawPdf.page("", "q 9 0 0 9 5 5 cm BI /W 4 /H 4 /BPC 8 /CS /G ID " + data + " EI Q")
                .end();
        byte[] external = RawPdf.page("/XObject <</I 5 0 R>>", "q 9 0 0 9 5 5 cm /I Do Q").stream(
                        "/Subtype /Image /Width 4 /Height 4 /BitsPerComponent 8 /ColorSpace /DeviceGray", data)
                .end();

        assertThat(fingerprint(inline)).isEqualTo(fingerprint(external));
    }

    @ParameterizedTest
    @CsvSource({
        "1 0 0 RG, 1.0 +0 .0 RG",
        "0.333333333 g, 0.33333334 g",
        "(fax) Tj, <666178> Tj",
        "(fax) Tj, (f\\141x) Tj",
        "[(a) -20 (b)] TJ, [<61>-20.0<62>]TJ",
        "1 2 m 3 4 l S, 1 2 m% a comment",
        "/P <</MCID 1>> BDC 1 w EMC, 1 w",
        "/Span BMC 1 w EMC, 1 w",
    })
    void ignoresNotation(String one, String other) throws IOException {
        String same = other.contains("%") ? other + "\n3 4 l S" : other;

        assertThat(fingerprint(RawPdf.page(FONT, one).end()))
                .isEqualTo(fingerprint(RawPdf.page(FONT, same).end()));
    }

    // What counts beside what ContentFingerprintChangeTest draws

    @ParameterizedTest
    @CsvSource({
        "1 w, 1.001 w",
        "(fax) Tj, (fay) Tj",
        "[(ab)] TJ, [(a) (b)] TJ",
        "(ab) Tj, (a) Tj (b) Tj",
        "/F 12 Tf, /G 12 Tf",
        "0.5 g, 0.5 G",
        "q Q, Q q",
        "8388608 0 m, 8388609 0 m",
    })
    void distinguishesContents(String one, String other) throws IOException {
        assertThat(fingerprint(RawPdf.page(FONT, one).end()))
                .isNotEqualTo(fingerprint(RawPdf.page(FONT, other).end()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/MediaBox [0 0 595 843]",
                "/MediaBox [1 0 596 842]",
                "/MediaBox [0 0 595 842] /CropBox [0 0 595 841]",
                "/MediaBox [0 0 595 842] /Rotate 180",
                "/MediaBox [0 0 595 842] /UserUnit 2",
                "/MediaBox [0 0 595 842] /Group <</S /Transparency /I true>>",
            })
    void distinguishesPages(String entries) throws IOException {
        byte[] content = "0 0 9 9 re f".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(fingerprint(RawPdf.page(entries, "", content).end()))
                .isNotEqualTo(fingerprint(
                        RawPdf.page("/MediaBox [0 0 595 842]", "", content).end()));
    }

    /** The value of a field without appearance, or of one whose appearance has to be made again. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/AP <</N 7 0 R>>"})
    void distinguishesFieldValuesThatProgramsDraw(String appearance) throws IOException {
        byte[] one = field(appearance, "one", "/NeedAppearances true");

        assertThat(fingerprint(field(appearance, "other", "/NeedAppearances true")))
                .isNotEqualTo(fingerprint(one));
    }

    @Test
    void ignoresFieldValueBehindAppearance() throws IOException {
        assertThat(fingerprint(field("/AP <</N 7 0 R>>", "one", "")))
                .isEqualTo(fingerprint(field("/AP <</N 7 0 R>>", "other", "")));
    }

    private static byte[] field(String appearance, String value, String form) {
        return new RawPdf()
                        .object("<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [5 0 R] " + form + ">>>>")
                        .object("<</Type /Pages /Kids [3 0 R] /Count 1>>")
                        .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R]>>")
                        .stream("", "")
                        .object("<</FT /Tx /T (field) /V (" + value + ") /Kids [6 0 R]>>")
                        .object("<</Subtype /Widget /F 4 /Rect [9 9 99 30] /Parent 5 0 R " + appearance + ">>")
                        .stream("/Subtype /Form /BBox [0 0 90 21]", "0 0 9 9 re f")
                        .end();
    }

    /** The same in Ghostscript and PDFBox, not in poppler, which draws what is not meant to be printed, too. */
    @Test
    void distinguishesAnnotationsThatOnlySomeProgramsDraw() throws IOException {
        byte[] none = annotated("/Annots []");

        assertThat(fingerprint(annotated("/Annots [<</Subtype /Square /Rect [9 9 99 99] /C [1 0 0]>>]")))
                .isNotEqualTo(fingerprint(none));
        assertThat(fingerprint(annotated("/Annots [<</Subtype /Square /Rect [9 9 99 99] /C [1 0 0] /F 2>>]")))
                .isEqualTo(fingerprint(none));
    }

    @ParameterizedTest
    @CsvSource({
        "/Line /L [100 100 200 100] /Cap true /Contents (one), /Line /L [100 100 200 100] /Cap true /Contents (two)",
        "/FreeText /Contents (one) /DA (0 g), /FreeText /Contents (one) /DA (0 g) /Rotate 90",
        "/Polygon /Path [[9 9] [99 9] [99 99]], /Polygon /Path [[9 9] [99 9] [90 99]]",
    })
    void distinguishesAnnotationsWithoutAppearance(String one, String other) throws IOException {
        String annotation = "/Annots [<</F 4 /C [0 0 0] /Rect [9 9 300 200] /Subtype %s>>]";

        assertThat(fingerprint(annotated(annotation.formatted(one))))
                .isNotEqualTo(fingerprint(annotated(annotation.formatted(other))));
    }

    @Test
    void ignoresNoteOnLineWithoutCaption() throws IOException {
        String annotation = "/Annots [<</F 4 /Subtype /Line /L [9 9 99 99] /Rect [9 9 99 99] /Contents (%s)>>]";

        assertThat(fingerprint(annotated(annotation.formatted("one"))))
                .isEqualTo(fingerprint(annotated(annotation.formatted("two"))));
    }

    @Test
    void distinguishesCharactersOfCompositeFontThatIsNotEmbedded() throws IOException {
        assertThat(fingerprint(composite("<0001> <0041>"))).isNotEqualTo(fingerprint(composite("<0001> <0042>")));
    }

    private static byte[] composite(String character) {
        return RawPdf.page("/Font <</F 5 0 R>>", "BT /F 12 Tf 60 700 Td <0001> Tj ET")
                .object("<</Type /Font /Subtype /Type0 /BaseFont /ArialMT /Encoding /Identity-H"
                        + " /DescendantFonts [6 0 R] /ToUnicode 7 0 R>>")
                .object("<</Type /Font /Subtype /CIDFontType2 /BaseFont /ArialMT"
                        + " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>>>")
                .stream("", "1 beginbfchar " + character + " endbfchar")
                .end();
    }

    private static byte[] annotated(String annotations) {
        return RawPdf.page("/MediaBox [0 0 595 842] " + annotations, "", new byte[] {'\n'})
                .end();
    }

    @Test
    void countsDefaultColorSpaces() throws IOException {
        assertThat(fingerprint(RawPdf.page("/ColorSpace <</DefaultGray [/CalGray <</WhitePoint [1 1 1]>>]>>", "0.5 g")
                        .end()))
                .isNotEqualTo(fingerprint(RawPdf.page("", "0.5 g").end()));
    }

    @Test
    void hashesContentsThatCannotBeParsedAsTheyAre() throws IOException {
        String damaged = " /F 12 Tf <zz ";

        assertThat(fingerprint(RawPdf.page("", "1 w" + damaged + "(a").end()))
                .isEqualTo(fingerprint(RawPdf.page("", "1 w" + damaged + "(a").end()))
                .isNotEqualTo(
                        fingerprint(RawPdf.page("", "2 w" + damaged + "(a").end()));
    }

    // The form of the result

    @Test
    void hasDigitsAndChecksumOfFile() throws IOException {
        Path file = SamplePdfs.report(2).save(folder.resolve("report.pdf"));

        ContentFingerprint fingerprint = ContentFingerprint.of(file, PdfLimits.DEFAULT);

        assertThat(fingerprint.value()).matches("[0-9a-f]{64}");
        assertThat(fingerprint.sha256())
                .isEqualTo(new Preflight(PdfLimits.DEFAULT).check(file).sha256());
    }

    /** Ledgers contain it. If this fails, change {@link ContentFingerprint#ALGORITHM}, too. */
    @Test
    void isTheSameInAllVersionsOfTheAlgorithm() throws IOException {
        assertThat(ContentFingerprint.ALGORITHM).isEqualTo("faxnummer-content-1");
        assertThat(fingerprint(RawPdf.page(FONT, "BT /F 12 Tf 60 700 Td (fax) Tj ET 0.3 g 9 9 99 99 re f")
                        .end()))
                .isEqualTo("3d1aa5a2a3587d1d4825c021473cc3fe03c1960feb02222ab82149a46a29c48f");
        // Made once by FeaturePdf, of which another JDK makes other pictures and profiles.
        try (InputStream features = ContentFingerprintTest.class.getResourceAsStream("features.pdf")) {
            assertThat(fingerprint(requireNonNull(features).readAllBytes()))
                    .isEqualTo("8f24790ac0d7b39e8f1bf8717a64a0232bd0c79cf1e99e59da7c4f4eff1c6544");
        }
    }

    // What has no fingerprint

    @Test
    void refusesFilesThatHaveNone() {
        assertFails(new byte[0], Kind.NOT_A_PDF);
        assertFails("%PDF-1.7\n%%EOF\n".getBytes(StandardCharsets.ISO_8859_1), Kind.NOT_A_PDF);
        assertFails(HostilePdf.NO_PAGES.bytes(), Kind.NO_PAGE);
        assertFails(HostilePdf.UNKNOWN_ENCRYPTION.bytes(), Kind.ENCRYPTED);
        assertThatThrownBy(() -> ContentFingerprint.of(folder.resolve("missing.pdf"), PdfLimits.DEFAULT))
                .isInstanceOf(NoSuchFileException.class);
    }

    private void assertFails(byte[] file, Kind kind) {
        assertThatThrownBy(() -> fingerprint(file))
                .isInstanceOfSatisfying(
                        UnreadablePdfException.class,
                        it -> assertThat(it.finding().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @EnumSource
    void endsInTimeForHostileFiles(HostilePdf hostile) throws IOException {
        Path file = Files.write(folder.resolve("it.pdf"), hostile.bytes());
        Duration time = Duration.ofMillis(500);
        PdfLimits limits = new PdfLimits(100, 1 << 20, time, 32 << 20);
        long start = System.nanoTime();

        try {
            assertThat(ContentFingerprint.of(file, limits)).isEqualTo(ContentFingerprint.of(file, limits));
        } catch (UnreadablePdfException e) {
            assertThat(e.finding().kind().isError()).isTrue();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(time.multipliedBy(2).plusSeconds(4));
    }
}
