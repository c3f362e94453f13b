package io.github.faxnummer.pdf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a directory of TIFF says about how a picture is shown; EXIF is one, too.
 *
 * @param orientation 1 to 8, as TIFF counts them
 * @param density dots per inch, if they are given
 * @param isReduced whether it is a smaller copy of another picture in the file
 * @param hasAlpha whether a sample beside the colours may say how transparent a pixel is; the JDK takes each for that
 * @param isInk whether the samples are inks, whatever the JDK takes them for
 */
record TiffTags(int orientation, Optional<Density> density, boolean isReduced, boolean hasAlpha, boolean isInk) {

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

    static final TiffTags NONE = new TiffTags(1, Optional.empty());

    /** Of a picture that is not TIFF. */
    TiffTags(int orientation, Optional<Density> density) {
        this(orientation, density, false, true, false);
    }

    private static final double CENTIMETRES_PER_INCH = 2.54;
    private static final int MAGIC = 42;
    private static final int BIG_MAGIC = 43;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int SEPARATED = 5;
    private static final int EXTRA_SAMPLES = 338;
    private static final int ASSOCIATED_ALPHA = 1;
    private static final int UNASSOCIATED_ALPHA = 2;
    private static final Map<Integer, String> UNREADABLE = Map.of(
            9,
            "JBIG",
            34661,
            "JBIG",
            33003,
            "JPEG 2000",
            33005,
            "JPEG 2000",
            34712,
            "JPEG 2000",
            34887,
            "LERC",
            34925,
            "LZMA",
            50000,
            "Zstandard",
            50001,
            "WebP",
            50002,
            "JPEG XL");
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

    /** The form of a TIFF that the JDK cannot read; empty if it may be readable. */
    static Optional<String> unreadableForm(byte[] content) {
        List<String> forms = new ArrayList<>();
        try {
            ByteBuffer file = buffer(content);
            if (file.getShort(2) == BIG_MAGIC) {
                return Optional.of("BigTIFF");
            }
            eachDirectory(file, (buffer, start, entries) -> {
                for (int i = 0; i < entries; i++) {
                    int entry = start + i * ENTRY_BYTES;
                    if (Short.toUnsignedInt(buffer.getShort(entry)) == COMPRESSION) {
                        Optional.ofNullable(UNREADABLE.get(Short.toUnsignedInt(buffer.getShort(entry + 8))))
                                .ifPresent(forms::add);
                    }
                }
            });
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            return Optional.empty();
        }
        return forms.stream().findFirst();
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
        boolean hasAlpha = false;
        boolean isInk = false;
        for (int i = 0; i < entries; i++) {
            int entry = start + i * ENTRY_BYTES;
            switch (Short.toUnsignedInt(buffer.getShort(entry))) {
                case SUBFILE_TYPE -> isReduced = (buffer.getInt(entry + 8) & REDUCED) != 0;
                case PHOTOMETRIC -> isInk = buffer.getShort(entry + 8) == SEPARATED;
                case EXTRA_SAMPLES -> hasAlpha = isAlpha(buffer, entry);
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
                isReduced,
                hasAlpha,
                isInk);
    }

    /** Where there are several, the first one counts. */
    private static boolean isAlpha(ByteBuffer buffer, int entry) {
        // More than two do not fit into the entry.
        int at = buffer.getInt(entry + 4) > 2 ? buffer.getInt(entry + 8) : entry + 8;
        int meaning = Short.toUnsignedInt(buffer.getShort(at));
        return meaning == ASSOCIATED_ALPHA || meaning == UNASSOCIATED_ALPHA;
    }

    private static double ratio(ByteBuffer buffer, int offset) {
        return (double) Integer.toUnsignedLong(buffer.getInt(offset))
                / Integer.toUnsignedLong(buffer.getInt(offset + 4));
    }
}
