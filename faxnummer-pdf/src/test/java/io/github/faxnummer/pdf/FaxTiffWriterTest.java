package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.FilterFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaxTiffWriterTest {

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
            @ForAll @IntRange(min = 1, max = 400) int columns,
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
        int width = 2704;
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

    @Test
    void ignoresTiffWritersOfOtherPlugins() {
        byte[] expected = page(1728, 80).group4();
        ImageWriterSpi foreign = new FailingWriterSpi();
        IIORegistry registry = IIORegistry.getDefaultInstance();
        registry.registerServiceProvider(foreign, ImageWriterSpi.class);
        try {
            registry.getServiceProviders(
                            ImageWriterSpi.class,
                            it -> Arrays.asList(((ImageWriterSpi) it).getFormatNames())
                                    .contains("tiff"),
                            true)
                    .forEachRemaining(it -> {
                        if (!it.equals(foreign)) {
                            registry.setOrdering(ImageWriterSpi.class, foreign, it);
                        }
                    });

            assertThat(page(1728, 80).group4()).isEqualTo(expected);
        } finally {
            registry.deregisterServiceProvider(foreign, ImageWriterSpi.class);
        }
    }

    @Test
    void writesPatternsThatAreTooDenseForTheEncoder(@TempDir Path folder) throws IOException {
        Random random = new Random(4711);
        List<FaxPage> pages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            FaxPage page = page(Byte.SIZE * (1 + random.nextInt(3)), 1 + random.nextInt(40));
            random.nextBytes(bits(page));
            pages.add(page);
        }
        // Each change takes six bits, of which the encoder allots four and a half.
        FaxPage densest = page(FaxPage.WIDTH, 1);
        Arrays.fill(bits(densest), (byte) 0b01010101);
        pages.add(150, densest);
        Path file = folder.resolve("dense.tiff");
        try (FaxTiffWriter tiff = FaxTiffWriter.create(file)) {
            for (FaxPage page : pages) {
                tiff.add(page);
            }
        }

        ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(input);
            for (int i = 0; i < pages.size(); i++) {
                assertThat(((DataBufferByte) reader.read(i).getRaster().getDataBuffer()).getData())
                        .as("page %d", i)
                        .isEqualTo(bits(pages.get(i)));
            }
            assertThat(reader.getNumImages(true)).isEqualTo(pages.size());
        } finally {
            reader.dispose();
        }
    }

    @Test
    void writesMoreThanAThousandPages(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("it.tiff");
        try (FaxTiffWriter writer = FaxTiffWriter.create(file)) {
            for (int i = 1; i <= 1200; i++) {
                writer.add(new FaxPage(i, page(16, 1 + i % 7).image()));
            }
        }

        ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(input);
            assertThat(reader.getNumImages(true)).isEqualTo(1200);
            assertThat(reader.getHeight(1199)).isEqualTo(1 + 1200 % 7);
        } finally {
            reader.dispose();
        }
    }

    private static final class FailingWriterSpi extends ImageWriterSpi {

        FailingWriterSpi() {
            super(
                    "test",
                    "1",
                    new String[] {"tiff"},
                    new String[] {"tiff"},
                    new String[] {"image/tiff"},
                    ImageWriter.class.getName(),
                    new Class<?>[] {ImageInputStream.class},
                    null,
                    false,
                    null,
                    null,
                    null,
                    null,
                    false,
                    null,
                    null,
                    null,
                    null);
        }

        @Override
        public boolean canEncodeImage(ImageTypeSpecifier type) {
            return true;
        }

        @Override
        public ImageWriter createWriterInstance(Object extension) {
            throw new IllegalStateException("not the JDK's writer");
        }

        @Override
        public String getDescription(Locale locale) {
            return "fails";
        }
    }
}
