package io.github.faxnummer.pdf;

import static javax.imageio.plugins.tiff.BaselineTIFFTagSet.*;
import static javax.imageio.plugins.tiff.TIFFTag.TIFF_ASCII;
import static javax.imageio.plugins.tiff.TIFFTag.TIFF_LONG;
import static javax.imageio.plugins.tiff.TIFFTag.TIFF_RATIONAL;
import static javax.imageio.plugins.tiff.TIFFTag.TIFF_SHORT;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes pages into one TIFF file with the conventions of fax software, close to profile F of RFC 2301: little-endian,
 * CCITT Group 4 (ITU-T T.6), one strip per page, zero is white, and the resolution.
 */
final class FaxTiffWriter implements Closeable {

    private static final byte[] HEADER = {'I', 'I', 42, 0, 0, 0, 0, 0};

    /** In the header. */
    private static final int POSITION_OF_FIRST_PAGE = 4;

    private static final byte[] SOFTWARE = "Faxnummer for CI\0".getBytes(StandardCharsets.US_ASCII);

    private static final int FIELDS = 17;
    private static final int FIELDS_BYTES = Short.BYTES + FIELDS * 12 + Integer.BYTES;
    private static final int RATIONAL_BYTES = 2 * Integer.BYTES;

    private final FileChannel file;
    private int positionOfNextPage = POSITION_OF_FIRST_PAGE;

    private FaxTiffWriter(FileChannel file) throws IOException {
        this.file = file;
        write(ByteBuffer.wrap(HEADER), 0);
    }

    /** Creates a file, or replaces an existing one. */
    static FaxTiffWriter create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return new FaxTiffWriter(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    void add(FaxPage page) throws IOException {
        byte[] coded = page.group4();
        int start = Math.toIntExact(file.size());
        // Fields and their values begin at even positions.
        int strip = coded.length + coded.length % 2;
        int values = start + strip + FIELDS_BYTES;
        ByteBuffer bytes = littleEndian(strip + FIELDS_BYTES + 2 * RATIONAL_BYTES + SOFTWARE.length + 1);
        bytes.put(coded).position(strip).putShort((short) FIELDS);
        field(bytes, TAG_NEW_SUBFILE_TYPE, TIFF_LONG, 1, NEW_SUBFILE_TYPE_SINGLE_PAGE);
        field(bytes, TAG_IMAGE_WIDTH, TIFF_LONG, 1, page.image().getWidth());
        field(bytes, TAG_IMAGE_LENGTH, TIFF_LONG, 1, page.image().getHeight());
        // One is the default, but spandsp insists on it.
        field(bytes, TAG_BITS_PER_SAMPLE, TIFF_SHORT, 1, 1);
        field(bytes, TAG_COMPRESSION, TIFF_SHORT, 1, COMPRESSION_CCITT_T_6);
        field(bytes, TAG_PHOTOMETRIC_INTERPRETATION, TIFF_SHORT, 1, PHOTOMETRIC_INTERPRETATION_WHITE_IS_ZERO);
        field(bytes, TAG_FILL_ORDER, TIFF_SHORT, 1, FILL_ORDER_LEFT_TO_RIGHT);
        field(bytes, TAG_STRIP_OFFSETS, TIFF_LONG, 1, start);
        field(bytes, TAG_ORIENTATION, TIFF_SHORT, 1, ORIENTATION_ROW_0_TOP_COLUMN_0_LEFT);
        field(bytes, TAG_SAMPLES_PER_PIXEL, TIFF_SHORT, 1, 1);
        field(bytes, TAG_ROWS_PER_STRIP, TIFF_LONG, 1, page.image().getHeight());
        field(bytes, TAG_STRIP_BYTE_COUNTS, TIFF_LONG, 1, coded.length);
        field(bytes, TAG_X_RESOLUTION, TIFF_RATIONAL, 1, values);
        field(bytes, TAG_Y_RESOLUTION, TIFF_RATIONAL, 1, values + RATIONAL_BYTES);
        field(bytes, TAG_RESOLUTION_UNIT, TIFF_SHORT, 1, RESOLUTION_UNIT_INCH);
        // The second half is the number of all pages: unknown.
        field(bytes, TAG_PAGE_NUMBER, TIFF_SHORT, 2, (page.number() - 1) & 0xFFFF);
        field(bytes, TAG_SOFTWARE, TIFF_ASCII, SOFTWARE.length, values + 2 * RATIONAL_BYTES);
        bytes.putInt(0)
                .putInt(FaxPage.HORIZONTAL_DPI)
                .putInt(1)
                .putInt(FaxPage.VERTICAL_DPI)
                .putInt(1);
        bytes.put(SOFTWARE).rewind();
        write(bytes, start);
        write(littleEndian(Integer.BYTES).putInt(start + strip).rewind(), positionOfNextPage);
        positionOfNextPage = values - Integer.BYTES;
    }

    /** @param value or its position in the file */
    private static void field(ByteBuffer bytes, int tag, int type, int count, int value) {
        bytes.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        for (long at = position; bytes.hasRemaining(); ) {
            at += file.write(bytes, at);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
