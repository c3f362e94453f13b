package io.github.faxnummer.pdf;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.PDFRenderer;

/** Draws pages as the recipient's machine will print them. */
public record Preview(PdfLimits limits) {

    /**
     * Draws pages one after the other, so that no more than one is in memory.
     *
     * @param most how many pages at most, from the first
     * @throws UnreadablePdfException if it cannot be drawn within the limits
     */
    public void draw(Path file, int most, Consumer<FaxPage> pages) throws IOException {
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            PDFRenderer renderer = new PDFRenderer(document);
            for (int i = 0; i < Math.min(most, document.getNumberOfPages()); i++) {
                PDRectangle box = document.getPage(i).getCropBox();
                BufferedImage image =
                        new BufferedImage(FaxPage.WIDTH, FaxPage.A4_HEIGHT, BufferedImage.TYPE_BYTE_BINARY);
                Graphics2D graphics = image.createGraphics();
                graphics.setBackground(Color.WHITE);
                renderer.renderPageToGraphics(
                        i, graphics, FaxPage.WIDTH / box.getWidth(), FaxPage.A4_HEIGHT / box.getHeight());
                graphics.dispose();
                pages.accept(new FaxPage(i + 1, image));
            }
        }
    }
}
