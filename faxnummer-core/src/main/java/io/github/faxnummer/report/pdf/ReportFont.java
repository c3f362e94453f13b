package io.github.faxnummer.report.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Embedded Liberation Sans for any text: missing characters are replaced, and long texts wrap.
 *
 * @param widths of characters that were measured before, in units of the font's size
 */
record ReportFont(PDFont font, CmapLookup glyphs, Map<Integer, Float> widths) {

    private static final String RESOURCE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    /** Closing the document ends the font too. */
    static ReportFont embeddedIn(PDDocument document) throws IOException {
        try (InputStream stream = PDDocument.class.getResourceAsStream(RESOURCE)) {
            TrueTypeFont font = new TTFParser()
                    .parse(new RandomAccessReadBuffer(
                            Optional.ofNullable(stream).orElseThrow(() -> new IOException(RESOURCE))));
            // Ligatures take most of the time of a page, and a form does not need them.
            font.setEnableGsub(false);
            document.registerTrueTypeFontForClosing(font);
            return new ReportFont(PDType0Font.load(document, font, true), font.getUnicodeCmapLookup(), new HashMap<>());
        }
    }

    /** A text with its displayable characters, without line ends. */
    String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(it -> shown.appendCodePoint(glyphs.getGlyphId(it) == 0 ? '?' : it));
        return shown.toString();
    }

    float width(String shown, float size) {
        return (float) shown.codePoints().mapToDouble(it -> width(it, size)).sum();
    }

    private float width(int character, float size) {
        return widths.computeIfAbsent(character, this::width) * size;
    }

    private float width(int character) {
        try {
            return font.getStringWidth(Character.toString(character)) / 1000;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lines of at most a width, broken at blanks where there are any.
     *
     * @param mostLines at least 1; the last one of more ends with an ellipsis
     */
    List<String> wrapped(String text, float size, float width, int mostLines) {
        int[] characters = shown(text.strip()).codePoints().toArray();
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < characters.length && lines.size() < mostLines) {
            boolean last = lines.size() == mostLines - 1;
            int end = fitting(characters, start, size, width);
            if (end == characters.length) {
                lines.add(string(characters, start, end));
                break;
            }
            if (last) {
                end = Math.max(start, fitting(characters, start, size, width - width("…", size)));
                lines.add(string(characters, start, end).stripTrailing() + "…");
                break;
            }
            int blank = end;
            while (blank > start && characters[blank] != ' ') {
                blank--;
            }
            end = blank > start ? blank : Math.max(end, start + 1);
            lines.add(string(characters, start, end));
            start = end;
            while (start < characters.length && characters[start] == ' ') {
                start++;
            }
        }
        return lines;
    }

    private int fitting(int[] characters, int start, float size, float width) {
        float used = 0;
        int end = start;
        while (end < characters.length) {
            used += width(characters[end], size);
            if (used > width) {
                break;
            }
            end++;
        }
        return end;
    }

    private static String string(int[] characters, int start, int end) {
        return new String(characters, start, end - start);
    }
}
