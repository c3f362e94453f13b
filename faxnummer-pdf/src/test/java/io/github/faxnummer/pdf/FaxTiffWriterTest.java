package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaxTiffWriterTest {

    private static FaxPage page(int width, int height) {
        return new FaxPage(1, new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY));
    }

    private static byte[] bits(FaxPage page) {
        return ((DataBufferByte) page.image().getRaster().getDataBuffer()).getData();
    }

    @Test
    void writesPatternsOfEveryDensity(@TempDir Path folder) throws IOException {
        Random random = new Random(4711);
        List<FaxPage> pages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            FaxPage page = page(Byte.SIZE * (1 + random.nextInt(3)), 1 + random.nextInt(40));
            random.nextBytes(bits(page));
            pages.add(page);
        }
        // Each dot takes six bits.
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
}
