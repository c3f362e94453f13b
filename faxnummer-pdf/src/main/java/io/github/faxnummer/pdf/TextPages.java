package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Draws plain text, all letters of one width: as large as the longest line allows, between 7.5 and 10 points. Longer
 * lines are wrapped and marked. Form feeds begin a page.
 */
final class TextPages {

    private static final float MARGIN = 42.5f;
    private static final float MAX_SIZE = 10;
    private static final float MIN_SIZE = 7.5f;

    /** Of DejaVu Sans Mono, in units of the size. */
    private static final float LETTER_WIDTH = 0.602f;

    /** As high as its box drawing, so that lines meet. */
    private static final float LEADING = 1.164f;

    private static final float ASCENT = 0.93f;
    private static final int TAB = 8;

    /** Form feeds make pages without a text. */
    private static final double MEMORY_PER_PAGE = 4096;

    private static final String CONTINUED = "\u21AA ";

    /**
     * Control functions of ECMA-48: texts for the terminal such as its title, then sequences, then those of two characters. Not
     * those that begin with one character: text that was read in a wrong encoding has these in place of umlauts.
     */
    private static final Pattern TERMINAL_CODES =
            Pattern.compile("\u001B[\\]PX^_][^\u0007\u001B]{0,1000}+(?:\u0007|\u001B\\\\)"
                    + "|\u001B\\[[0-?]*+[ -/]*+[@-~]"
                    + "|\u001B[ -/]*+[0-~]");

    private static final Pattern LINE_END = Pattern.compile("\r\n?|[\n\u000B\u0085\u2028\u2029]");
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final char BACKSPACE = '\b';

    private final PDDocument target;
    private final ResourceBudget budget;

    TextPages(PDDocument target, ResourceBudget budget) {
        this.target = target;
        this.budget = budget;
    }

    /** @param findings gets what is wrong with the text */
    void add(byte[] content, List<Finding> findings) throws IOException {
        // Decoded text, its lines and their glyphs.
        budget.requireMemory(16.0 * content.length, "text");
        String text = decode(content, budget);
        TrueTypeFont trueType = FaxFonts.MONO.parse();
        target.registerTrueTypeFontForClosing(trueType);
        CmapLookup glyphs = trueType.getUnicodeCmapLookup();
        FaxFonts.missing(text.codePoints().distinct().sorted().toArray(), glyphs)
                .ifPresent(findings::add);
        PageWords.finding(Kind.RIGHT_TO_LEFT, wordsFromRightToLeft(text)).ifPresent(findings::add);
        PDType0Font font = PDType0Font.load(target, trueType, true);
        List<List<String>> pages = new ArrayList<>();
        int longest = 1;
        for (String page : text.split("\f", -1)) {
            List<String> lines = new ArrayList<>();
            for (String line : LINE_END.split(page, -1)) {
                budget.check();
                String shown = shown(line, glyphs);
                longest = Math.max(longest, shown.codePointCount(0, shown.length()));
                lines.add(shown);
            }
            pages.add(lines);
        }
        removeBlankEnds(pages);
        float width = PDRectangle.A4.getWidth() - 2 * MARGIN;
        float size = Math.max(MIN_SIZE, Math.min(MAX_SIZE, width / LETTER_WIDTH / longest));
        int columns = (int) (width / LETTER_WIDTH / size + 1e-3);
        int rows = (int) ((PDRectangle.A4.getHeight() - 2 * MARGIN) / (size * LEADING));
        for (List<String> lines : pages) {
            add(wrapped(lines, columns), rows, font, size);
        }
    }

    /** The letters are placed from left to right, and not joined. */
    private static List<String> wordsFromRightToLeft(String text) {
        // Most texts have none.
        return text.codePoints().noneMatch(LineFont::isFromRightToLeft)
                ? List.of()
                : WORD.matcher(text)
                        .results()
                        .map(MatchResult::group)
                        .filter(it -> it.codePoints().anyMatch(LineFont::isFromRightToLeft))
                        .toList();
    }

