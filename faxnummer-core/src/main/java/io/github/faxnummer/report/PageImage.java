package io.github.faxnummer.report;

import io.github.faxnummer.pdf.FaxPage;
import io.github.faxnummer.pdf.FirstPage;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An image of a fax page, {@link FaxPage#WIDTH} pixels wide, in black and white.
 */
public final class PageImage {

    /** Three times as long as A4: machines print longer pages in parts. */
    private static final int MAX_ROWS = 3 * FaxPage.A4_HEIGHT;

    private final int height;
    private final byte[] group4;

    private PageImage(int height, byte[] group4) {
        this.height = height;
        this.group4 = group4;
    }

    /**
     * Reads an image from an untrusted source.
     *
     * @throws IOException if it is not a PNG of a fax page
     */
    public static PageImage of(byte[] png) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(stream, true, true);
            // Before it is decoded: a few bytes can declare more pixels than memory can hold.
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width != FaxPage.WIDTH || height < 1 || height > MAX_ROWS) {
                throw new IOException("The picture has " + width + " x " + height + " pixels.");
            }
            BufferedImage image = reader.read(0);
            return of(new FaxPage(1, isBlackAndWhite(image) ? image : blackAndWhite(image)));
        } catch (RuntimeException e) {
            throw new IOException(e);
        } finally {
            reader.dispose();
        }
    }

    static PageImage of(FirstPage page) {
        try (InputStream group4 = page.group4()) {
            return new PageImage(page.rows(), group4.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PageImage of(FaxPage page) {
        return new PageImage(page.image().getHeight(), page.group4());
    }

    /** Height in pixels. */
    public int height() {
        return height;
    }

    /** Its bytes, compressed as a fax is (ITU-T T.6). */
    public InputStream group4() {
        return new ByteArrayInputStream(group4);
    }

    /** Number of compressed bytes. */
    public int bytes() {
        return group4.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PageImage image && height == image.height && Arrays.equals(group4, image.group4);
    }

    @Override
    public int hashCode() {
        return 31 * height + Arrays.hashCode(group4);
    }

    /** Whether its raster is rows of whole bytes in which white is 1. */
    private static boolean isBlackAndWhite(BufferedImage image) {
        return image.getType() == BufferedImage.TYPE_BYTE_BINARY
                && image.getColorModel().getPixelSize() == 1
                && image.getColorModel().getRGB(0) == 0xFF000000
                && image.getColorModel().getRGB(1) == 0xFFFFFFFF
                && image.getRaster().getDataBuffer() instanceof DataBufferByte data
                && data.getOffset() == 0
                && data.getData().length == image.getHeight() * ((image.getWidth() + 7) / 8);
    }

    private static BufferedImage blackAndWhite(BufferedImage image) {
        BufferedImage bits = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = bits.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return bits;
    }
}
