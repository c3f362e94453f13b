package io.github.faxnummer.pdf;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Widens thin filled shapes. Java fills a pixel if its center is covered, so that a bar thinner than a pixel often
 * disappears. In a document that is faxed as it is, narrow rectangles, such as the bars of a code and the modules of a QR
 * code of up to 20 mm, fill every pixel that they touch: Ghostscript, which fax services use, fills all shapes so, and a
 * code that cannot be read after that must not be readable in the preview. In a file of drawn pages upright bars keep their
 * width, so that codes can be read.
 *
 * <p>In standard resolution every second row is left out. So flat lines, filled or stroked, have two rows at least, unless
 * they are thinner than a pixel, of which there is a finding.
 */
final class ThinShapes {

    /** In pixels. */
    private static final double NARROW = 4;

    /** In pixels: larger modules of a code are read even if each of them is a pixel wider. */
    private static final double NARROW_TOUCHED = 8;

    /** Of a flat line, in rows. */
    private static final double LEAST = 2;

    /** In rows: a pixel's width, with what generators round. */
    private static final double THIN = 0.95;

    private static final double ROUNDING = 1e-3;

    /** A code has hundreds of modules; comparing each with all others takes long in paths with more parts. */
    private static final int MAX_COMPARED = 4_000;

    private static final int ALL_CORNERS = 0b1111;

    private ThinShapes() {}

    /** @param touch whether bars fill all pixels that they touch, too; rules do, so that every second row shows them */
    static void widen(Path2D path, AffineTransform toPixels, boolean touch) {
        double pixel = 1
                / Math.min(
                        Math.hypot(toPixels.getScaleX(), toPixels.getShearY()),
                        Math.hypot(toPixels.getShearX(), toPixels.getScaleY()));
        double narrow = (touch ? NARROW_TOUCHED : NARROW) * pixel;
        if (!hasSubpaths(path) && !isThin(path.getBounds2D(), narrow)) {
            return;
        }
        boolean upright = isUpright(toPixels);
        Path2D.Double widened = new Path2D.Double(path.getWindingRule());
        boolean changed = false;
        List<Path2D.Double> subpaths = subpaths(path);
        List<Rectangle2D> all = subpaths.stream().map(Path2D::getBounds2D).toList();
        for (int i = 0; i < subpaths.size(); i++) {
            Path2D.Double subpath = subpaths.get(i);
            Rectangle2D bounds = all.get(i);
            if (upright
                    && (touch || isFlat(bounds, toPixels))
                    && isThin(bounds, narrow)
                    && isRectangle(subpath, bounds)
                    && !isWithinOther(bounds, all)) {
                changed = true;
                widened.append(touched(bounds, toPixels), false);
            } else if (isThin(bounds, pixel)) {
                changed = true;
                double width = Math.max(bounds.getWidth(), pixel);
                double height = Math.max(bounds.getHeight(), pixel);
                widened.append(
                        new Rectangle2D.Double(
                                bounds.getCenterX() - width / 2, bounds.getCenterY() - height / 2, width, height),
                        false);
            } else {
                widened.append(subpath, false);
            }
        }
        if (changed) {
            path.reset();
            path.append(widened, false);
        }
    }

    /** Returns whether a subpath may be a hole in another one, which must not become larger or ink. */
    private static boolean isWithinOther(Rectangle2D bounds, List<Rectangle2D> all) {
        return all.size() <= MAX_COMPARED
                && all.stream()
                        .anyMatch(it -> it.contains(bounds)
                                && (it.getWidth() > bounds.getWidth() || it.getHeight() > bounds.getHeight()));
    }

    private static boolean isRectangle(Path2D subpath, Rectangle2D bounds) {
        double[] points = new double[6];
        int corners = 0;
        for (PathIterator it = subpath.getPathIterator(null); !it.isDone(); it.next()) {
            int kind = it.currentSegment(points);
            boolean corner = (points[0] == bounds.getMinX() || points[0] == bounds.getMaxX())
                    && (points[1] == bounds.getMinY() || points[1] == bounds.getMaxY());
            if (kind != PathIterator.SEG_CLOSE && (kind > PathIterator.SEG_LINETO || !corner)) {
                return false;
            }
            if (kind != PathIterator.SEG_CLOSE) {
                corners |= 1 << ((points[0] == bounds.getMinX() ? 0 : 1) + (points[1] == bounds.getMinY() ? 0 : 2));
            }
        }
        return corners == ALL_CORNERS || bounds.isEmpty();
    }

    /** Returns the pixels that a rectangle touches. */
    private static Shape touched(Rectangle2D rectangle, AffineTransform toPixels) {
        Rectangle2D pixels = toPixels.createTransformedShape(rectangle).getBounds2D();
        double left = Math.floor(pixels.getMinX() + ROUNDING);
        double top = Math.floor(pixels.getMinY() + ROUNDING);
        double right = Math.max(left + 1, Math.ceil(pixels.getMaxX() - ROUNDING));
        double least = pixels.getWidth() > pixels.getHeight() && pixels.getHeight() > THIN ? LEAST : 1;
        double bottom = Math.max(top + least, Math.ceil(pixels.getMaxY() - ROUNDING));
        return ofPixels(new Rectangle2D.Double(left, top, right - left, bottom - top), toPixels)
                .orElse(rectangle);
    }

