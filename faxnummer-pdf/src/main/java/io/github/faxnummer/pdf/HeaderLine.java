package io.github.faxnummer.pdf;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TrueTypeFont;

/**
 * The line with the sender's name that fax services print on top of each page. The provider does not document where;
 * this is the worst case, HylaFAX, which prints it over the first rows. Others put it above the page.
 */
final class HeaderLine {

    /** In fine resolution. */
    static final int ROWS = 33;

    /** The whole line. */
    static final Rectangle2D AREA = new Rectangle2D.Double(0, 0, FaxPage.WIDTH, ROWS);

    /** Dots to the left of the text, which is where A4 begins, and a few more. */
    private static final int LEFT = 60;

    private static final int BASELINE = 26;
    private static final double FONT_SIZE = 26;

    /** Rows that letters may lose and stay legible. */
    private static final int TOLERANCE = 3;

    /** Dots at either side that are not looked at for letters: scans have dark edges. */
    private static final int EDGE = 80;

    /** Letters blacken at least and at most this share of a row, and do so in as many rows. */
    private static final double LEAST_INK = 0.005;

    private static final double MOST_INK = 0.4;
    private static final int LETTER_ROWS = 10;

    private final Path2D letters = new Path2D.Double();

    /** @param text empty: there is no line */
    HeaderLine(String text) throws IOException {
        if (text.isEmpty()) {
            return;
        }
        try (TrueTypeFont font = FaxFonts.MONO.parse()) {
            CmapLookup glyphs = font.getUnicodeCmapLookup();
            double scale = FONT_SIZE / font.getUnitsPerEm();
            double x = LEFT;
            for (int character : text.codePoints().toArray()) {
                int glyph = glyphs.getGlyphId(character);
                AffineTransform place = AffineTransform.getTranslateInstance(x, BASELINE);
                place.scale(scale, -scale);
                letters.append(font.getGlyph().getGlyph(glyph).getPath().getPathIterator(place), false);
                x += font.getAdvanceWidth(glyph) * scale;
            }
        }
    }

    /** Returns the page with this line. */
    FaxPage on(FaxPage page) {
        if (letters.getCurrentPoint() == null) {
            return page;
        }
        BufferedImage image =
                new BufferedImage(page.image().getWidth(), page.image().getHeight(), BufferedImage.TYPE_BYTE_BINARY);
        image.setData(page.image().getData());
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fill(AREA);
            graphics.setColor(Color.BLACK);
            graphics.fill(letters);
        } finally {
            graphics.dispose();
        }
        return new FaxPage(page.number(), image);
    }

    /** Returns whether the line hides letters. */
    static boolean covers(Rectangle2D dots) {
        return dots.getMinY() < ROWS - TOLERANCE
                && dots.getMaxY() > TOLERANCE
                && dots.getMaxX() > 0
                && dots.getMinX() < FaxPage.WIDTH;
    }

    /**
     * Returns whether the line moves letters beyond the paper, where it is printed above the page.
     *
     * @param rows of the page
     */
    static boolean pushesOut(Rectangle2D dots, int rows) {
        return dots.getMaxY() > rows - ROWS + TOLERANCE
                && dots.getMinY() < rows - TOLERANCE
                && dots.getMaxX() > 0
                && dots.getMinX() < FaxPage.WIDTH;
    }

    /**
     * Returns whether as many dots as the line is high look like letters, and not like an edge, dirt or a dark area.
     *
     * @param top the first row that is looked at
     */
    static boolean hasLetters(FaxPage page, int top) {
        int rows = 0;
        for (int y = top; y < top + ROWS; y++) {
            int black = 0;
            for (int x = EDGE; x < FaxPage.WIDTH - EDGE; x++) {
                black += page.image().getRaster().getSample(x, y, 0) == 0 ? 1 : 0;
            }
            double ink = (double) black / (FaxPage.WIDTH - 2 * EDGE);
            rows += ink > LEAST_INK && ink < MOST_INK ? 1 : 0;
        }
        return rows >= LETTER_ROWS;
    }
}
