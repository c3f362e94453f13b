package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Encodes one-bit images as PNG. ImageIO expands each bit to an {@code int} and back, which takes four times as long as
 * this class and longer than rendering the page.
 */
final class PngEncoder {

    private static final double INCHES_PER_METER = 1 / 0.0254;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] ONE_BIT_GREY = {1, 0, 0, 0, 0};
    private static final byte PER_METER = 1;

    /** Twice as fast as the default level, for slightly larger files. */
    private static final int DEFLATE_LEVEL = 3;

    private PngEncoder() {}

    /** @param image of {@link BufferedImage#TYPE_BYTE_BINARY} with one bit per pixel */
    static byte[] encode(BufferedImage image, int horizontalDpi, int verticalDpi) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream png = new DataOutputStream(bytes);
            png.write(SIGNATURE);
            ByteBuffer header = ByteBuffer.allocate(13).putInt(image.getWidth()).putInt(image.getHeight());
            chunk(png, "IHDR", header.put(ONE_BIT_GREY).array());
            ByteBuffer resolution =
                    ByteBuffer.allocate(9).putInt(perMeter(horizontalDpi)).putInt(perMeter(verticalDpi));
            chunk(png, "pHYs", resolution.put(PER_METER).array());
            chunk(png, "IDAT", deflatedRows(image));
            chunk(png, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflatedRows(BufferedImage image) throws IOException {
        byte[] bits = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        byte[] row = new byte[bits.length / image.getHeight() + 1];
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(DEFLATE_LEVEL);
        try (DeflaterOutputStream rows = new DeflaterOutputStream(deflated, deflater, 1 << 14)) {
            for (int start = 0; start < bits.length; start += row.length - 1) {
                System.arraycopy(bits, start, row, 1, row.length - 1);
                rows.write(row);
            }
        } finally {
            deflater.end();
        }
        return deflated.toByteArray();
    }

    private static void chunk(DataOutputStream png, String type, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        DataOutputStream checked = new DataOutputStream(new CheckedOutputStream(png, checksum));
        png.writeInt(content.length);
        checked.writeBytes(type);
        checked.write(content);
        png.writeInt((int) checksum.getValue());
    }

    private static int perMeter(int dpi) {
        return (int) Math.round(dpi * INCHES_PER_METER);
    }
}
