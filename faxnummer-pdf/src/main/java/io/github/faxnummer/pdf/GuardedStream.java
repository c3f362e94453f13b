package io.github.faxnummer.pdf;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSInputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.apache.pdfbox.io.RandomAccessStreamCache;
import org.jspecify.annotations.Nullable;

/** Guards a stream: it is decoded only if time remains and the result fits into the memory limit. */
final class GuardedStream extends COSStream {

    /** A PostScript function is run for each pixel; color conversions have some hundred characters. */
    private static final int MAX_PROGRAM_BYTES = 32 << 10;

    private static final int SAMPLED_FUNCTION = 0;
    private static final int POSTSCRIPT_FUNCTION = 4;

    /** PDFBox allocates an array for each sample. */
    private static final int BYTES_PER_SAMPLE = 32;

    /** Memory per byte of a mesh: PDFBox makes dozens of triangles of 300 bytes from a patch of 30. */
    private static final int PATCH_EXPANSION = 2000;

    private static final int TRIANGLE_EXPANSION = 100;

    private final ResourceBudget budget;
    private boolean checked;

    GuardedStream(RandomAccessStreamCache cache, RandomAccessReadView source, ResourceBudget budget)
            throws IOException {
        super(cache, source);
        this.budget = budget;
    }

    @Override
    public InputStream createRawInputStream() throws IOException {
        return new FilterInputStream(super.createRawInputStream()) {
            @Override
            public int read() throws IOException {
                budget.check();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                budget.check();
                return super.read(bytes, offset, length);
            }
        };
    }

    @Override
    public COSInputStream createInputStream(DecodeOptions options) throws IOException {
        checkDecodedSize();
        return super.createInputStream(options);
    }

    @Override
    public RandomAccessRead createView() throws IOException {
        checkDecodedSize();
        RandomAccessRead view = super.createView();
        if (holdsObjects()) {
            budget.countObjectBytes(view.length());
            return new GuardedSource(view, budget, bytes -> {});
        }
        return new GuardedSource(view, budget, budget::countOperandBytes);
    }

    private boolean holdsObjects() {
        COSName type = getCOSName(COSName.TYPE);
        return COSName.OBJ_STM.equals(type) || COSName.XREF.equals(type);
    }

    // PDFBox allocates the samples of a function before it reads them.
    @Override
    public @Nullable COSArray getCOSArray(COSName key) {
        COSArray array = super.getCOSArray(key);
        if (array != null && COSName.SIZE.equals(key) && getInt(COSName.FUNCTION_TYPE) == SAMPLED_FUNCTION) {
            COSArray range = super.getCOSArray(COSName.RANGE);
            double bytes = BYTES_PER_SAMPLE + (range == null ? 0 : range.size() / 2.0 * Integer.BYTES);
            for (int i = 0; i < array.size(); i++) {
                // PDFBox multiplies two negative sizes to a large positive one.
                bytes *= Math.max(1, Math.abs((double) array.getInt(i)));
            }
            budget.requireMemory(bytes, "function");
        }
        return array;
    }

    private long maxDecodedBytes() {
        int shading = getInt(COSName.SHADING_TYPE);
        if (shading >= 4) {
            return budget.memory() / (shading >= 6 ? PATCH_EXPANSION : TRIANGLE_EXPANSION);
        }
        if (getInt(COSName.FUNCTION_TYPE) == POSTSCRIPT_FUNCTION) {
            return MAX_PROGRAM_BYTES;
        }
        return holdsObjects() ? budget.maxParsedBytes() : budget.memory();
    }

    private void checkDecodedSize() throws IOException {
        if (!checked) {
            new DecodedSizeGuard(this, budget, maxDecodedBytes())
                    .check(getFilters(), getLength(), this::createRawInputStream);
            checked = true;
        }
    }
}
