package io.github.faxnummer.pdf;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** Shows a part of a page enlarged, in fine and below it in standard resolution. */
final class PageDetail {

    /** In millimeters. */
    private static final int MIN_WIDTH = 60;

    private static final int MIN_HEIGHT = 15;
    private static final int MAX_WIDTH = 100;
    private static final int MAX_HEIGHT = 30;
    private static final int MARGIN = 3;

    private static final int ENLARGED = 2;

    /** Rows between both pictures. */
    private static final int GAP = 8;

    private PageDetail() {}

    /** Returns a PNG file of a place and what is around it. */
    static byte[] png(FaxPage page, Place place) {
        int width = across(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, place.width() + 2 * MARGIN)));
        int height = down(Math.min(MAX_HEIGHT, Math.max(MIN_HEIGHT, place.height() + 2 * MARGIN)));
        // Always within the page, which is never smaller.
        Rectangle part = new Rectangle(
                Math.max(0, Math.min(across(place.left() - MARGIN), page.image().getWidth() - width)),
                Math.max(0, Math.min(down(place.top() - MARGIN), page.image().getHeight() - height)),
                width,
                height);
        BufferedImage fine = page.image().getSubimage(part.x, part.y, part.width, part.height);
        BufferedImage standard =
                everySecondRow(page.image()).getSubimage(part.x, part.y / 2, part.width, part.height / 2);
        BufferedImage both = new BufferedImage(
                part.width * ENLARGED, 2 * part.height * ENLARGED + GAP, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = both.createGraphics();
        try {
            int rows = part.height * ENLARGED;
            graphics.drawImage(fine, 0, 0, both.getWidth(), rows, null);
            graphics.drawImage(standard, 0, rows + GAP, both.getWidth(), rows, null);
        } finally {
            graphics.dispose();
        }
        return PngEncoder.encode(both, ENLARGED * FaxPage.HORIZONTAL_DPI, ENLARGED * FaxPage.VERTICAL_DPI);
    }

    private static int across(int millimeters) {
        return (int) Math.round(millimeters / 25.4 * FaxPage.HORIZONTAL_DPI);
    }

    private static int down(int millimeters) {
        return (int) Math.round(millimeters / 25.4 * FaxPage.VERTICAL_DPI);
    }

    /** @param image of {@link BufferedImage#TYPE_BYTE_BINARY} */
    static BufferedImage everySecondRow(BufferedImage image) {
        BufferedImage rows =
                new BufferedImage(image.getWidth(), (image.getHeight() + 1) / 2, BufferedImage.TYPE_BYTE_BINARY);
        byte[] from = bits(image);
        byte[] to = bits(rows);
        int stride = from.length / image.getHeight();
        for (int y = 0; y < rows.getHeight(); y++) {
            System.arraycopy(from, 2 * y * stride, to, y * stride, stride);
        }
        return rows;
    }

    private static byte[] bits(BufferedImage image) {
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }
}
