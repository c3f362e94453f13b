package io.github.faxnummer.pdf;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.OptionalDouble;

/**
 * Where a page has space for a line of text: above its ink or, if there is none, below. What counts is the page as a fax
 * machine prints it, so that a light ground that becomes white is free, and every dot is not.
 *
 * <p>Lengths are points of the page; on a page that is reduced they are larger by as much, so that they are the same on
 * the fax.
 */
final class FreeMargin {

    /** Left and right of the line. Scans are often black there. */
    static final double SIDE = points(15);

    /** Beyond it machines do not print, or print their own header. */
    private static final double EDGE = points(5);

    /** From the edge of the paper to the line where nothing is in the way. */
    private static final double USUAL = points(10);

    private static final double GAP = points(2);
    private static final double STEP = points(0.5);

    private final BufferedImage image;
    private final AffineTransform toPixels;
    private final double width;
    private final double height;
    private final double unit;

    private FreeMargin(BufferedImage image, PageSize size) {
        this.image = image;
        toPixels = PageLayout.of(size, false).transform(size);
        width = points(size.width());
        height = points(size.height());
        unit = unit(size);
    }

    /** How many points of a page are one on the fax, whichever way it is sent. */
    static double unit(PageSize size) {
        return 1
                / Math.min(
                        PageLayout.of(size, false).scale(),
                        PageLayout.of(size, true).scale());
    }

    /** The width of a line, in points on the fax. */
    static double lineWidth(PageSize size) {
        return points(size.width()) / unit(size) - 2 * SIDE;
    }

    /**
     * Returns how far below the upper edge of the page a line begins, in points of the page; empty if no margin is free.
     *
     * @param lineHeight in points on the fax
     */
    static OptionalDouble find(FaxPage page, PageSize size, double lineHeight) {
        return new FreeMargin(page.image(), size).find(lineHeight * unit(size));
    }

    private OptionalDouble find(double line) {
        for (double edge = USUAL; edge > EDGE - STEP / 2; edge -= STEP) {
            if (isFree(edge * unit, line)) {
                return OptionalDouble.of(edge * unit);
            }
        }
        for (double edge = USUAL; edge > EDGE - STEP / 2; edge -= STEP) {
            double top = height - edge * unit - line;
            if (isFree(top, line)) {
                return OptionalDouble.of(top);
            }
        }
        return OptionalDouble.empty();
    }

    private boolean isFree(double top, double line) {
        Rectangle2D place =
                new Rectangle2D.Double(SIDE * unit, top - GAP * unit, width - 2 * SIDE * unit, line + 2 * GAP * unit);
        if (place.getMinY() < 0 || place.getMaxY() > height || place.getWidth() <= 0) {
            return false;
        }
        Rectangle pixels = toPixels.createTransformedShape(place)
                .getBounds()
                .intersection(new Rectangle(image.getWidth(), image.getHeight()));
        for (int y = pixels.y; y < pixels.y + pixels.height; y++) {
            for (int x = pixels.x; x < pixels.x + pixels.width; x++) {
                if (image.getRGB(x, y) != Color.WHITE.getRGB()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double points(double millimeters) {
        return millimeters * GuardedPage.POINTS_PER_INCH / 25.4;
    }
}
