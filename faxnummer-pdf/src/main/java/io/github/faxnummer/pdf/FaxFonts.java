package io.github.faxnummer.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The fonts of documents that are made into PDFs, DejaVu in two widths: they have box drawing, check marks, Greek and
 * Cyrillic, and each letter is embedded.
 */
enum FaxFonts {
    SANS("DejaVuSans"),
    SANS_BOLD("DejaVuSans-Bold"),
    SANS_OBLIQUE("DejaVuSans-Oblique"),
    SANS_BOLD_OBLIQUE("DejaVuSans-BoldOblique"),
    MONO("DejaVuSansMono"),
    MONO_BOLD("DejaVuSansMono-Bold"),
    MONO_OBLIQUE("DejaVuSansMono-Oblique"),
    MONO_BOLD_OBLIQUE("DejaVuSansMono-BoldOblique");

    /** Stands for a character that no font has. */
    static final String REPLACEMENT = "\u25A1";

    private static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";
    private static final int MAX_NAMED = 5;

    /** Of the directory of tables: OpenType, Organization of an OpenType font. */
    private static final int TABLE_COUNT = 4;

    private static final int TABLES = 12;
    private static final int TABLE_SIZE = 16;

    /** {@code GSUB}, and a table that programs skip. */
    private static final int LIGATURES = 0x47535542;

    private static final int UNKNOWN = 0x78535542;

    private final String file;

    FaxFonts(String file) {
        this.file = file;
    }

    /** The font without its ligatures, which take most of the time of a page. The caller closes what is returned. */
    InputStream open() throws IOException {
        ByteBuffer font;
        try (InputStream stream = Optional.ofNullable(FaxFonts.class.getResourceAsStream(FOLDER + file + ".ttf"))
                .orElseThrow(() -> new IOException(file))) {
            font = ByteBuffer.wrap(stream.readAllBytes());
        }
        for (int i = 0; i < font.getShort(TABLE_COUNT); i++) {
            int table = TABLES + i * TABLE_SIZE;
            if (font.getInt(table) == LIGATURES) {
                font.putInt(table, UNKNOWN);
            }
        }
        return new ByteArrayInputStream(font.array());
    }

    /** The caller closes what is returned, which it is when the document is closed that it is registered with. */
    TrueTypeFont parse() throws IOException {
        try (InputStream stream = open()) {
            return new TTFParser().parse(new RandomAccessReadBuffer(stream));
        }
    }

    /** A finding that names characters which the fonts lack, if there are any. */
    static Optional<Finding> missing(int[] characters, CmapLookup... fonts) {
        List<String> missing = new ArrayList<>();
        for (int character : characters) {
            boolean isKnown = Character.isWhitespace(character)
                    || Character.isISOControl(character)
                    || Character.getType(character) == Character.FORMAT;
            for (CmapLookup font : fonts) {
                isKnown |= font.getGlyphId(character) != 0;
            }
            if (!isKnown) {
                missing.add(String.format(Locale.ROOT, "U+%04X", character));
            }
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        Finding.Kind.MISSING_CHARACTER,
                        0,
                        String.join(", ", missing.subList(0, Math.min(MAX_NAMED, missing.size())))));
    }
}
