package io.github.faxnummer.benchmarks;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;

/** Generates typical reports. */
final class Pdfs {

    private static final int LINES = 48;
    private static final int PICTURE_EVERY = 10;

    private Pdfs() {}

    /** Pages of text with a ruled table, and a color image on every tenth one. */
    static Path report(Path file, int pages, String title) throws IOException {
        PDFont plain = new PDType1Font(FontName.HELVETICA);
        PDFont bold = new PDType1Font(FontName.HELVETICA_BOLD);
        try (PDDocument document = new PDDocument()) {
            for (int number = 1; number <= pages; number++) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    text(content, bold, 16, 800, title + ", page " + number);
                    for (int line = 0; line < LINES; line++) {
                        float y = 770 - line * 14;
                        text(
                                content,
                                plain,
                                10,
                                y,
                                "Control " + number + "." + line
                                        + ": checked by the build, 0 findings, evidence kept for 10 years, passed");
                        content.moveTo(55, y - 4);
                        content.lineTo(540, y - 4);
                        content.stroke();
                    }
                    if (number % PICTURE_EVERY == 0) {
                        content.drawImage(LosslessFactory.createFromImage(document, picture()), 60, 20, 120, 60);
                    }
                }
            }
            Files.deleteIfExists(file);
            document.save(file.toFile());
        }
        return file;
    }

    private static void text(PDPageContentStream content, PDFont font, float size, float y, String text)
            throws IOException {
        content.beginText();
        content.setFont(font, size);
        content.newLineAtOffset(60, y);
        content.showText(text);
        content.endText();
    }

    private static BufferedImage picture() {
        BufferedImage picture = new BufferedImage(600, 300, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int light = (int) (127 + 120 * Math.sin(x * 0.02) * Math.cos(y * 0.03));
                picture.setRGB(x, y, new Color(light, 255 - light, 90).getRGB());
            }
        }
        return picture;
    }
}