    /** Files for printers begin or end each page with a form feed. */
    private static void removeBlankEnds(List<List<String>> pages) {
        while (pages.size() > 1 && isBlank(pages.get(pages.size() - 1))) {
            pages.remove(pages.size() - 1);
        }
        while (pages.size() > 1 && isBlank(pages.get(0))) {
            pages.remove(0);
        }
    }

    private static boolean isBlank(List<String> lines) {
        return lines.stream().allMatch(String::isBlank);
    }

    /** Text of UTF-8, without what terminals understand only. */
    static String decode(byte[] content, ResourceBudget budget) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            String plain = struckOnce(TERMINAL_CODES.matcher(text).replaceAll(""));
            return Normalizer.normalize(plain.startsWith("\uFEFF") ? plain.substring(1) : plain, Normalizer.Form.NFC);
        } catch (CharacterCodingException e) {
            throw budget.fail(Kind.NOT_UTF_8, "");
        }
    }

    /** Printers make letters bold by striking them twice, and underline what they go back to. Nothing else is taken back on paper. */
    private static String struckOnce(String text) {
        if (text.indexOf(BACKSPACE) < 0) {
            return text;
        }
        StringBuilder struck = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int last = struck.length() - 1;
            boolean isBetween = last >= 0 && i + 1 < text.length();
            if (text.charAt(i) != BACKSPACE) {
                struck.append(text.charAt(i));
            } else if (isBetween && (text.charAt(i + 1) == struck.charAt(last) || text.charAt(i + 1) == '_')) {
                i++;
            } else if (isBetween && struck.charAt(last) == '_' && !Character.isISOControl(text.charAt(i + 1))) {
                struck.setCharAt(last, text.charAt(++i));
            }
        }
        return struck.toString();
    }

    /** With blanks for tabs, and a sign for each character that cannot be shown. */
    private static String shown(String line, CmapLookup glyphs) {
        StringBuilder shown = new StringBuilder();
        int column = 0;
        for (int character : line.codePoints().toArray()) {
            if (character == '\t') {
                int blanks = TAB - column % TAB;
                shown.append(" ".repeat(blanks));
                column += blanks;
            } else if (!Character.isISOControl(character) && Character.getType(character) != Character.FORMAT) {
                shown.append(glyphs.getGlyphId(character) == 0 ? FaxFonts.REPLACEMENT : Character.toString(character));
                column++;
            }
        }
        return shown.toString().stripTrailing();
    }

    private List<String> wrapped(List<String> lines, int columns) {
        List<String> wrapped = new ArrayList<>();
        for (String line : lines) {
            budget.check();
            String rest = line;
            while (rest.codePointCount(0, rest.length()) > columns) {
                int end = rest.offsetByCodePoints(0, columns);
                wrapped.add(rest.substring(0, end));
                rest = CONTINUED + rest.substring(end);
            }
            wrapped.add(rest);
        }
        // What ends with a line end does not begin a page.
        while (wrapped.size() > 1 && wrapped.get(wrapped.size() - 1).isEmpty()) {
            wrapped.remove(wrapped.size() - 1);
        }
        return wrapped;
    }

    private void add(List<String> lines, int rows, PDType0Font font, float size) throws IOException {
        for (int start = 0; start < lines.size(); start += rows) {
            budget.startPage(target.getNumberOfPages() + 1);
            budget.requireMemory(MEMORY_PER_PAGE * (target.getNumberOfPages() + 1), "pages");
            PDPage page = new PDPage(PDRectangle.A4);
            target.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(target, page)) {
                content.beginText();
                content.setFont(font, size);
                content.setLeading(size * LEADING);
                content.newLineAtOffset(MARGIN, PDRectangle.A4.getHeight() - MARGIN - size * ASCENT);
                for (String line : lines.subList(start, Math.min(lines.size(), start + rows))) {
                    if (!line.isEmpty()) {
                        content.showText(line);
                    }
                    content.newLine();
                }
                content.endText();
            }
        }
    }
}
