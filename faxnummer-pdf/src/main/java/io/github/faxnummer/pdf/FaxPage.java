package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A page in black and white, 1728 pixels wide, 204 of them to the inch across and 196 down: the fine resolution of
 * group 3 fax machines (ITU-T T.4).
 *
 * @param number counted from 1
 * @param image one bit for each pixel
 */
public record FaxPage(int number, BufferedImage image) {

    public static final int WIDTH = 1728;
    public static final int HORIZONTAL_DPI = 204;
    public static final int VERTICAL_DPI = 196;
    public static final int A4_HEIGHT = 2292;

    private static final String PNG = "javax_imageio_png_1.0";
    private static final double INCHES_PER_METRE = 1 / 0.0254;

    /** The page as PNG, one bit for each pixel; it says how far they are apart, as they are no squares. */
    public byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
            IIOMetadataNode distance = new IIOMetadataNode("pHYs");
            distance.setAttribute("pixelsPerUnitXAxis", perMetre(HORIZONTAL_DPI));
            distance.setAttribute("pixelsPerUnitYAxis", perMetre(VERTICAL_DPI));
            distance.setAttribute("unitSpecifier", "meter");
            IIOMetadataNode root = new IIOMetadataNode(PNG);
            root.appendChild(distance);
            metadata.mergeTree(PNG, root);
            writer.setOutput(output);
            writer.write(new IIOImage(image, null, metadata));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static String perMetre(int dpi) {
        return String.valueOf(Math.round(dpi * INCHES_PER_METRE));
    }
}
