package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Converts grey to black dots on white: by a threshold, by a clustered dot, or by Floyd-Steinberg error diffusion in
 * alternating direction. In that, black and white pixels, and those that are nearly so, pass on no error, so that text
 * and lines keep their edges on grey, too.
 */
final class Dither {

    private static final int WHITE = 255;
    private static final int WHITE_FROM = (int) (Tone.WHITE_FROM * WHITE);
    private static final int BLACK_TO = (int) (Tone.BLACK_TO * WHITE);
    private static final int RGB = 0xFFFFFF;

    /** In black and in white, each bit equals its neighbor. */
    private static final int BIT_AND_NEXT = RGB >> 1;

    /** White in the canvas. */
    private static final int BLANK = 0xFFFFFFFF;

    /** Dots of a cluster, of which two make a square of the screen. */
    private static final int CLUSTER = 18;

    private static final int SCREEN = 6;

    /**
     * The order in which dots become white, from the corners of the clusters to their centers: the 45 degree screen that
     * Ghostscript uses at the resolution of a fax.
     */
    private static final int[][] ORDER = order();

    /** Errors are integers in sixteenths. */
    private static final int FULL = 16;

    /** @param halftone the share of the edges that are in rows with grey */
    record Result(BufferedImage image, double halftone) {}

    private Dither() {}

