package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.PageTextException.Reason;
import io.github.faxnummer.pdf.testing.RawPdf;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The line that is written into the margin of pages. */
class PageHeaderTest {

    private static final PageHeader HEADER =
            new PageHeader(List.of("Muster GmbH", "B-1, 29. November 2026", "Seite 1"));
    private static final double POINTS_PER_MILLIMETER = 72 / 25.4;
    private static final double ROWS_PER_MILLIMETER = 196 / 25.4;

    private static final String PICTURE_OF_UNKNOWN_FORMAT = "/Type /XObject /Subtype /Image /Width 9 /Height 9"
            + " /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /JPXDecode";

    @TempDir
    private Path folder;

    private int files;
    private List<Finding> findings = List.of();

    private Path file(String name) {
        return folder.resolve(name + ++files + ".pdf");
    }

    private static PageHeader[] headers(int pages) {
        return IntStream.range(0, pages).mapToObj(it -> HEADER).toArray(PageHeader[]::new);
    }

    private Path withHeaders(Path source, PageHeader... headers) throws IOException {
        try (Composer composer = new Composer(PdfLimits.DEFAULT)) {
            composer.add(source);
            if (headers.length > 0) {
                findings = composer.addHeaders(List.of(headers));
            }
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            composer.save(output);
            return Files.write(file("made"), output.toByteArray());
        }
    }

