package io.github.faxnummer.pdf.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
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
        ByteBuffer data =
                ByteBuffer.allocate(9).putInt(dotsPerMetre).putInt(dotsPerMetre).put((byte) 1);
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
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
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
