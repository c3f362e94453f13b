package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * The length of a page as fax machines transmit it without error correction: ITU-T T.4, two-dimensional coding. A row
 * without reference to the one above follows after so many rows that one damaged in transmission spoils few others.
 */
final class Group3Coding {

    /** Rows from one that is coded without reference to the next one, in fine resolution. */
    static final int FINE = 4;

    static final int STANDARD = 2;

    /** The end of the row above, and whether a reference follows. */
    private static final int END_OF_LINE = 13;

    private static final int END_OF_PAGE = 6 * END_OF_LINE;

    private static final int PASS = 4;
    private static final int HORIZONTAL = 3;

    /** By the distance of a change from that of the row above. */
    private static final int[] VERTICAL = {1, 3, 6, 7};

    /** Lengths of codes for runs of 0 to 63 dots, as digits. */
    private static final String WHITE = "864444445555666666" + "7".repeat(11) + "8".repeat(35);

    private static final String BLACK = "A322344566777889AAA" + "B".repeat(7) + "C".repeat(38);

    /** Lengths of codes for 64, 128 and so on up to 1728 dots. */
    private static final String WHITE_MAKE_UP = "5567888888" + "9".repeat(15) + "69";

    private static final String BLACK_MAKE_UP = "A" + "C".repeat(6) + "D".repeat(20);

    private static final int RUN = 64;

    private static final int[][] CODES = {codes(WHITE, WHITE_MAKE_UP), codes(BLACK, BLACK_MAKE_UP)};

    private final int width;

    private Group3Coding(int width) {
        this.width = width;
    }

    /**
     * Returns the length of a page in bits.
     *
     * @param image of {@link BufferedImage#TYPE_BYTE_BINARY}, at most {@link FaxPage#WIDTH} dots wide
     * @param period rows from one that is coded without reference to the next one
     */
    static long bits(BufferedImage image, int period) {
        int width = image.getWidth();
        byte[] dots = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        int stride = (width + 7) / 8;
        Group3Coding coding = new Group3Coding(width);
        int[] above = new int[width + 3];
        int[] row = new int[width + 3];
        long bits = END_OF_PAGE;
        for (int y = 0; y < image.getHeight(); y++) {
            coding.findChanges(dots, y * stride, stride, row);
            bits += END_OF_LINE + (y % period == 0 ? coding.alone(row) : coding.below(above, row));
            int[] next = above;
            above = row;
            row = next;
        }
        return bits;
    }

    /** Finds where a row changes its color, from white on, and ends it with its width, three times. */
    private void findChanges(byte[] dots, int start, int length, int[] changes) {
        int count = 0;
        int last = 0xFF;
        for (int i = 0; i < length; i++) {
            int eight = dots[start + i] & 0xFF;
            int changed = eight ^ ((eight >>> 1) | ((last & 1) << 7));
            while (changed != 0) {
                int bit = Integer.numberOfLeadingZeros(changed) - (Integer.SIZE - Byte.SIZE);
                if (i * Byte.SIZE + bit < width) {
                    changes[count++] = i * Byte.SIZE + bit;
                }
                changed &= ~(0x80 >>> bit);
            }
            last = eight;
        }
        for (int i = 0; i < 3; i++) {
            changes[count + i] = width;
        }
    }

    private int alone(int[] changes) {
        int bits = 0;
        int from = 0;
        int color = 0;
        for (int i = 0; from < width; i++) {
            bits += CODES[color][changes[i] - from];
            from = changes[i];
            color ^= 1;
        }
        return bits;
    }

    private int below(int[] above, int[] changes) {
        int bits = 0;
        int from = 0;
        int color = 0;
        int next = 0;
        int reference = 0;
        while (from < width) {
            // The change of the row above to the other color, right of where the coding is. At the left edge it counts,
            // too.
            reference = (Math.max(0, reference - 2) & ~1) | color;
            while (above[reference] < width && (above[reference] < from || (above[reference] == from && from > 0))) {
                reference += 2;
            }
            int distance = Math.abs(changes[next] - above[reference]);
            if (above[reference] < width && above[reference + 1] < changes[next]) {
                bits += PASS;
                from = above[reference + 1];
            } else if (distance < VERTICAL.length) {
                bits += VERTICAL[distance];
                from = changes[next++];
                color ^= 1;
            } else {
                bits += HORIZONTAL
                        + CODES[color][changes[next] - from]
                        + CODES[color ^ 1][changes[next + 1] - changes[next]];
                from = changes[next + 1];
                next += 2;
            }
        }
        return bits;
    }

    /** Returns the lengths of codes for runs of all lengths. */
    private static int[] codes(String ends, String makeUps) {
        int[] lengths = new int[FaxPage.WIDTH + 1];
        for (int i = 0; i < lengths.length; i++) {
            int makeUp = i < RUN ? 0 : Character.digit(makeUps.charAt(i / RUN - 1), Character.MAX_RADIX);
            lengths[i] = makeUp + Character.digit(ends.charAt(i % RUN), Character.MAX_RADIX);
        }
        return lengths;
    }
}
