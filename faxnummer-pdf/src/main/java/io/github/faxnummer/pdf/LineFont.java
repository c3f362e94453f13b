package io.github.faxnummer.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
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

    /** Soft hyphens and the like, as they come with copying. */
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");

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
        return font.getStringWidth(composed(text)) / 1000.0 * size;
    }

    /** @throws PageTextException if the font lacks a character */
    void write(PDPageContentStream content, String text, double x, double baseline, double size) throws IOException {
        String shown = composed(text);
        content.beginText();
        content.setFont(font, (float) size);
        content.newLineAtOffset((float) x, (float) baseline);
        content.showText(shown);
        content.endText();
    }

    /** Letters with their accents, which are drawn beside them otherwise; without what is invisible. */
    private String composed(String text) throws IOException {
        String composed = INVISIBLE
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                .replaceAll("");
        // PDFBox throws an exception that names the character in its message only.
        for (int character : composed.codePoints().toArray()) {
            if (Character.isISOControl(character)
                    || isFromRightToLeft(character)
                    || glyphs.getGlyphId(character) == 0) {
                throw new PageTextException(
                        PageTextException.Reason.MISSING_CHARACTER, String.format(Locale.ROOT, "U+%04X", character));
            }
        }
        return composed;
    }

    /** The letters of a line are placed from left to right. */
    static boolean isFromRightToLeft(int character) {
        byte direction = Character.getDirectionality(character);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