    private static List<BufferedImage> drawn(Path file) throws IOException {
        List<BufferedImage> pages = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT).draw(file, Integer.MAX_VALUE, it -> pages.add(it.image()));
        return pages;
    }

    /** The first and the last row with other dots, or nothing. */
    private static List<Integer> changedRows(BufferedImage before, BufferedImage after) {
        List<Integer> rows = IntStream.range(0, before.getHeight())
                .filter(y ->
                        IntStream.range(0, before.getWidth()).anyMatch(x -> before.getRGB(x, y) != after.getRGB(x, y)))
                .boxed()
                .toList();
        return rows.isEmpty() ? rows : List.of(rows.get(0), rows.get(rows.size() - 1));
    }

    private static boolean isBlank(BufferedImage page, int firstRow, int lastRow) {
        return IntStream.rangeClosed(firstRow, lastRow)
                .allMatch(y ->
                        IntStream.range(0, page.getWidth()).allMatch(x -> page.getRGB(x, y) == Color.WHITE.getRGB()));
    }

    private static String text(Path file, int page) throws IOException {
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            PDFTextStripper text = new PDFTextStripper();
            text.setSortByPosition(true);
            text.setStartPage(page);
            text.setEndPage(page);
            return text.getText(document);
        }
    }

    /** A page whose content leaves the given margins free, in millimeters. */
    private Path page(PDPage page, double top, double bottom) {
        return SamplePdfs.pdf()
                .page(page, (document, it, content) -> {
                    float height = it.getMediaBox().getHeight();
                    SamplePdfs.paragraph(content, height / 2);
                    content.addRect(60, (float) (bottom * POINTS_PER_MILLIMETER), 200, (float)
                            (height - (top + bottom) * POINTS_PER_MILLIMETER));
                    content.stroke();
                })
                .save(file("page"));
    }

    @ParameterizedTest
    @CsvSource({
        // Margins at top and bottom, and where the line is, in millimeters from the upper edge.
        "30, 30, 10, 14.5",
        "16.5, 30, 10, 14.5",
        "12, 30, 5.5, 10.5",
        "9, 30, 283, 287.5",
        "9, 12, 287, 291.5",
    })
    void liesWithinTheMarginThatIsFree(double top, double bottom, double from, double to) throws IOException {
        Path source = page(new PDPage(PDRectangle.A4), top, bottom);
        BufferedImage before = drawn(withHeaders(source)).get(0);

        BufferedImage after = drawn(withHeaders(source, HEADER)).get(0);

        List<Integer> changed = changedRows(before, after);
        assertThat(changed)
                .hasSize(2)
                .allSatisfy(it -> assertThat(it / ROWS_PER_MILLIMETER).isBetween(from, to));
        int clear = (int) (1.5 * ROWS_PER_MILLIMETER);
        assertThat(isBlank(before, changed.get(0) - clear, changed.get(1) + clear))
                .isTrue();
        assertThat(findings).isEmpty();
    }

    @Test
    void pagesWithoutMarginStayAsTheyAre() throws IOException {
        Path source = SamplePdfs.pdf()
                .page(PDRectangle.A4, (document, page, content) -> SamplePdfs.paragraph(content, 700))
                .page(PDRectangle.A4, (document, page, content) -> {
                    content.addRect(100, 5, 300, 830);
                    content.fill();
                    SamplePdfs.paragraph(content, 700);
                })
                .save(file("source"));

        Path made = withHeaders(source, headers(2));

        assertThat(findings).containsExactly(new Finding(Kind.NO_MARGIN, 2, ""));
        assertThat(text(made, 1)).contains("Muster GmbH");
        assertThat(text(made, 2)).doesNotContain("Muster GmbH");
        assertThat(changedRows(drawn(withHeaders(source)).get(1), drawn(made).get(1)))
                .isEmpty();
    }

    @Test
    void anyDotIsInTheWayButNotWhatIsNearTheSidesOrTooLightForAFax() throws IOException {
        Path light = SamplePdfs.a4(file("light"), (document, page, content) -> {
            content.setNonStrokingColor(0.97f);
            content.addRect(0, 0, 595, 842);
            content.fill();
            content.setNonStrokingColor(0f);
            content.addRect(0, 0, 30, 842);
            content.addRect(560, 0, 35, 842);
            content.fill();
            SamplePdfs.paragraph(content, 700);
        });
        assertThat(text(withHeaders(light, HEADER), 1)).contains("Muster GmbH");
        assertThat(findings).isEmpty();

        Path specks = SamplePdfs.a4(file("specks"), (document, page, content) -> {
            content.addRect(300, 816, 0.5f, 0.5f);
            content.addRect(400, 25, 0.5f, 0.5f);
            content.fill();
            SamplePdfs.paragraph(content, 700);
        });
        assertThat(text(withHeaders(specks, HEADER), 1)).doesNotContain("Muster GmbH");
        assertThat(findings).extracting(Finding::kind).containsExactly(Kind.NO_MARGIN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180, 270})
    void standsUprightAboveTurnedAndCroppedPages(int rotation) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        page.setCropBox(new PDRectangle(20, 30, 500, 780));
        page.setRotation(rotation);

        Path made = withHeaders(page(page, 40, 40), HEADER);

        assertThat(findings).isEmpty();
        assertThat(text(made, 1)).startsWith("Muster GmbH B-1, 29. November 2026 Seite 1");
        try (PDDocument document = Loader.loadPDF(made.toFile())) {
            List<TextPosition> letters = new ArrayList<>();
            PDFTextStripper stripper = new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition text) {
                    letters.add(text);
                }
            };
            stripper.getText(document);
            List<TextPosition> header = letters.subList(letters.size() - 20, letters.size());
            assertThat(header)
                    .allSatisfy(it -> assertThat(it.getDir()).isZero())
                    .allSatisfy(it -> assertThat((double) it.getYDirAdj()).isLessThan(15 * POINTS_PER_MILLIMETER));
        }
    }

    @Test
    void isAsLargeOnTheFaxOnPagesThatAreReduced() throws IOException {
        Path source = page(new PDPage(PDRectangle.A2), 60, 60);

        BufferedImage before = drawn(withHeaders(source)).get(0);
        BufferedImage after = drawn(withHeaders(source, HEADER)).get(0);

        assertThat(changedRows(before, after))
                .hasSize(2)
                .allSatisfy(it -> assertThat(it / ROWS_PER_MILLIMETER).isBetween(10.0, 14.5));
    }

    @Test
    void isReadWithoutWarnings() throws IOException {
        Path source = SamplePdfs.a4(file("plain"), (document, page, content) -> SamplePdfs.paragraph(content, 700));
        List<Finding> before =
                new Preflight(PdfLimits.DEFAULT).check(withHeaders(source)).findings();
        PageHeader longest = new PageHeader(List.of("Muster GmbH — Straße, Łódź, Ελλάδα, Київ", "x".repeat(40)));

        assertThat(new Preflight(PdfLimits.DEFAULT)
                        .check(withHeaders(source, longest))
                        .findings())
                .isEqualTo(before);
        assertThat(findings).isEmpty();
    }

    @Test
    void isTheSameForTheSameText() throws IOException {
        Path source = SamplePdfs.report(3).save(file("report"));

        assertThat(withHeaders(source, headers(3))).hasSameBinaryContentAs(withHeaders(source, headers(3)));
    }

    @Test
    void filesWithOtherTextsDifferEvenIfNoPageShowsThem() throws IOException {
        Path source = page(new PDPage(PDRectangle.A4), 1, 1);
        PageHeader other = new PageHeader(List.of("Other"));

        byte[] one = Files.readAllBytes(withHeaders(source, HEADER));

        assertThat(findings).hasSize(1);
        assertThat(Files.readAllBytes(withHeaders(source, other))).isNotEqualTo(one);
    }

    @Test
    void whatItShowsDoesNotCountIfItHasAnIdentityOfItsOwn() throws IOException {
        Path source = SamplePdfs.report(2).save(file("report"));
        Path changed = page(new PDPage(PDRectangle.A4), 30, 30);
        PageHeader tomorrow = new PageHeader(List.of("Muster GmbH", "B-1, 30. November 2026", "Seite 1"));
        String headers = "a".repeat(64);
        String fingerprint = fingerprint(withHeaders(source, HEADER, HEADER), headers);

        assertThat(fingerprint(withHeaders(source, tomorrow, tomorrow), headers))
                .isEqualTo(fingerprint);
        assertThat(fingerprint(withHeaders(source, HEADER, HEADER), "b".repeat(64)))
                .isNotEqualTo(fingerprint);
        assertThat(fingerprint(withHeaders(changed, HEADER), headers)).isNotEqualTo(fingerprint);
        Path nearly = page(new PDPage(PDRectangle.A4), 30, 30.5);
        assertThat(fingerprint(withHeaders(changed, HEADER), headers))
                .isNotEqualTo(fingerprint(withHeaders(nearly, HEADER), headers));
        Path full = page(new PDPage(PDRectangle.A4), 1, 1);
        Path fuller = page(new PDPage(PDRectangle.A4), 1, 0.5);
        assertThat(fingerprint(withHeaders(full, HEADER), headers))
                .isEqualTo(fingerprint(withHeaders(full, tomorrow), headers))
                .isNotEqualTo(fingerprint(withHeaders(fuller, HEADER), headers));
        // Without, every letter counts.
        assertThat(ContentFingerprint.of(withHeaders(source, tomorrow, tomorrow), PdfLimits.DEFAULT)
                        .value())
                .isNotEqualTo(ContentFingerprint.of(withHeaders(source, HEADER, HEADER), PdfLimits.DEFAULT)
                        .value());
    }

    private static String fingerprint(Path file, String headers) throws IOException {
        return ContentFingerprint.of(file, PdfLimits.DEFAULT, Optional.empty(), Optional.of(headers))
                .value();
    }

    @Test
    void refusesWhatDoesNotFitIntoOneLineOrIsNotInItsFont() throws IOException {
        Path source = page(new PDPage(PDRectangle.A4), 30, 30);

        assertThatThrownBy(() -> withHeaders(source, new PageHeader(List.of("x".repeat(120)))))
                .isInstanceOfSatisfying(
                        PageTextException.class, it -> assertThat(it.reason()).isEqualTo(Reason.TOO_LONG));
        assertThatThrownBy(() -> withHeaders(source, new PageHeader(List.of("A rocket \uD83D\uDE80"))))
                .isInstanceOfSatisfying(
                        PageTextException.class, it -> assertThat(it.detail()).isEqualTo("U+1F680"));
        assertThat(text(withHeaders(source, new PageHeader(Arrays.asList(" ", ""))), 1))
                .startsWith("Everything");
    }

    @Test
    void doesNotFitOnNarrowPages() throws IOException {
        Path receipt = page(new PDPage(new PDRectangle(230, 600)), 30, 30);

        withHeaders(receipt, HEADER);

        assertThat(findings).extracting(Finding::kind).containsExactly(Kind.PAGE_TOO_NARROW);
    }

    @Test
    void isSmallerWhereTheMarginIsLow() throws IOException {
        Path source = page(new PDPage(PDRectangle.A4), 11, 5);

        String text = text(withHeaders(source, HEADER), 1);

        assertThat(findings).isEmpty();
        assertThat(text).contains("Muster GmbH");
        assertThat(text(withHeaders(page(new PDPage(PDRectangle.A4), 10, 5), HEADER), 1))
                .doesNotContain("Muster GmbH");
    }

    @Test
    void staysAwayFromWhatIsDrawnElsewhereOnly() throws IOException {
        String logo = "100 0 0 60 250 780 cm /I Do";
        byte[] pdf = RawPdf.page("/XObject <</I 5 0 R>>", logo).stream(PICTURE_OF_UNKNOWN_FORMAT, "")
                .end();
        Path source = Files.write(file("logo"), pdf);

        withHeaders(source, HEADER);

        assertThat(findings).extracting(Finding::kind).containsExactly(Kind.NO_MARGIN);
    }
}
