package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/**
 * Grey as black dots on white: error diffusion (Floyd and Steinberg), in turns from left to right and back. Pure black
 * and pure white stay what they are, and carry no error on, so that text and lines keep their edges, on grey too.
 */
final class Dither {

    private static final int WHITE = 255;
    private static final int RGB = 0xFFFFFF;

    /** Errors are counted in sixteenths. */
    private static final int FULL = 16;

    private Dither() {}

    /** @param image of {@link BufferedImage#TYPE_INT_RGB} */
    static BufferedImage blackAndWhite(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        byte[] bits = ((DataBufferByte) result.getRaster().getDataBuffer()).getData();
        int stride = bits.length / height;
        int[] errors = new int[width + 2];
        int[] below = new int[width + 2];
        int[] row = new int[width];
        boolean carried = false;
        for (int y = 0; y < height; y++) {
            // Most rows hold no grey, and are packed as they are.
            if (packed(pixels, y * width, width, bits, y * stride)) {
                if (carried) {
                    Arrays.fill(errors, 0);
                    carried = false;
                }
                continue;
            }
            luma(pixels, y * width, row);
            diffuse(row, errors, below, y % 2 == 0);
            pack(row, bits, y * stride);
            int[] swapped = errors;
            errors = below;
            below = swapped;
            Arrays.fill(below, 0);
            carried = true;
        }
        return result;
    }

    /** Whether that could be done, as all of it is black or white. */
    private static boolean packed(int[] pixels, int start, int width, byte[] bits, int to) {
        for (int x = 0; x < width; x += Byte.SIZE) {
            int end = Math.min(x + Byte.SIZE, width);
            int all = RGB;
            int any = 0;
            for (int i = x; i < end; i++) {
                all &= pixels[start + i];
                any |= pixels[start + i];
            }
            if (all == RGB) {
                bits[to + x / Byte.SIZE] = (byte) 0xFF;
            } else if ((any & RGB) != 0) {
                int eight = 0;
                for (int i = x; i < end; i++) {
                    int rgb = pixels[start + i] & RGB;
                    if (rgb == RGB) {
                        eight |= 0x80 >> (i - x);
                    } else if (rgb != 0) {
                        Arrays.fill(bits, to, to + x / Byte.SIZE, (byte) 0);
                        return false;
                    }
                }
                bits[to + x / Byte.SIZE] = (byte) eight;
            }
        }
        return true;
    }

    private static void luma(int[] pixels, int start, int[] row) {
        for (int x = 0; x < row.length; x++) {
            int rgb = pixels[start + x] & RGB;
            if (rgb == 0) {
                row[x] = 0;
            } else if (rgb == RGB) {
                row[x] = WHITE;
            } else {
                row[x] = (77 * (rgb >> 16) + 151 * (rgb >> 8 & 0xFF) + 28 * (rgb & 0xFF)) >> 8;
            }
        }
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
