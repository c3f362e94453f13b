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
 * Letters of a document as pixels, each drawn once and then stamped: a page of text has some thousand letters but less
 * than a hundred different ones, and to fill an outline is what drawing a page takes most of its time for. They are put
 * where they belong to a quarter of a pixel.
 */
final class Stamps {

    private static final int QUARTERS = 4;

    /** In pixels; larger letters are rare. */
    private static final int LARGEST = 200;

    /** What is kept; a document with more fonts, sizes and letters draws some of them again. */
    private static final int MOST = 20_000;

    /** Of a letter: rows, first and last column, three by three. */
    private static final int[] BLANK = {};

    private static final int[] TOO_LARGE = {0};

    /** A font in one size and direction. */
    private record Type(double xx, double yx, double xy, double yy) {

        /** Asked for each letter, and so without making another one. */
        boolean isOf(AffineTransform transform) {
            return xx == transform.getScaleX()
                    && yx == transform.getShearY()
                    && xy == transform.getShearX()
                    && yy == transform.getScaleY();
        }
    }

    private final IdentityHashMap<PDFont, Map<Type, Map<Integer, int[]>>> stamps = new IdentityHashMap<>();
    private int count;
    private @Nullable PDFont lastFont;
    private @Nullable Type lastType;
    private Map<Integer, int[]> last = new HashMap<>();

    /**
     * Stamps a letter, if that is possible.
     *
     * @param toPixels from the font's units
     * @param clip in pixels
     * @return whether it was
     */
    boolean stamp(BufferedImage canvas, PDFont font, int code, AffineTransform toPixels, Rectangle clip, int rgb)
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
        Map<Integer, int[]> letters = letters(font, toPixels);
        Integer key = (code * QUARTERS + partX) * QUARTERS + partY;
        int[] stamp = letters.get(key);
        if (stamp == null) {
            stamp = make(font, code, toPixels, (double) partX / QUARTERS, (double) partY / QUARTERS);
            if (++count > MOST) {
                stamps.clear();
                lastFont = null;
                count = 0;
            }
            letters.put(key, stamp);
        }
        if (stamp == TOO_LARGE) {
            return false;
        }
        print(canvas, stamp, Math.floorDiv(quarterX, QUARTERS), Math.floorDiv(quarterY, QUARTERS), clip, rgb);
        return true;
    }

    private Map<Integer, int[]> letters(PDFont font, AffineTransform toPixels) {
        if (!font.equals(lastFont) || lastType == null || !lastType.isOf(toPixels)) {
            Type type =
                    new Type(toPixels.getScaleX(), toPixels.getShearY(), toPixels.getShearX(), toPixels.getScaleY());
            last = stamps.computeIfAbsent(font, it -> new HashMap<>()).computeIfAbsent(type, it -> new HashMap<>());
            lastFont = font;
            lastType = type;
        }
        return last;
    }

    private static int[] make(PDFont font, int code, AffineTransform toPixels, double partX, double partY)
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
        if (bounds.width > LARGEST || bounds.height > LARGEST) {
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

    private static void print(BufferedImage canvas, int[] stamp, int x, int y, Rectangle clip, int rgb) {
        int[] pixels = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
        int width = canvas.getWidth();
        for (int i = 0; i < stamp.length; i += 3) {
            int row = y + stamp[i];
            if (row >= clip.y && row < clip.y + clip.height) {
                int from = Math.max(clip.x, x + stamp[i + 1]);
                int to = Math.min(clip.x + clip.width, x + stamp[i + 2]);
                for (int column = from; column < to; column++) {
                    pixels[row * width + column] = rgb;
                }
            }
        }
    }
}
