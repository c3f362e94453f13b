package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

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

    /** The page as PNG, one bit for each pixel. */
    public byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