    /**
     * Converts the image to black and white, and clears it for the next page. Blank rows and rows without grey are
     * packed directly, which makes the drawing of a page of text three times as fast.
     *
     * @param image of {@link BufferedImage#TYPE_INT_RGB}, as wide as a line of a fax
     * @param contrast the colors that become black or white
     */
    static Result ditherAndClear(BufferedImage image, Rendering rendering, Contrast contrast) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        byte[] bits = ((DataBufferByte) result.getRaster().getDataBuffer()).getData();
        int stride = bits.length / height;
        int[] blank = new int[width];
        Arrays.fill(blank, BLANK);
        int[] errors = new int[width + 2];
        int[] below = new int[width + 2];
        int[] row = new int[width];
        boolean carried = false;
        long edges = 0;
        long greyEdges = 0;
        for (int y = 0; y < height; y++) {
            int start = y * width;
            boolean grey = false;
            if (Arrays.equals(pixels, start, start + width, blank, 0, width)) {
                Arrays.fill(bits, y * stride, (y + 1) * stride, (byte) 0xFF);
            } else {
                if (isBlackAndWhite(pixels, start, start + width)) {
                    pack(pixels, start, start + width, bits, y * stride);
                } else {
                    grey = tones(pixels, start, row, contrast);
                    switch (rendering) {
                        case THRESHOLD -> threshold(row);
                        case DIFFUSION -> diffuse(row, errors, below, y % 2 == 0);
                        case AUTO, HALFTONE -> screen(row, ORDER[y % SCREEN]);
                    }
                    pack(row, bits, y * stride);
                    int[] swapped = errors;
                    errors = below;
                    below = swapped;
                    Arrays.fill(below, 0);
                }
                int edgesOfRow = edges(bits, y * stride, stride);
                edges += edgesOfRow;
                greyEdges += grey ? edgesOfRow : 0;
                System.arraycopy(blank, 0, pixels, start, width);
            }
            if (carried && !grey) {
                Arrays.fill(errors, 0);
            }
            carried = grey;
        }
        return new Result(result, edges == 0 ? 0 : (double) greyEdges / edges);
    }

    /** Returns the number of changes between black and white, which is what the coding of a row takes. */
    static int edges(byte[] bits, int start, int length) {
        int edges = 0;
        int last = 1;
        for (int i = start; i < start + length; i++) {
            int eight = bits[i] & 0xFF;
            edges += Integer.bitCount(eight ^ (eight >> 1 | last << 7));
            last = eight & 1;
        }
        return edges;
    }

    /** Fills the image with white. */
    static void clear(BufferedImage image) {
        Arrays.fill(((DataBufferInt) image.getRaster().getDataBuffer()).getData(), BLANK);
    }

    /** Returns whether a row has nothing but black and white. */
    private static boolean isBlackAndWhite(int[] pixels, int start, int end) {
        int grey = 0;
        for (int i = start; i < end; i++) {
            grey |= pixels[i] ^ (pixels[i] >> 1);
        }
        return (grey & BIT_AND_NEXT) == 0;
    }

    /** Packs a row of black and white, in which all bits of a pixel are equal. */
    private static void pack(int[] pixels, int start, int end, byte[] bits, int to) {
        for (int i = start, octet = to; i < end; i += Byte.SIZE, octet++) {
            bits[octet] = (byte) ((pixels[i] & 0x80)
                    | (pixels[i + 1] & 0x40)
                    | (pixels[i + 2] & 0x20)
                    | (pixels[i + 3] & 0x10)
                    | (pixels[i + 4] & 0x08)
                    | (pixels[i + 5] & 0x04)
                    | (pixels[i + 6] & 0x02)
                    | (pixels[i + 7] & 0x01));
        }
    }

    /** Returns whether a tone is neither black nor white. */
    private static boolean tones(int[] pixels, int start, int[] row, Contrast contrast) {
        boolean grey = false;
        for (int x = 0; x < row.length; x++) {
            int rgb = pixels[start + x] & RGB;
            if (rgb == 0) {
                row[x] = 0;
            } else if (rgb == RGB) {
                row[x] = WHITE;
            } else {
                int tone = contrast.tone(rgb);
                row[x] = tone >= WHITE_FROM ? WHITE : tone <= BLACK_TO ? 0 : tone;
                grey |= row[x] > 0 && row[x] < WHITE;
            }
        }
        return grey;
    }

    private static void threshold(int[] row) {
        for (int x = 0; x < row.length; x++) {
            row[x] = row[x] > WHITE / 2 ? WHITE : 0;
        }
    }

    private static void screen(int[] row, int[] order) {
        for (int x = 0; x < row.length; x++) {
            row[x] = row[x] * CLUSTER > order[x % SCREEN] * WHITE ? WHITE : 0;
        }
    }

    private static int[][] order() {
        record Dot(int x, int y, double height) {}
        List<Dot> dots = new ArrayList<>();
        for (int y = 0; y < SCREEN; y++) {
            for (int x = 0; x < SCREEN / 2; x++) {
                // A little beside the middle, so that no two dots are equally high.
                double across = 2 * Math.PI * (x + y + 0.02) / SCREEN;
                double down = 2 * Math.PI * (x - y + 0.05) / SCREEN;
                dots.add(new Dot(x, y, Math.cos(across) + Math.cos(down)));
            }
        }
        dots.sort(Comparator.comparingDouble(Dot::height));
        int[][] order = new int[SCREEN][SCREEN];
        for (int i = 0; i < dots.size(); i++) {
            Dot dot = dots.get(i);
            // The second cluster is moved by half a square in both directions.
            order[dot.y()][dot.x()] = i;
            order[(dot.y() + SCREEN / 2) % SCREEN][dot.x() + SCREEN / 2] = i;
        }
        return order;
    }

    private static void diffuse(int[] row, int[] errors, int[] below, boolean forward) {
        int step = forward ? 1 : -1;
        int ahead = 0;
        for (int i = 0, x = forward ? 0 : row.length - 1; i < row.length; i++, x += step) {
            int value = row[x];
            int error = 0;
            if (value > 0 && value < WHITE) {
                int wanted = value * FULL + errors[x + 1] + ahead;
                boolean white = wanted > WHITE * FULL / 2;
                error = (wanted - (white ? WHITE * FULL : 0)) / FULL;
                row[x] = white ? WHITE : 0;
                below[x + 1 - step] += 3 * error;
                below[x + 1] += 5 * error;
                below[x + 1 + step] += error;
            }
            ahead = 7 * error;
        }
    }

    private static void pack(int[] row, byte[] bits, int start) {
        for (int x = 0; x < row.length; x++) {
            if (row[x] != 0) {
                bits[start + x / 8] |= (byte) (0x80 >> x % 8);
            }
        }
    }
}
