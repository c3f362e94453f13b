package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A page as fax machines transmit it: with error correction in ITU-T T.6 coding, known as Group 4, and without it in the
 * two-dimensional coding of ITU-T T.4. In that, a row without reference to the one above follows after so many rows that
 * one damaged in transmission spoils few others.
 *
 * <p>The JDK's encoder takes ten times as long, which was most of the time of an inspection, and fails with patterns
 * that exceed its buffer.
 */
final class FaxCoding {

    /** Rows from one that is coded without reference to the next one, in fine resolution. */
    static final int FINE = 4;

    /** In T.4, the end of the row above, and whether a reference follows. */
    private static final int END_OF_LINE = 13;

    private static final int END_OF_PAGE = 6 * END_OF_LINE;

    /** Codes are numbers whose lowest bits are the length. */
    private static final int LENGTH_BITS = 5;

    private static final int LENGTH = (1 << LENGTH_BITS) - 1;

    private static final int PASS = code("0001");
    private static final int HORIZONTAL = code("001");

    /** By the distance of a change from that of the row above, from three dots to the left of it. */
    private static final int[] VERTICAL = codes("0000010 000010 010 1 011 000011 0000011");

    private static final int MAX_DISTANCE = VERTICAL.length / 2;

    /** Of a T.6 page. */
    private static final int HALF_OF_END = code("000000000001");

    private static final int RUN = 64;

    /** For runs of 0 to 63 dots. */
    private static final String WHITE = "00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000"
            + " 000011 110100 110101 101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011"
            + " 0100100 0011000 00000010 00000011 00011010 00011011 00010010 00010011 00010100 00010101 00010110 00010111"
            + " 00101000 00101001 00101010 00101011 00101100 00101101 00000100 00000101 00001010 00001011 01010010 01010011"
            + " 01010100 01010101 00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010 00110011"
            + " 00110100";

    private static final String BLACK = "0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111"
            + " 00000100 00000111 000011000 0000010111 0000011000 0000001000 00001100111 00001101000 00001101100"
            + " 00000110111 00000101000 00000010111 00000011000 000011001010 000011001011 000011001100 000011001101"
            + " 000001101000 000001101001 000001101010 000001101011 000011010010 000011010011 000011010100 000011010101"
            + " 000011010110 000011010111 000001101100 000001101101 000011011010 000011011011 000001010100 000001010101"
            + " 000001010110 000001010111 000001100100 000001100101 000001010010 000001010011 000000100100 000000110111"
            + " 000000111000 000000100111 000000101000 000001011000 000001011001 000000101011 000000101100 000001011010"
            + " 000001100110 000001100111";

    /** For 64, 128 and so on up to 1728 dots. */
    private static final String WHITE_MAKE_UP =
            "11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000"
                    + " 01100111 011001100 011001101 011010010 011010011 011010100 011010101 011010110 011010111 011011000"
                    + " 011011001 011011010 011011011 010011000 010011001 010011010 011000 010011011";

    private static final String BLACK_MAKE_UP = "0000001111 000011001000 000011001001 000001011011 000000110011"
            + " 000000110100 000000110101 0000001101100 0000001101101 0000001001010 0000001001011 0000001001100"
            + " 0000001001101 0000001110010 0000001110011 0000001110100 0000001110101 0000001110110 0000001110111"
            + " 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011 0000001100100"
            + " 0000001100101";

    private static final int[][] ENDS = {codes(WHITE), codes(BLACK)};
    private static final int[][] MAKE_UP = {codes(WHITE_MAKE_UP), codes(BLACK_MAKE_UP)};

    private final int width;
    private ByteBuffer coded = ByteBuffer.allocate(1 << 14);

    /** What is not yet in {@link #coded}, in the lowest bits. */
    private long pending;

    private int pendingBits;
    private long group3Bits = END_OF_PAGE;

    private FaxCoding(int width) {
        this.width = width;
    }

    /**
     * Codes a page in fine resolution.
     *
     * @param image of {@link BufferedImage#TYPE_BYTE_BINARY}, at most {@link FaxPage#WIDTH} dots wide
     */
    static FaxCoding of(BufferedImage image) {
        return of(image, FINE);
    }

