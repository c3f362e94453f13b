package io.github.faxnummer.pdf;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the sizes that the segments of a JBIG2 image state (ITU-T T.88, 7.2 to 7.4): its decoder allocates and
 * processes each of them, whatever the image's own size. The symbols of a dictionary state no size; for them, the
 * render thread ends the work.
 */
final class Jbig2Header {

    private static final int SYMBOL_DICTIONARY = 0;
    private static final int TEXT_REGIONS = 4;
    private static final int PATTERN_DICTIONARY = 16;
    private static final int HALFTONE_REGIONS = 20;
    private static final int GENERIC_REGIONS = 36;
    private static final int REFINEMENT_REGIONS_END = 44;
    private static final int PAGE = 48;
    private static final int END_OF_STRIPE = 50;

    /** The first bytes of a file of its own, instead of the number of the first segment. */
    private static final int FILE_HEADER = 0x974A4232;

    /** Bits for each symbol or referred segment: an object with its array. */
    private static final int OBJECT_BITS = 64 * Byte.SIZE;

    /** The decoder holds an int for each cell of a halftone's grid, and up to eight planes. */
    private static final int CELL_BITS = 64;

    /** The longest part of a segment's data that states sizes. */
    private static final int SEGMENT_START = 32;

    private static final long UNKNOWN = 0xFFFFFFFFL;

    /** Bytes per bit: the decoder, its raster and PDFBox hold copies. */
    private static final double BYTES_PER_BIT = 0.5;

    private long bits;
    private long stripeWidth;
    private long stripeRows;

    private Jbig2Header() {}

    /** Returns a header as large as all segments together, in one row. */
    static ImageHeader read(InputStream image, @Nullable COSDictionary parameters) throws IOException {
        List<InputStream> parts = new ArrayList<>();
        COSStream globals = parameters == null ? null : parameters.getCOSStream(COSName.JBIG2_GLOBALS);
        if (globals != null) {
            parts.add(globals.createInputStream());
        }
        parts.add(image);
        Jbig2Header header = new Jbig2Header();
        try (DataInputStream input = new DataInputStream(new SequenceInputStream(Collections.enumeration(parts)))) {
            while (header.segment(input)) {}
        } catch (EOFException e) {
            // The decoder ends here, too.
        }
        return new ImageHeader(header.bits, 1, BYTES_PER_BIT);
    }

    private void add(double size) {
        bits = (long) Math.min(1L << 52, bits + size);
    }

    /** Returns whether another segment may follow. */
    private boolean segment(DataInputStream input) throws IOException {
        int number = input.readInt();
        if (number == FILE_HEADER) {
            return fileHeader(input);
        }
        int flags = input.readUnsignedByte();
        long referred = input.readUnsignedByte();
        if (referred >> 5 > 4) {
            referred = (referred & 0x1F) << 24 | input.readUnsignedByte() << 16 | input.readUnsignedShort();
            // Before what follows is read: the decoder allocates even if the image ends here.
            add((double) referred * OBJECT_BITS);
            input.skipNBytes((referred + 8) / 8);
        } else {
            referred >>= 5;
        }
        input.skipNBytes(referred * (number > 1 << 16 ? 4 : number > 1 << 8 ? 2 : 1) + ((flags & 0x40) == 0 ? 1 : 4));
        long length = uint(input);
        byte[] start = input.readNBytes((int) Math.min(length, SEGMENT_START));
        try {
            data(flags & 0x3F, new DataInputStream(new ByteArrayInputStream(start)));
        } catch (EOFException e) {
            // The decoder reads the data of a segment only if a later one needs it.
        }
        input.skipNBytes(length - start.length);
        return length != UNKNOWN;
    }

    private boolean fileHeader(DataInputStream input) throws IOException {
        input.skipNBytes(Integer.BYTES);
        int flags = input.readUnsignedByte();
        input.skipNBytes((flags & 2) == 0 ? Integer.BYTES : 0);
        boolean sequential = (flags & 1) != 0;
        // Segments whose data stands elsewhere are not allowed in a PDF.
        add(sequential ? 0 : Double.MAX_VALUE);
        return sequential;
    }

    private void data(int type, DataInputStream input) throws IOException {
        if (type == SYMBOL_DICTIONARY) {
            int flags = input.readUnsignedShort();
            boolean huffman = (flags & 1) != 0;
            input.skipNBytes(huffman ? 0 : (flags >> 10 & 3) == 0 ? 8 : 2);
            input.skipNBytes((flags & 2) != 0 && (flags >> 12 & 1) == 0 ? 4 : 0);
            add(((double) uint(input) + uint(input)) * OBJECT_BITS);
        } else if (type == PATTERN_DICTIONARY) {
            input.readByte();
            add((double) input.readUnsignedByte() * input.readUnsignedByte() * (uint(input) + 1));
        } else if (type == PAGE || (type >= TEXT_REGIONS && type < REFINEMENT_REGIONS_END)) {
            long width = uint(input);
            long height = uint(input);
            if (type == PAGE && height == UNKNOWN) {
                stripeWidth = width;
            } else {
                add((double) width * height);
            }
            region(type, input);
        } else if (type == END_OF_STRIPE) {
            long end = uint(input) + 1;
            add((double) stripeWidth * Math.max(0, end - stripeRows));
            stripeRows = Math.max(stripeRows, end);
        }
    }

    private void region(int type, DataInputStream input) throws IOException {
        if (type >= HALFTONE_REGIONS && type < GENERIC_REGIONS) {
            input.skipNBytes(10);
            add((double) uint(input) * uint(input) * CELL_BITS);
        } else if (type < PATTERN_DICTIONARY) {
            input.skipNBytes(9);
            int flags = input.readUnsignedShort();
            input.skipNBytes((flags & 1) == 0 ? 0 : 2);
            input.skipNBytes((flags & 2) != 0 && (flags >> 15 & 1) == 0 ? 4 : 0);
            add((double) uint(input) * OBJECT_BITS);
        }
    }

    private static long uint(DataInputStream input) throws IOException {
        return Integer.toUnsignedLong(input.readInt());
    }
}
