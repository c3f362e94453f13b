package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.Pictures;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of pictures that are faxed. */
class PicturePagesTest {

    private static final PdfLimits SMALL = new PdfLimits(100, 2 << 20, Duration.ofMinutes(1), 16 << 20);
    private static final byte[] PAGE = "<html>not found</html>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PDF = "%PDF-1.7".getBytes(StandardCharsets.US_ASCII);
    private static final int BLACK = 64;
    private static final int WHITE = 192;

    @TempDir
    private Path folder;

    private final List<Finding> findings = new ArrayList<>();

    private byte[] compose(String name, byte[] content) throws IOException {
        return compose(name, content, PdfLimits.DEFAULT);
    }

    private byte[] compose(String name, byte[] content, PdfLimits limits) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        try (Composer composer = new Composer(limits)) {
            findings.clear();
            findings.addAll(composer.add(file).findings());
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            composer.save(output);
            return output.toByteArray();
        }
    }

    /** Drawn with a dot for each point; A4 is 595 wide. */
    private static BufferedImage drawn(byte[] pdf, int page) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFRenderer(document).renderImage(page);
        }
    }

    private static int grey(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) & 0xFF;
    }

    /** The width and height in points of all that is not white. */
    private static String inkSize(BufferedImage picture) {
        int left = Integer.MAX_VALUE;
        int right = 0;
        int top = Integer.MAX_VALUE;
        int bottom = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                if (grey(picture, x, y) < BLACK) {
                    left = Math.min(left, x);
                    right = Math.max(right, x + 1);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        return (right - left) + " x " + (bottom - top);
    }

    private void assertFails(String name, byte[] content, PdfLimits limits, Kind kind) {
        assertThatThrownBy(() -> compose(name, content, limits))
                .isInstanceOfSatisfying(
                        UnreadablePdfException.class,
                        e -> assertThat(e.finding().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 100, 100",
        "2, 300, 100",
        "3, 300, 300",
        "4, 100, 300",
        "5, 100, 100",
        "6, 300, 100",
        "7, 300, 300",
        "8, 100, 300"
    })
    void turnsPicturesAsTheirExifSays(int orientation, int x, int y) throws IOException {
        byte[] jpeg = Pictures.jpeg(Pictures.corner(480, 480, BufferedImage.TYPE_INT_RGB), orientation);

        BufferedImage page = drawn(compose("photo.jpg", jpeg), 0);

        // 480 dots at 96 per inch are 360 points; the corner that is black tells the orientation.
        int margin = 42;
        int[] corners = {
            grey(page, margin + 90, margin + 90),
            grey(page, margin + 270, margin + 90),
            grey(page, margin + 90, margin + 270),
            grey(page, margin + 270, margin + 270)
        };
        int black = (x > 200 ? 1 : 0) + (y > 200 ? 2 : 0);
        for (int i = 0; i < corners.length; i++) {
            assertThat(corners[i])
                    .as("corner " + i)
                    .satisfies(
                            i == black
                                    ? it -> assertThat(it).isLessThan(BLACK)
                                    : it -> assertThat(it).isGreaterThan(WHITE));
        }
    }

    @Test
    void printsPicturesInTheirSize() throws IOException {
        // 300 dots per inch.
        byte[] png = Pictures.png(Pictures.grey(600, 300, 0), 11_811);

        assertThat(inkSize(drawn(compose("stamp.png", png), 0))).isIn("144 x 72", "144 x 73", "145 x 72", "145 x 73");
    }

    @Test
    void shrinksPicturesToPage() throws IOException {
        byte[] png = Pictures.write(Pictures.grey(4000, 100, 0), "png");

        assertThat(inkSize(drawn(compose("wide.png", png), 0))).startsWith("51");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x10, 0x80, 0xBC, 0xF0})
    void keepsGreyAsItIs(int value) throws IOException {
        for (String format : List.of("png", "jpg", "tif")) {
            byte[] content = Pictures.write(Pictures.grey(200, 200, value), format);

            assertThat(grey(drawn(compose("grey." + format, content), 0), 100, 100))
                    .as(format)
                    .isCloseTo(value, within(1));
        }
        assertThat(grey(drawn(compose("ink.tif", Pictures.tiffOfInk(200, value)), 0), 100, 100))
                .isCloseTo(value, within(1));
    }

    @Test
    void putsTransparentPicturesOnWhite() throws IOException {
        byte[] png = Pictures.write(new BufferedImage(200, 200, BufferedImage.TYPE_INT_ARGB), "png");

        assertThat(grey(drawn(compose("empty.png", png), 0), 100, 100)).isEqualTo(0xFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CCITT RLE", "CCITT T.4", "CCITT T.6", "LZW", "Deflate"})
    void keepsPagesOfFaxMachines(String compression) throws IOException {
        BufferedImage first = Pictures.corner(1728, 1143, BufferedImage.TYPE_BYTE_BINARY);
        BufferedImage second = Pictures.corner(1728, 1143, BufferedImage.TYPE_BYTE_BINARY);
        second.getRaster().setSample(1727, 1142, 0, 0);
        byte[] pdf = compose("fax.tif", Pictures.tiff(compression, 204, 98, List.of(first, second)));

        // Standard resolution has half as many lines; the page is as high as it was all the same.
        for (int page : new int[] {0, 1}) {
            BufferedImage drawn = drawn(pdf, page);
            assertThat(grey(drawn, 150, 200)).isLessThan(BLACK);
            assertThat(grey(drawn, 150, 410)).isLessThan(BLACK);
            assertThat(grey(drawn, 150, 440)).isGreaterThan(WHITE);
            assertThat(grey(drawn, 310, 200)).isGreaterThan(WHITE);
        }
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 32773, 32946})
    void readsTiffWithLowestBitFirst(int compression) throws IOException {
        BufferedImage page = drawn(compose("scan.tif", Pictures.tiffWithLowestBitFirst(compression, 480, 480)), 0);

        assertThat(inkSize(page)).isIn("180 x 180", "181 x 181", "180 x 181", "181 x 180");
    }

    @Test
    void keepsShapeOfDotsWithoutUnit() throws IOException {
        byte[] png = Pictures.png(Pictures.grey(480, 240, 0), 2, 1, 0);
        byte[] jpeg = Pictures.write(Pictures.grey(480, 240, 0), "jpg");
        // The version, the unit and both densities follow the name of the segment.
        jpeg[13] = 0;
        ByteBuffer.wrap(jpeg).putShort(14, (short) 2).putShort(16, (short) 1);

        assertThat(inkSize(drawn(compose("fax.png", png), 0))).isIn("360 x 360", "361 x 361");
        assertThat(inkSize(drawn(compose("fax.jpg", jpeg), 0))).isIn("360 x 360", "361 x 361");
    }

    @ParameterizedTest
    @CsvSource({
        // Bits, photometric interpretation, meaning of the extra sample, samples, grey on the page.
        "8, 2, -1, 64 64 64 0, 64",
        "8, 2, 0, 64 64 64 0, 64",
        "8, 2, 2, 64 64 64 0, 255",
        "8, 2, 2, 64 64 64 255, 64",
        "16, 2, 0, 64 64 64 0, 64",
        "8, 1, -1, 64 0, 64",
        "8, 1, 0, 64 0, 64",
        "8, 1, 2, 64 0, 255",
        "8, 5, -1, 191 191 191 0, 64",
        "16, 5, -1, 191 191 191 0, 64",
        "16, 5, -1, 0 0 0 191, 64",
    })
    void sampleIsAlphaOnlyIfTiffSaysSo(int bits, int photometric, int extra, String samples, int expected)
            throws IOException {
        int[] values =
                Arrays.stream(samples.split(" ")).mapToInt(Integer::parseInt).toArray();

        byte[] tiff = Pictures.tiff(200, bits, photometric, extra, values);

        assertThat(grey(drawn(compose("scan.tif", tiff), 0), 100, 100)).isCloseTo(expected, within(1));
    }

    @Test
    void namesFormsOfTiffThatCannotBeRead() throws IOException {
        byte[] tiff =
                Pictures.tiff("CCITT T.6", 204, 196, List.of(Pictures.corner(48, 48, BufferedImage.TYPE_BYTE_BINARY)));
        ByteBuffer buffer = ByteBuffer.wrap(tiff);
        boolean isLittle = tiff[0] == 'I';
        buffer.order(isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = buffer.getInt(4);
        for (int i = 0; i < buffer.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if (buffer.getShort(entry) == 259) {
                buffer.putShort(entry + 8, (short) 34925);
            }
        }
        assertFails("scan.tif", tiff, PdfLimits.DEFAULT, Kind.PICTURE_FORM);

        buffer.putShort(2, (short) 43);
        assertFails("scan.tif", tiff, PdfLimits.DEFAULT, Kind.PICTURE_FORM);
    }

    @Test
    void reportsDamagedJpeg() throws IOException {
        byte[] jpeg = Pictures.write(noise(300), "jpg");
        compose("photo.jpg", jpeg);
        assertThat(findings).isEmpty();

        Arrays.fill(jpeg, jpeg.length / 2, jpeg.length / 2 + 200, (byte) 0);
        compose("photo.jpg", jpeg);
        assertThat(findings).extracting(Finding::kind).containsExactly(Kind.PICTURE_DAMAGED);

        byte[] half = Arrays.copyOf(Pictures.write(noise(300), "jpg"), jpeg.length / 2);
        half[half.length - 2] = (byte) 0xFF;
        half[half.length - 1] = (byte) 0xD9;
        compose("photo.jpg", half);
        assertThat(findings).extracting(Finding::kind).containsExactly(Kind.PICTURE_DAMAGED);
    }

    private static BufferedImage noise(int size) {
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        int value = 1;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                value = value * 1_103_515_245 + 12_345;
                picture.getRaster().setSample(x, y, 0, (value >> 16) & 0xFF);
            }
        }
        return picture;
    }

    @Test
    void smallCopyOfPageIsNoPage() throws IOException {
        BufferedImage page = Pictures.corner(480, 480, BufferedImage.TYPE_BYTE_BINARY);
        BufferedImage copy = Pictures.corner(48, 48, BufferedImage.TYPE_BYTE_BINARY);
        byte[] before = Pictures.tiff("CCITT T.6", 204, 196, List.of(copy, page));
        byte[] behind = Pictures.tiff("CCITT T.6", 204, 196, List.of(page, copy));
        byte[] page2 = Pictures.tiff("CCITT T.6", 204, 196, List.of(page, copy, page));
        Pictures.markAsReduced(before, 0);
        Pictures.markAsReduced(behind, 1);

        assertThat(pages(before)).isEqualTo(1);
        assertThat(pages(behind)).isEqualTo(1);
        assertThat(pages(page2)).isEqualTo(3);
        Pictures.markAsReduced(page2, 0);
        assertThat(pages(page2)).isEqualTo(3);
    }

    private int pages(byte[] tiff) throws IOException {
        try (PDDocument document = Loader.loadPDF(compose("scan.tif", tiff))) {
            return document.getNumberOfPages();
        }
    }

    @Test
    void makesSameBytesAgain() throws IOException {
        byte[] tiff = Pictures.tiff(
                "CCITT T.6", 204, 196, List.of(Pictures.corner(1728, 2286, BufferedImage.TYPE_BYTE_BINARY)));

        assertThat(compose("fax.tif", tiff)).isEqualTo(compose("fax.tif", tiff));
    }

    @Test
    void sumsOfSourceAreReported() throws IOException {
        byte[] png = Pictures.write(Pictures.grey(10, 10, 0), "png");
        Path file = Files.write(folder.resolve("dot.png"), png);
        try (Composer composer = new Composer(PdfLimits.DEFAULT)) {
            assertThat(composer.add(file).sha256()).isEqualTo(new PdfSource(file, PdfLimits.DEFAULT).sha256());
        }
    }

    @Test
    void countsTheMemoryThatSamplesTake() throws IOException {
        ColorModel deep = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        BufferedImage picture = new BufferedImage(deep, deep.createCompatibleWritableRaster(1000, 1000), false, null);
        PdfLimits limits = new PdfLimits(100, 2L << 20, Duration.ofMinutes(2), 10_000_000);

        assertFails("deep.png", Pictures.write(picture, "png"), limits, Kind.TOO_MUCH_MEMORY);
    }

    @Test
    void rejectsPicturesThatAreLargerThanTheLimits() throws IOException {
        assertFails("huge.png", Pictures.pngHeader(60_000, 60_000), PdfLimits.DEFAULT, Kind.TOO_MUCH_MEMORY);
        assertFails("large.png", Pictures.write(Pictures.grey(3000, 3000, 0), "png"), SMALL, Kind.TOO_MUCH_MEMORY);
        assertFails("large.jpg", Pictures.write(Pictures.grey(3000, 3000, 0), "jpg"), SMALL, Kind.TOO_MUCH_MEMORY);
        assertFails("large.tif", Pictures.write(Pictures.grey(3000, 3000, 0), "tif"), SMALL, Kind.TOO_MUCH_MEMORY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "tif"})
    void rejectsIncompletePictures(String format) throws IOException {
        byte[] whole = Pictures.write(Pictures.corner(300, 300, BufferedImage.TYPE_INT_RGB), format);

        assertFails("a." + format, Arrays.copyOf(whole, whole.length / 2), PdfLimits.DEFAULT, Kind.DAMAGED_PICTURE);
        assertFails("b." + format, Arrays.copyOf(whole, 20), PdfLimits.DEFAULT, Kind.DAMAGED_PICTURE);
        assertFails("c." + format, PAGE, PdfLimits.DEFAULT, Kind.DAMAGED_PICTURE);
        assertFails("d." + format, new byte[2000], PdfLimits.DEFAULT, Kind.DAMAGED_PICTURE);
    }

    @Test
    void rejectsPagesOfWhichTheLastIsNotKnown() throws IOException {
        byte[] tiff = Pictures.write(Pictures.corner(100, 100, BufferedImage.TYPE_BYTE_BINARY), "tif");
        ByteBuffer buffer = ByteBuffer.wrap(tiff);
        buffer.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int first = buffer.getInt(4);
        for (int next : new int[] {first, tiff.length - 1, tiff.length, -1}) {
            buffer.putInt(first + 2 + 12 * buffer.getShort(first), next);

            assertFails("cut.tif", tiff, PdfLimits.DEFAULT, Kind.DAMAGED_PICTURE);
        }
    }

    @Test
    void takesFormatFromExtension() {
        byte[] none = new byte[0];
        assertThat(DocumentFormat.of("scan.TIFF", none)).isEqualTo(DocumentFormat.TIFF);
        assertThat(DocumentFormat.of("report.HTM", none)).isEqualTo(DocumentFormat.HTML);
        assertThat(DocumentFormat.of("report", none)).isEqualTo(DocumentFormat.PDF);
        assertThat(DocumentFormat.of("report.docx", none)).isEqualTo(DocumentFormat.PDF);
        assertThat(DocumentFormat.of("report.txt", PDF)).isEqualTo(DocumentFormat.PDF);
    }
}
