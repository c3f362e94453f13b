package io.github.faxnummer.pdf;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.jspecify.annotations.Nullable;

/**
 * Guards against images that are larger than the PDF states: reads the size from the encoded data before it is decoded.
 *
 * @param components bytes per pixel, 0.125 for one bit, with the share of what is kept for each tile
 */
record ImageHeader(long width, long height, double components) {

    /** Decoder and color conversion hold one copy each. */
    private static final int COPIES = 2;

    /** What a decoder of JPEG 2000 keeps for each tile, however small. */
    private static final int TILE_BYTES = 256;

    static ImageHeader read(COSName filter, InputStream input, COSDictionary image, int index) throws IOException {
        try {
            if (filter.equals(COSName.DCT_DECODE) || filter.equals(COSName.DCT_DECODE_ABBREVIATION)) {
                return jpeg(new DataInputStream(input));
            }
            if (filter.equals(COSName.JPX_DECODE)) {
                return jpeg2000(new DataInputStream(input));
            }
            if (filter.equals(COSName.JBIG2_DECODE)) {
                return Jbig2Header.read(input, parameters(image, index));
            }
        } catch (EOFException e) {
            return new ImageHeader(0, 0, 0);
        }
        long width = image.getInt(COSName.WIDTH, COSName.W, 0);
        long height = image.getInt(COSName.HEIGHT, COSName.H, 0);
        COSDictionary parameters = parameters(image, index);
        if (parameters != null) {
            width = parameters.getInt(COSName.COLUMNS, 1728);
            height = Math.max(height, parameters.getInt(COSName.ROWS, 0));
        }
        return new ImageHeader(width, height, 0.125);
    }

    void check(ResourceBudget budget) {
        budget.requireMemory(
                (double) width * height * components * COPIES, "image " + ResourceBudget.dimensions(width, height));
    }

    private static @Nullable COSDictionary parameters(COSDictionary image, int index) {
        COSBase parameters = image.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
        if (parameters instanceof COSArray array && index < array.size()) {
            return array.getObject(index) instanceof COSDictionary dictionary ? dictionary : null;
        }
        return parameters instanceof COSDictionary dictionary ? dictionary : null;
    }

    /** Reads the frame header of ITU-T T.81, B.2.2. */
    private static ImageHeader jpeg(DataInputStream input) throws IOException {
        int previous = 0;
        while (true) {
            int next = input.readUnsignedByte();
            if (previous == 0xFF && next != 0 && next != 0xFF && next != 0xD8 && (next < 0xD0 || next > 0xD7)) {
                int length = input.readUnsignedShort();
                boolean frame = next >= 0xC0 && next <= 0xCF && next != 0xC4 && next != 0xC8 && next != 0xCC;
                if (frame) {
                    input.readUnsignedByte();
                    int height = input.readUnsignedShort();
                    int width = input.readUnsignedShort();
                    return new ImageHeader(width, height, input.readUnsignedByte());
                }
                input.skipNBytes(Math.max(0, length - 2));
                next = 0;
            }
            previous = next;
        }
    }

    /** Reads the SIZ marker of ISO/IEC 15444-1, A.5.1, without parsing the boxes around it. */
    private static ImageHeader jpeg2000(DataInputStream input) throws IOException {
        int last = 0;
        while ((last = (last << 8) | input.readUnsignedByte()) != 0xFF4FFF51) {}
        input.readInt();
        long width = Integer.toUnsignedLong(input.readInt());
        long height = Integer.toUnsignedLong(input.readInt());
        input.skipNBytes(8);
        double columns = Math.ceil((double) width / Math.max(1, Integer.toUnsignedLong(input.readInt())));
        double rows = Math.ceil((double) height / Math.max(1, Integer.toUnsignedLong(input.readInt())));
        input.skipNBytes(8);
        double tiles = columns * rows * TILE_BYTES / Math.max(1, width * height) / COPIES;
        return new ImageHeader(width, height, 4.0 * input.readUnsignedShort() + tiles);
    }
}
