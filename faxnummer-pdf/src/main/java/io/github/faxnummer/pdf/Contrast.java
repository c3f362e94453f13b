package io.github.faxnummer.pdf;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decides, while a page is drawn, which of its colors become black or white, so that text and lines stay legible. Text
 * is drawn in black or white, and the area behind it in the other one: a plain area entirely, a picture around the text
 * only.
 */
final class Contrast {

    private static final int RGB = 0xFFFFFF;

    /** The unused byte of a pixel marks text, which is no ground for other text, such as the second print of bold. */
    private static final int MARK = 1 << 24;

    /** In the same byte: what was put behind text on a picture. */
    private static final int BACK = 2 << 24;

    private static final int BLACK_TEXT = MARK;
    private static final int WHITE_TEXT = MARK | RGB;
    private static final int WHITE = 255;

    /** What differs less from its ground is not meant to be seen. */
    private static final int MIN_CONTRAST = (int) (0.1 * WHITE);

    /** In pixels: the size of larger text. */
    private static final double LARGE = 100;

    /** Dots around text on a picture. */
    private static final int MARGIN = 3;

    private static final int TABLE = 1 << 12;

    /** Half of the table, so that searches stay short. */
    private static final int MAX_COLORS = TABLE / 2;

    private static final int UNDECIDED = 1;
    private static final int TO_BLACK = 2;
    private static final int TO_WHITE = 3;

    private final int[] pixels;
    private final int width;
    private final int height;

    /** Colors of plain areas, one more each, so that zero is free. */
    private final int[] colors = new int[TABLE];

    private final byte[] decisions = new byte[TABLE];
    private int count;
    private int lastColor = -1;
    private int lastTone;

    Contrast(BufferedImage canvas) {
        pixels = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
        width = canvas.getWidth();
        height = canvas.getHeight();
    }

    /** Forgets the colors of the last page. */
    void clear() {
        Arrays.fill(colors, 0);
        count = 0;
        lastColor = -1;
    }

    static int luma(int rgb) {
        return (77 * (rgb >> 16 & 0xFF) + 151 * (rgb >> 8 & 0xFF) + 28 * (rgb & 0xFF)) >> 8;
    }

    /** Returns whether text is legible as dots: large and light, such as a watermark, which must not become black. */
    static boolean isLegible(AffineTransform textToPixels, Color color) {
        return Math.sqrt(Math.abs(textToPixels.getDeterminant())) > LARGE && luma(color.getRGB()) > WHITE / 2;
    }

    static boolean isWhite(Color color) {
        return luma(color.getRGB()) >= Tone.WHITE_FROM * WHITE;
    }

    static boolean isBlack(Color color) {
        return luma(color.getRGB()) <= Tone.BLACK_TO * WHITE;
    }

    /** Returns the color at a point, or white beside the page. */
    private int at(int x, int y) {
        return x < 0 || y < 0 || x >= width || y >= height ? RGB : pixels[y * width + x];
    }

    /** Tells that a plain area was drawn. */
    void addArea(int x, int y) {
        int rgb = at(x, y) & RGB;
        if (slot(rgb) < 0 && count < MAX_COLORS) {
            count++;
            int slot = -slot(rgb) - 1;
            colors[slot] = rgb + 1;
            decisions[slot] = UNDECIDED;
            lastColor = -1;
        }
    }

    /** Returns where a color is, or {@code -1 - slot} for the slot that is free for it. */
    private int slot(int rgb) {
        int slot = (rgb * 0x9E3779B1) >>> 20;
        while (colors[slot] != 0) {
            if (colors[slot] == rgb + 1) {
                return slot;
            }
            slot = slot + 1 & TABLE - 1;
        }
        return -1 - slot;
    }

    /** Returns 0 or 255 if the color of a pixel becomes black or white, or its brightness. */
    int tone(int pixel) {
        int rgb = pixel & RGB;
        if (rgb != lastColor) {
            int slot = slot(rgb);
            int decision = slot < 0 ? UNDECIDED : decisions[slot];
            lastTone = decision == TO_BLACK ? 0 : decision == TO_WHITE ? WHITE : luma(rgb);
            lastColor = rgb;
        }
        return lastTone;
    }

