package io.github.faxnummer.pdf;

import java.awt.geom.Rectangle2D;
import java.io.Serializable;

/**
 * Where something is on a page of a fax, in millimeters from the upper left corner of its picture in the preview.
 *
 * @param width 0 if the place is not known
 */
public record Place(int left, int top, int width, int height) implements Serializable {

    public static final Place UNKNOWN = new Place(0, 0, 0, 0);

    private static final double ACROSS = 25.4 / FaxPage.HORIZONTAL_DPI;
    private static final double DOWN = 25.4 / FaxPage.VERTICAL_DPI;

    /** @param dots of a fax page; what lies outside of it is cut off */
    static Place of(Rectangle2D dots) {
        int left = (int) Math.max(0, dots.getMinX() * ACROSS);
        int top = (int) Math.max(0, dots.getMinY() * DOWN);
        int right = (int) Math.ceil(Math.min(FaxPage.WIDTH, dots.getMaxX()) * ACROSS);
        int bottom = (int) Math.ceil(dots.getMaxY() * DOWN);
        return right < left || bottom < top
                ? UNKNOWN
                : new Place(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }

    public boolean isKnown() {
        return width > 0;
    }
}
