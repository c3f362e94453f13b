package io.github.faxnummer.pdf.testing;

import io.github.faxnummer.pdf.FaxPage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A scanned A4 page, whose left half is black in the middle, in each format of scanners. */
public enum Scans {
    JBIG2,
    JPEG2000;

    private static final int WIDTH = 400;
    private static final int HEIGHT = 560;

    /** Returns a PDF with the scan on its only page. */
    public byte[] pdf() {
        return pdf("/Width " + WIDTH + " /Height " + HEIGHT, image());
    }

    /** Returns a PDF with this image in this format. */
    public byte[] pdf(String size, byte[] image) {
        String entries =
                switch (this) {
                    case JBIG2 -> "/BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode";
                    case JPEG2000 -> "/Filter /JPXDecode";
                };
        return RawPdf.page("/XObject <</I 5 0 R>>", "595 0 0 842 0 0 cm /I Do").stream(
                        "/Type /XObject /Subtype /Image " + size + " " + entries, image)
                .end();
    }

    /** Returns the encoded image. */
    public byte[] image() {
        try {
            return this == JBIG2
                    ? jbig2(WIDTH, HEIGHT, new FaxPage(1, page(BufferedImage.TYPE_BYTE_BINARY)).group4())
                    : written(page(BufferedImage.TYPE_BYTE_GRAY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage page(int type) {
        BufferedImage page = new BufferedImage(WIDTH, HEIGHT, type);
        Graphics2D graphics = page.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setColor(Color.BLACK);
        graphics.fillRect(0, HEIGHT / 4, WIDTH / 2, HEIGHT / 2);
        graphics.dispose();
        return page;
    }

    /** Returns the same page in Group 3 coding (ITU-T T.4), each row behind a code for the end of a line. */
    public static byte[] group3WithLineEndsOnByteBoundary() {
        String white = "00110111" + "101010";
        String leftHalfBlack = "00110101" + "000011001001" + "000101" + "010111" + "10011";
        StringBuilder bits = new StringBuilder();
        for (int y = 0; y < HEIGHT; y++) {
            bits.append("0".repeat((Byte.SIZE - (bits.length() + 12) % Byte.SIZE) % Byte.SIZE))
                    .append("000000000001")
                    .append(y >= HEIGHT / 4 && y < HEIGHT / 4 + HEIGHT / 2 ? leftHalfBlack : white);
        }
        bits.append("0".repeat((Byte.SIZE - bits.length() % Byte.SIZE) % Byte.SIZE));
        byte[] bytes = new byte[bits.length() / Byte.SIZE];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits.substring(Byte.SIZE * i, Byte.SIZE * (i + 1)), 2);
        }
        return bytes;
    }

    /** Returns the segments of a page with one region in MMR coding (ITU-T T.88), which is Group 4. */
    public static byte[] jbig2(int width, int height, byte[] group4) {
        return segments(page(0, width, height), region(1, width, height, group4));
    }

    /** Returns a page in stripes whose last one ends at this row. */
    public static byte[] jbig2Stripes(int width, int rows) {
        return segments(page(0, width, -1), region(1, 8, 8, new byte[8]), segment(2, 50, data -> data.writeInt(rows)));
    }

    /** Returns a page whose last segment says that it refers to half a billion others, and ends there. */
    public static byte[] jbig2References() {
        return segments(page(0, 10, 10), new byte[] {0, 0, 0, 1, 6, -1, -1, -1, -1, 0});
    }

    /** Returns a small page with a region of this size behind a dictionary without data. */
    public static byte[] jbig2BehindEmptySegment(int width, int height) {
        return segments(page(0, 10, 10), segment(1, 0, data -> {}), region(2, width, height, new byte[8]));
    }

    /** Returns a page whose text uses symbols of some size, which are coded arithmetically. */
    public static byte[] jbig2Symbols(int count) {
        return segments(
                segment(0, 0, data -> {
                    data.write(new byte[10]);
                    data.writeInt(count);
                    data.writeInt(count);
                    new Random(3).ints(2000).forEach(it -> writeByte(data, it));
                }),
                page(1, 10, 10),
                ByteBuffer.allocate(12)
                        .putInt(2)
                        .put((byte) 6)
                        .put((byte) 0x20)
                        .put((byte) 0)
                        .put((byte) 1)
                        .putInt(200)
                        .array(),
                ByteBuffer.allocate(200)
                        .putInt(10)
                        .putInt(10)
                        .put(new byte[11])
                        .putInt(1)
                        .array());
    }

    /** Returns the header of an image and of its first tile (ISO/IEC 15444-1, A.4 and A.5), without data. */
    public static byte[] jpeg2000(int width, int height, int tile) {
        return ByteBuffer.allocate(100)
                .putInt(0xFF4FFF51)
                .putShort((short) 41)
                .putShort((short) 0)
                .putInt(width)
                .putInt(height)
                .putLong(0)
                .putInt(tile)
                .putInt(tile)
                .putLong(0)
                .putShort((short) 1)
                .put(new byte[] {7, 1, 1})
                .put(new byte[] {(byte) 0xFF, 0x52, 0, 12, 0, 0, 0, 1, 0, 1, 4, 4, 0, 1})
                .put(new byte[] {(byte) 0xFF, 0x5C, 0, 7, 0x40, 0x40, 0x48, 0x48, 0x50})
                .put(new byte[] {(byte) 0xFF, (byte) 0x90, 0, 10, 0, 0, 0, 0, 0, 14, 0, 1, (byte) 0xFF, (byte) 0x93})
                .array();
    }

    private interface Data {
        void write(DataOutputStream output) throws IOException;
    }

    private static void writeByte(DataOutputStream output, int value) {
        try {
            output.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] page(int number, int width, int height) {
        return segment(number, 48, data -> {
            data.writeInt(width);
            data.writeInt(height);
            data.write(new byte[9]);
            data.writeShort(height < 0 ? 0xFFFF : 0);
        });
    }

    private static byte[] region(int number, int width, int height, byte[] group4) {
        return segment(number, 38, data -> {
            data.writeInt(width);
            data.writeInt(height);
            data.write(new byte[9]);
            data.write(1);
            data.write(group4);
        });
    }

    private static byte[] segment(int number, int type, Data content) {
        try {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            content.write(new DataOutputStream(data));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream segment = new DataOutputStream(bytes);
            segment.writeInt(number);
            segment.write(type);
            segment.write(0);
            segment.write(1);
            segment.writeInt(data.size());
            data.writeTo(segment);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] segments(byte[]... all) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] segment : all) {
            bytes.writeBytes(segment);
        }
        return bytes.toByteArray();
    }

    private static byte[] written(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg 2000").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.write(image);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
