package io.github.faxnummer.pdf;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDVectorFont;
import org.jspecify.annotations.Nullable;

/**
 * Caches the glyphs of a document as pixels, at positions rounded to a quarter of a pixel. A page of text has some
 * thousand glyphs but fewer than a hundred different ones; without the cache, drawing it takes four times as long.
 */
final class GlyphCache {

    private static final int QUARTERS = 4;

    /** In pixels; larger glyphs are rare. */
    private static final int MAX_SIZE = 200;

    /** Units of a font's size, in almost all fonts. */
    private static final int UNITS = 1000;

    /** About what a map takes for an entry, in integers. */
    private static final int ENTRY = 24;

    /** A glyph is a sequence of spans: row, first column, column after the last. */
    private static final int[] BLANK = {};

    private static final int[] TOO_LARGE = {0};

    /** The size and direction of a font. */
    private record Scale(double xx, double yx, double xy, double yy) {

        /** Avoids an allocation per glyph. */
        boolean isOf(AffineTransform transform) {
            return xx == transform.getScaleX()
                    && yx == transform.getShearY()
                    && xy == transform.getShearX()
                    && yy == transform.getScaleY();
        }
    }

    private final IdentityHashMap<PDFont, Map<Scale, Map<Integer, int[]>>> glyphs = new IdentityHashMap<>();
    private final long maxIntegers;
    private long integers;
    private @Nullable PDFont lastFont;
    private @Nullable Scale lastScale;
    private Map<Integer, int[]> last = new HashMap<>();

    /** @param maxBytes about the memory that it takes at most */
    GlyphCache(long maxBytes) {
        maxIntegers = maxBytes / Integer.BYTES;
    }

    /** Returns about the memory that it takes. */
    long bytes() {
        return integers * Integer.BYTES;
    }

    /**
     * Draws a glyph from the cache, unless it is too large.
     *
     * @param toPixels from the font's units
     * @param clip in pixels
     * @param contrast null if the glyph keeps its color
     * @return whether the glyph was drawn
     */
    boolean draw(
            BufferedImage canvas,
            PDFont font,
            int code,
            AffineTransform toPixels,
            Rectangle clip,
            int rgb,
            @Nullable Contrast contrast)
            throws IOException {
        double x = toPixels.getTranslateX();
        double y = toPixels.getTranslateY();
        if (!(Math.abs(x) < 1e6 && Math.abs(y) < 1e6)) {
            return false;
        }
        int quarterX = (int) Math.floor(x * QUARTERS + 0.5);
        int quarterY = (int) Math.floor(y * QUARTERS + 0.5);
        int partX = Math.floorMod(quarterX, QUARTERS);
        int partY = Math.floorMod(quarterY, QUARTERS);
        Map<Integer, int[]> ofScale = glyphs(font, toPixels);
        Integer key = (code * QUARTERS + partX) * QUARTERS + partY;
        int[] spans = ofScale.get(key);
        if (spans == null) {
            spans = render(font, code, toPixels, (double) partX / QUARTERS, (double) partY / QUARTERS);
            if (integers + spans.length + ENTRY > maxIntegers) {
                glyphs.clear();
                lastFont = null;
                integers = 0;
                ofScale = glyphs(font, toPixels);
            }
            integers += spans.length + ENTRY;
            ofScale.put(key, spans);
        }
        if (spans == TOO_LARGE) {
            return false;
        }
        int pixelX = Math.floorDiv(quarterX, QUARTERS);
        int pixelY = Math.floorDiv(quarterY, QUARTERS);
        if (contrast == null) {
            print(canvas, spans, pixelX, pixelY, clip, rgb);
        } else {
            boolean upright = toPixels.getShearX() == 0 && toPixels.getShearY() == 0;
            int size = upright ? (int) Math.abs(toPixels.getScaleY() * UNITS) : 0;
            contrast.print(spans, pixelX, pixelY, size, clip, rgb);
        }
        return true;
    }

    private Map<Integer, int[]> glyphs(PDFont font, AffineTransform toPixels) {
        if (!font.equals(lastFont) || lastScale == null || !lastScale.isOf(toPixels)) {
            Scale scale =
                    new Scale(toPixels.getScaleX(), toPixels.getShearY(), toPixels.getShearX(), toPixels.getScaleY());
            last = glyphs.computeIfAbsent(font, it -> new HashMap<>()).computeIfAbsent(scale, it -> new HashMap<>());
            lastFont = font;
            lastScale = scale;
        }
        return last;
    }

    private static int[] render(PDFont font, int code, AffineTransform toPixels, double partX, double partY)
            throws IOException {
        GeneralPath path = ((PDVectorFont) font).getNormalizedPath(code);
        if (path == null) {
            return BLANK;
        }
        AffineTransform linear = new AffineTransform(
                toPixels.getScaleX(), toPixels.getShearY(), toPixels.getShearX(), toPixels.getScaleY(), partX, partY);
        Shape outline = linear.createTransformedShape(path);
        Rectangle bounds = outline.getBounds();
        if (bounds.isEmpty()) {
            return BLANK;
        }
        if (bounds.width > MAX_SIZE || bounds.height > MAX_SIZE) {
            return TOO_LARGE;
        }
        BufferedImage image = new BufferedImage(bounds.width + 2, bounds.height + 2, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.translate(1 - bounds.x, 1 - bounds.y);
        graphics.fill(outline);
        graphics.dispose();
        return spans(image, bounds.x - 1, bounds.y - 1);
    }

    private static int[] spans(BufferedImage image, int left, int top) {
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        int width = image.getWidth();
        int[] spans = new int[64];
        int used = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            int x = 0;
            while (x < width) {
                if (pixels[y * width + x] == 0) {
                    x++;
                    continue;
                }
                int start = x;
                while (x < width && pixels[y * width + x] != 0) {
                    x++;
                }
                if (used + 3 > spans.length) {
                    spans = Arrays.copyOf(spans, spans.length * 2);
                }
                spans[used++] = y + top;
                spans[used++] = start + left;
                spans[used++] = x + left;
            }
        }
        return Arrays.copyOf(spans, used);
    }

    private static void print(BufferedImage canvas, int[] spans, int x, int y, Rectangle clip, int rgb) {
        int[] pixels = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
        int width = canvas.getWidth();
        for (int i = 0; i < spans.length; i += 3) {
            int row = y + spans[i];
            if (row >= clip.y && row < clip.y + clip.height) {
                int from = Math.max(clip.x, x + spans[i + 1]);
                int to = Math.min(clip.x + clip.width, x + spans[i + 2]);
                for (int column = from; column < to; column++) {
                    pixels[row * width + column] = rgb;
                }
            }
        }
    }
}
