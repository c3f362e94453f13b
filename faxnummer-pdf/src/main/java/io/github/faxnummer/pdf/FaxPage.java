package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;

/**
 * A page in black and white, 1728 pixels wide, at 204 x 196 dpi: the fine resolution of Group 3 fax machines
 * (ITU-T T.4).
 *
 * @param number counted from 1
 * @param image of {@link BufferedImage#TYPE_BYTE_BINARY}, one bit per pixel
 */
public record FaxPage(int number, BufferedImage image) {

    public static final int WIDTH = 1728;
    public static final int HORIZONTAL_DPI = 204;
    public static final int VERTICAL_DPI = 196;
    public static final int A4_HEIGHT = 2291;

    /** Returns the page in standard resolution: every second row, as the page of a machine that has no other. */
    public byte[] standardPng() {
        return PngEncoder.encode(PageDetail.everySecondRow(image), HORIZONTAL_DPI, VERTICAL_DPI / 2);
    }

    /** Returns the pixels as fax machines transmit them: ITU-T T.6, known as Group 4. */
    public byte[] group4() {
        return FaxCoding.of(image).group4();
    }

    /** Returns the page as a PNG file with one bit per pixel. The file states the resolution: pixels are not square. */
    public byte[] png() {
        return PngEncoder.encode(image, HORIZONTAL_DPI, VERTICAL_DPI);
    }
}