    /**
     * Codes a page.
     *
     * @param image of {@link BufferedImage#TYPE_BYTE_BINARY}, at most {@link FaxPage#WIDTH} dots wide
     * @param period in T.4, rows from one that is coded without reference to the next one
     */
    static FaxCoding of(BufferedImage image, int period) {
        FaxCoding coding = new FaxCoding(image.getWidth());
        coding.add(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), image.getHeight(), period);
        return coding;
    }

    /** Returns the page in T.6 coding. */
    byte[] group4() {
        return Arrays.copyOf(coded.array(), coded.position());
    }

    /** Returns the length of the page in T.4 coding. */
    long group3Bits() {
        return group3Bits;
    }

    private void add(byte[] dots, int height, int period) {
        int stride = (width + Byte.SIZE - 1) / Byte.SIZE;
        int[] above = new int[width + 3];
        int[] row = new int[width + 3];
        int count = end(above, 0);
        for (int y = 0; y < height; y++) {
            // No code takes more than a byte for each of its dots, but those at both ends.
            if (coded.remaining() < width + RUN) {
                coded = ByteBuffer.allocate(2 * coded.capacity() + width).put(coded.flip());
            }
            long before = bits();
            int start = y * stride;
            if (y > 0 && Arrays.equals(dots, start - stride, start, dots, start, start + stride)) {
                repeat(count);
            } else {
                count = findChanges(dots, start, stride, row);
                add(above, row);
                int[] next = above;
                above = row;
                row = next;
            }
            group3Bits += END_OF_LINE + (y % period == 0 ? alone(above) : bits() - before);
        }
        put(HALF_OF_END);
        put(HALF_OF_END);
        for (; pendingBits > 0; pendingBits -= Byte.SIZE) {
            coded.put((byte) (pending << Byte.SIZE >>> pendingBits));
        }
    }

    /** Finds where a row changes its color, from white on, and returns how often. */
    private int findChanges(byte[] dots, int start, int stride, int[] changes) {
        int count = 0;
        int last = 0xFF;
        for (int i = 0; i < stride; i++) {
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
        return end(changes, count);
    }

    /** A row ends with its width, three times. */
    private int end(int[] changes, int count) {
        Arrays.fill(changes, count, count + 3, width);
        return count;
    }

    /** Codes a row that changes its color where the one above does. */
    private void repeat(int changes) {
        for (int i = 0; i <= changes; i++) {
            put(VERTICAL[MAX_DISTANCE]);
        }
    }

    private void add(int[] above, int[] changes) {
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
            int distance = changes[next] - above[reference];
            if (above[reference] < width && above[reference + 1] < changes[next]) {
                put(PASS);
                from = above[reference + 1];
            } else if (Math.abs(distance) <= MAX_DISTANCE) {
                put(VERTICAL[distance + MAX_DISTANCE]);
                from = changes[next++];
                color ^= 1;
            } else {
                put(HORIZONTAL);
                putRun(color, changes[next] - from);
                putRun(color ^ 1, changes[next + 1] - changes[next]);
                from = changes[next + 1];
                next += 2;
            }
        }
    }

    private void putRun(int color, int dots) {
        if (dots >= RUN) {
            put(MAKE_UP[color][dots / RUN - 1]);
        }
        put(ENDS[color][dots % RUN]);
    }

    private void put(int code) {
        int size = code & LENGTH;
        pending = pending << size | code >>> LENGTH_BITS;
        pendingBits += size;
        if (pendingBits >= Integer.SIZE) {
            pendingBits -= Integer.SIZE;
            coded.putInt((int) (pending >>> pendingBits));
        }
    }

    private long bits() {
        return (long) coded.position() * Byte.SIZE + pendingBits;
    }

    /** Returns the bits that a row takes without reference to another. */
    private int alone(int[] changes) {
        int sum = 0;
        int from = 0;
        int color = 0;
        for (int i = 0; from < width; i++) {
            int dots = changes[i] - from;
            sum += (ENDS[color][dots % RUN] & LENGTH) + (dots < RUN ? 0 : MAKE_UP[color][dots / RUN - 1] & LENGTH);
            from = changes[i];
            color ^= 1;
        }
        return sum;
    }

    private static int code(String digits) {
        return Integer.parseInt(digits, 2) << LENGTH_BITS | digits.length();
    }

    private static int[] codes(String codes) {
        return Arrays.stream(codes.split(" ")).mapToInt(FaxCoding::code).toArray();
    }
}
