package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.Programs;
import io.github.faxnummer.pdf.testing.RawPdf;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import io.github.faxnummer.pdf.testing.SamplePdfs.Drawing;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewTest {

    private static final double ACROSS = 204 / 72.0;
    private static final double DOWN = 196 / 72.0;

    @TempDir
    private Path folder;

    private final Preview preview = new Preview(PdfLimits.DEFAULT);

    private List<FaxPage> draw(SamplePdfs pdf) throws IOException {
        List<FaxPage> pages = new ArrayList<>();
        preview.draw(pdf.save(folder.resolve("it.pdf")), Integer.MAX_VALUE, pages::add);
        return pages;
    }

    private static Drawing filled() {
        return (document, page, content) -> {
            content.addRect(
                    0, 0, page.getMediaBox().getWidth(), page.getMediaBox().getHeight());
            content.fill();
        };
    }

    /** Returns the bounds of all black pixels. */
    private static Rectangle black(FaxPage page) {
        BufferedImage image = page.image();
        int left = Integer.MAX_VALUE;
        int right = -1;
        int top = Integer.MAX_VALUE;
        int bottom = -1;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (isBlack(image, x, y)) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        return new Rectangle(left, top, right - left + 1, bottom - top + 1);
    }

    private static boolean isBlack(BufferedImage image, int x, int y) {
        return (image.getRGB(x, y) & 0xFFFFFF) == 0;
    }

    private static double darkness(FaxPage page, Rectangle area) {
        int dots = 0;
        for (int y = area.y; y < area.y + area.height; y++) {
            for (int x = area.x; x < area.x + area.width; x++) {
                dots += isBlack(page.image(), x, y) ? 1 : 0;
            }
        }
        return dots / (double) (area.width * area.height);
    }

    @Test
    void drawsBilevelPagesOfFaxWidth() throws IOException {
        List<FaxPage> pages = draw(SamplePdfs.sampler());

        assertThat(pages).extracting(FaxPage::number).containsExactly(1, 2, 3);
        assertThat(pages).allSatisfy(page -> {
            assertThat(page.image().getWidth()).isEqualTo(1728);
            assertThat(page.image().getHeight()).isEqualTo(2291);
            assertThat(page.image().getColorModel().getPixelSize()).isEqualTo(1);
        });
    }

    @Test
    void drawsNoMorePagesThanRequested() throws IOException {
        List<FaxPage> pages = new ArrayList<>();
        preview.draw(SamplePdfs.report(5).save(folder.resolve("it.pdf")), 2, pages::add);

        assertThat(pages).extracting(FaxPage::number).containsExactly(1, 2);
    }

    @Test
    void drawsLargePictureWithMaskReduced() throws IOException {
        Rectangle black = black(draw(SamplePdfs.pdf().page(PDRectangle.A4, (document, page, content) -> {
                    COSStream picture = grey(document, 9000, 4400, 0);
                    picture.setItem(COSName.SMASK, grey(document, 9000, 4400, 255));
                    content.drawImage(new PDImageXObject(new PDStream(picture), null), 100, 300, 300, 150);
                }))
                .get(0));

        assertThat(black.width / ACROSS).isBetween(298.0, 302.0);
        assertThat(black.height / DOWN).isBetween(148.0, 152.0);
    }

    /** Returns a picture of one tone. */
    private static COSStream grey(PDDocument document, int width, int height, int tone) throws IOException {
        COSStream picture = document.getDocument().createCOSStream();
        byte[] row = new byte[width];
        Arrays.fill(row, (byte) tone);
        try (OutputStream pixels = picture.createOutputStream(COSName.FLATE_DECODE)) {
            for (int y = 0; y < height; y++) {
                pixels.write(row);
            }
        }
        picture.setItem(COSName.SUBTYPE, COSName.IMAGE);
        picture.setItem(COSName.COLORSPACE, COSName.DEVICEGRAY);
        picture.setInt(COSName.BITS_PER_COMPONENT, 8);
        picture.setInt(COSName.WIDTH, width);
        picture.setInt(COSName.HEIGHT, height);
        return picture;
    }

    @Test
    void centersA4InOriginalSize() throws IOException {
        Rectangle black =
                black(draw(SamplePdfs.pdf().page(PDRectangle.A4, filled())).get(0));

        assertThat(black.width).isBetween(1685, 1688);
        assertThat(black.x).isBetween(19, 22);
        assertThat(black.y).isZero();
        assertThat(black.height).isBetween(2290, 2291);
    }

    @Test
    void doesNotEnlargeSmallPage() throws IOException {
        Rectangle black =
                black(draw(SamplePdfs.pdf().page(PDRectangle.A6, filled())).get(0));

        assertThat(black.getWidth())
                .isCloseTo(PDRectangle.A6.getWidth() * ACROSS, org.assertj.core.data.Offset.offset(2.0));
        assertThat(black.getHeight())
                .isCloseTo(PDRectangle.A6.getHeight() * DOWN, org.assertj.core.data.Offset.offset(2.0));
    }

    @Test
    void reducesLargePageProportionally() throws IOException {
        FaxPage page = draw(SamplePdfs.pdf().page(PDRectangle.A3, filled())).get(0);
        Rectangle black = black(page);

        assertThat(page.image().getHeight()).isEqualTo(2291);
        assertThat(black.getHeight() / DOWN / (black.getWidth() / ACROSS))
                .isCloseTo(Math.sqrt(2), org.assertj.core.data.Offset.offset(0.01));
    }

    @Test
    void keepsSizeOfLetter() throws IOException {
        Rectangle black =
                black(draw(SamplePdfs.pdf().page(PDRectangle.LETTER, filled())).get(0));

        assertThat(black.width).isEqualTo(1728);
        assertThat(black.height).isBetween(2155, 2157);
    }

    @Test
    void lengthensFaxPageForLongPage() throws IOException {
        FaxPage page = draw(SamplePdfs.pdf().page(PDRectangle.LEGAL, filled())).get(0);

        assertThat(page.image().getHeight()).isEqualTo(14 * 196);
    }

    @Test
    void shortWideStripStaysUpright() throws IOException {
        Rectangle black = black(
                draw(SamplePdfs.pdf().page(new PDRectangle(560, 100), filled())).get(0));

        assertThat(black.getWidth()).isCloseTo(560 * ACROSS, org.assertj.core.data.Offset.offset(2.0));
    }

    @Test
    void blackOfCmykHasNoHolesAndNearlyWhiteGroundNoDots() throws IOException {
        FaxPage page = draw(SamplePdfs.pdf().page(PDRectangle.A4, (document, it, content) -> {
                    content.setNonStrokingColor(0.96f);
                    content.addRect(0, 0, 595, 842);
                    content.fill();
                    content.setNonStrokingColor(0f, 0f, 0f, 1f);
                    content.addRect(100, 400, 72, 72);
                    content.fill();
                }))
                .get(0);
        Rectangle black = black(page);

        assertThat(black.getWidth()).isCloseTo(204, org.assertj.core.data.Offset.offset(2.0));
        assertThat(darkness(page, black)).isEqualTo(1);
    }

    @Test
    void barsFillEveryDotThatTheyTouch() throws IOException {
        FaxPage page = draw(SamplePdfs.pdf().page(PDRectangle.A4, (document, it, content) -> {
                    for (int bar = 0; bar < 30; bar++) {
                        content.addRect(100 + bar * 7.3f, 400, 0.4f, 20);
                        content.fill();
                    }
                }))
                .get(0);
        int middle = (842 - 410) * 196 / 72;
        int dots = 0;
        for (int x = 0; x < FaxPage.WIDTH; x++) {
            dots += (page.image().getRGB(x, middle) & 0xFF) == 0 ? 1 : 0;
        }

        // 1.13 dots wide: they touch two dots, and some of them three.
        assertThat(dots).isBetween(60, 70);
    }

    /** As in a figure four that is drawn as a path, whose inner triangle has the corners of a rectangle. */
    @Test
    void holesAndTrianglesAreNoBars() throws IOException {
        FaxPage page = draw(SamplePdfs.pdf().page(PDRectangle.A4, (document, it, content) -> {
                    content.addRect(100, 400, 10, 10);
                    content.moveTo(104, 404);
                    content.lineTo(104, 406.5f);
                    content.lineTo(106.5f, 404);
                    content.closePath();
                    content.fill();
                    content.moveTo(200, 400);
                    content.lineTo(202.5f, 400);
                    content.lineTo(202.5f, 402.5f);
                    content.closePath();
                    content.fill();
                    content.addRect(300, 400, 10, 10);
                    content.addRect(304, 404, 2, 2);
                    content.fillEvenOdd();
                }))
                .get(0);

        assertThat(darkness(page, dots(104.4, 404.4, 0.6, 0.6)))
                .as("hole of a triangle")
                .isZero();
        assertThat(darkness(page, dots(105.9, 405.9, 0.8, 0.8)))
                .as("beside that hole")
                .isEqualTo(1);
        assertThat(darkness(page, dots(200, 401.7, 0.7, 0.7)))
                .as("beside a triangle")
                .isZero();
        assertThat(darkness(page, dots(304, 404, 2, 2)))
                .as("hole of a rectangle")
                .isLessThan(0.2);
        assertThat(darkness(page, dots(303, 403, 0.6, 4)))
                .as("left of that hole")
                .isEqualTo(1);
    }

    /** Returns the dots whose centers are in an area of the page, in points. */
    private static Rectangle dots(double x, double y, double width, double height) {
        int left = (int) Math.ceil(x * ACROSS + (FaxPage.WIDTH - PDRectangle.A4.getWidth() * ACROSS) / 2 - 0.5);
        int top = (int) Math.ceil((842 - y - height) * DOWN - 0.5);
        return new Rectangle(left, top, (int) Math.round(width * ACROSS), (int) Math.round(height * DOWN));
    }

    @Test
    void rotatesLandscapeCounterclockwise() throws IOException {
        Drawing corner = (document, page, content) -> {
            content.addRect(0, page.getMediaBox().getHeight() - 30, 60, 30);
            content.fill();
        };
        Rectangle black =
                black(draw(SamplePdfs.pdf().page(SamplePdfs.LANDSCAPE, corner)).get(0));

        assertThat(black.x).isBetween(19, 22);
        assertThat(black.y + black.height).isBetween(2290, 2291);
        assertThat(black.getWidth()).isCloseTo(30 * ACROSS, org.assertj.core.data.Offset.offset(2.0));
        assertThat(black.getHeight()).isCloseTo(60 * DOWN, org.assertj.core.data.Offset.offset(2.0));
    }

    @Test
    void appliesPageRotation() throws IOException {
        PDPage turned = new PDPage(SamplePdfs.LANDSCAPE);
        turned.setRotation(90);
        Drawing corner = (document, page, content) -> {
            content.addRect(0, 0, 60, 30);
            content.fill();
        };
        Rectangle black = black(draw(SamplePdfs.pdf().page(turned, corner)).get(0));

        assertThat(black.y).isZero();
        assertThat(black.x).isBetween(19, 22);
    }

    /** Standard resolution has every second row. */
    @ParameterizedTest
    @CsvSource({"0.36,false", "0.5,false", "0.7,false", "0.36,true", "0.5,true", "0.7,true"})
    void flatLinesAreInEverySecondRow(float width, boolean turned) throws IOException {
        PDRectangle size = turned ? SamplePdfs.LANDSCAPE : PDRectangle.A4;
        FaxPage page = draw(SamplePdfs.pdf().page(size, (document, it, content) -> {
                    for (int i = 0; i < 30; i++) {
                        float at = 60 + i * 16.13f;
                        content.setLineWidth(width);
                        content.moveTo(turned ? at : 60, turned ? 60 : at);
                        content.lineTo(turned ? at : 120, turned ? 120 : at);
                        content.stroke();
                        content.addRect(turned ? at : 150, turned ? 150 : at, turned ? 8 : 60, turned ? 60 : 8);
                        content.stroke();
                        content.addRect(turned ? at : 240, turned ? 240 : at, turned ? width : 60, turned ? 60 : width);
                        content.fill();
                    }
                }))
                .get(0);

        for (int first : new int[] {0, 1}) {
            // The upper edge of a landscape page becomes the left one.
            assertThat(lines(page, turned ? 595 - 90 : 90, first)).isEqualTo(30);
            assertThat(lines(page, turned ? 595 - 180 : 180, first)).isEqualTo(60);
            assertThat(lines(page, turned ? 595 - 270 : 270, first)).isEqualTo(30);
        }
    }

    /** Returns the number of black lines that every second row has at a place. */
    private static int lines(FaxPage page, int points, int first) {
        int x = 20 + (int) (points * ACROSS);
        int lines = 0;
        for (int y = first + 2; y < page.image().getHeight(); y += 2) {
            lines += isBlack(page.image(), x, y) && !isBlack(page.image(), x, y - 2) ? 1 : 0;
        }
        return lines;
    }

    @Test
    void strokesWhatIsNotFlatAsBefore() throws IOException {
        FaxPage page = draw(SamplePdfs.pdf().page(PDRectangle.A4, (document, it, content) -> {
                    content.setLineWidth(0.5f);
                    content.addRect(100, 300, 200, 200);
                    content.moveTo(100, 600);
                    content.lineTo(300, 700);
                    content.lineTo(300, 600);
                    content.closePath();
                    content.stroke();
                }))
                .get(0);
        Rectangle black = black(page);

        assertThat(black.getWidth()).isCloseTo(200 * ACROSS, org.assertj.core.data.Offset.offset(3.0));
        assertThat(black.getHeight()).isCloseTo(400 * DOWN, org.assertj.core.data.Offset.offset(3.0));
        // The sides of the square and of the triangle, and its slope.
        int[] rows = {(842 - 400) * 196 / 72, (842 - 650) * 196 / 72};
        for (int row : rows) {
            int lines = 0;
            for (int x = 1; x < FaxPage.WIDTH; x++) {
                lines += isBlack(page.image(), x, row) && !isBlack(page.image(), x - 1, row) ? 1 : 0;
            }
            assertThat(lines).isEqualTo(2);
        }
    }

    /** A code that cannot be read after Ghostscript, which blackens what is touched, must not be readable here. */
    @ParameterizedTest
    @ValueSource(ints = {14, 16, 18, 20})
    void modulesOfCodeAreAsBlackAsThoseOfGhostscript(int millimeters) throws Exception {
        String ghostscript = Programs.require("gs");
        int modules = 25;
        float module = millimeters / 25.4f * 72 / modules;
        Path file = SamplePdfs.a4(folder.resolve("code.pdf"), (document, it, content) -> {
            for (int row = 0; row < modules; row++) {
                // Each second square, so that none touches another.
                for (int column = row % 2; column < modules; column += 2) {
                    content.addRect(100 + column * module, 400 + row * module, module, module);
                    content.fill();
                }
            }
        });
        Path tiff = folder.resolve("gs.tiff");
        Process process = new ProcessBuilder(
                        ghostscript,
                        "-q",
                        "-dBATCH",
                        "-dNOPAUSE",
                        "-dSAFER",
                        "-sDEVICE=tiffg4",
                        "-r204x196",
                        "-sOutputFile=" + tiff,
                        file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        List<FaxPage> pages = new ArrayList<>();
        preview.draw(file, 1, pages::add);

        assertThat((double) blackDots(pages.get(0).image()) / blackDots(ImageIO.read(tiff.toFile())))
                .isBetween(0.95, 1.05);
    }

    private static int blackDots(BufferedImage image) {
        int dots = 0;
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            dots += isBlack(image, i % image.getWidth(), i / image.getWidth()) ? 1 : 0;
        }
        return dots;
    }

    @Test
    void keepsLinesThinnerThanPixel() throws IOException {
        FaxPage page = draw(SamplePdfs.pdf().page(PDRectangle.A4, (document, it, content) -> {
                    for (int i = 0; i < 50; i++) {
                        content.addRect(100, 100 + i * 7.3f, 200, 0.05f);
                        content.fill();
                        content.setLineWidth(0.01f);
                        content.moveTo(350, 100 + i * 7.3f);
                        content.lineTo(450, 100 + i * 7.3f);
                        content.stroke();
                    }
                }))
                .get(0);

        for (int x : new int[] {500, 1100}) {
            int lines = 0;
            for (int y = 1; y < page.image().getHeight(); y++) {
                lines += isBlack(page.image(), x, y) && !isBlack(page.image(), x, y - 1) ? 1 : 0;
            }
            assertThat(lines).isEqualTo(50);
        }
    }

    @ParameterizedTest
    @CsvSource({"HALFTONE, 0.056", "AUTO, 0.056", "DIFFUSION, 0.01"})
    void dithersGreyToSameDarkness(Rendering rendering, double tolerance) throws IOException {
        for (int percent = 20; percent <= 80; percent += 15) {
            float grey = 1 - percent / 100f;
            Path file = SamplePdfs.a4(folder.resolve(percent + ".pdf"), (document, it, content) -> {
                content.setNonStrokingColor(grey);
                content.addRect(100, 100, 300, 300);
                content.fill();
            });
            List<FaxPage> pages = new ArrayList<>();
            new Preview(PdfLimits.DEFAULT, false, rendering).draw(file, 1, pages::add);
            assertThat(darkness(pages.get(0), new Rectangle(350, 1300, 700, 600)))
                    .isCloseTo(percent / 100.0, org.assertj.core.data.Offset.offset(tolerance));
        }
    }

    @Test
    void pngStatesResolution() throws IOException {
        byte[] png = draw(SamplePdfs.report(1)).get(0).png();
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(input);
            IIOMetadata metadata = reader.getImageMetadata(0);
            var tree = (org.w3c.dom.Element) metadata.getAsTree("javax_imageio_png_1.0");
            var distance =
                    (org.w3c.dom.Element) tree.getElementsByTagName("pHYs").item(0);
            var header = (org.w3c.dom.Element) tree.getElementsByTagName("IHDR").item(0);

            assertThat(distance.getAttribute("pixelsPerUnitXAxis")).isEqualTo("8031");
            assertThat(distance.getAttribute("pixelsPerUnitYAxis")).isEqualTo("7717");
            assertThat(header.getAttribute("bitDepth")).isEqualTo("1");
        } finally {
            reader.dispose();
        }
    }

    @Test
    void tiffHasSamePagesAsPngsAndFaxTags() throws IOException {
        PreviewFiles files = preview.write(SamplePdfs.sampler().save(folder.resolve("it.pdf")), folder, "page");

        assertThat(files.pages()).containsExactly("page-001.png", "page-002.png", "page-003.png");
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("tiff");
        ImageReader reader = readers.next();
        // The JPEG 2000 decoder brings a TIFF reader, too.
        while (!reader.getClass().getModule().equals(ImageIO.class.getModule())) {
            reader = readers.next();
        }
        try (ImageInputStream input =
                ImageIO.createImageInputStream(folder.resolve(files.tiff()).toFile())) {
            reader.setInput(input);
            assertThat(reader.getNumImages(true)).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                BufferedImage png =
                        ImageIO.read(folder.resolve(files.pages().get(i)).toFile());
                BufferedImage tiff = reader.read(i);
                assertThat(pixels(tiff)).isEqualTo(pixels(png));
                TIFFDirectory tags = TIFFDirectory.createFromMetadata(reader.getImageMetadata(i));
                assertThat(number(tags, BaselineTIFFTagSet.TAG_COMPRESSION)).isEqualTo(4);
                assertThat(number(tags, BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION))
                        .isZero();
                assertThat(number(tags, BaselineTIFFTagSet.TAG_RESOLUTION_UNIT)).isEqualTo(2);
                assertThat(number(tags, BaselineTIFFTagSet.TAG_X_RESOLUTION)).isEqualTo(204);
                assertThat(number(tags, BaselineTIFFTagSet.TAG_Y_RESOLUTION)).isEqualTo(196);
                assertThat(number(tags, BaselineTIFFTagSet.TAG_PAGE_NUMBER)).isEqualTo(i);
                assertThat(number(tags, BaselineTIFFTagSet.TAG_FILL_ORDER)).isEqualTo(1);
                assertThat(number(tags, BaselineTIFFTagSet.TAG_ROWS_PER_STRIP)).isEqualTo(tiff.getHeight());
            }
        } finally {
            reader.dispose();
        }
    }

    private static int number(TIFFDirectory tags, int tag) {
        return (int) tags.getTIFFField(tag).getAsDouble(0);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @ParameterizedTest
    @CsvSource({
        "'/ColorSpace [/Indexed /DeviceRGB 1 <FFA040FFFFFF>]', true",
        "'/ColorSpace /DeviceGray /Mask 6 0 R', false"
    })
    void drawsOneBitImageInItsColors(String color, boolean colored) throws IOException {
        // Light orange, or black with a mask over a grey ground.
        byte[] pdf = RawPdf.page("/XObject <</I 5 0 R>>", "0.7 g 50 350 300 300 re f 300 0 0 300 50 350 cm /I Do")
                .stream("/Type /XObject /Subtype /Image /Width 8 /Height 2 /BitsPerComponent 1 " + color, new byte[2])
                .stream(
                        "/Type /XObject /Subtype /Image /Width 8 /Height 2 /BitsPerComponent 1 /ImageMask true",
                        new byte[] {(byte) 0xFF, 0})
                .end();
        List<FaxPage> pages = new ArrayList<>();

        preview.draw(Files.write(folder.resolve("it.pdf"), pdf), 1, pages::add);

        int top = (int) ((842 - 630) * DOWN);
        double ink = darkness(pages.get(0), new Rectangle((int) (100 * ACROSS), top, 300, 100));
        assertThat(ink).isBetween(colored ? 0.15 : 0.1, 0.6);
    }

    @Test
    void highlightedTextStaysVisible() throws IOException {
        String group = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group <</S /Transparency>>"
                + " /Resources <</ExtGState <</M <</BM /Multiply>>>>>>";
        byte[] pdf = RawPdf.page("/XObject <</H 5 0 R>>", "50 600 100 40 re f /H Do").stream(
                        group, "/M gs 1 1 0 rg 30 580 200 80 re f")
                .end();
        List<FaxPage> pages = new ArrayList<>();

        preview.draw(Files.write(folder.resolve("it.pdf"), pdf), 1, pages::add);

        assertThat(darkness(pages.get(0), new Rectangle((int) (60 * ACROSS), (int) ((842 - 630) * DOWN), 200, 60)))
                .isEqualTo(1);
    }

    /** A page begins with nothing, not with white paper, on which black in such a mode would leave no dot. */
    @ParameterizedTest
    @ValueSource(strings = {"Screen", "Lighten", "SoftLight", "Overlay", "ColorDodge", "Exclusion"})
    void keepsWhatIsBlendedWithNothing(String mode) throws IOException {
        byte[] pdf = RawPdf.page("/XObject <</H 5 0 R>>", "50 300 100 40 re f /H Do").stream(
                        "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</ExtGState <</M <</BM /" + mode
                                + ">>>>>>",
                        "/M gs 50 600 100 40 re f")
                .end();
        List<FaxPage> pages = new ArrayList<>();

        preview.draw(Files.write(folder.resolve("it.pdf"), pdf), 1, pages::add);

        for (int bottom : new int[] {300, 600}) {
            int top = (int) ((842 - bottom - 30) * DOWN);
            assertThat(darkness(pages.get(0), new Rectangle((int) (80 * ACROSS), top, 100, 40)))
                    .isEqualTo(1);
        }
    }

    @Test
    void drawsEverySecondRowInStandardResolution() throws IOException {
        PreviewFiles files = preview.write(SamplePdfs.sampler().save(folder.resolve("it.pdf")), folder, "page");

        BufferedImage fine = ImageIO.read(folder.resolve(files.pages().get(0)).toFile());
        BufferedImage standard =
                ImageIO.read(folder.resolve(files.standard().get(0)).toFile());
        assertThat(files.standard()).startsWith("page-001-standard.png").hasSameSizeAs(files.pages());
        assertThat(standard.getHeight()).isEqualTo((fine.getHeight() + 1) / 2);
        assertThat(IntStream.range(0, standard.getHeight() * FaxPage.WIDTH))
                .allMatch(it -> standard.getRGB(it % FaxPage.WIDTH, it / FaxPage.WIDTH)
                        == fine.getRGB(it % FaxPage.WIDTH, 2 * (it / FaxPage.WIDTH)));
    }

    @Test
    void enlargesWhatSuffersInBothResolutions() throws IOException {
        Path file = SamplePdfs.a4(folder.resolve("it.pdf"), (document, page, content) -> {
            SamplePdfs.paragraph(content, 780);
            SamplePdfs.text(content, 4, 200, 100, "small print");
        });
        List<Finding> findings = new Preflight(PdfLimits.DEFAULT).check(file).findings();

        PreviewFiles files = preview.write(file, folder, "page", findings, "");

        assertThat(files.details()).containsExactly("page-001-fine-text.png");
        BufferedImage detail =
                ImageIO.read(folder.resolve(files.details().get(0)).toFile());
        int half = detail.getHeight() / 2;
        for (int top : new int[] {0, half + 4}) {
            assertThat(IntStream.range(0, detail.getWidth() * (half - 4)))
                    .as("ink below %d", top)
                    .anyMatch(it -> isBlack(detail, it % detail.getWidth(), top + it / detail.getWidth()));
        }
        assertThat(folder.resolve("page-001-fine-text.png")).exists();
        preview.write(file, folder, "page");
        assertThat(folder.resolve("page-001-fine-text.png")).doesNotExist();
    }

    @Test
    void showsHeaderLineOverFirstRows() throws IOException {
        Path file = SamplePdfs.a4(folder.resolve("it.pdf"), (document, page, content) -> {
            SamplePdfs.paragraph(content, 780);
            SamplePdfs.text(content, 12, 20, 833, "Page 1 of 3");
        });
        List<FaxPage> pages = new ArrayList<>();
        preview.draw(file, 1, pages::add);
        BufferedImage plain = pages.get(0).image();

        PreviewFiles files = preview.write(
                file,
                folder,
                "page",
                new Preflight(PdfLimits.DEFAULT).check(file).findings(),
                "ACME 4711");

        BufferedImage fine = ImageIO.read(folder.resolve(files.pages().get(0)).toFile());
        BufferedImage standard =
                ImageIO.read(folder.resolve(files.standard().get(0)).toFile());
        assertThat(differences(plain, fine)).allMatch(y -> y < 33).hasSizeGreaterThan(20);
        assertThat(IntStream.range(0, 33 * FaxPage.WIDTH)
                        .filter(it -> isBlack(fine, it))
                        .count())
                .as("letters of the line alone")
                .isBetween(300L, 3_000L);
        assertThat(IntStream.range(0, 16 * FaxPage.WIDTH).filter(it -> isBlack(standard, it)))
                .hasSizeGreaterThan(150);
        assertThat(files.details()).containsExactly("page-001-under-header.png");
        assertThat(differences(plain, ImageIO.read(folder.resolve(files.tiff()).toFile())))
                .as("rows of the TIFF that are not those of the page")
                .isEmpty();
        preview.write(file, folder, "page");
        assertThat(folder.resolve("page-001-under-header.png")).doesNotExist();
    }

    private static boolean isBlack(BufferedImage image, int index) {
        return isBlack(image, index % image.getWidth(), index / image.getWidth());
    }

    private static List<Integer> differences(BufferedImage one, BufferedImage other) {
        return IntStream.range(0, one.getHeight())
                .filter(y -> IntStream.range(0, one.getWidth()).anyMatch(x -> one.getRGB(x, y) != other.getRGB(x, y)))
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"-5, -5, 0, 0", "9999, 9999, 1, 1", "0, 0, 9999, 9999"})
    void enlargesNearestPartOfPage(int left, int top, int width, int height) throws IOException {
        Path file = SamplePdfs.report(1).save(folder.resolve("it.pdf"));

        preview.write(
                file,
                folder,
                "page",
                List.of(new Finding(Kind.FINE_TEXT, 1, "", new Place(left, top, width + 1, height))),
                "");

        assertThat(ImageIO.read(folder.resolve("page-001-fine-text.png").toFile())
                        .getWidth())
                .isGreaterThan(100);
    }

    @Test
    void removesPagesOfEarlierRun() throws IOException {
        Files.writeString(folder.resolve("other-001.png"), "not ours");
        preview.write(SamplePdfs.report(3).save(folder.resolve("it.pdf")), folder, "page");
        preview.write(SamplePdfs.report(1).save(folder.resolve("it.pdf")), folder, "page");

        assertThat(names())
                .containsExactly("it.pdf", "other-001.png", "page-001-standard.png", "page-001.png", "page.tiff");
    }

    @Test
    void leavesFolderUnchangedOnFailure() throws IOException {
        Path file = SamplePdfs.report(1).save(folder.resolve("it.pdf"));
        preview.write(file, folder, "page");
        Files.writeString(file, "%PDF-1.7 but no more");

        assertThatThrownBy(() -> preview.write(file, folder, "page"))
                .isInstanceOfSatisfying(
                        UnreadablePdfException.class,
                        e -> assertThat(e.finding().kind()).isEqualTo(Kind.NOT_A_PDF));
        assertThat(names()).containsExactly("it.pdf", "page-001-standard.png", "page-001.png", "page.tiff");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(it -> String.valueOf(it.getFileName())).sorted().toList();
        }
    }

    @Test
    void rejectsNameWithPath() {
        for (String name : List.of("", "../page", "a/b", "a\\b", ".page")) {
            assertThatIllegalArgumentException().isThrownBy(() -> preview.write(folder, folder, name));
        }
    }

    @Test
    void propagatesConsumerException() throws IOException {
        Path file = SamplePdfs.report(3).save(folder.resolve("it.pdf"));
        UncheckedIOException full = new UncheckedIOException(new IOException("disk full"));

        assertThatThrownBy(() -> preview.draw(file, 3, page -> {
                    throw full;
                }))
                .isSameAs(full);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(it -> it.getName().equals("PDF"));
    }

    @Test
    void stopsOnInterrupt() throws IOException {
        Path file = SamplePdfs.report(100).save(folder.resolve("it.pdf"));
        List<FaxPage> pages = new ArrayList<>();

        assertThatThrownBy(() -> preview.draw(file, 100, page -> {
                    pages.add(page);
                    Thread.currentThread().interrupt();
                }))
                .isInstanceOf(java.io.InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(pages).hasSize(1);
    }
}
