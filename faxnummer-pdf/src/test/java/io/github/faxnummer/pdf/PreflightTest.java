package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.RawPdf;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import io.github.faxnummer.pdf.testing.SamplePdfs.Drawing;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentGroup;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentProperties;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {

    @TempDir
    private Path folder;

    private PdfFacts check(Path file) throws IOException {
        return new Preflight(PdfLimits.DEFAULT).check(file);
    }

    private PdfFacts check(byte[] content) throws IOException {
        return check(Files.write(folder.resolve("it.pdf"), content));
    }

    /** Returns the kinds of findings on a page with some text and this drawing. */
    private List<Kind> kinds(Drawing drawing) throws IOException {
        return findings(drawing).stream().map(Finding::kind).toList();
    }

    private List<Finding> findings(Drawing drawing) throws IOException {
        Path file = SamplePdfs.a4(folder.resolve("it.pdf"), (document, page, content) -> {
            SamplePdfs.paragraph(content, 780);
            drawing.draw(document, page, content);
        });
        return withoutPlaces(check(file));
    }

    private static List<Finding> withoutPlaces(PdfFacts facts) {
        return facts.findings().stream()
                .map(it -> new Finding(it.kind(), it.page(), it.detail()))
                .toList();
    }

    @Test
    void findsNothingInBlackAndWhiteReport() throws IOException {
        PdfFacts facts = check(SamplePdfs.report(3).save(folder.resolve("it.pdf")));

        assertThat(facts.findings()).isEmpty();
        assertThat(facts.isFaxable()).isTrue();
        assertThat(facts.version()).isEqualTo("1.6");
        assertThat(facts.pages()).hasSize(3).allMatch(PageSize::isUsual);
    }

    @Test
    void reportsLengthAndChecksum() throws Exception {
        Path file = SamplePdfs.report(1).save(folder.resolve("it.pdf"));
        byte[] content = Files.readAllBytes(file);

        PdfFacts facts = check(file);

        assertThat(facts.bytes()).isEqualTo(content.length);
        assertThat(facts.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }

    @Test
    void readsFileLargerThanMemoryShare() throws IOException {
        BufferedImage noise = new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 1_000_000; i++) {
            noise.setRGB(i % 1000, i / 1000, random.nextInt());
        }
        Path file = SamplePdfs.a4(
                folder.resolve("it.pdf"),
                (document, page, content) ->
                        content.drawImage(LosslessFactory.createFromImage(document, noise), 100, 100, 200, 200));
        PdfLimits small = new PdfLimits(100, PdfLimits.DEFAULT.bytes(), PdfLimits.DEFAULT.time(), Files.size(file) * 7);

        assertThat(new Preflight(small).check(file)).isEqualTo(check(file));
    }

    @Test
    void rejectsTruncatedFile() throws IOException {
        byte[] whole = Files.readAllBytes(SamplePdfs.report(2).save(folder.resolve("it.pdf")));

        for (int tenths = 0; tenths < 10; tenths++) {
            PdfFacts facts = check(Arrays.copyOf(whole, whole.length * tenths / 10));
            assertThat(facts.findings()).extracting(Finding::kind).containsExactly(Kind.NOT_A_PDF);
        }
    }

    @Test
    void warnsAboutFileWithAllPagesAndWithoutEnd() throws IOException {
        String whole = new String(
                Files.readAllBytes(SamplePdfs.report(2).save(folder.resolve("it.pdf"))), StandardCharsets.ISO_8859_1);
        byte[] withoutEnd = whole.replace("%%EOF", "").getBytes(StandardCharsets.ISO_8859_1);

        PdfFacts facts = check(withoutEnd);

        assertThat(facts.pages()).hasSize(2);
        assertThat(facts.findings()).extracting(Finding::kind).containsExactly(Kind.REPAIRED);
    }

    @Test
    void warnsAboutWholeTableWithoutEndAndAboutBytesThatHideTheEnd() throws IOException {
        String whole = new String(RawPdf.page("", "0 0 m 500 500 l S").end(), StandardCharsets.ISO_8859_1);
        String cut = whole.substring(0, whole.indexOf("startxref"));
        String cutInTrailer = cut.substring(0, cut.lastIndexOf(">>")) + "/ID [<904e\u00a4";
        String hidden = whole + "\u00e4\u0001x".repeat(2_000);

        for (String text : List.of(cut, cutInTrailer, hidden)) {
            PdfFacts facts = check(text.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(facts.pages()).hasSize(1);
            assertThat(facts.findings()).extracting(Finding::kind).contains(Kind.REPAIRED);
        }
    }

    @Test
    void rejectsUpdateThatIsCutOff() throws IOException {
        String whole = new String(RawPdf.page("", "0 0 m 500 500 l S").end(), StandardCharsets.ISO_8859_1);
        String update = whole + "9 0 obj\n<</Length 9000>>\nstream\n" + "0 0 m ".repeat(1_000);

        assertThat(check(update.getBytes(StandardCharsets.ISO_8859_1)).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.NOT_A_PDF);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 600, 1_500})
    void rejectsUpdateThatIsCutOffInItsTrailer(int comment) throws IOException {
        String whole = new String(RawPdf.page("", "0 0 m 500 500 l S").end(), StandardCharsets.ISO_8859_1);
        String update = whole + "9 0 obj\n<</Changed true>>\nendobj\n%" + "x".repeat(comment)
                + "\nxref\n9 1\n0000000500 00000 n \ntrailer\n<</Size 10 /Root 1 0 R>>\n";

        assertThat(check(update.getBytes(StandardCharsets.ISO_8859_1)).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.NOT_A_PDF);
    }

    @Test
    void rejectsFileWithOwnerPasswordWithoutItsEnd() throws IOException {
        Path file = SamplePdfs.report(1).save(folder.resolve("it.pdf"));
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
            document.save(folder.resolve("locked.pdf").toFile(), CompressParameters.NO_COMPRESSION);
        }
        String whole = Files.readString(folder.resolve("locked.pdf"), StandardCharsets.ISO_8859_1);
        String cut = whole.substring(0, whole.indexOf("startxref") - 1);
        String cutInTrailer =
                whole.replaceAll("(?s)/Encrypt.*", "/ID [<904e").replaceFirst("(?s)trailer.<<", "$0 /Root 1 0 R ");

        assertThat(cut).contains("/Encrypt");
        for (String text : List.of(cut, cutInTrailer)) {
            assertThat(check(text.getBytes(StandardCharsets.ISO_8859_1)).findings())
                    .extracting(Finding::kind)
                    .containsExactly(Kind.NOT_A_PDF);
        }
    }

    @Test
    void acceptsBytesBeforeHeaderAndAfterEnd() throws IOException {
        byte[] whole = Files.readAllBytes(SamplePdfs.report(1).save(folder.resolve("it.pdf")));
        byte[] late = ("\n".repeat(900) + new String(whole, StandardCharsets.ISO_8859_1) + "\n\n<html>")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(check(late).isFaxable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'',true", "secret,false"})
    void rejectsOnlyUserPassword(String password, boolean faxable) throws IOException {
        Path file = SamplePdfs.report(1).save(folder.resolve("it.pdf"));
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
            document.save(folder.resolve("locked.pdf").toFile());
        }

        PdfFacts facts = check(folder.resolve("locked.pdf"));

        assertThat(facts.isFaxable()).isEqualTo(faxable);
        assertThat(facts.findings()).extracting(Finding::kind).isEqualTo(faxable ? List.of() : List.of(Kind.ENCRYPTED));
    }

    @Test
    void pageSizeHonorsRotationCropBoxAndUserUnit() throws IOException {
        PDPage turned = new PDPage(PDRectangle.A4);
        turned.setRotation(90);
        PDPage cropped = new PDPage(PDRectangle.A3);
        cropped.setCropBox(new PDRectangle(10, 20, PDRectangle.A4.getWidth(), PDRectangle.A4.getHeight()));
        PDPage scaled = new PDPage(new PDRectangle(297.64f, 420.94f));
        scaled.getCOSObject().setFloat(COSName.getPDFName("UserUnit"), 2);
        Path file = SamplePdfs.pdf()
                .page(turned, (document, page, content) -> {})
                .page(cropped, (document, page, content) -> {})
                .page(scaled, (document, page, content) -> {})
                .save(folder.resolve("it.pdf"));

        List<PageSize> pages = check(file).pages();

        assertThat(pages.get(0).width()).isBetween(296.9, 297.1);
        assertThat(pages.get(0).height()).isBetween(209.9, 210.1);
        assertThat(pages.get(1).width()).isBetween(209.9, 210.1);
        assertThat(pages.get(2).height()).isBetween(296.9, 297.1);
    }

    @Test
    void reportsUnusualPageSize() throws IOException {
        Drawing text = (document, page, content) -> SamplePdfs.paragraph(content, 300);
        Path file = SamplePdfs.pdf()
                .page(PDRectangle.A4, text)
                .page(PDRectangle.LETTER, text)
                .page(SamplePdfs.LANDSCAPE, text)
                .page(PDRectangle.A3, text)
                .page(PDRectangle.A5, text)
                .save(folder.resolve("it.pdf"));

        assertThat(check(file).findings())
                .contains(
                        new Finding(Kind.PAGE_SHAPE, 3, "297 x 210 mm"),
                        new Finding(Kind.PAGE_SCALED, 4, "297 x 420 mm"),
                        new Finding(Kind.PAGE_SHAPE, 5, "148 x 210 mm"))
                .extracting(Finding::kind)
                .containsOnly(Kind.PAGE_SCALED, Kind.PAGE_SHAPE);
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 595 842, 0 0 595 842, ''",
        "0 0 605 852, 5 5 600 847, CropBox",
        "100 50 695 892, 100 50 695 892, MediaBox",
        // Programs show the whole page if the boxes lie apart.
        "0 0 595 842, 1000 1000 1100 1100, ''"
    })
    void reportsUnusualBox(String media, String crop, String box) throws IOException {
        byte[] pdf = RawPdf.page(
                        "/MediaBox [" + media + "] /CropBox [" + crop + "] /Resources"
                                + " <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>",
                        "",
                        "BT /F 12 Tf 200 600 Td (A report of some length, and more of it) Tj ET"
                                .getBytes(StandardCharsets.US_ASCII))
                .end();

        assertThat(check(pdf).findings())
                .isEqualTo(box.isEmpty() ? List.of() : List.of(new Finding(Kind.PAGE_SHAPE, 1, box)));
    }

    @ParameterizedTest
    @CsvSource({"0.6,0,true", "0.9,0,false", "0.3,1,false", "0.6,0.5,true"})
    void reportsTextOnGroundThatMayBecomeBlack(float ground, float text, boolean lost) throws IOException {
        List<Finding> found = findings((document, page, content) -> {
            content.setNonStrokingColor(ground);
            content.addRect(50, 290, 300, 40);
            content.fill();
            content.setNonStrokingColor(text);
            SamplePdfs.text(content, 12, 60, 300, "Total 42");
        });

        assertThat(found.contains(new Finding(Kind.TEXT_ON_GREY, 1, "Total 42")))
                .isEqualTo(lost);
    }

    @Test
    void ignoresBlankOnGroundBeforeText() throws IOException {
        assertThat(kinds((document, page, content) -> {
                    content.setNonStrokingColor(0.6f);
                    content.addRect(50, 296, 52, 14);
                    content.fill();
                    content.setNonStrokingColor(0f);
                    SamplePdfs.text(content, 11, 100, 300, " in 212 tests");
                }))
                .doesNotContain(Kind.TEXT_ON_GREY);
    }

    @ParameterizedTest
    @CsvSource({"0.6,true", "1.2,false"})
    void reportsBarsUnderTwoDots(float module, boolean tooFine) throws IOException {
        List<Kind> kinds = kinds((document, page, content) -> {
            for (int bar = 0; bar < 30; bar++) {
                content.addRect(100 + bar * 3 * module, 300, module, 30);
                content.fill();
            }
        });

        assertThat(kinds.contains(Kind.FINE_BARS)).isEqualTo(tooFine);
    }

    @ParameterizedTest
    @CsvSource({
        "/TR <</FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1>>, TR",
        "/TR2 [/Identity /Identity /Identity <</FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1>>], TR",
        "/TR /Identity,",
        "/TR2 /Default,",
        "/ca .5,",
    })
    void reportsTransferFunction(String state, @Nullable String effect) throws IOException {
        byte[] pdf = RawPdf.page(
                        "/ExtGState <</G <<" + state + ">>>>", "/G gs 0 g 50 50 300 300 re f 50 400 300 300 re f")
                .end();

        assertThat(effects(pdf)).isEqualTo(effect == null ? List.of() : List.of(effect));
    }

    @ParameterizedTest
    @CsvSource({"/K true, /ca 0, K", "/K true, /SMask <</S /Alpha /G 5 0 R>>, K", "/K true, /ca 1,", "/I true, /ca 0,"})
    void reportsGroupWithKnockout(String group, String state, @Nullable String effect) throws IOException {
        byte[] pdf = RawPdf.page("/XObject <</X 5 0 R>>", "/X Do").stream(
                        "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group <</S /Transparency " + group + ">>"
                                + " /Resources <</ExtGState <</G <<" + state + ">>>>>>",
                        "0 g 50 50 300 300 re f")
                .end();

        assertThat(effects(pdf)).isEqualTo(effect == null ? List.of() : List.of(effect));
    }

    @ParameterizedTest
    @CsvSource({"/K true, .5, K", "/K true, 1,", "/I true, .5,"})
    void reportsPageWithKnockout(String group, String alpha, @Nullable String effect) throws IOException {
        byte[] pdf = RawPdf.page(
                        "/MediaBox [0 0 595 842] /Group <</S /Transparency " + group + ">>"
                                + " /Resources <</ExtGState <</G <</ca " + alpha + ">>>>>>",
                        "",
                        "/G gs 50 50 300 300 re f 250 250 300 300 re f".getBytes(StandardCharsets.US_ASCII))
                .end();

        assertThat(effects(pdf)).isEqualTo(effect == null ? List.of() : List.of(effect));
    }

    private List<String> effects(byte[] pdf) throws IOException {
        return check(pdf).findings().stream()
                .filter(it -> it.kind() == Kind.EFFECT_DIFFERS)
                .map(Finding::detail)
                .toList();
    }

    @Test
    void reportsPageThatKeepsTheLineBusy() throws IOException {
        Random random = new Random(1);
        BufferedImage noise = new BufferedImage(1728, 2292, BufferedImage.TYPE_BYTE_BINARY);
        for (int i = 0; i < 1728 * 2292; i++) {
            noise.setRGB(i % 1728, i / 1728, random.nextBoolean() ? 0 : 0xFFFFFF);
        }
        Path file = SamplePdfs.pdf()
                .page(PDRectangle.A4, (document, page, content) -> SamplePdfs.paragraph(content, 700))
                .page(
                        PDRectangle.A4,
                        (document, page, content) ->
                                content.drawImage(LosslessFactory.createFromImage(document, noise), 0, 0, 595, 842))
                .save(folder.resolve("it.pdf"));

        PdfFacts facts = check(file);

        assertThat(facts.findings())
                .filteredOn(it -> it.kind() == Kind.LONG_ON_LINE)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.page()).isEqualTo(2);
                    assertThat(it.detail()).matches("[0-9]+ min");
                });
        assertThat(facts.pageSeconds().get(0).predicted()).isLessThan(180);
    }

    /** A bar code turned by 90 degrees, or drawn with strokes, as of a label. */
    @ParameterizedTest
    @CsvSource({
        "0.6, false, true, true",
        "0.6, true, false, true",
        "0.6, true, true, true",
        "1.2, false, true, false",
        "1.2, true, false, false",
        "1.2, true, true, false"
    })
    void reportsBarsThatAreStrokedOrTurned(float module, boolean stroked, boolean turned, boolean tooFine)
            throws IOException {
        List<Kind> kinds = kinds((document, page, content) -> {
            float at = 0;
            for (int bar = 0; bar < 30; bar++) {
                float width = module * (1 + bar % 3);
                content.setLineWidth(width);
                if (stroked) {
                    float middle = at + width / 2;
                    content.moveTo(turned ? 100 : 100 + middle, turned ? 300 + middle : 300);
                    content.lineTo(turned ? 130 : 100 + middle, turned ? 300 + middle : 330);
                    content.stroke();
                } else {
                    content.addRect(100, 300 + at, 30, width);
                    content.fill();
                }
                at += width + module * (1 + bar / 2 % 3);
            }
        });

        assertThat(kinds.contains(Kind.FINE_BARS)).isEqualTo(tooFine);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotTakeGridOrHatchingForBars(boolean stroked) throws IOException {
        assertThat(kinds((document, page, content) -> {
                    content.setLineWidth(0.4f);
                    for (int line = 0; line < 60; line++) {
                        float at = 200 + line * 5.67f;
                        if (stroked) {
                            content.moveTo(at, 200);
                            content.lineTo(at, 540);
                            content.moveTo(200, at);
                            content.lineTo(540, at);
                            content.stroke();
                        } else {
                            content.addRect(200, at, 340, 0.4f);
                            content.fill();
                        }
                    }
                }))
                .doesNotContain(Kind.FINE_BARS);
    }

    @Test
    void doesNotTakeLinesOfTableForBars() throws IOException {
        assertThat(kinds((document, page, content) -> {
                    for (int cell = 0; cell < 100; cell++) {
                        content.addRect(100 + cell % 10 * 40, 300 + cell / 10 * 15, 0.5f, 15);
                        content.fill();
                    }
                }))
                .isEmpty();
    }

    @Test
    void ignoresFilledPartsWithoutArea() throws IOException {
        assertThat(kinds((document, page, content) -> {
                    content.addRect(100, 300, 300, 0);
                    content.addRect(100, 310, 300, 2);
                    content.fill();
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"838,Page 1,true", "828,Page 1,true", "815,Page 1,false", "838,' ',false", "850,Page 1,false"})
    void reportsTextUnderHeaderLine(float baseline, String text, boolean covered) throws IOException {
        List<Finding> found = findings((document, page, content) -> SamplePdfs.text(content, 12, 100, baseline, text));

        assertThat(found).isEqualTo(covered ? List.of(new Finding(Kind.UNDER_HEADER, 1, "Page 1")) : List.of());
    }

    @ParameterizedTest
    @CsvSource({"2,Page 1,true", "8,Page 1,true", "14,Page 1,false", "5,' ',false", "-14,Page 1,false"})
    void reportsTextAtLowerEdge(float baseline, String text, boolean lost) throws IOException {
        List<Finding> found = findings((document, page, content) -> SamplePdfs.text(content, 12, 100, baseline, text));

        assertThat(found).isEqualTo(lost ? List.of(new Finding(Kind.LOWER_EDGE, 1, "Page 1")) : List.of());
    }

    @ParameterizedTest
    @CsvSource({"LETTERS,true", "EDGE,false", "DIRT,false", "GREY,false"})
    void reportsLettersOfScanAtLowerEdge(ScanTop edge, boolean lost) throws IOException {
        List<Kind> kinds = kinds((document, page, content) -> {
            BufferedImage scan = scan(edge);
            // Turned round: what is in the first rows is in the last ones.
            content.drawImage(LosslessFactory.createFromImage(document, scan), new Matrix(-595, 0, 0, -108, 595, 108));
        });

        assertThat(kinds.contains(Kind.LOWER_EDGE)).isEqualTo(lost);
    }

    @Test
    void lowerEdgeIsThatOfThePaper() throws IOException {
        Path shorter = SamplePdfs.pdf()
                .page(PDRectangle.A5, (document, page, content) -> SamplePdfs.text(content, 12, 100, 2, "Page 1"))
                .save(folder.resolve("a5.pdf"));

        assertThat(new Preflight(PdfLimits.DEFAULT).check(shorter).findings())
                .extracting(Finding::kind)
                .doesNotContain(Kind.LOWER_EDGE);
    }

    @ParameterizedTest
    @CsvSource({"LETTERS,true", "EDGE,false", "DIRT,false", "GREY,false"})
    void reportsLettersOfScanUnderHeaderLine(ScanTop top, boolean covered) throws IOException {
        List<Kind> kinds = kinds((document, page, content) -> {
            BufferedImage scan = scan(top);
            content.drawImage(LosslessFactory.createFromImage(document, scan), 0, 842 - 108, 595, 108);
        });

        assertThat(kinds.contains(Kind.UNDER_HEADER)).isEqualTo(covered);
    }

    private static BufferedImage scan(ScanTop top) {
        BufferedImage scan = new BufferedImage(1654, 300, top.type);
        Graphics2D graphics = scan.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, scan.getWidth(), scan.getHeight());
        graphics.setColor(Color.BLACK);
        top.paint(graphics);
        graphics.dispose();
        return scan;
    }

    /** What is in the first rows of a scan at 200 dpi. */
    private enum ScanTop {
        LETTERS(BufferedImage.TYPE_BYTE_BINARY) {
            @Override
            void paint(Graphics2D graphics) {
                for (int letter = 0; letter < 40; letter++) {
                    graphics.drawRect(200 + letter * 20, 6, 12, 18);
                }
            }
        },
        EDGE(BufferedImage.TYPE_BYTE_BINARY) {
            @Override
            void paint(Graphics2D graphics) {
                graphics.fillRect(0, 0, 1654, 20);
                graphics.fillRect(0, 0, 30, 300);
            }
        },
        DIRT(BufferedImage.TYPE_BYTE_BINARY) {
            @Override
            void paint(Graphics2D graphics) {
                for (int speck = 0; speck < 20; speck++) {
                    graphics.fillRect(100 + speck * 70, speck * 7 % 30, 2, 2);
                }
            }
        },
        GREY(BufferedImage.TYPE_BYTE_GRAY) {
            @Override
            void paint(Graphics2D graphics) {
                graphics.setPaint(new GradientPaint(0, 0, Color.GRAY, 0, 300, Color.WHITE));
                graphics.fillRect(0, 0, 1654, 300);
            }
        };

        private final int type;

        ScanTop(int type) {
            this.type = type;
        }

        abstract void paint(Graphics2D graphics);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00A0"})
    void ignoresSmallBlanks(String blank) throws IOException {
        assertThat(kinds((document, page, content) -> SamplePdfs.text(content, 2.6f, 100, 300, blank)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.96,true", "0.8,true"})
    void plainGroundIsNearlyEmpty(float ground, boolean empty) throws IOException {
        Path file = SamplePdfs.a4(folder.resolve("it.pdf"), (document, page, content) -> {
            content.setNonStrokingColor(ground);
            content.addRect(0, 0, 595, 842);
            content.fill();
        });

        assertThat(check(file).findings().contains(new Finding(Kind.NEARLY_EMPTY, 1, "")))
                .isEqualTo(empty);
    }

    @ParameterizedTest
    @CsvSource({"0 0 0,0.6 0.6 0.6,GREY", "0 0 0,1 0 0,COLOUR"})
    void gradientOfGreysIsNotColoured(String from, String to, Kind kind) throws IOException {
        byte[] pdf = RawPdf.page(
                        "/Shading <</S <</ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 500 0] /Function"
                                + " <</FunctionType 2 /Domain [0 1] /C0 [" + from + "] /C1 [" + to + "] /N 1>>>>>>",
                        "/S sh")
                .end();

        assertThat(check(pdf).findings()).extracting(Finding::kind).contains(kind);
    }

    @Test
    void reportsManyPagesAndLargeFile() throws IOException {
        Path file = SamplePdfs.report(3).save(folder.resolve("it.pdf"));
        PdfLimits limits = new PdfLimits(2, 100, PdfLimits.DEFAULT.time(), PdfLimits.DEFAULT.memory());

        assertThat(new Preflight(limits).check(file).findings())
                .containsExactly(new Finding(Kind.LARGE_FILE, 0, "0.0 MB"), new Finding(Kind.MANY_PAGES, 0, "3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", " ", "\u00ef\u00bb\u00bf", "HTTP/1.1 200 OK\r\n\r\n"})
    void warnsOfBytesBeforeTheHeader(String before) throws IOException {
        byte[] bytes = before.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(bytes);
        content.write(Files.readAllBytes(SamplePdfs.report(1).save(folder.resolve("it.pdf"))));
        Path file = Files.write(folder.resolve("shifted.pdf"), content.toByteArray());
        PdfLimits read = new PdfLimits(100, 2 << 20, PdfLimits.DEFAULT.time(), 1 << 20);

        for (PdfLimits limits : List.of(PdfLimits.DEFAULT, read)) {
            assertThat(new Preflight(limits).check(file).findings())
                    .contains(new Finding(Kind.BYTES_BEFORE_HEADER, 0, String.valueOf(bytes.length)));
        }
    }

    @Test
    void warnsFromTwoMegabytesOn() throws IOException {
        byte[] report = Files.readAllBytes(SamplePdfs.report(1).save(folder.resolve("it.pdf")));
        for (int length : List.of((2 << 20) - 1, 2 << 20)) {
            Path file = Files.write(folder.resolve(length + ".pdf"), Arrays.copyOf(report, length));
            assertThat(check(file).findings().stream().anyMatch(it -> it.kind() == Kind.LARGE_FILE))
                    .isEqualTo(length == 2 << 20);
        }
    }

    @Test
    void reportsColorOncePerPage() throws IOException {
        assertThat(kinds((document, page, content) -> {
                    for (int i = 0; i < 100; i++) {
                        content.setNonStrokingColor(0.1f, 0.2f, i / 100f);
                        content.addRect(i * 2, i * 2, 40, 40);
                        content.fill();
                    }
                }))
                .containsExactly(Kind.COLOUR);
    }

    @Test
    void reportsGreyWithoutColor() throws IOException {
        assertThat(kinds((document, page, content) -> {
                    content.setNonStrokingColor(0.5f, 0.5f, 0.5f);
                    content.addRect(100, 100, 40, 40);
                    content.fill();
                }))
                .containsExactly(Kind.GREY);
    }

    @Test
    void reportsTransparentBlackAsGrey() throws IOException {
        assertThat(kinds((document, page, content) -> {
                    PDExtendedGraphicsState half = new PDExtendedGraphicsState();
                    half.setNonStrokingAlphaConstant(0.5f);
                    content.setGraphicsStateParameters(half);
                    content.addRect(100, 100, 40, 40);
                    content.fill();
                }))
                .containsExactly(Kind.GREY);
    }

    @Test
    void ignoresBlackAndWhiteInEveryColorSpace() throws IOException {
        assertThat(kinds((document, page, content) -> {
                    content.setNonStrokingColor(1f, 1f, 1f);
                    content.addRect(0, 0, 300, 300);
                    content.fill();
                    content.setNonStrokingColor(0f, 0f, 0f, 1f);
                    content.addRect(100, 100, 40, 40);
                    content.fill();
                    content.setNonStrokingColor(0f, 0f, 0f, 0f);
                    SamplePdfs.text(content, 2, 100, 400, "white text as fine as it likes");
                    content.setLineWidth(0.01f);
                    content.setStrokingColor(1f);
                    content.moveTo(0, 0);
                    content.lineTo(100, 100);
                    content.stroke();
                }))
                .isEmpty();
    }

    @Test
    void ignoresContentOutsidePage() throws IOException {
        assertThat(kinds((document, page, content) -> {
                    content.setNonStrokingColor(1f, 0f, 0f);
                    content.addRect(-100, -100, 50, 50);
                    content.fill();
                    SamplePdfs.text(content, 2, 1000, 400, "crop mark");
                }))
                .isEmpty();
    }

    @Test
    void ignoresClippedContent() throws IOException {
        assertThat(kinds((document, page, content) -> {
                    content.addRect(0, 0, 50, 50);
                    content.clip();
                    content.setNonStrokingColor(1f, 0f, 0f);
                    content.addRect(100, 100, 50, 50);
                    content.fill();
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"12,", "8,", "7,", "6,'6.0 pt, 204 x 98 dpi'", "3,'3.0 pt, 204 x 196 dpi'"})
    void reportsTextWithFewerThanFiveRows(float size, String detail) throws IOException {
        assertThat(findings((document, page, content) -> SamplePdfs.text(content, size, 60, 300, "fine print")))
                .isEqualTo(detail == null ? List.of() : List.of(new Finding(Kind.FINE_TEXT, 1, detail)));
    }

    @Test
    void measuresTextInPrintedSize() throws IOException {
        assertThat(findings((document, page, content) -> {
                    content.saveGraphicsState();
                    content.transform(org.apache.pdfbox.util.Matrix.getScaleInstance(0.1f, 0.1f));
                    SamplePdfs.text(content, 120, 600, 3000, "large");
                    SamplePdfs.text(content, 50, 600, 2000, "small");
                    content.restoreGraphicsState();
                }))
                .containsExactly(new Finding(Kind.FINE_TEXT, 1, "5.0 pt, 204 x 98 dpi"));
    }

    @Test
    void measuresTextOnReducedPage() throws IOException {
        Path file = SamplePdfs.pdf()
                .page(PDRectangle.A3, (document, page, content) -> {
                    SamplePdfs.paragraph(content, 800);
                    SamplePdfs.text(content, 8, 60, 300, "readable on A3");
                })
                .save(folder.resolve("it.pdf"));

        assertThat(withoutPlaces(check(file))).contains(new Finding(Kind.FINE_TEXT, 1, "5.7 pt, 204 x 98 dpi"));
    }

    @ParameterizedTest
    @CsvSource({"0, 62, 292", "90, 62, 292", "180, 148, 3", "270, 148, 3"})
    void tellsWhereSmallTextStands(int rotation, int left, int top) throws IOException {
        Path file = SamplePdfs.pdf()
                .page(new PDRectangle(210 / 25.4f * 72, 297 / 25.4f * 72), (document, page, content) -> {
                    page.setRotation(rotation);
                    SamplePdfs.text(content, 4, 60 / 25.4f * 72, 3 / 25.4f * 72, "small");
                    SamplePdfs.paragraph(content, 780);
                })
                .save(folder.resolve("it.pdf"));

        assertThat(check(file).findings())
                .filteredOn(it -> it.kind() == Kind.FINE_TEXT)
                .singleElement()
                .extracting(Finding::place)
                .satisfies(it -> {
                    // A fax line is 2.6 mm wider than A4 on both sides; landscape pages are turned to portrait.
                    assertThat(it.left()).isCloseTo(left, within(3));
                    assertThat(it.top()).isCloseTo(top, within(2));
                    assertThat(Math.max(it.width(), it.height())).isBetween(2, 6);
                });
    }

    @Test
    void tellsWhereThinLineRuns() throws IOException {
        Path file = SamplePdfs.a4(folder.resolve("it.pdf"), (document, page, content) -> {
            SamplePdfs.paragraph(content, 780);
            content.setLineWidth(0.1f);
            content.moveTo(100, 242);
            content.lineTo(300, 242);
            content.stroke();
        });

        assertThat(check(file).findings())
                .filteredOn(it -> it.kind() == Kind.FINE_LINES)
                .singleElement()
                .extracting(Finding::place)
                .isEqualTo(new Place(37, 211, 72, 1));
    }

    @Test
    void ignoresInvisibleTextOfScan() throws IOException {
        assertThat(kinds((document, page, content) -> {
                    content.setRenderingMode(RenderingMode.NEITHER);
                    SamplePdfs.text(content, 2, 60, 300, "recognised");
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,", "0.5,", "0.36,", "0.25,0.25 pt", "0,0.00 pt"})
    void reportsLinesThinnerThanPixel(float width, String detail) throws IOException {
        assertThat(findings((document, page, content) -> {
                    content.setLineWidth(width);
                    content.moveTo(60, 100);
                    content.lineTo(200, 100);
                    content.stroke();
                }))
                .isEqualTo(detail == null ? List.of() : List.of(new Finding(Kind.FINE_LINES, 1, detail)));
    }

    @Test
    void reportsThinBarAsLine() throws IOException {
        assertThat(findings((document, page, content) -> {
                    content.addRect(60, 100, 200, 0.2f);
                    content.addRect(60, 100, 200, 20);
                    content.fill();
                }))
                .containsExactly(new Finding(Kind.FINE_LINES, 1, "0.20 pt"));
    }

    @Test
    void saysWhyPageTakesLongOnTheLine() throws IOException {
        BufferedImage noise = new BufferedImage(1728, 2291, BufferedImage.TYPE_BYTE_BINARY);
        Random random = new Random(1);
        for (int y = 0; y < noise.getHeight(); y++) {
            for (int x = 0; x < noise.getWidth(); x++) {
                noise.setRGB(x, y, random.nextBoolean() ? 0 : 0xFFFFFF);
            }
        }
        Path file = SamplePdfs.pdf()
                .page(PDRectangle.A4, (document, page, content) -> SamplePdfs.paragraph(content, 700))
                .page(PDRectangle.A4, (document, page, content) -> fill(document, content, noise))
                .page(
                        PDRectangle.A4,
                        (document, page, content) -> fill(document, content, SamplePdfs.photo(1240, 1754, true)))
                .save(folder.resolve("long.pdf"));

        for (PdfFacts facts : List.of(
                new Preflight(PdfLimits.DEFAULT).check(file),
                new Preflight(PdfLimits.DEFAULT, Rendering.AUTO)
                        .checkDrawn(file)
                        .drawn())) {
            assertThat(facts.findings())
                    .filteredOn(it -> it.detail().endsWith(" min"))
                    .extracting(it -> it.page() + " " + it.kind())
                    .containsExactly("2 LONG_ON_LINE", "3 HALFTONE_ON_LINE");
        }
    }

    private static void fill(PDDocument document, PDPageContentStream content, BufferedImage picture)
            throws IOException {
        content.drawImage(
                LosslessFactory.createFromImage(document, picture),
                0,
                0,
                PDRectangle.A4.getWidth(),
                PDRectangle.A4.getHeight());
    }

    @Test
    void reportsMissingFontOnEachPageThatUsesIt() throws IOException {
        String text = "BT /A 12 Tf 60 700 Td (A report of some length) Tj /H 12 Tf (and more of it) Tj ET";
        byte[] pdf = new RawPdf()
                        .object("<</Type /Catalog /Pages 2 0 R>>")
                        .object("<</Type /Pages /Kids [3 0 R 5 0 R 6 0 R] /Count 3 /MediaBox [0 0 595 842]"
                                + " /Resources <</Font <</A 8 0 R /H 9 0 R /E 10 0 R /C 12 0 R>>>>>>")
                        .object("<</Type /Page /Parent 2 0 R /Contents 4 0 R>>")
                        .stream("", text + " " + text)
                        .object("<</Type /Page /Parent 2 0 R /Contents [4 0 R 7 0 R]>>")
                        .object("<</Type /Page /Parent 2 0 R /Contents 14 0 R>>")
                        .stream("", "BT /C 12 Tf 60 600 Td (characters in pairs) Tj ET")
                        .object("<</Type /Font /Subtype /TrueType /BaseFont /Corporate-Bold>>")
                        .object("<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>")
                        .object("<</Type /Font /Subtype /TrueType /BaseFont /Corporate /FontDescriptor 11 0 R>>")
                        .object("<</Type /FontDescriptor /FontName /Corporate /FontFile2 4 0 R>>")
                        .object("<</Type /Font /Subtype /Type0 /BaseFont /Mincho /DescendantFonts [13 0 R]"
                                + " /Encoding /Identity-H>>")
                        .object("<</Type /Font /Subtype /CIDFontType2 /BaseFont /Mincho"
                                + " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>>>")
                        .stream("", text.replace("/A", "/E") + " BT 3 Tr /A 12 Tf (invisible) Tj ET")
                        .end();

        assertThat(check(pdf).findings())
                .containsExactly(
                        new Finding(Kind.FONT_NOT_EMBEDDED, 1, "Corporate-Bold"),
                        new Finding(Kind.FONT_NOT_EMBEDDED, 2, "Corporate-Bold"),
                        new Finding(Kind.FONT_NOT_EMBEDDED, 2, "Mincho"));
    }

    /** Its codes are numbers of glyphs, so that another font of this name draws other characters. */
    @Test
    void reportsCompositeFontWithNameOfStandardFont() throws IOException {
        byte[] pdf = RawPdf.page(
                        "/Font <</F <</Type /Font /Subtype /Type0 /BaseFont /ArialMT /Encoding /Identity-H"
                                + " /DescendantFonts [<</Type /Font /Subtype /CIDFontType2 /BaseFont /ArialMT"
                                + " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>>>]>>>>",
                        "BT /F 12 Tf 60 600 Td (characters in pairs) Tj ET")
                .end();

        assertThat(check(pdf).findings()).contains(new Finding(Kind.FONT_NOT_EMBEDDED, 1, "ArialMT"));
    }

    @Test
    void limitsNumberAndLengthOfFontNames() throws IOException {
        StringBuilder fonts = new StringBuilder();
        StringBuilder text = new StringBuilder("BT 60 700 Td ");
        for (int i = 0; i < 100; i++) {
            fonts.append("/F")
                    .append(i)
                    .append(" <</Type /Font /Subtype /TrueType /BaseFont /N" + i + "x".repeat(1000) + ">> ");
            text.append("/F").append(i).append(" 12 Tf (text) Tj ");
        }

        assertThat(check(RawPdf.page("/Font <<" + fonts + ">>", text + " ET").end())
                        .findings())
                .hasSize(5)
                .allSatisfy(it -> assertThat(it.detail()).startsWith("N").hasSizeLessThan(128));
    }

    @ParameterizedTest
    @CsvSource({"/JBIG2Decode, JBIG2", "/JPXDecode, JPEG2000", "[/FlateDecode /JPXDecode], JPEG2000"})
    void reportsUndecodableImage(String filter, String format) throws IOException {
        String image = "/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 1 /ColorSpace /DeviceGray";
        byte[] own = RawPdf.page("/XObject <</I 5 0 R>>", "500 0 0 500 0 0 cm /I Do").stream(
                        image + " /Filter " + filter, "")
                .end();
        byte[] asMask = RawPdf.page("/XObject <</I 5 0 R>>", "500 0 0 500 0 0 cm /I Do").stream(
                        image + " /SMask 6 0 R", new byte[18])
                .stream(image + " /Filter " + filter, "")
                .end();

        for (byte[] pdf : List.of(own, asMask)) {
            assertThat(check(pdf).findings()).contains(new Finding(Kind.PICTURE_NOT_DRAWN, 1, format));
        }
    }

    @Test
    void ignoresUndecodableImageOutsidePage() throws IOException {
        byte[] pdf = RawPdf.page("/XObject <</I 5 0 R>>", "500 0 0 500 900 0 cm /I Do").stream(
                        "/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 1 /Filter /JBIG2Decode",
                        "")
                .end();

        assertThat(check(pdf).findings()).extracting(Finding::kind).doesNotContain(Kind.PICTURE_NOT_DRAWN);
    }

    @Test
    void reportsNearlyEmptyPage() throws IOException {
        Path file = SamplePdfs.pdf()
                .page(PDRectangle.A4, (document, page, content) -> {})
                .page(PDRectangle.A4, (document, page, content) -> SamplePdfs.text(content, 10, 300, 20, "Page 2 of 3"))
                .page(PDRectangle.A4, (document, page, content) -> SamplePdfs.paragraph(content, 500))
                .page(PDRectangle.A4, (document, page, content) -> {
                    content.addRect(100, 100, 200, 300);
                    content.fill();
                })
                .save(folder.resolve("it.pdf"));

        assertThat(check(file).findings())
                .containsExactly(new Finding(Kind.NEARLY_EMPTY, 1, ""), new Finding(Kind.NEARLY_EMPTY, 2, ""));
    }

    @Test
    void findsNothingInBilevelScan() throws IOException {
        BufferedImage scan = new BufferedImage(1728, 2292, BufferedImage.TYPE_BYTE_BINARY);
        assertThat(kinds((document, page, content) ->
                        content.drawImage(CCITTFactory.createFromImage(document, scan), 0, 0, 595, 842)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void judgesImageByPixels(boolean colour) throws IOException {
        BufferedImage photo = SamplePdfs.photo(200, 200, colour);
        Kind expected = colour ? Kind.COLOUR : Kind.GREY;

        assertThat(kinds((document, page, content) ->
                        content.drawImage(LosslessFactory.createFromImage(document, photo), 100, 100, 200, 200)))
                .containsExactly(expected);
        assertThat(kinds((document, page, content) ->
                        content.drawImage(JPEGFactory.createFromImage(document, photo), 100, 100, 200, 200)))
                .containsExactly(expected);
    }

    @Test
    void findsNothingInBlackRgbScreenshot() throws IOException {
        BufferedImage screenshot = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        var graphics = screenshot.createGraphics();
        graphics.fillRect(0, 0, 400, 250);
        graphics.dispose();

        assertThat(kinds((document, page, content) ->
                        content.drawImage(LosslessFactory.createFromImage(document, screenshot), 100, 100)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsOnlyPrintedLayers(boolean printed) throws IOException {
        assertThat(kinds((document, page, content) -> {
                    PDOptionalContentProperties layers = new PDOptionalContentProperties();
                    PDOptionalContentGroup layer = new PDOptionalContentGroup("notes");
                    layers.addGroup(layer);
                    layers.setGroupEnabled(layer, printed);
                    document.getDocumentCatalog().setOCProperties(layers);
                    content.beginMarkedContent(COSName.OC, layer);
                    content.setNonStrokingColor(1f, 0f, 0f);
                    content.addRect(100, 100, 50, 50);
                    content.fill();
                    content.endMarkedContent();
                }))
                .isEqualTo(printed ? List.of(Kind.COLOUR) : List.of());
    }

    @ParameterizedTest
    @CsvSource({"4, COLOUR", "0, ANNOTATION_NOT_PRINTED", "6, "})
    void countsOnlyPrintedAnnotations(int flags, @Nullable Kind finding) throws IOException {
        byte[] content = RawPdf.page(
                        "/MediaBox [0 0 595 842] /Annots [5 0 R] /Resources <</Font <</F <</Type /Font /Subtype /Type1"
                                + " /BaseFont /Helvetica>>>>>>",
                        "",
                        "BT /F 12 Tf 50 700 Td (More than twenty characters of text) Tj ET"
                                .getBytes(StandardCharsets.ISO_8859_1))
                .object("<</Type /Annot /Subtype /Stamp /F " + flags + " /Rect [100 100 200 200] /AP <</N 6 0 R>>>>")
                .stream("/Type /XObject /Subtype /Form /BBox [0 0 99 99]", "1 0 0 rg 0 0 99 99 re f")
                .end();

        assertThat(check(content).findings())
                .extracting(Finding::kind)
                .isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @Test
    void knowsSpotColors() throws IOException {
        String function = "/Function <</FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 1 1 0] /N 1>>";
        String tint = function.substring("/Function ".length());
        assertThat(separation("/Black", tint)).isEmpty();
        assertThat(separation("/All", tint)).isEmpty();
        assertThat(separation("/None", tint)).isEmpty();
        assertThat(separation("/HKS#2013", tint)).containsExactly(Kind.COLOUR);
    }

    private List<Kind> separation(String name, String tint) throws IOException {
        byte[] content = RawPdf.page(
                        "/ColorSpace <</C [/Separation " + name + " /DeviceCMYK " + tint
                                + "]>> /Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>",
                        "/C cs 1 scn 0 0 99 99 re f 0 g BT /F 12 Tf 50 700 Td"
                                + " (More than twenty characters of text) Tj ET")
                .end();
        return check(content).findings().stream().map(Finding::kind).toList();
    }
}
