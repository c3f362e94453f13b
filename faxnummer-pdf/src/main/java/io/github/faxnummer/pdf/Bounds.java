package io.github.faxnummer.pdf;

import java.awt.geom.Rectangle2D;

/** The extent of points; a line has one, too. */
final class Bounds {

    private double left = Double.POSITIVE_INFINITY;
    private double right = Double.NEGATIVE_INFINITY;
    private double bottom = Double.POSITIVE_INFINITY;
    private double top = Double.NEGATIVE_INFINITY;

    void add(double x, double y) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        bottom = Math.min(bottom, y);
        top = Math.max(top, y);
    }

    void clear() {
        left = Double.POSITIVE_INFINITY;
        right = Double.NEGATIVE_INFINITY;
        bottom = Double.POSITIVE_INFINITY;
        top = Double.NEGATIVE_INFINITY;
    }

    double longer() {
        return Math.max(right - left, top - bottom);
    }

    double shorter() {
        return Math.min(right - left, top - bottom);
    }

    boolean touches(Rectangle2D area) {
        return !area.isEmpty()
                && left <= area.getMaxX()
                && right >= area.getMinX()
                && bottom <= area.getMaxY()
                && top >= area.getMinY();
    }

    Rectangle2D rectangle() {
        return right >= left && top >= bottom
                ? new Rectangle2D.Double(left, bottom, right - left, top - bottom)
                : new Rectangle2D.Double();
    }
}