    /**
     * Draws a glyph in black or white on whatever is there.
     *
     * @param spans row, first column, column after the last
     * @param size of the font if the text is upright, else 0
     */
    void print(int[] spans, int x, int y, int size, Rectangle clip, int rgb) {
        if (spans.length == 0) {
            return;
        }
        int last = spans.length - 3;
        int middle = spans.length / 6 * 3;
        int first = at(x + spans[1], y + spans[0]);
        int second = at(x + spans[middle + 1], y + spans[middle]);
        int third = at(x + spans[last + 1], y + spans[last]);
        int ground = (third == first || isText(second)) && !isText(first) ? first : isText(second) ? third : second;
        int text = isText(ground) ? (ground & RGB) == 0 ? BLACK_TEXT : WHITE_TEXT : text(ground, rgb);
        boolean onPicture = !isText(ground) && text != rgb && isPicture(ground);
        if (onPicture) {
            int left = spans[1];
            int right = spans[2];
            for (int i = 3; i < spans.length; i += 3) {
                left = Math.min(left, spans[i + 1]);
                right = Math.max(right, spans[i + 2]);
            }
            int top = Math.min(spans[0] - MARGIN, -size * 3 / 4);
            int bottom = Math.max(spans[last] + MARGIN, size / 4);
            for (int row = top; row <= bottom; row++) {
                fill(y + row, x + left - MARGIN, x + right + MARGIN, clip, (~text & RGB) | BACK);
            }
        }
        for (int i = 0; i < spans.length; i += 3) {
            fill(y + spans[i], x + spans[i + 1], x + spans[i + 2], clip, text);
        }
    }

    private void fill(int row, int left, int right, Rectangle clip, int rgb) {
        if (row >= clip.y && row < clip.y + clip.height) {
            int from = row * width + Math.max(clip.x, left);
            int to = row * width + Math.min(clip.x + clip.width, right);
            for (int i = from; i < to; i++) {
                if ((rgb & MARK) != 0 || !isText(pixels[i])) {
                    pixels[i] = rgb;
                }
            }
        }
    }

    private static boolean isText(int pixel) {
        return (pixel & ~RGB) == MARK;
    }

    private boolean isPicture(int pixel) {
        int rgb = pixel & RGB;
        return (pixel & ~RGB) == BACK || (rgb != RGB && rgb != 0 && slot(rgb) < 0);
    }

    /** Returns the color of text on a ground, and decides about the ground. */
    private int text(int ground, int rgb) {
        int dark = luma(rgb);
        int light = luma(ground);
        if (Math.abs(dark - light) < MIN_CONTRAST) {
            return rgb;
        }
        boolean black = dark < light;
        int slot = slot(ground & RGB);
        if (slot >= 0) {
            if (decisions[slot] == UNDECIDED) {
                decisions[slot] = (byte) (black ? TO_WHITE : TO_BLACK);
                lastColor = -1;
            }
            black = decisions[slot] == TO_WHITE;
        }
        return black ? BLACK_TEXT : WHITE_TEXT;
    }

    /**
     * Returns black or white for text at these points, or nothing if the text is as bright as its ground.
     *
     * @param above what a group has drawn there and will put on the page, with its opacity in the highest byte
     */
    @Nullable
    Color textOn(int[] xs, int[] ys, int[] above, int rgb) {
        int page = common(at(xs, ys));
        if (Arrays.stream(above).allMatch(it -> it >>> 24 == 0)) {
            int text = text(page, rgb);
            return text == rgb ? null : text == BLACK_TEXT ? Color.BLACK : Color.WHITE;
        }
        int[] grounds = new int[above.length];
        for (int i = 0; i < grounds.length; i++) {
            grounds[i] = over(page, above[i]);
        }
        int difference = luma(rgb) - luma(common(grounds));
        return Math.abs(difference) < MIN_CONTRAST ? null : difference < 0 ? Color.BLACK : Color.WHITE;
    }

    private static int over(int page, int argb) {
        int opacity = argb >>> 24;
        int rgb = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int mixed = ((argb >> shift & 0xFF) * opacity + (page >> shift & 0xFF) * (WHITE - opacity)) / WHITE;
            rgb |= mixed << shift;
        }
        return rgb;
    }

    /** Returns black or white for a line through these points, or nothing if it is as bright as its ground. */
    @Nullable
    Color lineOn(int[] xs, int[] ys, int rgb) {
        int ground = common(at(xs, ys));
        int dark = luma(rgb);
        int light = luma(ground);
        if (Math.abs(dark - light) < MIN_CONTRAST) {
            return null;
        }
        int decided = tone(ground);
        return (decided == light ? dark < light : decided == WHITE) ? Color.BLACK : Color.WHITE;
    }

    private int[] at(int[] xs, int[] ys) {
        int[] found = new int[xs.length];
        for (int i = 0; i < xs.length; i++) {
            found[i] = at(xs[i], ys[i]) & RGB;
        }
        return found;
    }

    /** Returns the most frequent color, or the brightest of them. */
    private static int common(int[] all) {
        int best = 0;
        int most = 0;
        for (int rgb : all) {
            int same = 0;
            for (int other : all) {
                same += other == rgb ? 1 : 0;
            }
            if (same > most || (same == most && luma(rgb) > luma(best))) {
                best = rgb;
                most = same;
            }
        }
        return best;
    }
}
