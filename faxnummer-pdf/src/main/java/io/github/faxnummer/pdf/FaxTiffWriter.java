package io.github.faxnummer.pdf;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes pages into one TIFF file with the conventions of fax software, close to profile F of RFC 2301: little-endian,
 * CCITT Group 4 (ITU-T T.6), one strip per page, zero is white, and the resolution.
 */
final class FaxTiffWriter implements Closeable {

    private static final String SOFTWARE = "Faxnummer for CI";
    private static final String STREAM_METADATA = "javax_imageio_tiff_stream_1.0";

    private static final long ONE_PAGE_OF_MANY = BaselineTIFFTagSet.NEW_SUBFILE_TYPE_SINGLE_PAGE;
    private static final char HIGHEST_BIT_FIRST = BaselineTIFFTagSet.FILL_ORDER_LEFT_TO_RIGHT;
    private static final char TOP_LEFT = BaselineTIFFTagSet.ORIENTATION_ROW_0_TOP_COLUMN_0_LEFT;
    private static final char INCH = BaselineTIFFTagSet.RESOLUTION_UNIT_INCH;
    private static final char PAGE_COUNT_UNKNOWN = 0;

    /** A page with a change of color in so many dots is a dense pattern. */
    private static final int DENSE = 4;

    private final ImageOutputStream output;
    private final ImageWriter writer;
    private final ImageWriteParam parameters;
    private final ImageWriteParam uncompressed;

    private FaxTiffWriter(ImageOutputStream output) throws IOException {
        this.output = output;
        writer = jdkWriter();
        parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionType("CCITT T.6");
        uncompressed = writer.getDefaultWriteParam();
        writer.setOutput(output);
        writer.prepareWriteSequence(littleEndian());
    }

