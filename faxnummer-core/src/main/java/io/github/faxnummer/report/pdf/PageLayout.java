package io.github.faxnummer.report.pdf;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/** A page of A4 to be written on; all measures are in points, and y runs upwards. */
final class PageLayout implements AutoCloseable {

    static final float WIDTH = PDRectangle.A4.getWidth();
    static final float HEIGHT = PDRectangle.A4.getHeight();

    private static final float LEADING = 1.3f;

    private final ReportFont font;
    private final PDPageContentStream content;

    PageLayout(PDDocument document, ReportFont font) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        this.font = font;
        this.content = new PDPageContentStream(document, page);
    }

    /** Reduces what follows around a point, which keeps its place. */
    void reduce(float scale, float x, float y) throws IOException {
        content.transform(new Matrix(scale, 0, 0, scale, x * (1 - scale), y * (1 - scale)));
    }

    /** One line that starts at x; its baseline is y. */
    void line(String text, float x, float y, float size, ReportColor ink) throws IOException {
        write(font.shown(text), x, y, size, ink);
    }

    /** One line that ends at x; its baseline is y. */
    void lineEndingAt(String text, float x, float y, float size, ReportColor ink) throws IOException {
        String shown = font.shown(text);
        write(shown, x - font.width(shown, size), y, size, ink);
    }

    /** One emphasized line. */
    void heading(String text, float x, float y, float size, ReportColor ink) throws IOException {
        // The font has one weight only: an outline makes it bolder.
        content.setLineWidth(size * 0.028f);
        ink.stroke(content);
        content.setRenderingMode(RenderingMode.FILL_STROKE);
        write(font.shown(text), x, y, size, ink);
        content.setRenderingMode(RenderingMode.FILL);
    }

    /**
     * Text on as many lines as it needs.
     *
     * @param y of the first line's baseline
     * @return where the baseline of a further line would be
     */
    float lines(String text, float x, float y, float size, float width, int mostLines, ReportColor ink)
            throws IOException {
        float next = y;
        for (String line : font.wrapped(text, size, width, mostLines)) {
            write(line, x, next, size, ink);
            next -= size * LEADING;
        }
        return next;
    }

    /** The height of these lines. */
    float height(String text, float size, float width, int mostLines) {
        List<String> lines = font.wrapped(text, size, width, mostLines);
        return lines.size() * size * LEADING;
    }

    void box(float x, float y, float width, float height, ReportColor ink) throws IOException {
        ink.fill(content);
        content.addRect(x, y, width, height);
        content.fill();
    }

    void frame(float x, float y, float width, float height, ReportColor ink) throws IOException {
        content.setLineWidth(0.75f);
        ink.stroke(content);
        content.addRect(x, y, width, height);
        content.stroke();
    }

    void rule(float x, float y, float width, ReportColor ink) throws IOException {
        content.setLineWidth(0.5f);
        ink.stroke(content);
        content.moveTo(x, y);
        content.lineTo(x + width, y);
        content.stroke();
    }

    void picture(PDImageXObject picture, float x, float y, float width, float height) throws IOException {
        content.drawImage(picture, x, y, width, height);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private void write(String shown, float x, float y, float size, ReportColor ink) throws IOException {
        ink.fill(content);
        content.beginText();
        content.setFont(font.font(), size);
        content.newLineAtOffset(x, y);
        content.showText(shown);
        content.endText();
    }
}
