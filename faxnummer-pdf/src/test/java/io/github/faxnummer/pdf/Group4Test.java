package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.FilterFactory;
import org.junit.jupiter.api.Test;

class Group4Test {

    private static byte[] unpacked(byte[] packed, int width, int height) throws IOException {
        COSDictionary parameters = new COSDictionary();
        parameters.setInt(COSName.K, -1);
        parameters.setInt(COSName.COLUMNS, width);
        parameters.setInt(COSName.ROWS, height);
        COSDictionary stream = new COSDictionary();
        stream.setItem(COSName.FILTER, COSName.CCITTFAX_DECODE);
        stream.setItem(COSName.DECODE_PARMS, parameters);
        stream.setInt(COSName.WIDTH, width);
        stream.setInt(COSName.HEIGHT, height);
        ByteArrayOutputStream bits = new ByteArrayOutputStream();
        FilterFactory.INSTANCE
                .getFilter(COSName.CCITTFAX_DECODE)
                .decode(new ByteArrayInputStream(packed), bits, stream, 0, DecodeOptions.DEFAULT);
        return bits.toByteArray();
    }

    private static void assertThatAllComesBack(byte[] bits, int width, int height) throws IOException {
        assertThat(unpacked(Group4.pack(bits, width, height), width, height)).isEqualTo(bits);
    }

    /** Rows of runs of random lengths, each like the one above it but for some. */
    @Property(tries = 500)
    void whateverIsPackedComesBack(
            @ForAll @IntRange(min = 1, max = 400) int columns,
            @ForAll @IntRange(min = 1, max = 30) int height,
            @ForAll @IntRange(min = 1, max = 300) int longest,
            @ForAll long seed)
            throws IOException {
        int width = columns * Byte.SIZE;
        Random random = new Random(seed);
        byte[] bits = new byte[columns * height];
        BitSet row = new BitSet();
        for (int y = 0; y < height; y++) {
            if (random.nextInt(4) > 0) {
                row = row.get(0, width);
                for (int x = random.nextInt(longest); x < width; x += 1 + random.nextInt(longest)) {
                    row.flip(x, Math.min(width, x + 1 + random.nextInt(5)));
                }
            } else {
                row = new BitSet();
                for (int x = random.nextInt(longest); x < width; x += 1 + random.nextInt(longest)) {
                    row.flip(x, width);
                }
            }
            for (int x = row.nextSetBit(0); x >= 0 && x < width; x = row.nextSetBit(x + 1)) {
                bits[y * columns + x / 8] |= (byte) (0x80 >> x % 8);
            }
        }
        assertThatAllComesBack(bits, width, height);
    }

    @Test
    void runsOfEveryLengthComeBack() throws IOException {
        int width = 2704;
        int stride = width / 8;
        for (int blackFirst = 0; blackFirst < 2; blackFirst++) {
            byte[] bits = new byte[stride * width];
            for (int y = 0; y < width; y++) {
                for (int x = 0; x < width; x++) {
                    // Every other row is of one colour, so that nothing is told by the row above.
                    boolean white = y % 2 == 0 || (x < y) == (blackFirst == 0);
                    bits[y * stride + x / 8] |= (byte) (white ? 0x80 >> x % 8 : 0);
                }
            }
            assertThatAllComesBack(bits, width, width);
        }
    }

    @Test
    void aBlankPageTakesABitForEachRow() {
        byte[] bits = new byte[216 * 80];
        java.util.Arrays.fill(bits, (byte) 0xFF);

        assertThat(Group4.pack(bits, 1728, 80))
                .hasSize(10 + 3)
                .startsWith(0xFF, 0xFF)
                .endsWith(0x00, 0x10, 0x01);
    }
}
