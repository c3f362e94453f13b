package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.testing.Programs;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.ImageOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.FilterFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaxCodingTest {

    private static final int HEIGHT = 60;

    /** Libtiff leaves it out of a file. */
    private static final int END_OF_PAGE = 6 * 13;

    private static final int STRIP_BYTE_COUNTS = 279;
    private static final int STRIP_OFFSETS = 273;

    /** Of rows that are coded alone, in standard resolution. */
    private static final int STANDARD = 2;

    @TempDir
    private Path folder;

    @Test
    void countsBitsOfBlankAndBlackRows() {
        BufferedImage black = new BufferedImage(FaxPage.WIDTH, 5, BufferedImage.TYPE_BYTE_BINARY);

        // Alone: no white dot, 1728 black ones. Below itself: two changes in the same place.
        assertThat(FaxCoding.of(black).group3Bits()).isEqualTo((5 + 6) * 13 + 2 * (8 + 13 + 10) + 3 * (1 + 1));
        assertThat(FaxCoding.of(black, STANDARD).group3Bits())
                .isEqualTo((5 + 6) * 13 + 3 * (8 + 13 + 10) + 2 * (1 + 1));
    }

    /** Libtiff starts anew after as many rows as fax machines do. */
    @Test
    void agreesWithLibtiff() throws Exception {
        String program = Programs.require("tiffcp");
        List<BufferedImage> images = new ArrayList<>();
        Random random = new Random(1);
        for (int width : new int[] {8, 64, 72, 1000, FaxPage.WIDTH}) {
            for (int maxRun : new int[] {4, 60, 2 * FaxPage.WIDTH}) {
                images.add(runs(width, maxRun, random));
            }
        }
        List<FaxPage> pages = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT).draw(SamplePdfs.sampler().save(folder.resolve("it.pdf")), 9, pages::add);
        pages.forEach(it -> images.add(it.image()));

        for (BufferedImage image : images) {
            Path tiff = folder.resolve("page.tiff");
            try (FaxTiffWriter writer = FaxTiffWriter.create(tiff)) {
                writer.add(new FaxPage(1, image));
            }
            long bits = FaxCoding.of(image).group3Bits();

            assertThat(bytes(program, tiff, image.getHeight()))
                    .as("%s dots wide", image.getWidth())
                    .isEqualTo((bits - END_OF_PAGE + Byte.SIZE - 1) / Byte.SIZE);
        }
    }

    /** Rows of random runs; most rows resemble the one above. */
    private static BufferedImage runs(int width, int maxRun, Random random) {
        BufferedImage image = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_BYTE_BINARY);
        byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        int stride = bytes.length / HEIGHT;
        for (int y = 0; y < HEIGHT; y++) {
            if (y > 0 && random.nextInt(4) > 0) {
                System.arraycopy(bytes, (y - 1) * stride, bytes, y * stride, stride);
                int moved = random.nextInt(stride);
                bytes[y * stride + moved] ^= (byte) (1 << random.nextInt(8));
            } else {
                int color = random.nextInt(2);
                for (int x = 0; x < width; color ^= 1) {
                    int end = Math.min(width, x + 1 + random.nextInt(maxRun));
                    for (; x < end; x++) {
                        image.getRaster().setSample(x, y, 0, color);
                    }
                }
            }
        }
        return image;
    }

    private int bytes(String program, Path tiff, int rows) throws Exception {
        Path coded = folder.resolve("coded.tiff");
        Process process = new ProcessBuilder(
                        program, "-L", "-c", "g3:2d", "-r", String.valueOf(rows), tiff.toString(), coded.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return stripBytes(coded);
    }

    private static int stripBytes(Path tiff) throws IOException {
        return field(tiff, STRIP_BYTE_COUNTS);
    }

    private static int field(Path tiff, int tag) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(tiff)).order(ByteOrder.LITTLE_ENDIAN);
        int directory = file.getInt(4);
        for (int i = 0; i < file.getShort(directory); i++) {
            int field = directory + 2 + 12 * i;
            if (file.getShort(field) == tag) {
                return file.getInt(field + 8);
            }
        }
        throw new IllegalStateException("no field " + tag + " in " + tiff);
    }

    private static FaxPage page(int width, int height) {
        return new FaxPage(1, new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY));
    }

    private static byte[] bits(FaxPage page) {
        return ((DataBufferByte) page.image().getRaster().getDataBuffer()).getData();
    }

    private static byte[] decode(byte[] encoded, int width, int height) throws IOException {
        COSDictionary parameters = new COSDictionary();
        parameters.setInt(COSName.K, -1);
        parameters.setInt(COSName.COLUMNS, width);
        parameters.setInt(COSName.ROWS, height);
        COSDictionary stream = new COSDictionary();
        stream.setItem(COSName.FILTER, COSName.CCITTFAX_DECODE);
        stream.setItem(COSName.DECODE_PARMS, parameters);
        stream.setInt(COSName.WIDTH, width);
        stream.setInt(COSName.HEIGHT, height);
        ByteArrayOutputStream bits = new ByteArrayOutputStream();
        FilterFactory.INSTANCE
                .getFilter(COSName.CCITTFAX_DECODE)
                .decode(new ByteArrayInputStream(encoded), bits, stream, 0, DecodeOptions.DEFAULT);
        return bits.toByteArray();
    }

    private static void assertThatGroup4DecodesTo(FaxPage page) throws IOException {
        assertThat(decode(page.group4(), page.image().getWidth(), page.image().getHeight()))
                .isEqualTo(bits(page));
    }

    /** Rows of random runs; most rows resemble the one above. */
    @Property(tries = 200)
    void group4DecodesToSamePixels(
            @ForAll @IntRange(min = 1, max = FaxPage.WIDTH / Byte.SIZE) int columns,
            @ForAll @IntRange(min = 1, max = 30) int height,
            @ForAll @IntRange(min = 1, max = 300) int maxRun,
            @ForAll long seed)
            throws IOException {
        int width = columns * Byte.SIZE;
        FaxPage page = page(width, height);
        Random random = new Random(seed);
        boolean[] white = new boolean[width];
        for (int y = 0; y < height; y++) {
            if (random.nextInt(4) > 0) {
                for (int x = random.nextInt(maxRun); x < width; x += 1 + random.nextInt(maxRun)) {
                    for (int i = x; i < Math.min(width, x + 1 + random.nextInt(5)); i++) {
                        white[i] = !white[i];
                    }
                }
            } else {
                boolean run = false;
                for (int x = 0, end = random.nextInt(maxRun); x < width; x++) {
                    if (x == end) {
                        run = !run;
                        end = x + 1 + random.nextInt(maxRun);
                    }
                    white[x] = run;
                }
            }
            for (int x = 0; x < width; x++) {
                bits(page)[y * columns + x / 8] |= (byte) (white[x] ? 0x80 >> x % 8 : 0);
            }
        }
        assertThatGroup4DecodesTo(page);
    }

    @Test
    void group4DecodesRunsOfEveryLength() throws IOException {
        int width = FaxPage.WIDTH;
        for (int blackFirst = 0; blackFirst < 2; blackFirst++) {
            FaxPage page = page(width, width);
            for (int y = 0; y < width; y++) {
                for (int x = 0; x < width; x++) {
                    // Every other row is white, so that each run is encoded without reference to the row above.
                    boolean white = y % 2 == 0 || (x < y) == (blackFirst == 0);
                    bits(page)[y * (width / 8) + x / 8] |= (byte) (white ? 0x80 >> x % 8 : 0);
                }
            }
            assertThatGroup4DecodesTo(page);
        }
    }

    @Test
    void group4OfBlankPageTakesOneBitPerRow() {
        FaxPage blank = page(1728, 80);
        Arrays.fill(bits(blank), (byte) 0xFF);

        assertThat(blank.group4()).hasSize(10 + 3).startsWith(0xFF, 0xFF).endsWith(0x00, 0x10, 0x01);
    }

    /** The coding of a page is determined by the standard. */
    @Test
    void group4IsThatOfJdk() throws IOException {
        Random random = new Random(2);
        List<BufferedImage> images = new ArrayList<>();
        for (int maxRun : new int[] {20, 200, 2 * FaxPage.WIDTH}) {
            images.add(runs(FaxPage.WIDTH, maxRun, random));
        }
        List<FaxPage> pages = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT).draw(SamplePdfs.sampler().save(folder.resolve("it.pdf")), 9, pages::add);
        pages.forEach(it -> images.add(it.image()));

        for (BufferedImage image : images) {
            assertThat(FaxCoding.of(image).group4()).isEqualTo(codedByJdk(image));
        }
    }

    private byte[] codedByJdk(BufferedImage image) throws IOException {
        // Other plugins of the same project bring TIFF writers, too.
        ImageWriter writer = StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(ImageIO.getImageWritersByFormatName("tiff"), 0), false)
                .filter(it -> it.getClass().getModule().equals(ImageIO.class.getModule()))
                .findFirst()
                .orElseThrow();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionType("CCITT T.6");
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), parameters);
        TIFFDirectory fields = TIFFDirectory.createFromMetadata(metadata);
        fields.addTIFFField(new TIFFField(
                BaselineTIFFTagSet.getInstance().getTag(BaselineTIFFTagSet.TAG_ROWS_PER_STRIP), image.getHeight()));
        Path file = folder.resolve("jdk.tiff");
        Files.deleteIfExists(file);
        try (ImageOutputStream output = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(output);
            IIOMetadataNode order = new IIOMetadataNode("ByteOrder");
            order.setAttribute("value", "LITTLE_ENDIAN");
            IIOMetadataNode root = new IIOMetadataNode("javax_imageio_tiff_stream_1.0");
            root.appendChild(order);
            IIOMetadata stream = writer.getDefaultStreamMetadata(parameters);
            stream.mergeTree("javax_imageio_tiff_stream_1.0", root);
            writer.write(stream, new IIOImage(image, List.of(), fields.getAsMetadata()), parameters);
        } finally {
            writer.dispose();
        }
        byte[] tiff = Files.readAllBytes(file);
        int start = field(file, STRIP_OFFSETS);
        return Arrays.copyOfRange(tiff, start, start + stripBytes(file));
    }
}