    private static Optional<Shape> ofPixels(Rectangle2D pixels, AffineTransform toPixels) {
        try {
            return Optional.of(toPixels.createInverse().createTransformedShape(pixels));
        } catch (NoninvertibleTransformException e) {
            return Optional.empty();
        }
    }

    private static boolean isUpright(AffineTransform toPixels) {
        return (toPixels.getShearX() == 0 && toPixels.getShearY() == 0)
                || (toPixels.getScaleX() == 0 && toPixels.getScaleY() == 0);
    }

    /**
     * Takes the flat lines out of a path that is to be stroked, if they would have less than two rows.
     *
     * @param width of the stroke, in units of the path
     * @return the shape of these lines, with the pixels that they are to fill; empty if there is none
     */
    static Path2D takeFlatLines(Path2D path, double width, AffineTransform toPixels) {
        Path2D.Double lines = new Path2D.Double();
        boolean turned = toPixels.getScaleX() == 0;
        double rows = width * Math.abs(turned ? toPixels.getShearY() : toPixels.getScaleY());
        if (!isUpright(toPixels) || rows <= THIN || rows >= LEAST) {
            return lines;
        }
        Path2D.Double others = new Path2D.Double(path.getWindingRule());
        double[] points = new double[6];
        Point2D start = new Point2D.Double();
        Point2D from = start;
        boolean continued = false;
        for (PathIterator it = path.getPathIterator(null); !it.isDone(); it.next()) {
            int kind = it.currentSegment(points);
            int end = kind == PathIterator.SEG_CUBICTO ? 4 : kind == PathIterator.SEG_QUADTO ? 2 : 0;
            Point2D to = kind == PathIterator.SEG_CLOSE ? start : new Point2D.Double(points[end], points[end + 1]);
            if (kind == PathIterator.SEG_MOVETO) {
                start = to;
                continued = false;
            } else if (kind != PathIterator.SEG_CUBICTO && kind != PathIterator.SEG_QUADTO) {
                Rectangle2D line = pixels(from, to, toPixels);
                if (line.getHeight() < ROUNDING && line.getWidth() > 1) {
                    double top = Math.round(line.getCenterY()) - LEAST / 2;
                    ofPixels(new Rectangle2D.Double(line.getX(), top, line.getWidth(), LEAST), toPixels)
                            .ifPresent(shape -> lines.append(shape, false));
                    continued = false;
                } else {
                    continued = moveTo(others, from, continued);
                    others.lineTo(to.getX(), to.getY());
                }
            } else {
                continued = moveTo(others, from, continued);
                if (kind == PathIterator.SEG_QUADTO) {
                    others.quadTo(points[0], points[1], points[2], points[3]);
                } else {
                    others.curveTo(points[0], points[1], points[2], points[3], points[4], points[5]);
                }
            }
            from = to;
        }
        if (lines.getCurrentPoint() != null) {
            path.reset();
            path.append(others, false);
        }
        return lines;
    }

    private static boolean moveTo(Path2D path, Point2D from, boolean continued) {
        if (!continued) {
            path.moveTo(from.getX(), from.getY());
        }
        return true;
    }

    private static Rectangle2D pixels(Point2D from, Point2D to, AffineTransform toPixels) {
        return toPixels.createTransformedShape(new Line2D.Double(from, to)).getBounds2D();
    }

    private static boolean isFlat(Rectangle2D bounds, AffineTransform toPixels) {
        Rectangle2D pixels = toPixels.createTransformedShape(bounds).getBounds2D();
        return pixels.getWidth() > pixels.getHeight();
    }

    private static boolean isThin(Rectangle2D bounds, double pixel) {
        return bounds.getWidth() < pixel || bounds.getHeight() < pixel;
    }

    private static boolean hasSubpaths(Path2D path) {
        int moves = 0;
        double[] points = new double[6];
        for (PathIterator it = path.getPathIterator(null); !it.isDone() && moves < 2; it.next()) {
            moves += it.currentSegment(points) == PathIterator.SEG_MOVETO ? 1 : 0;
        }
        return moves > 1;
    }

    private static List<Path2D.Double> subpaths(Path2D path) {
        List<Path2D.Double> subpaths = new ArrayList<>();
        Path2D.Double subpath = new Path2D.Double();
        double[] points = new double[6];
        for (PathIterator it = path.getPathIterator(null); !it.isDone(); it.next()) {
            switch (it.currentSegment(points)) {
                case PathIterator.SEG_MOVETO -> {
                    subpath = new Path2D.Double();
                    subpaths.add(subpath);
                    subpath.moveTo(points[0], points[1]);
                }
                case PathIterator.SEG_LINETO -> subpath.lineTo(points[0], points[1]);
                case PathIterator.SEG_QUADTO -> subpath.quadTo(points[0], points[1], points[2], points[3]);
                case PathIterator.SEG_CUBICTO ->
                    subpath.curveTo(points[0], points[1], points[2], points[3], points[4], points[5]);
                default -> subpath.closePath();
            }
        }
        return subpaths;
    }
}
