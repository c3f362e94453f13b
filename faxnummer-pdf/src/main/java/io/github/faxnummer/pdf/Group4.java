package io.github.faxnummer.pdf;

import java.util.Arrays;

/**
 * Packs black and white pixels as fax machines do: ITU-T T.6, "group 4". PDFBox has such an encoder, which for each
 * change of colour goes through all those before it in the row, and Java's asks for each pixel by itself; both take
 * longer than drawing the page.
 */
final class Group4 {

    /** Codes of runs of 0 to 63 pixels, and of 64, 128 and so on to 1728 (tables 2 and 3a of T.4). */
    private static final int[] WHITE = codes("""
            00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100
            110101 101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011
            0010011 0100100 0011000 00000010 00000011 00011010 00011011 00010010 00010011 00010100
            00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101 00000100
            00000101 00001010 00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000
            01011001 01011010 01011011 01001010 01001011 00110010 00110011 00110100 11011 10010 010111
            0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 011001101
            011010010 011010011 011010100 011010101 011010110 011010111 011011000 011011001 011011010
            011011011 010011000 010011001 010011010 011000 010011011
            """);

    private static final int[] BLACK = codes("""
            0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100
            00000111 000011000 0000010111 0000011000 0000001000 00001100111 00001101000 00001101100
            00000110111 00000101000 00000010111 00000011000 000011001010 000011001011 000011001100
            000011001101 000001101000 000001101001 000001101010 000001101011 000011010010 000011010011
            000011010100 000011010101 000011010110 000011010111 000001101100 000001101101 000011011010
            000011011011 000001010100 000001010101 000001010110 000001010111 000001100100 000001100101
            000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000
            000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111
            0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101
            0000001101100 0000001101101 0000001001010 0000001001011 0000001001100 0000001001101
            0000001110010 0000001110011 0000001110100 0000001110101 0000001110110 0000001110111
            0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011
            0000001100100 0000001100101
            """);

    /** Those of 1792 to 2560 pixels, the same for both (table 3b). */
    private static final int[] LONG = codes("""
            00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101
            000000010110 000000010111 000000011100 000000011101 000000011110 000000011111
            """);

    private static final int LARGEST_SHORT = 1728;
    private static final int LARGEST = 2560;
    private static final int PASS = code("0001");
    private static final int HORIZONTAL = code("001");

    /** How far the change is to the right of the one above, from -3 to 3. */
    private static final int[] VERTICAL = codes("0000010 000010 010 1 011 000011 0000011");

    private static final int FARTHEST = 3;
    private static final int END_OF_LINE = code("000000000001");

    private final int width;
    private int[] above;
    private int[] changes;
    private byte[] packed = new byte[1 << 14];
    private int length;
    private long waiting;
    private int waitingBits;

    private Group4(int width) {
        this.width = width;
        // Where there is no further change, the end of the row is.
        this.above = new int[width + 4];
        this.changes = new int[width + 4];
        Arrays.fill(above, width);
    }

    /**
     * Packs rows of whole bytes, in which white is 1.
     *
     * @param width in pixels
     */
    static byte[] pack(byte[] bits, int width, int height) {
        Group4 group4 = new Group4(width);
        int stride = (width + 7) / 8;
        for (int y = 0; y < height; y++) {
            group4.findChanges(bits, y * stride, stride);
            group4.row();
        }
        group4.write(END_OF_LINE);
        group4.write(END_OF_LINE);
        group4.flush();
        return Arrays.copyOf(group4.packed, group4.length);
    }

    /** Where a pixel has another colour than the one before it; before the row all is white. */
    private void findChanges(byte[] bits, int start, int stride) {
        int found = 0;
        int previous = 1;
        for (int i = 0; i < stride; i++) {
            int eight = bits[start + i] & 0xFF;
            int differing = eight ^ ((previous << 7) | (eight >> 1));
            while (differing != 0) {
                int bit = Integer.numberOfLeadingZeros(differing) - 24;
                int x = i * 8 + bit;
                if (x < width) {
                    changes[found++] = x;
                }
                differing ^= 0x80 >> bit;
            }
            previous = eight & 1;
        }
        Arrays.fill(changes, found, Math.min(found + 4, changes.length), width);
    }

    private void row() {
        int at = -1;
        boolean white = true;
        int next = 0;
        int over = 0;
        while (at < width) {
            // Of two changes above, the one to the colour that a change here would be to.
            while (above[over] <= at && above[over] < width) {
                over += 2;
            }
            int change = changes[next];
            int distance = change - above[over];
            if (above[over + 1] < change) {
                write(PASS);
                at = above[over + 1];
            } else if (distance >= -FARTHEST && distance <= FARTHEST) {
                write(VERTICAL[distance + FARTHEST]);
                at = change;
                white = !white;
                next++;
                over += over > 0 ? -1 : 1;
            } else {
                write(HORIZONTAL);
                run(change - Math.max(at, 0), white);
                run(changes[next + 1] - change, !white);
                at = changes[next + 1];
                next += 2;
            }
        }
        int[] swapped = above;
        above = changes;
        changes = swapped;
    }

    private void run(int pixels, boolean white) {
        int rest = pixels;
        int[] codes = white ? WHITE : BLACK;
        while (rest > LARGEST) {
            write(LONG[LONG.length - 1]);
            rest -= LARGEST;
        }
        if (rest > LARGEST_SHORT + 63) {
            write(LONG[(rest - LARGEST_SHORT) / 64 - 1]);
        } else if (rest >= 64) {
            write(codes[63 + rest / 64]);
        }
        write(codes[rest % 64]);
    }

    private void write(int code) {
        int bits = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(code);
        waiting = (waiting << bits) | (code & ~(1 << bits));
        waitingBits += bits;
        while (waitingBits >= Byte.SIZE) {
            waitingBits -= Byte.SIZE;
            put((int) (waiting >> waitingBits));
        }
    }

    private void flush() {
        if (waitingBits > 0) {
            put((int) (waiting << (Byte.SIZE - waitingBits)));
            waitingBits = 0;
        }
    }

    private void put(int value) {
        if (length == packed.length) {
            packed = Arrays.copyOf(packed, length * 2);
        }
        packed[length++] = (byte) value;
    }

    private static int[] codes(String codes) {
        return Arrays.stream(codes.strip().split("\\s+", -1))
                .mapToInt(Group4::code)
                .toArray();
    }

    /** Its bits after a one, which says where they begin. */
    private static int code(String bits) {
        return Integer.parseInt("1" + bits, 2);
    }
}
