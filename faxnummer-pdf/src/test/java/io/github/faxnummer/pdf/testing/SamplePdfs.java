package io.github.faxnummer.pdf.testing;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;

/** Typical PDFs. */
public final class SamplePdfs {

    /** Draws the content of a page. */
    public interface Drawing {
        void draw(PDDocument document, PDPage page, PDPageContentStream content) throws IOException;
    }

    public static final PDRectangle LANDSCAPE = new PDRectangle(PDRectangle.A4.getHeight(), PDRectangle.A4.getWidth());

    private record Page(PDPage page, Drawing drawing) {}

    private final List<Page> pages = new ArrayList<>();

    private SamplePdfs() {}

    public static SamplePdfs pdf() {
        return new SamplePdfs();
    }

    /** Saves an A4 page. */
    public static Path a4(Path file, Drawing drawing) {
        return pdf().page(PDRectangle.A4, drawing).save(file);
    }

    public SamplePdfs page(PDRectangle size, Drawing drawing) {
        return page(new PDPage(size), drawing);
    }

    public SamplePdfs page(PDPage page, Drawing drawing) {
        pages.add(new Page(page, drawing));
        return this;
    }

    public Path save(Path file) {
        try (PDDocument document = new PDDocument()) {
            for (Page page : pages) {
                document.addPage(page.page());
                try (PDPageContentStream content = new PDPageContentStream(document, page.page())) {
                    page.drawing().draw(document, page.page(), content);
                }
            }
            document.save(file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Draws enough text for a page that is not nearly empty. */
    public static void paragraph(PDPageContentStream content, float top) throws IOException {
        for (int i = 0; i < 3; i++) {
            text(content, 11, 60, top - i * 14, "Everything was checked, nothing was found, and it took a while.");
        }
    }

    public static void text(PDPageContentStream content, float size, float x, float y, String text) throws IOException {
        text(content, new PDType1Font(FontName.HELVETICA), size, x, y, text);
    }

    public static void text(PDPageContentStream content, PDFont font, float size, float x, float y, String text)
            throws IOException {
        content.beginText();
        content.setFont(font, size);
        content.newLineAtOffset(x, y);
        content.showText(text);
        content.endText();
    }

    /** Returns a smooth picture in color or grey. */
    public static BufferedImage photo(int width, int height, boolean colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int light = (int) (127 + 120 * Math.sin(x * 9.0 / width) * Math.cos(y * 7.0 / height));
                image.setRGB(
                        x,
                        y,
                        colour ? new Color(light, 255 - light, 90).getRGB() : new Color(light, light, light).getRGB());
            }
        }
        return image;
    }

    /** Returns a PDF with text in several sizes, thin lines, a table, pictures and shades. */
    public static SamplePdfs sampler() {
        return pdf().page(PDRectangle.A4, SamplePdfs::everything)
                .page(LANDSCAPE, SamplePdfs::everything)
                .page(PDRectangle.A3, SamplePdfs::everything);
    }

    private static void everything(PDDocument document, PDPage page, PDPageContentStream content) throws IOException {
        float top = page.getMediaBox().getHeight() - 40;
        float right = page.getMediaBox().getWidth() - 20;
        text(content, 18, 60, top, "Compliance report 2026-11");
        float y = top - 30;
        for (float size : new float[] {4, 5, 6, 7, 8, 9, 10, 12}) {
            text(
                    content,
                    size,
                    60,
                    y,
                    String.format(
                            Locale.ROOT, "%.0f pt: the quick brown fox jumps over the lazy dog 0123456789", size));
            text(content, new PDType1Font(FontName.TIMES_ROMAN), size, 330, y, "Times: the quick brown fox 0123456789");
            y -= size + 4;
        }
        for (float width : new float[] {0, 0.1f, 0.25f, 0.35f, 0.5f, 1, 2}) {
            content.setLineWidth(width);
            content.moveTo(60, y);
            content.lineTo(right, y - 3);
            content.stroke();
            y -= 6;
        }
        for (float thick : new float[] {0.1f, 0.25f, 0.5f, 1}) {
            content.addRect(60, y, 300, thick);
            content.fill();
            y -= 5;
        }
        content.setLineWidth(0.25f);
        for (int row = 0; row <= 5; row++) {
            content.moveTo(60, y - row * 12);
            content.lineTo(360, y - row * 12);
        }
        for (int column = 0; column <= 6; column++) {
            content.moveTo(60 + column * 50, y);
            content.lineTo(60 + column * 50, y - 60);
        }
        content.stroke();
        y -= 75;
        for (int shade = 0; shade <= 10; shade++) {
            content.setNonStrokingColor(shade / 10f);
            content.addRect(60 + shade * 40, y - 20, 36, 20);
            content.fill();
        }
        content.setNonStrokingColor(0f, 0f, 0.6f);
        text(content, 10, 60, y - 40, "Dark blue text becomes dots, as does");
        content.setNonStrokingColor(0.5f);
        text(content, 10, 240, y - 40, "grey text");
        content.setNonStrokingColor(0.85f);
        content.addRect(300, y - 46, 150, 16);
        content.fill();
        content.setNonStrokingColor(0f);
        text(content, 10, 305, y - 40, "black text on grey");
        content.drawImage(LosslessFactory.createFromImage(document, photo(300, 200, true)), 60, y - 210, 220, 150);
        content.drawImage(LosslessFactory.createFromImage(document, photo(300, 200, false)), 300, y - 210, 220, 150);
        content.addRect(
                1, 1, page.getMediaBox().getWidth() - 2, page.getMediaBox().getHeight() - 2);
        content.stroke();
    }

    /** Returns a text report. */
    public static SamplePdfs report(int pages) {
        SamplePdfs pdf = pdf();
        PDFont font = new PDType1Font(FontName.HELVETICA);
        for (int i = 0; i < pages; i++) {
            int number = i + 1;
            pdf.page(PDRectangle.A4, (document, page, content) -> {
                text(content, font, 16, 60, 790, "Report, page " + number + " of " + pages);
                content.beginText();
                content.setFont(font, 10);
                content.setLeading(13);
                content.newLineAtOffset(60, 760);
                for (int line = 0; line < 54; line++) {
                    content.showText("Dependency " + (number * 54 + line)
                            + " was scanned, licence Apache-2.0, no known vulnerability, signed by its author.");
                    content.newLine();
                }
                content.endText();
                content.setLineWidth(0.5f);
                content.moveTo(60, 780);
                content.lineTo(530, 780);
                content.stroke();
            });
        }
        return pdf;
    }
}
