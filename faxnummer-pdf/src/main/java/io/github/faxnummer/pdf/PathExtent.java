package io.github.faxnummer.pdf;

import java.awt.geom.Point2D;

/** Measures the path under construction: how large it is, and how thin its subpaths are. */
final class PathExtent {

    /** In points; shorter subpaths belong to glyphs or pictures. */
    private static final double MIN_LINE_LENGTH = 4;

    private final double scale;
    private final BoundingBox path = new BoundingBox();
    private final BoundingBox subpath = new BoundingBox();
    private final Point2D.Float point = new Point2D.Float();
    private double thinnest = Double.POSITIVE_INFINITY;
    private boolean hasLine;

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
            thinnest = Math.min(thinnest, subpath.shorterSide());
        }
        subpath.clear();
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
