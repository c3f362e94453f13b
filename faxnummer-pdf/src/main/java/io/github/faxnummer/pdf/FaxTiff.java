package io.github.faxnummer.pdf;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes pages into one TIFF file as fax software does it, close to profile F of RFC 2301: CCITT group 4, and how far
 * pixels are apart. Only one page is in memory at a time. Java's own writer takes longer for that than drawing does.
 */
final class FaxTiff implements Closeable {

    private static final int HEADER = 8;
    private static final int FIELDS = 18;
    private static final int FIELD = 12;
    private static final int RATIONAL_LENGTH = 2 * Integer.BYTES;

    /** Types of values. */
    private static final int ASCII = 2;

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;

    private static final int ONE_OF_SEVERAL_PAGES = 2;
    private static final int GROUP_4 = 4;
    private static final int WHITE_IS_0 = 0;
    private static final int LEFT_IS_HIGHEST_BIT = 1;
    private static final int PIXELS_ARE_FROM_TOP_LEFT = 1;
    private static final int INCH = 2;

    private final OutputStream output;
    private final int pages;
    private final byte[] software;
    private int position;

    /** @param pages how many there will be */
    FaxTiff(Path file, int pages, String software) throws IOException {
        this.pages = pages;
        this.software = (software + '\0').getBytes(StandardCharsets.US_ASCII);
        output = Files.newOutputStream(file);
        byte[] header = new byte[HEADER];
        block(header).put(new byte[] {'I', 'I'}).putShort((short) 42).putInt(HEADER);
        write(header);
    }

    void add(FaxPage page) throws IOException {
        int width = page.image().getWidth();
        int height = page.image().getHeight();
        byte[] strip = page.group4();
        // First the fields, then their values that are longer than four bytes, then the pixels.
        int resolutions = position + Short.BYTES + FIELDS * FIELD + Integer.BYTES;
        int name = resolutions + 2 * RATIONAL_LENGTH;
        int pixels = name + software.length;
        int end = Math.addExact(pixels, strip.length);
        // The next page begins at an even place.
        end += end % 2;
        byte[] bytes = new byte[end - position];
        ByteBuffer block = block(bytes).putShort((short) FIELDS);
        field(block, 254, LONG, 1, ONE_OF_SEVERAL_PAGES);
        field(block, 256, LONG, 1, width);
        field(block, 257, LONG, 1, height);
        field(block, 258, SHORT, 1, 1);
        field(block, 259, SHORT, 1, GROUP_4);
        field(block, 262, SHORT, 1, WHITE_IS_0);
        field(block, 266, SHORT, 1, LEFT_IS_HIGHEST_BIT);
        field(block, 273, LONG, 1, pixels);
        field(block, 274, SHORT, 1, PIXELS_ARE_FROM_TOP_LEFT);
        field(block, 277, SHORT, 1, 1);
        // One strip: what is made for faxes expects it.
        field(block, 278, LONG, 1, height);
        field(block, 279, LONG, 1, strip.length);
        field(block, 282, RATIONAL, 1, resolutions);
        field(block, 283, RATIONAL, 1, resolutions + RATIONAL_LENGTH);
        field(block, 293, LONG, 1, 0);
        field(block, 296, SHORT, 1, INCH);
        field(block, 297, SHORT, 2, (page.number() - 1) | (pages << Short.SIZE));
        field(block, 305, ASCII, software.length, name);
        block.putInt(page.number() < pages ? end : 0);
        block.putInt(FaxPage.HORIZONTAL_DPI).putInt(1);
        block.putInt(FaxPage.VERTICAL_DPI).putInt(1);
        block.put(software);
        block.put(strip);
        write(bytes);
    }

    private static ByteBuffer block(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @param value or where it is */
    private static void field(ByteBuffer block, int tag, int type, int count, int value) {
        block.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    private void write(byte[] bytes) throws IOException {
        output.write(bytes);
        position += bytes.length;
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
