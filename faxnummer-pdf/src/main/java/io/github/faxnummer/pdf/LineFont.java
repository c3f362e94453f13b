package io.github.faxnummer.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Writes lines in a font that is embedded as far as it is used. */
final class LineFont {

    private static final String FILE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private final PDType0Font font;
    private final CmapLookup glyphs;

    private LineFont(PDType0Font font, CmapLookup glyphs) {
        this.font = font;
        this.glyphs = glyphs;
    }

    /** Liberation Sans: narrow, for large letters. */
    static LineFont narrow(PDDocument document) throws IOException {
        try (InputStream stream = PDDocument.class.getResourceAsStream(FILE)) {
            TrueTypeFont font = new TTFParser()
                    .parse(new RandomAccessReadBuffer(
                            Optional.ofNullable(stream).orElseThrow(() -> new IOException(FILE))));
            // Ligatures take most of the time of a page.
            font.setEnableGsub(false);
            return of(document, font);
        }
    }

    /** DejaVu Sans: the strokes of small letters remain at standard resolution. */
    static LineFont strong(PDDocument document) throws IOException {
        return of(document, FaxFonts.SANS.parse());
    }

    private static LineFont of(PDDocument document, TrueTypeFont font) throws IOException {
        document.registerTrueTypeFontForClosing(font);
        return new LineFont(PDType0Font.load(document, font, true), font.getUnicodeCmapLookup());
    }

    /** @throws PageTextException if the font lacks a character */
    double width(String text, double size) throws IOException {
        requireCharacters(text);
        return font.getStringWidth(text) / 1000.0 * size;
    }

    /** @throws PageTextException if the font lacks a character */
    void write(PDPageContentStream content, String text, double x, double baseline, double size) throws IOException {
        requireCharacters(text);
        content.beginText();
        content.setFont(font, (float) size);
        content.newLineAtOffset((float) x, (float) baseline);
        content.showText(text);
        content.endText();
    }

    // PDFBox throws an exception that names the character in its message only.
    private void requireCharacters(String text) throws IOException {
        for (int character : text.codePoints().toArray()) {
            if (Character.isISOControl(character) || glyphs.getGlyphId(character) == 0) {
                throw new PageTextException(
                        PageTextException.Reason.MISSING_CHARACTER, String.format(Locale.ROOT, "U+%04X", character));
            }
        }
    }
}
