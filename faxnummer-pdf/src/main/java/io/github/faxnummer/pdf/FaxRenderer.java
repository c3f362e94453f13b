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

/** Draws the pages of a document for a fax, without antialiasing, which would become dots. */
final class FaxRenderer extends PDFRenderer {

    /** @param halftone the share of the dots' edges that belong to halftone, from 0 to 1 */
    record Drawn(FaxPage page, double halftone) {}

    private static final Map<RenderingHints.Key, Object> HINTS = Map.of(
            RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF,
            RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC,
            RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);

    private static final int GLYPHS_SHARE = 16;

    private final GuardedDocument pdf;
    private final ResourceBudget budget;
    private final boolean onA4;
    private final Rendering rendering;
    private final Visibility visibility;
    private final GlyphCache glyphs;
    private final Canvases canvases;
    private PageFindings findings = new PageFindings();
    private BufferedImage canvas = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    private Contrast contrast = new Contrast(canvas);
    private boolean isClean = true;

    /** @param onA4 whether every page becomes A4 */
    FaxRenderer(GuardedDocument pdf, ResourceBudget budget, boolean onA4, Rendering rendering) {
        this(pdf, budget, onA4, rendering, new Canvases());
    }

    /** The same, with what other documents were drawn on. */
    FaxRenderer(GuardedDocument pdf, ResourceBudget budget, boolean onA4, Rendering rendering, Canvases canvases) {
        super(pdf.document());
        this.canvases = canvases;
        this.pdf = pdf;
        this.budget = budget;
        this.onA4 = onA4;
        this.rendering = rendering;
        this.glyphs = new GlyphCache(budget.memory() / GLYPHS_SHARE);
        this.visibility = new Visibility(pdf.document());
        setRenderingHints(new RenderingHints(HINTS));
        setSubsamplingAllowed(true);
        setAnnotationsFilter(visibility::isPrinted);
    }

    /**
     * Draws a page and adds what cannot be drawn to the findings.
     *
     * @param index counted from 0
     */
    Drawn draw(int index, PageFindings pageFindings) throws IOException {
        findings = pageFindings;
        budget.startPage(index + 1);
        GuardedPage page = pdf.pages().get(index);
        PageSize size = page.size();
        PageLayout layout = PageLayout.of(size, onA4);
        budget.requireMemory((double) FaxPage.WIDTH * layout.height() * (Integer.BYTES + 1), "page");
        if (canvas.getHeight() != layout.height() || canvas.getWidth() != FaxPage.WIDTH) {
            end();
            canvas = canvases.take(layout.height());
            contrast = new Contrast(canvas);
        }
        contrast.clear();
        isClean = false;
        Graphics2D graphics = canvas.createGraphics();
        try {
            graphics.setBackground(Color.WHITE);
            graphics.transform(layout.transform(size));
            // Prevents PDFBox from clearing the page again.
            graphics.clipRect(0, 0, 0, 0);
            renderPageToGraphics(index, graphics, page.getUserUnit(), page.getUserUnit(), Visibility.DESTINATION);
        } finally {
            graphics.dispose();
        }
        // PDFBox may have caught the exception of a limit.
        budget.check();
        Dither.Result dots = Dither.ditherAndClear(canvas, rendering, contrast);
        isClean = true;
        FaxPage drawn = new FaxPage(index + 1, dots.image());
        findings.addDrawn(drawn);
        return new Drawn(drawn, dots.halftone());
    }

    /** To be called once after the last page. A canvas that a failure has left dirty is not given back. */
    void end() {
        if (isClean) {
            canvases.giveBack(canvas);
        }
    }

    @Override
    protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
        PageDrawer drawer = new FaxPageDrawer(
                parameters, budget, canvas, glyphs, rendering.isLegible() ? contrast : null, findings, !onA4);
        drawer.setAnnotationFilter(getAnnotationsFilter());
        return drawer;
    }
}
