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

/** A stream that is decoded only where there is time, and room for what comes out. */
final class GuardedStream extends COSStream {

    /** A program is run for each pixel; those that convert colours have some hundred characters. */
    private static final int LONGEST_PROGRAM = 32 << 10;

    private static final int PROGRAM = 4;
    private static final int TABLE = 0;

    /** An entry of a table is an array of its own to PDFBox, beside its values. */
    private static final int BYTES_OF_VALUE = 32;

    /** What a byte of a mesh becomes: some dozens of triangles of 300 bytes for a patch of 30. */
    private static final int BYTES_OF_PATCHES = 2000;

    private static final int BYTES_OF_TRIANGLES = 100;

    private final Budget budget;
    private boolean measured;

    GuardedStream(RandomAccessStreamCache cache, RandomAccessReadView source, Budget budget) throws IOException {
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
        measure();
        return super.createInputStream(options);
    }

    @Override
    public RandomAccessRead createView() throws IOException {
        measure();
        RandomAccessRead view = super.createView();
        if (holdsObjects()) {
            budget.kept(view.length());
            return new GuardedSource(view, budget, bytes -> {});
        }
        return new GuardedSource(view, budget, budget::operands);
    }

    private boolean holdsObjects() {
        COSName type = getCOSName(COSName.TYPE);
        return COSName.OBJ_STM.equals(type) || COSName.XREF.equals(type);
    }

    // PDFBox makes the table of a function before it reads its values.
    @Override
    public @Nullable COSArray getCOSArray(COSName key) {
        COSArray array = super.getCOSArray(key);
        if (array != null && COSName.SIZE.equals(key) && getInt(COSName.FUNCTION_TYPE) == TABLE) {
            COSArray range = super.getCOSArray(COSName.RANGE);
            double bytes = BYTES_OF_VALUE + (range == null ? 0 : range.size() / 2.0 * Integer.BYTES);
            for (int i = 0; i < array.size(); i++) {
                // Of two that are negative PDFBox makes a large one.
                bytes *= Math.max(1, Math.abs((double) array.getInt(i)));
            }
            budget.room(bytes, "function");
        }
        return array;
    }

    private long most() {
        int shading = getInt(COSName.SHADING_TYPE);
        if (shading >= 4) {
            return budget.memory() / (shading >= 6 ? BYTES_OF_PATCHES : BYTES_OF_TRIANGLES);
        }
        if (getInt(COSName.FUNCTION_TYPE) == PROGRAM) {
            return LONGEST_PROGRAM;
        }
        return holdsObjects() ? budget.parsedAtATime() : budget.memory();
    }

    private void measure() throws IOException {
        if (!measured) {
            new Decoding(this, budget, most()).requireRoom(getFilters(), getLength(), this::createRawInputStream);
            measured = true;
        }
    }
}
