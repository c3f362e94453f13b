package io.github.faxnummer.pdf;

import java.awt.geom.Rectangle2D;

/** The bounds of a set of points. Unlike a {@code Rectangle2D}, a horizontal or vertical line is not empty. */
final class BoundingBox {

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

    double longerSide() {
        return Math.max(right - left, top - bottom);
    }

    double shorterSide() {
        return Math.min(right - left, top - bottom);
    }

    boolean intersects(Rectangle2D area) {
        return !area.isEmpty()
                && left <= area.getMaxX()
                && right >= area.getMinX()
                && bottom <= area.getMaxY()
                && top >= area.getMinY();
    }

    Rectangle2D toRectangle() {
        return right >= left && top >= bottom
                ? new Rectangle2D.Double(left, bottom, right - left, top - bottom)
                : new Rectangle2D.Double();
    }
}
