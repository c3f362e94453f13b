package io.github.faxnummer.pdf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a directory of TIFF says about how a picture is shown; EXIF is one, too.
 *
 * @param orientation 1 to 8, as TIFF counts them
 * @param density dots per inch, if they are given
 * @param isReduced whether it is a smaller copy of another picture in the file
 */
record TiffTags(int orientation, Optional<Density> density, boolean isReduced) {

    /** Dots per inch. */
    record Density(double x, double y) {

        /** Most screens and browsers take this for a picture without a density. */
        static final Density SCREEN = new Density(96, 96);

        private static final double MIN = 20;
        private static final double MAX = 10_000;

        /** Empty if no picture is printed with it. */
        static Optional<Density> of(double x, double y) {
            return x >= MIN && x <= MAX && y >= MIN && y <= MAX ? Optional.of(new Density(x, y)) : Optional.empty();
        }

        /** Where only the shape of a dot is known: how many there are in a width and in a height of the same length. */
        static Optional<Density> ofShape(double x, double y) {
            return of(SCREEN.x(), y * SCREEN.x() / x);
        }
    }

    static final TiffTags NONE = new TiffTags(1, Optional.empty(), false);

    private static final double CENTIMETRES_PER_INCH = 2.54;
    private static final int MAGIC = 42;
    static final int ENTRY_BYTES = 12;
    private static final int SUBFILE_TYPE = 254;
    private static final int REDUCED = 1;
    private static final int ORIENTATION = 274;
    private static final int X_RESOLUTION = 282;
    private static final int Y_RESOLUTION = 283;
    private static final int RESOLUTION_UNIT = 296;
    private static final int UNIT_INCH = 2;
    private static final int UNIT_CENTIMETRE = 3;

    /** One for each directory that can be read, in their order; none if this is not TIFF. */
    static List<TiffTags> all(byte[] content) {
        List<TiffTags> all = new ArrayList<>();
        readAll(content, all);
        return all;
    }

    /** One for each page, in their order; none if this is not TIFF, or if pages may be missing. */
    static List<TiffTags> pages(byte[] content) {
        List<TiffTags> all = new ArrayList<>();
        return readAll(content, all) ? all : List.of();
    }

    /** Returns whether the last directory says that it is the last one. */
    private static boolean readAll(byte[] content, List<TiffTags> all) {
        try {
            return eachDirectory(buffer(content), (buffer, start, entries) -> all.add(read(buffer, start, entries)));
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            return false;
        }
    }

    /** Is called with the place of the first entry of a directory and with the number of entries. */
    interface DirectoryReader {
        void read(ByteBuffer buffer, int start, int entries);
    }

    /** With the order of bytes that the file has. */
    static ByteBuffer buffer(byte[] content) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        return buffer.order(buffer.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    /**
     * Returns whether the last directory says that it is the last one; false if this is not TIFF.
     *
     * @throws IndexOutOfBoundsException if the file ends before
     */
    static boolean eachDirectory(ByteBuffer buffer, DirectoryReader reader) {
        if (buffer.getShort(2) != MAGIC) {
            return false;
        }
        Set<Integer> seen = new LinkedHashSet<>();
        int offset = buffer.getInt(4);
        while (offset > 0 && offset < buffer.limit() && seen.add(offset)) {
            int entries = Short.toUnsignedInt(buffer.getShort(offset));
            reader.read(buffer, offset + 2, entries);
            offset = buffer.getInt(offset + 2 + entries * ENTRY_BYTES);
        }
        return offset == 0;
    }

    private static TiffTags read(ByteBuffer buffer, int start, int entries) {
        int orientation = 1;
        int unit = UNIT_INCH;
        boolean isReduced = false;
        double x = 0;
        double y = 0;
        for (int i = 0; i < entries; i++) {
            int entry = start + i * ENTRY_BYTES;
            switch (Short.toUnsignedInt(buffer.getShort(entry))) {
                case SUBFILE_TYPE -> isReduced = (buffer.getInt(entry + 8) & REDUCED) != 0;
                case ORIENTATION -> orientation = Short.toUnsignedInt(buffer.getShort(entry + 8));
                case RESOLUTION_UNIT -> unit = Short.toUnsignedInt(buffer.getShort(entry + 8));
                case X_RESOLUTION -> x = ratio(buffer, buffer.getInt(entry + 8));
                case Y_RESOLUTION -> y = ratio(buffer, buffer.getInt(entry + 8));
                default -> {}
            }
        }
        // Without a unit the two still tell how high a dot is in relation to its width.
        double perInch =
                switch (unit) {
                    case UNIT_INCH -> 1;
                    case UNIT_CENTIMETRE -> CENTIMETRES_PER_INCH;
                    default -> Density.SCREEN.x() / x;
                };
        return new TiffTags(
                orientation >= 1 && orientation <= 8 ? orientation : 1,
                Density.of(x * perInch, y * perInch),
                isReduced);
    }

    private static double ratio(ByteBuffer buffer, int offset) {
        return (double) Integer.toUnsignedLong(buffer.getInt(offset))
                / Integer.toUnsignedLong(buffer.getInt(offset + 4));
    }
}
