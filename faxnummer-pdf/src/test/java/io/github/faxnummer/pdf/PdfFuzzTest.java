package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.HostilePdf;
import io.github.faxnummer.pdf.testing.RawPdf;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import io.github.faxnummer.pdf.testing.Scans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzzes preflight, preview and fingerprint: whatever a file contains, they end in time and within the memory limit.
 *
 * <p>A change to a whole file seldom leaves a picture in it that is decoded, so the pictures of a file are fuzzed by
 * themselves, too. Jazzer searches for one test in a run.
 */
class PdfFuzzTest {

    private static final Duration TIME = Duration.ofMillis(500);

    /** For a busy machine and Jazzer's instrumentation. */
    private static final Duration GRACE = Duration.ofSeconds(Integer.getInteger("fuzz.grace", 5));

    private static final PdfLimits LIMITS = new PdfLimits(100, 1 << 20, TIME, 32 << 20);

    /** Jazzer tries small changes, which rarely matter in a large file. */
    private static final int MAX_SEED_LENGTH = 20_000;

    private static Path file = Path.of("");

    @BeforeAll
    static void makeFile() throws IOException {
        file = Files.createTempFile("fuzz", ".pdf");
    }

    @AfterAll
    static void deleteFile() throws IOException {
        Files.delete(file);
    }

    static Stream<byte[]> seeds() throws IOException {
        Path folder = Files.createTempDirectory("seeds");
        Path saved = folder.resolve("it.pdf");
        byte[] sampler = Files.readAllBytes(SamplePdfs.sampler().save(saved));
        byte[] report = Files.readAllBytes(SamplePdfs.report(2).save(saved));
        Files.delete(saved);
        Files.delete(folder);
        Stream<byte[]> hostile =
                Arrays.stream(HostilePdf.values()).map(HostilePdf::bytes).filter(it -> it.length <= MAX_SEED_LENGTH);
        Stream<byte[]> scans = Arrays.stream(Scans.values()).map(Scans::pdf);
        return Stream.of(Stream.of(sampler, report, drawing()), scans, hostile).flatMap(it -> it);
    }

    /** Returns a PDF with many features and without compression, so that changes affect its meaning. */
    private static byte[] drawing() {
        return RawPdf.page(
                        "/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
                                + " /XObject <</I 5 0 R /X 6 0 R>>"
                                + " /ExtGState <</G <</ca 0.5 /BM /Multiply>>>> /Pattern <</P 7 0 R>>"
                                + " /ColorSpace <</C [/Indexed /DeviceRGB 1 <000000ff0000>]>>"
                                + " /Shading <</S <</ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 99 99]"
                                + " /Function <</FunctionType 2 /Domain [0 1] /C0 [0 0 0] /C1 [1 1 1] /N 1>>>>>>",
                        "q 10 0 0 10 50 50 cm /I Do Q BT /F 12 Tf 1 0 0 1 60 700 Tm (fax) Tj ET /X Do"
                                + " q 0 0 99 99 re W n /S sh Q /G gs 1 0 0 rg 9 9 50 50 re f"
                                + " /Pattern cs /P scn 100 100 99 99 re f /C cs 1 scn [3 2] 0 d 2 w 9 9 m 99 50 l S"
                                + " BI /W 8 /H 1 /BPC 1 /CS /G ID x EI 0 1 1 0 k 10 20 30 40 50 60 c b*")
                .stream(
                        "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray",
                        "abcd")
                .stream("/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Group <</S /Transparency>>", "0 0 9 9 re f")
                .stream(
                        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9"
                                + " /Resources <<>>",
                        "0 0 5 5 re f")
                .end();
    }

    static Stream<byte[]> jbig2() {
        return Stream.of(
                Scans.JBIG2.image(), Scans.jbig2Stripes(8, 8), Scans.jbig2Symbols(3), Scans.jbig2(16, 2, new byte[] {
                    0, 0x10, 1
                }));
    }

    static Stream<byte[]> jpeg2000() {
        return Stream.of(Scans.JPEG2000.image(), Scans.jpeg2000(16, 16, 8));
    }

    @MethodSource("seeds")
    @DictionaryFile(resourcePath = "pdf.dict")
    @FuzzTest
    void endsWithinLimitsForAnyFile(byte[] input) throws IOException {
        endsWithinLimits(input);
    }

    @MethodSource("jbig2")
    @FuzzTest
    void endsWithinLimitsForAnyJbig2(byte[] image) throws IOException {
        endsWithinLimits(Scans.JBIG2.pdf("/Width 16 /Height 16", image));
    }

    @MethodSource("jpeg2000")
    @FuzzTest
    void endsWithinLimitsForAnyJpeg2000(byte[] image) throws IOException {
        endsWithinLimits(Scans.JPEG2000.pdf("/Width 16 /Height 16", image));
    }

    private static void endsWithinLimits(byte[] input) throws IOException {
        Files.write(file, input);
        long start = System.nanoTime();

        PdfFacts facts = new Preflight(LIMITS).check(file);
        long looked = System.nanoTime();

        assertThat(Duration.ofNanos(looked - start)).isLessThan(TIME.plus(GRACE));
        assertThat(facts.bytes()).isEqualTo(input.length);
        // All but missing content end the inspection.
        List<Finding> errors = facts.findings().stream()
                .filter(it -> it.kind().isError() && it.kind() != Kind.MISSING_CONTENT)
                .toList();
        assertThat(errors).hasSizeLessThanOrEqualTo(1).allSatisfy(PdfFuzzTest::isWithinLimits);
        assertThat(facts.pages().isEmpty() && errors.isEmpty()).isFalse();

        try {
            new Preview(LIMITS).draw(file, 1, FaxPage::png);
        } catch (UnreadablePdfException e) {
            isWithinLimits(e.finding());
        }
        long drawn = System.nanoTime();
        assertThat(Duration.ofNanos(drawn - looked)).isLessThan(TIME.plus(GRACE));

        try {
            assertThat(ContentFingerprint.of(file, LIMITS).sha256()).isEqualTo(facts.sha256());
        } catch (UnreadablePdfException e) {
            isWithinLimits(e.finding());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - drawn)).isLessThan(TIME.plus(GRACE));
    }

    /** A limit of this module has a detail; an OutOfMemoryError has none. */
    private static void isWithinLimits(Finding finding) {
        if (finding.kind() == Kind.TOO_MUCH_MEMORY) {
            assertThat(finding.detail()).isNotEmpty();
        }
    }
}
