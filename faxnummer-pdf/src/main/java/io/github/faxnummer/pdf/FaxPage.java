package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A page in black and white, 1728 pixels wide, 204 of them to the inch across and 196 down: the fine resolution of
 * group 3 fax machines (ITU-T T.4).
 *
 * @param number counted from 1
 * @param image of {@link BufferedImage#TYPE_BYTE_BINARY}, one bit for each pixel
 */
public record FaxPage(int number, BufferedImage image) {

    public static final int WIDTH = 1728;
    public static final int HORIZONTAL_DPI = 204;
    public static final int VERTICAL_DPI = 196;
    public static final int A4_HEIGHT = 2292;

    private static final double INCHES_PER_METRE = 1 / 0.0254;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte METRE = 1;

    /** Twice as fast as the usual level, for some more bytes. */
    private static final int DEFLATE_LEVEL = 3;

    /** The pixels as a fax machine sends them: ITU-T T.6. */
    public byte[] group4() {
        return Group4.pack(bits(), image.getWidth(), image.getHeight());
    }

    private byte[] bits() {
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    /** The page as PNG, one bit for each pixel; it says how far they are apart, as they are no squares. */
    public byte[] png() {
        // Not by ImageIO, which turns each bit into a number and back and takes ten times as long.
        byte[] bits = bits();
        int stride = bits.length / image.getHeight();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(DEFLATE_LEVEL);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (DeflaterOutputStream rows = new DeflaterOutputStream(packed, deflater, 1 << 14)) {
            byte[] row = new byte[stride + 1];
            for (int y = 0; y < image.getHeight(); y++) {
                System.arraycopy(bits, y * stride, row, 1, stride);
                rows.write(row);
            }
            rows.finish();
            png.write(SIGNATURE);
            chunk(
                    png,
                    "IHDR",
                    ByteBuffer.allocate(13)
                            .putInt(image.getWidth())
                            .putInt(image.getHeight())
                            .put(new byte[] {1, 0, 0, 0, 0})
                            .array());
            chunk(
                    png,
                    "pHYs",
                    ByteBuffer.allocate(9)
                            .putInt(perMetre(HORIZONTAL_DPI))
                            .putInt(perMetre(VERTICAL_DPI))
                            .put(METRE)
                            .array());
            chunk(png, "IDAT", packed.toByteArray());
            chunk(png, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String name, byte[] content) throws IOException {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(type);
        checksum.update(content);
        png.write(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array());
        png.write(type);
        png.write(content);
        png.write(ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) checksum.getValue())
                .array());
    }

    private static int perMetre(int dpi) {
        return (int) Math.round(dpi * INCHES_PER_METRE);
    }
}
