package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.testing.Programs;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Group3CodingTest {

    private static final int HEIGHT = 60;

    /** Libtiff leaves it out of a file. */
    private static final int END_OF_PAGE = 6 * 13;

    private static final int STRIP_BYTE_COUNTS = 279;

    @TempDir
    private Path folder;

    @Test
    void countsBitsOfBlankAndBlackRows() {
        BufferedImage black = new BufferedImage(FaxPage.WIDTH, 5, BufferedImage.TYPE_BYTE_BINARY);

        // Alone: no white dot, 1728 black ones. Below itself: two changes in the same place.
        assertThat(Group3Coding.bits(black, Group3Coding.FINE))
                .isEqualTo((5 + 6) * 13 + 2 * (8 + 13 + 10) + 3 * (1 + 1));
        assertThat(Group3Coding.bits(black, Group3Coding.STANDARD))
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
            long bits = Group3Coding.bits(image, Group3Coding.FINE);

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
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(tiff)).order(ByteOrder.LITTLE_ENDIAN);
        int directory = file.getInt(4);
        for (int i = 0; i < file.getShort(directory); i++) {
            int field = directory + 2 + 12 * i;
            if (file.getShort(field) == STRIP_BYTE_COUNTS) {
                return file.getInt(field + 8);
            }
        }
        throw new IllegalStateException("no strip in " + tiff);
    }
}
