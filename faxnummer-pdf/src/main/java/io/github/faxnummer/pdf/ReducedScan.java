package io.github.faxnummer.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.jspecify.annotations.Nullable;

/**
 * Reduces a black-and-white image that is too large for memory while it is decoded, row by row: PDFBox would hold each of
 * its pixels in four bytes. A pixel of the result has the color of most of those it stands for.
 */
final class ReducedScan extends OutputStream {

    /** Filters that decode row by row, or into one bit for each pixel. */
    private static final Set<COSName> FILTERS =
            Set.of(COSName.CCITTFAX_DECODE, COSName.FLATE_DECODE, COSName.LZW_DECODE, COSName.RUN_LENGTH_DECODE);

    private static final List<COSName> KEPT = List.of(
            COSName.SUBTYPE, COSName.COLORSPACE, COSName.DECODE, COSName.IMAGE_MASK, COSName.BITS_PER_COMPONENT);

    /** Twice the dots of a line, so that edges stay where they are. */
    private static final int MIN_SIZE = 2 * FaxPage.WIDTH;

    private static final int BYTES_PER_PIXEL = Integer.BYTES;

    private final int width;
    private final int height;
    private final int factor;
    private final byte[] row;
    private final int[] counts;
    private final byte[] reduced;
    private int filled;
    private int y;

    private ReducedScan(int width, int height, int factor) {
        this.width = width;
        this.height = height;
        this.factor = factor;
        row = new byte[(width + 7) / 8];
        counts = new int[reduced(width)];
        reduced = new byte[(reduced(width) + 7) / 8 * reduced(height)];
    }

    /** Returns the reduced image, or the image itself if it fits into memory or is of another kind. */
    static PDImage of(PDImage image, PDResources resources, ResourceBudget budget) throws IOException {
        int width = image.getWidth();
        int height = image.getHeight();
        double pixels = (double) width * height;
        COSName filter = image.getCOSObject() instanceof COSStream encoded ? onlyFilter(encoded) : null;
        if (pixels * BYTES_PER_PIXEL <= budget.memory()
                || image.getBitsPerComponent() != 1
                || filter == null
                || !(image.getCOSObject() instanceof COSStream stream)
                || !isReadByRows(stream, filter, width, budget)
                || (!image.isStencil() && image.getColorSpace().getNumberOfComponents() != 1)) {
            return image;
        }
        int factor = Math.max(2, Math.min(width, height) / MIN_SIZE);
        budget.requireMemory(
                pixels / Byte.SIZE + pixels / Byte.SIZE / factor / factor,
                "image " + ResourceBudget.dimensions(width, height));
        ReducedScan scan = new ReducedScan(width, height, factor);
        try (InputStream encoded = stream.createRawInputStream()) {
            FilterFactory.INSTANCE.getFilter(filter).decode(encoded, scan, stream, 0, DecodeOptions.DEFAULT);
        }
        return scan.toImage(stream, resources);
    }

    /** Returns the name of the filter, also if it stands in an array, or null if there are none or several. */
    private static @Nullable COSName onlyFilter(COSStream stream) {
        COSBase filters = stream.getFilters();
        COSBase only = filters instanceof COSArray array && array.size() == 1 ? array.getObject(0) : filters;
        return only instanceof COSName name ? name : null;
    }

    private static boolean isReadByRows(COSStream stream, COSName filter, int width, ResourceBudget budget) {
        if (!FILTERS.contains(filter) || stream.containsKey(COSName.MASK) || stream.containsKey(COSName.SMASK)) {
            return false;
        }
        new DecodedSizeGuard(stream, budget, budget.memory()).requireMemoryForRows(parameters(stream));
        return !COSName.CCITTFAX_DECODE.equals(filter)
                || (parameters(stream) instanceof COSDictionary parameters
                        && parameters.getInt(COSName.COLUMNS, FaxPage.WIDTH) == width
                        && parameters.getInt(COSName.ROWS, 0) <= stream.getInt(COSName.HEIGHT));
    }

    /** Returns the parameters as PDFBox reads them: in an array if the filter is in one. */
    private static @Nullable COSBase parameters(COSStream stream) {
        COSBase entry = stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
        if (stream.getFilters() instanceof COSArray) {
            return entry instanceof COSArray each && each.size() > 0 ? each.getObject(0) : null;
        }
        return entry;
    }

    private int reduced(int size) {
        return (size + factor - 1) / factor;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) {
        int from = start;
        while (from < start + length && y < height) {
            int part = Math.min(row.length - filled, start + length - from);
            System.arraycopy(bytes, from, row, filled, part);
            filled += part;
            from += part;
            if (filled == row.length) {
                addRow();
                filled = 0;
            }
        }
    }

    private void addRow() {
        for (int i = 0; i < row.length; i++) {
            int eight = row[i] & 0xFF;
            int x = i * Byte.SIZE;
            if (eight != 0 && x / factor == Math.min(width - 1, x + Byte.SIZE - 1) / factor) {
                counts[x / factor] += Integer.bitCount(eight);
            } else if (eight != 0) {
                for (int bit = 0; bit < Byte.SIZE && x + bit < width; bit++) {
                    counts[(x + bit) / factor] += eight >> (7 - bit) & 1;
                }
            }
        }
        y++;
        if (y % factor == 0 || y == height) {
            int rows = (y - 1) % factor + 1;
            int start = (y - 1) / factor * ((counts.length + 7) / 8);
            for (int x = 0; x < counts.length; x++) {
                int columns = Math.min(factor, width - x * factor);
                if (counts[x] * 2 >= rows * columns) {
                    reduced[start + x / 8] |= (byte) (0x80 >> x % 8);
                }
                counts[x] = 0;
            }
        }
    }

    private PDImageXObject toImage(COSStream original, PDResources resources) throws IOException {
        COSStream stream = new COSStream();
        for (COSName key : KEPT) {
            stream.setItem(key, original.getItem(key));
        }
        stream.setInt(COSName.WIDTH, reduced(width));
        stream.setInt(COSName.HEIGHT, reduced(height));
        try (OutputStream output = stream.createOutputStream()) {
            output.write(reduced);
        }
        return new PDImageXObject(new PDStream(stream), resources);
    }
}
