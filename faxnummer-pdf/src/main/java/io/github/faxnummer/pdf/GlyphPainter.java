package io.github.faxnummer.pdf;

import java.awt.Color;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDPattern;
import org.apache.pdfbox.pdmodel.graphics.state.PDGraphicsState;
import org.apache.pdfbox.util.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Draws opaque glyphs from a {@link GlyphCache}. It remembers the last font, color and clip, because most glyphs of a
 * page share them: without, drawing a page of text takes up to 1.6 times as long.
 */
final class GlyphPainter {

    /** Converts a color for Java 2D. */
    interface PaintSource {
        Paint paint(PDColor color) throws IOException;
    }

    private final BufferedImage canvas;
    private final GlyphCache cache;
    private final @Nullable Contrast contrast;
    private AffineTransform toPixels = new AffineTransform();

    private @Nullable PDFont font;
    private boolean drawsFont;
    private AffineTransform fontMatrix = new AffineTransform();
    private @Nullable List<Path2D> clippingPaths;
    private @Nullable Rectangle clip;
    private @Nullable PDColor color;
    private @Nullable Color paint;

    /** @param contrast null if glyphs keep their color */
    GlyphPainter(BufferedImage canvas, GlyphCache cache, @Nullable Contrast contrast) {
        this.canvas = canvas;
        this.cache = cache;
        this.contrast = contrast;
    }

    /** @param transform from the page to the canvas */
    void setTransform(AffineTransform transform) {
        toPixels = transform;
    }

    /**
     * Draws a glyph if its font, color and clip allow it.
     *
     * @return whether the glyph was drawn
     */
    boolean draw(Matrix rendering, PDFont newFont, int code, PDGraphicsState state, PaintSource paints)
            throws IOException {
        selectFont(newFont);
        if (!drawsFont) {
            return false;
        }
        selectClip(state);
        if (clip == null) {
            return false;
        }
        selectColor(state.getNonStrokingColor(), paints);
        if (paint == null || paint.getAlpha() != 255) {
            return false;
        }
        AffineTransform glyphToPixels = new AffineTransform(toPixels);
        glyphToPixels.concatenate(rendering.createAffineTransform());
        boolean keepsColor = contrast == null || Contrast.isLegible(glyphToPixels, paint);
        glyphToPixels.concatenate(fontMatrix);
        return cache.draw(canvas, newFont, code, glyphToPixels, clip, paint.getRGB(), keepsColor ? null : contrast);
    }

    // PDFBox scales the glyphs of substitute fonts.
    private void selectFont(PDFont newFont) {
        if (!newFont.equals(font)) {
            font = newFont;
            drawsFont = newFont.isEmbedded() || newFont.isStandard14();
            fontMatrix = newFont.getFontMatrix().createAffineTransform();
        }
    }

    /** Sets the clip in pixels, or null if it is not an upright rectangle. */
    private void selectClip(PDGraphicsState state) {
        if (state.getCurrentClippingPaths() != clippingPaths) {
            Area area = state.getCurrentClippingPath();
            clippingPaths = state.getCurrentClippingPaths();
            Rectangle2D pixels =
                    toPixels.createTransformedShape(area.getBounds2D()).getBounds2D();
            int left = (int) Math.ceil(Math.max(0, pixels.getMinX()) - 0.5);
            int top = (int) Math.ceil(Math.max(0, pixels.getMinY()) - 0.5);
            int right = (int) Math.ceil(Math.min(canvas.getWidth(), pixels.getMaxX()) - 0.5);
            int bottom = (int) Math.ceil(Math.min(canvas.getHeight(), pixels.getMaxY()) - 0.5);
            clip = area.isEmpty() || area.isRectangular()
                    ? new Rectangle(left, top, Math.max(0, right - left), Math.max(0, bottom - top))
                    : null;
        }
    }

    private void selectColor(PDColor newColor, PaintSource paints) throws IOException {
        if (newColor != color) {
            color = newColor;
            boolean pattern = newColor.getColorSpace() instanceof PDPattern;
            paint = !pattern && paints.paint(newColor) instanceof Color plain ? plain : null;
        }
    }
}
