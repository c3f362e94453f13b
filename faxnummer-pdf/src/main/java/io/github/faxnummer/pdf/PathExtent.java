package io.github.faxnummer.pdf;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Measures the path under construction: how large it is, and how thin its subpaths are. */
final class PathExtent {

    /** In points; shorter subpaths belong to glyphs or pictures. */
    private static final double MIN_LINE_LENGTH = 4;

    /** Two dots of a fax. */
    private static final double MAX_BAR = 2 * 72.0 / FaxPage.HORIZONTAL_DPI;

    private static final double MIN_BAR_HEIGHT = 8;
    private static final double MAX_BAR_GAP = 6;
    private static final int MIN_BARS = 8;

    /** Of all widths, where lines of another kind are frequent. */
    private static final int MIN_UNEQUAL_BARS = 16;

    /** The widest distance of bars beside the narrowest: hatching and grids are even. */
    private static final double UNEQUAL = 1.3;

    /** In points. */
    private static final double STRAIGHT = 0.01;

    private static final int MAX_LINES = 1_000;

    /** Bars of one direction. Those of a code stand close together, the lines of a table do not. */
    private static final class Bars {
        private int thin;
        private int all;
        private double last = Double.NEGATIVE_INFINITY;
        private double thinnest = Double.POSITIVE_INFINITY;
        private double nearest = Double.POSITIVE_INFINITY;
        private double farthest;

        void add(double at, double width, double height) {
            double distance = Math.abs(at - last);
            boolean near = distance <= MAX_BAR_GAP;
            if (width > 0 && width < MAX_BAR && height >= MIN_BAR_HEIGHT) {
                thin = near ? thin + 1 : 1;
                thinnest = near ? Math.min(thinnest, width) : width;
            }
            if (width > 0 && width < MAX_BAR_GAP && height >= MIN_BAR_HEIGHT) {
                all = near ? all + 1 : 1;
                nearest =
                        !near ? Double.POSITIVE_INFINITY : distance > STRAIGHT ? Math.min(nearest, distance) : nearest;
                farthest = near ? Math.max(farthest, distance) : 0;
            }
            last = width < MAX_BAR_GAP ? at : last;
        }

        /** @param strict whether bars have to be more and unequal */
        double thinnest(boolean strict) {
            boolean code = thin >= MIN_BARS && (!strict || (all >= MIN_UNEQUAL_BARS && farthest > UNEQUAL * nearest));
            return code ? thinnest : Double.POSITIVE_INFINITY;
        }
    }

    private final double scale;
    private final BoundingBox path = new BoundingBox();
    private final BoundingBox subpath = new BoundingBox();
    private final Point2D.Float point = new Point2D.Float();
    private double thinnest = Double.POSITIVE_INFINITY;
    private boolean hasLine;
    private final List<Rectangle2D> lines = new ArrayList<>();
    private final Bars upright = new Bars();
    private final Bars flat = new Bars();
    private final Bars strokedUpright = new Bars();
    private final Bars strokedFlat = new Bars();

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
            Rectangle2D bar = subpath.toRectangle();
            upright.add(bar.getX() * scale, bar.getWidth() * scale, bar.getHeight() * scale);
            flat.add(bar.getY() * scale, bar.getHeight() * scale, bar.getWidth() * scale);
            if (subpath.shorterSide() * scale < STRAIGHT && lines.size() < MAX_LINES) {
                lines.add(bar);
            }
        }
        subpath.clear();
    }

    /**
     * Takes the upright and flat lines of the path for bars, with the width of their stroke.
     *
     * @param width in points on the fax
     */
    void stroke(double width) {
        for (Rectangle2D line : lines) {
            if (line.getWidth() * scale < STRAIGHT) {
                strokedUpright.add(line.getX() * scale, width, line.getHeight() * scale);
            } else {
                strokedFlat.add(line.getY() * scale, width, line.getWidth() * scale);
            }
        }
    }

    /** Returns the width of the thinnest bar of a code, in points on the fax, or infinity if there is no code. */
    double thinnestBar() {
        return Math.min(
                Math.min(upright.thinnest(false), flat.thinnest(true)),
                Math.min(strokedUpright.thinnest(true), strokedFlat.thinnest(true)));
    }

    void clear() {
        path.clear();
        subpath.clear();
        lines.clear();
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
