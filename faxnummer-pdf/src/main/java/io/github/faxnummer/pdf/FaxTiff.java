package io.github.faxnummer.pdf;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
import javax.imageio.stream.FileImageOutputStream;

/**
 * Writes pages into one TIFF file as fax software does it, close to profile F of RFC 2301: CCITT group 4, and how far
 * pixels are apart. Only one page is in memory at a time.
 */
final class FaxTiff implements Closeable {

    private static final String GROUP_4 = "CCITT T.6";
    private static final int ONE_OF_SEVERAL_PAGES = 2;
    private static final int PIXELS_ARE_FROM_TOP_LEFT = 1;

    private final ImageWriter writer;
    private final FileImageOutputStream output;
    private final int pages;
    private final String software;

    /** @param pages how many there will be */
    FaxTiff(Path file, int pages, String software) throws IOException {
        this.pages = pages;
        this.software = software;
        output = new FileImageOutputStream(file.toFile());
        // Others than Java's own may be installed, and take no such fields.
        writer = ImageIO.getImageWritersByFormatName("tiff").next();
        writer.setOutput(output);
        writer.prepareWriteSequence(null);
    }

    void add(FaxPage page) throws IOException {
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionType(GROUP_4);
        ImageTypeSpecifier type = ImageTypeSpecifier.createFromRenderedImage(page.image());
        TIFFDirectory directory = TIFFDirectory.createFromMetadata(writer.getDefaultImageMetadata(type, parameters));
        BaselineTIFFTagSet tags = BaselineTIFFTagSet.getInstance();
        number(directory, tags, BaselineTIFFTagSet.TAG_NEW_SUBFILE_TYPE, TIFFTag.TIFF_LONG, ONE_OF_SEVERAL_PAGES);
        number(
                directory,
                tags,
                BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION,
                TIFFTag.TIFF_SHORT,
                BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_WHITE_IS_ZERO);
        number(directory, tags, BaselineTIFFTagSet.TAG_FILL_ORDER, TIFFTag.TIFF_SHORT, 1);
        number(directory, tags, BaselineTIFFTagSet.TAG_ORIENTATION, TIFFTag.TIFF_SHORT, PIXELS_ARE_FROM_TOP_LEFT);
        number(
                directory,
                tags,
                BaselineTIFFTagSet.TAG_RESOLUTION_UNIT,
                TIFFTag.TIFF_SHORT,
                BaselineTIFFTagSet.RESOLUTION_UNIT_INCH);
        resolution(directory, tags, BaselineTIFFTagSet.TAG_X_RESOLUTION, FaxPage.HORIZONTAL_DPI);
        resolution(directory, tags, BaselineTIFFTagSet.TAG_Y_RESOLUTION, FaxPage.VERTICAL_DPI);
        directory.addTIFFField(new TIFFField(
                tags.getTag(BaselineTIFFTagSet.TAG_PAGE_NUMBER), TIFFTag.TIFF_SHORT, 2, new char[] {
                    (char) (page.number() - 1), (char) pages
                }));
        directory.addTIFFField(new TIFFField(
                tags.getTag(BaselineTIFFTagSet.TAG_SOFTWARE), TIFFTag.TIFF_ASCII, 1, new String[] {software}));
        // One strip: what is made for faxes expects it.
        number(
                directory,
                tags,
                BaselineTIFFTagSet.TAG_ROWS_PER_STRIP,
                TIFFTag.TIFF_LONG,
                page.image().getHeight());
        parameters.setTilingMode(ImageWriteParam.MODE_COPY_FROM_METADATA);
        IIOMetadata metadata = directory.getAsMetadata();
        writer.writeToSequence(new IIOImage(page.image(), null, metadata), parameters);
    }

    private static void number(TIFFDirectory directory, BaselineTIFFTagSet tags, int tag, int type, int value) {
        Object values = type == TIFFTag.TIFF_SHORT ? new char[] {(char) value} : new long[] {value};
        directory.addTIFFField(new TIFFField(tags.getTag(tag), type, 1, values));
    }

    private static void resolution(TIFFDirectory directory, BaselineTIFFTagSet tags, int tag, int dpi) {
        long[][] value = {{dpi, 1}};
        directory.addTIFFField(new TIFFField(tags.getTag(tag), TIFFTag.TIFF_RATIONAL, 1, Arrays.copyOf(value, 1)));
    }

    @Override
    public void close() throws IOException {
        try {
            writer.endWriteSequence();
        } finally {
            writer.dispose();
            output.close();
        }
    }
}