    /** Creates a file, or replaces an existing one. */
    static FaxTiffWriter create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return new FaxTiffWriter(new FileImageOutputStream(file.toFile()));
    }

    /** Returns the page's pixels in ITU-T T.6 encoding, without a file format around them. */
    static byte[] group4(FaxPage page) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageReader reader;
        try (FaxTiffWriter tiff = new FaxTiffWriter(new MemoryCacheImageOutputStream(bytes))) {
            tiff.add(page, tiff.parameters);
            reader = ImageIO.getImageReader(tiff.writer);
        } catch (ArrayIndexOutOfBoundsException e) {
            return group4(withBlankRows(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] tiff = bytes.toByteArray();
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(tiff))) {
            reader.setInput(input);
            TIFFDirectory fields = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0));
            int start =
                    fields.getTIFFField(BaselineTIFFTagSet.TAG_STRIP_OFFSETS).getAsInt(0);
            int length = fields.getTIFFField(BaselineTIFFTagSet.TAG_STRIP_BYTE_COUNTS)
                    .getAsInt(0);
            return Arrays.copyOfRange(tiff, start, start + length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reader.dispose();
        }
    }

    // The JDK allots a buffer by the number of rows, which patterns without regularity exceed. Decoders know how many
    // rows there are and stop before the blank ones.
    private static FaxPage withBlankRows(FaxPage page) {
        BufferedImage image = page.image();
        BufferedImage taller =
                new BufferedImage(image.getWidth(), image.getHeight() * 2 + 8, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = taller.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, taller.getWidth(), taller.getHeight());
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return new FaxPage(page.number(), taller);
    }

    /** A page whose pattern does not fit into the buffer of the JDK's encoder is written without compression. */
    void add(FaxPage page) throws IOException {
        add(page, isEncodable(page) ? parameters : uncompressed);
    }

    // The JDK allots nine bits to two dots. Only the densest patterns need more, and those are tried out.
    private static boolean isEncodable(FaxPage page) throws IOException {
        byte[] bits = ((DataBufferByte) page.image().getRaster().getDataBuffer()).getData();
        if (Dither.edges(bits, 0, bits.length) < bits.length * Byte.SIZE / DENSE) {
            return true;
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (FaxTiffWriter trial = new FaxTiffWriter(new MemoryCacheImageOutputStream(output))) {
            trial.add(page, trial.parameters);
            return true;
        } catch (ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    private void add(FaxPage page, ImageWriteParam parameters) throws IOException {
        TIFFDirectory fields = TIFFDirectory.createFromMetadata(
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(page.image()), parameters));
        char[] number = {(char) (page.number() - 1), PAGE_COUNT_UNKNOWN};
        set(fields, BaselineTIFFTagSet.TAG_NEW_SUBFILE_TYPE, TIFFTag.TIFF_LONG, 1, new long[] {ONE_PAGE_OF_MANY});
        // One is the default, which the JDK leaves out; spandsp insists on it.
        set(fields, BaselineTIFFTagSet.TAG_BITS_PER_SAMPLE, TIFFTag.TIFF_SHORT, 1, new char[] {1});
        set(fields, BaselineTIFFTagSet.TAG_FILL_ORDER, TIFFTag.TIFF_SHORT, 1, new char[] {HIGHEST_BIT_FIRST});
        set(fields, BaselineTIFFTagSet.TAG_ORIENTATION, TIFFTag.TIFF_SHORT, 1, new char[] {TOP_LEFT});
        set(fields, BaselineTIFFTagSet.TAG_ROWS_PER_STRIP, TIFFTag.TIFF_LONG, 1, new long[] {
            page.image().getHeight()
        });
        set(fields, BaselineTIFFTagSet.TAG_X_RESOLUTION, TIFFTag.TIFF_RATIONAL, 1, dpi(FaxPage.HORIZONTAL_DPI));
        set(fields, BaselineTIFFTagSet.TAG_Y_RESOLUTION, TIFFTag.TIFF_RATIONAL, 1, dpi(FaxPage.VERTICAL_DPI));
        set(fields, BaselineTIFFTagSet.TAG_RESOLUTION_UNIT, TIFFTag.TIFF_SHORT, 1, new char[] {INCH});
        set(fields, BaselineTIFFTagSet.TAG_PAGE_NUMBER, TIFFTag.TIFF_SHORT, number.length, number);
        set(fields, BaselineTIFFTagSet.TAG_SOFTWARE, TIFFTag.TIFF_ASCII, 1, new String[] {SOFTWARE});
        writer.writeToSequence(new IIOImage(page.image(), List.of(), fields.getAsMetadata()), parameters);
    }

    @Override
    public void close() throws IOException {
        writer.endWriteSequence();
        writer.dispose();
        output.close();
    }

    private static void set(TIFFDirectory fields, int tag, int type, int count, Object values) {
        fields.addTIFFField(new TIFFField(BaselineTIFFTagSet.getInstance().getTag(tag), type, count, values));
    }

    private static long[][] dpi(int value) {
        return new long[][] {{value, 1}};
    }

    private IIOMetadata littleEndian() throws IOException {
        IIOMetadataNode order = new IIOMetadataNode("ByteOrder");
        order.setAttribute("value", "LITTLE_ENDIAN");
        IIOMetadataNode root = new IIOMetadataNode(STREAM_METADATA);
        root.appendChild(order);
        IIOMetadata metadata = writer.getDefaultStreamMetadata(parameters);
        metadata.mergeTree(STREAM_METADATA, root);
        return metadata;
    }

    /** Ignores the writers that other plugins have registered for the whole JVM, as they may differ or disappear. */
    private static ImageWriter jdkWriter() throws IOException {
        Iterator<ImageWriterSpi> writers = IIORegistry.getDefaultInstance()
                .getServiceProviders(
                        ImageWriterSpi.class,
                        it -> it.getClass().getModule().equals(ImageIO.class.getModule())
                                && List.of(((ImageWriterSpi) it).getFormatNames())
                                        .contains("tiff"),
                        true);
        return writers.next().createWriterInstance();
    }
}
