package io.github.faxnummer.pdf;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;

/** Measures the path under construction: how large it is, and how thin its subpaths are. */
final class PathExtent {

    /** In points; shorter subpaths belong to glyphs or pictures. */
    private static final double MIN_LINE_LENGTH = 4;

    /** Two dots of a fax. */
    private static final double MAX_BAR = 2 * 72.0 / FaxPage.HORIZONTAL_DPI;

    private static final double MIN_BAR_HEIGHT = 8;
    private static final double MAX_BAR_GAP = 6;
    private static final int MIN_BARS = 8;

    private final double scale;
    private final BoundingBox path = new BoundingBox();
    private final BoundingBox subpath = new BoundingBox();
    private final Point2D.Float point = new Point2D.Float();
    private double thinnest = Double.POSITIVE_INFINITY;
    private boolean hasLine;
    private int bars;
    private double lastBar = Double.NEGATIVE_INFINITY;
    private double thinnestBar = Double.POSITIVE_INFINITY;

    /** @param scale from the page to points on the fax */
    PathExtent(double scale) {
        this.scale = scale;
    }

    void moveTo(double x, double y) {
        endSubpath();
        lineTo(x, y);
    }

    void lineTo(double x, double y) {
        include(x, y);
        point.setLocation(x, y);
    }

    /** Extends the path without changing the current point. */
    void include(double x, double y) {
        path.add(x, y);
        subpath.add(x, y);
    }

    Point2D currentPoint() {
        return new Point2D.Float(point.x, point.y);
    }

    void endSubpath() {
        if (subpath.longerSide() * scale >= MIN_LINE_LENGTH) {
            hasLine = true;
            // A part without area is not filled.
            thinnest = subpath.shorterSide() > 0 ? Math.min(thinnest, subpath.shorterSide()) : thinnest;
            addBar(subpath.toRectangle());
        }
        subpath.clear();
    }

    // Bars of a code stand close together, the lines of a table do not.
    private void addBar(Rectangle2D bar) {
        double width = bar.getWidth() * scale;
        if (width > 0 && width < MAX_BAR && bar.getHeight() * scale >= MIN_BAR_HEIGHT) {
            boolean near = Math.abs(bar.getX() - lastBar) * scale <= MAX_BAR_GAP;
            bars = near ? bars + 1 : 1;
            thinnestBar = near ? Math.min(thinnestBar, width) : width;
        }
        lastBar = width < MAX_BAR_GAP ? bar.getX() : lastBar;
    }

    /** Returns the width of the thinnest bar of a code, in points on the fax, or infinity if there is no code. */
    double thinnestBar() {
        return bars >= MIN_BARS ? thinnestBar : Double.POSITIVE_INFINITY;
    }

    void clear() {
        path.clear();
        subpath.clear();
        thinnest = Double.POSITIVE_INFINITY;
        hasLine = false;
    }

    BoundingBox bounds() {
        return path;
    }

    /** Returns whether a subpath is long enough to be seen as a line. */
    boolean hasLine() {
        return hasLine;
    }

    /** Returns the shorter side of the thinnest such subpath, in points on the fax. */
    double thinnest() {
        return thinnest * scale;
    }
}
