package io.github.faxnummer.pdf.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.stream.ImageOutputStream;

/** Pictures as cameras, scanners and fax machines make them. */
public final class Pictures {

    private static final int PACK_BITS = 32773;

    private Pictures() {}

    /** White, with a black square in its upper left quarter. */
    public static BufferedImage corner(int width, int height, int type) {
        BufferedImage picture = new BufferedImage(width, height, type);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.BLACK);
        graphics.fillRect(0, 0, width / 2, height / 2);
        graphics.dispose();
        return picture;
    }

    /** All of one shade. */
    public static BufferedImage grey(int width, int height, int value) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.getRaster().setSample(x, y, 0, value);
            }
        }
        return picture;
    }

    public static byte[] write(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ImageIO.write(picture, format, output);
        return output.toByteArray();
    }

    /** With a chunk that states its density. */
    public static byte[] png(BufferedImage picture, int dotsPerMetre) throws IOException {
        return png(picture, dotsPerMetre, dotsPerMetre, 1);
    }

    /**
     * With a chunk that states its density.
     *
     * @param unit 1: metre, 0: unknown, so that only the shape of a dot is stated
     */
    public static byte[] png(BufferedImage picture, int xDensity, int yDensity, int unit) throws IOException {
        ByteBuffer data =
                ByteBuffer.allocate(9).putInt(xDensity).putInt(yDensity).put((byte) unit);
        byte[] plain = write(picture, "png");
        int afterHeader = 33;
        return join(
                Arrays.copyOf(plain, afterHeader),
                chunk("pHYs", data.array()),
                Arrays.copyOfRange(plain, afterHeader, plain.length));
    }

    /** A PNG that says only how large it would be. */
    public static byte[] pngHeader(int width, int height) {
        ByteBuffer data = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        return join(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'},
                chunk("IHDR", data.array()),
                chunk("IDAT", new byte[] {0x78, (byte) 0x9C, 3, 0, 0, 0, 0, 1}),
                chunk("IEND", new byte[0]));
    }

    /** With EXIF data as a camera writes it. */
    public static byte[] jpeg(BufferedImage picture, int orientation) throws IOException {
        byte[] plain = write(picture, "jpg");
        ByteBuffer exif = ByteBuffer.allocate(6 + 8 + 2 + 12 + 4);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        exif.putShort((short) 1);
        exif.putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) orientation);
        ByteBuffer segment = ByteBuffer.allocate(4 + exif.capacity());
        segment.putShort((short) 0xFFE1).putShort((short) (2 + exif.capacity())).put(exif.array());
        return join(Arrays.copyOf(plain, 2), segment.array(), Arrays.copyOfRange(plain, 2, plain.length));
    }

    /** Pages as a fax machine stores them. */
    public static byte[] tiff(String compression, int xDensity, int yDensity, List<BufferedImage> pages)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = tiffWriter();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(output);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType(compression);
            writer.prepareWriteSequence(null);
            for (BufferedImage page : pages) {
                IIOMetadata metadata =
                        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(page), parameters);
                TIFFDirectory directory = TIFFDirectory.createFromMetadata(metadata);
                density(directory, BaselineTIFFTagSet.TAG_X_RESOLUTION, xDensity);
                density(directory, BaselineTIFFTagSet.TAG_Y_RESOLUTION, yDensity);
                directory.addTIFFField(new TIFFField(
                        BaselineTIFFTagSet.getInstance().getTag(BaselineTIFFTagSet.TAG_NEW_SUBFILE_TYPE),
                        TIFFTag.TIFF_LONG,
                        1,
                        new long[] {0}));
                directory.addTIFFField(new TIFFField(
                        BaselineTIFFTagSet.getInstance().getTag(BaselineTIFFTagSet.TAG_RESOLUTION_UNIT),
                        BaselineTIFFTagSet.RESOLUTION_UNIT_INCH));
                writer.writeToSequence(new IIOImage(page, null, directory.getAsMetadata()), parameters);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The JDK's; that of another library, which may come first, writes other tags. */
    private static ImageWriter tiffWriter() {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("tiff");
        while (true) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getModule().equals(TIFFTag.class.getModule())) {
                return writer;
            }
        }
    }

    /** Says of a picture in a TIFF file that it is a reduced copy of another. */
    public static void markAsReduced(byte[] tiff, int index) {
        ByteBuffer file = ByteBuffer.wrap(tiff);
        file.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = file.getInt(4);
        for (int i = 0; i < index; i++) {
            directory = file.getInt(directory + 2 + 12 * file.getShort(directory));
        }
        for (int i = 0; i < file.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if (file.getShort(entry) == 254) {
                file.putInt(entry + 8, 1);
                return;
            }
        }
        throw new IllegalArgumentException("no NewSubfileType");
    }

    /**
     * A page in black and white whose bytes begin with their lowest bit, as libtiff writes it with {@code -f lsb2msb}; its
     * upper left quarter is black. The JDK cannot write it.
     */
    public static byte[] tiffWithLowestBitFirst(int compression, int width, int height) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x += 8) {
                rows.write(y < height / 2 && x < width / 2 ? 0 : 0xFF);
            }
        }
        byte[] strip = compression == PACK_BITS ? packed(rows.toByteArray()) : deflated(rows.toByteArray());
        for (int i = 0; i < strip.length; i++) {
            strip[i] = (byte) (Integer.reverse(strip[i]) >>> 24);
        }
        int[][] tags = {
            {256, width},
            {257, height},
            {258, 1},
            {259, compression},
            {262, 1},
            {266, 2},
            {273, 200},
            {277, 1},
            {278, height},
            {279, strip.length}
        };
        ByteBuffer file = ByteBuffer.allocate(200 + strip.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort((short) 0x4949).putShort((short) 42).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags) {
            boolean isLong = tag[0] == 273 || tag[0] == 279;
            file.putShort((short) tag[0])
                    .putShort((short) (isLong ? 4 : 3))
                    .putInt(1)
                    .putInt(tag[1]);
        }
        return file.position(200).put(strip).array();
    }

    /** A square of one grey, written as black ink. The JDK cannot write it. */
    public static byte[] tiffOfInk(int size, int grey) {
        ByteBuffer file = ByteBuffer.allocate(200 + 4 * size * size).order(ByteOrder.LITTLE_ENDIAN);
        int[][] tags = {
            {256, size, 1},
            {257, size, 1},
            {258, 180, 4},
            {262, 5, 1},
            {273, 200, 1},
            {277, 4, 1},
            {278, size, 1},
            {279, 4 * size * size, 1}
        };
        file.putShort((short) 0x4949).putShort((short) 42).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags) {
            boolean isLong = tag[0] == 273 || tag[0] == 279;
            file.putShort((short) tag[0])
                    .putShort((short) (isLong ? 4 : 3))
                    .putInt(tag[2])
                    .putInt(tag[1]);
        }
        file.position(180);
        for (int band = 0; band < 4; band++) {
            file.putShort((short) Byte.SIZE);
        }
        file.position(200);
        while (file.hasRemaining()) {
            file.put(new byte[] {0, 0, 0, (byte) (0xFF - grey)});
        }
        return file.array();
    }

    /**
     * A square of pixels that are all alike, without compression.
     *
     * @param bits of a sample: 8 or 16
     * @param extra what the last sample means; -1: it is not said
     * @param samples of a pixel, as a part of 255
     */
    public static byte[] tiff(int size, int bits, int photometric, int extra, int... samples) {
        int start = 250;
        int bytes = size * size * samples.length * bits / Byte.SIZE;
        int[][] tags = {
            {256, size, 1},
            {257, size, 1},
            {258, 220, samples.length},
            {259, 1, 1},
            {262, photometric, 1},
            {273, start, 1},
            {277, samples.length, 1},
            {278, size, 1},
            {279, bytes, 1},
            extra < 0 ? new int[] {296, 2, 1} : new int[] {338, extra, 1}
        };
        ByteBuffer file = ByteBuffer.allocate(start + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort((short) 0x4949).putShort((short) 42).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags) {
            boolean isLong = tag[0] == 273 || tag[0] == 279;
            boolean isInline = tag[0] == 258 && samples.length <= 2;
            file.putShort((short) tag[0])
                    .putShort((short) (isLong ? 4 : 3))
                    .putInt(tag[2])
                    .putInt(isInline ? bits | bits << 16 : tag[1]);
        }
        file.position(220);
        for (int i = 0; i < samples.length; i++) {
            file.putShort((short) bits);
        }
        file.position(start);
        while (file.hasRemaining()) {
            for (int sample : samples) {
                if (bits == Byte.SIZE) {
                    file.put((byte) sample);
                } else {
                    file.putShort((short) (sample * 0x101));
                }
            }
        }
        return file.array();
    }

    private static byte[] packed(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int i = 0; i < content.length; i += 100) {
            int length = Math.min(100, content.length - i);
            packed.write(length - 1);
            packed.write(content, i, length);
        }
        return packed.toByteArray();
    }

    private static byte[] deflated(byte[] content) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream output = new DeflaterOutputStream(deflated)) {
            output.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return deflated.toByteArray();
    }

    private static void density(TIFFDirectory directory, int tag, int value) {
        directory.addTIFFField(new TIFFField(
                BaselineTIFFTagSet.getInstance().getTag(tag), TIFFTag.TIFF_RATIONAL, 1, new long[][] {{value, 1}}));
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
        chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) checksum.getValue()).array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
