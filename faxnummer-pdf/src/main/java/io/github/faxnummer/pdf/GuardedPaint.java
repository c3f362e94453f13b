package io.github.faxnummer.pdf;

import java.awt.Paint;
import java.awt.PaintContext;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.ColorModel;
import java.awt.image.Raster;

/** Guards a pattern or shading: Java 2D requests a small area at a time, and each request checks the deadline. */
record GuardedPaint(Paint paint, ResourceBudget budget) implements Paint {

    @Override
    public PaintContext createContext(
            ColorModel model, Rectangle device, Rectangle2D user, AffineTransform transform, RenderingHints hints) {
        budget.check();
        PaintContext context = paint.createContext(model, device, user, transform, hints);
        return new PaintContext() {
            @Override
            public void dispose() {
                context.dispose();
            }

            @Override
            public ColorModel getColorModel() {
                return context.getColorModel();
            }

            @Override
            public Raster getRaster(int x, int y, int width, int height) {
                budget.check();
                return context.getRaster(x, y, width, height);
            }
        };
    }

    @Override
    public int getTransparency() {
        return paint.getTransparency();
    }
}
