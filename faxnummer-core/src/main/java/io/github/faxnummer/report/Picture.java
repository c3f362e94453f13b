package io.github.faxnummer.report;

import io.github.faxnummer.pdf.FaxPage;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import okio.ByteString;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/**
 * A picture of a fax page, {@link FaxPage#WIDTH} pixels wide, in black and white.
 *
 * @param height in pixels
 * @param group4 compressed as a fax is (ITU-T T.6)
 */
public record Picture(int height, ByteString group4) {

    /** Three times as long as A4: machines print longer pages than that in pieces. */
    private static final int MOST_ROWS = 3 * FaxPage.A4_HEIGHT;

    /**
     * Reads it. Who made it need not be trusted.
     *
     * @throws IOException if it is no PNG of a fax page
     */
    public static Picture of(byte[] png) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(stream, true, true);
            // Before it is decoded: a few bytes can announce more pixels than there is memory.
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width != FaxPage.WIDTH || height < 1 || height > MOST_ROWS) {
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

    static Picture of(FaxPage page) {
        return new Picture(page.image().getHeight(), ByteString.of(page.group4()));
    }

    PDImageXObject embeddedIn(PDDocument document) throws IOException {
        COSDictionary parameters = new COSDictionary();
        parameters.setInt(COSName.K, -1);
        parameters.setInt(COSName.COLUMNS, FaxPage.WIDTH);
        parameters.setInt(COSName.ROWS, height);
        PDImageXObject picture = new PDImageXObject(
                document,
                new ByteArrayInputStream(group4.toByteArray()),
                COSName.CCITTFAX_DECODE,
                FaxPage.WIDTH,
                height,
                1,
                PDDeviceGray.INSTANCE);
        picture.getCOSObject().setItem(COSName.DECODE_PARMS, parameters);
        return picture;
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
