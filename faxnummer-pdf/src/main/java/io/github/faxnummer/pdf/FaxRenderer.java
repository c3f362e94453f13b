package io.github.faxnummer.pdf;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Map;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;

/** Draws the pages of one document for a fax: without smooth edges, which would become dots. */
final class FaxRenderer extends PDFRenderer {

    private static final Map<RenderingHints.Key, Object> HINTS = Map.of(
            RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF,
            RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC,
            RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);

    private final OpenPdf pdf;
    private final Budget budget;
    private final Visibility visibility;
    private final Stamps stamps = new Stamps();
    private BufferedImage canvas = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

    FaxRenderer(OpenPdf pdf, Budget budget) {
        super(pdf.document());
        this.pdf = pdf;
        this.budget = budget;
        this.visibility = new Visibility(pdf.document());
        setRenderingHints(new RenderingHints(HINTS));
        setSubsamplingAllowed(true);
        setAnnotationsFilter(visibility::isPrinted);
    }

    /** @param index counted from 0 */
    FaxPage draw(int index) throws IOException {
        budget.page(index + 1);
        GuardedPage page = pdf.pages().get(index);
        PageSize size = page.size();
        Sheet sheet = Sheet.of(size);
        budget.room((double) FaxPage.WIDTH * sheet.height() * (Integer.BYTES + 1), "page");
        if (canvas.getHeight() != sheet.height() || canvas.getWidth() != FaxPage.WIDTH) {
            canvas = new BufferedImage(FaxPage.WIDTH, sheet.height(), BufferedImage.TYPE_INT_RGB);
            Dither.blank(canvas);
        }
        Graphics2D graphics = canvas.createGraphics();
        try {
            graphics.setBackground(Color.WHITE);
            graphics.transform(sheet.transform(size));
            // PDFBox clears the page before it is drawn, which takes time and is done already.
            graphics.clipRect(0, 0, 0, 0);
            renderPageToGraphics(index, graphics, page.getUserUnit(), page.getUserUnit(), Visibility.DESTINATION);
        } finally {
            graphics.dispose();
        }
        // Somebody may have swallowed what ended it.
        budget.check();
        return new FaxPage(index + 1, Dither.takeFrom(canvas));
    }

    @Override
    protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
        PageDrawer drawer = new FaxDrawer(parameters, budget, canvas, stamps);
        drawer.setAnnotationFilter(getAnnotationsFilter());
        return drawer;
    }
}
