package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.PageTextException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * Draws a cover page: A4, black on white, in Liberation Sans, with letters and lines that standard resolution (98
 * lines per inch) shows.
 */
final class CoverPainter {

    private static final float MARGIN = 62;
    private static final float RIGHT = PDRectangle.A4.getWidth() - MARGIN;
    private static final float TOP = PDRectangle.A4.getHeight() - 80;
    private static final float BOTTOM = 62;
    private static final float LABELS = 110;
    private static final float TITLE_SIZE = 34;
    private static final float SIZE = 14;
    private static final float LABEL_SIZE = 12;
    private static final float LEADING = 1.35f;
    private static final float ROW_GAP = 9;
    private static final float LINE_WIDTH = 1.5f;

    private final LineFont font;
    private final PDPageContentStream content;
    private float y = TOP;

    private CoverPainter(LineFont font, PDPageContentStream content) {
        this.font = font;
        this.content = content;
    }

    /** @throws PageTextException if the texts do not fit on the page, or the font lacks a character */
    static PDPage draw(CoverSheet sheet, PDDocument document) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        LineFont font = LineFont.narrow(document);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            new CoverPainter(font, content).draw(sheet);
        }
        return page;
    }

    private void draw(CoverSheet sheet) throws IOException {
        lines(sheet.title(), MARGIN, TITLE_SIZE);
        y += TITLE_SIZE * LEADING - 16;
        rule();
        for (CoverSheet.Row row : sheet.rows()) {
            font.write(content, row.label(), MARGIN, y, LABEL_SIZE);
            lines(row.value(), MARGIN + LABELS, SIZE);
            y -= ROW_GAP;
        }
        if (!sheet.note().isEmpty()) {
            y += ROW_GAP;
            rule();
            lines(sheet.note(), MARGIN, SIZE);
        }
    }

    private void rule() throws IOException {
        content.setLineWidth(LINE_WIDTH);
        content.moveTo(MARGIN, y);
        content.lineTo(RIGHT, y);
        content.stroke();
        y -= 32;
    }

    private void lines(String text, float x, float size) throws IOException {
        for (String paragraph : text.strip().split("\\R", -1)) {
            for (String line : wrapped(paragraph, size, RIGHT - x)) {
                if (y < BOTTOM) {
                    throw new PageTextException(Reason.TOO_LONG, "");
                }
                font.write(content, line, x, y, size);
                y -= size * LEADING;
            }
        }
    }

    /** Breaks at blanks, and within words that are wider than a line. */
    private List<String> wrapped(String paragraph, float size, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : paragraph.replace('\t', ' ').strip().split(" +", -1)) {
            String rest = word;
            if (!line.isEmpty() && font.width(line + " " + rest, size) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (font.width(rest, size) > width) {
                int end = rest.offsetByCodePoints(0, 1);
                while (font.width(rest.substring(0, rest.offsetByCodePoints(end, 1)), size) <= width) {
                    end = rest.offsetByCodePoints(end, 1);
                }
                lines.add(rest.substring(0, end));
                rest = rest.substring(end);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }
}
