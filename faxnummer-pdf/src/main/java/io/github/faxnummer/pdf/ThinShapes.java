package io.github.faxnummer.pdf;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Widens thin filled shapes. Java fills a pixel if its center is covered, so that a bar thinner than a pixel often
 * disappears. In a document that is faxed as it is, narrow rectangles, such as the bars of a code, fill every pixel that
 * they touch: Ghostscript, which fax services use, fills all shapes so, and a code that cannot be read after that must
 * not be readable in the preview. In a file of drawn pages bars keep their width, so that codes can be read.
 */
final class ThinShapes {

    /** In pixels. */
    private static final double NARROW = 4;

    private static final double ROUNDING = 1e-3;

    private ThinShapes() {}

    /** @param touch whether bars fill all pixels that they touch, too; rules do, so that every second row shows them */
    static void widen(Path2D path, AffineTransform toPixels, boolean touch) {
        double pixel = 1
                / Math.min(
                        Math.hypot(toPixels.getScaleX(), toPixels.getShearY()),
                        Math.hypot(toPixels.getShearX(), toPixels.getScaleY()));
        if (!hasSubpaths(path) && !isThin(path.getBounds2D(), NARROW * pixel)) {
            return;
        }
        boolean upright = (toPixels.getShearX() == 0 && toPixels.getShearY() == 0)
                || (toPixels.getScaleX() == 0 && toPixels.getScaleY() == 0);
        Path2D.Double widened = new Path2D.Double(path.getWindingRule());
        boolean changed = false;
        for (Path2D.Double subpath : subpaths(path)) {
            Rectangle2D bounds = subpath.getBounds2D();
            if (upright
                    && (touch || isFlat(bounds, toPixels))
                    && isThin(bounds, NARROW * pixel)
                    && isRectangle(subpath, bounds)) {
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

    private static boolean isRectangle(Path2D subpath, Rectangle2D bounds) {
        double[] points = new double[6];
        for (PathIterator it = subpath.getPathIterator(null); !it.isDone(); it.next()) {
            int kind = it.currentSegment(points);
            boolean corner = (points[0] == bounds.getMinX() || points[0] == bounds.getMaxX())
                    && (points[1] == bounds.getMinY() || points[1] == bounds.getMaxY());
            if (kind != PathIterator.SEG_CLOSE && (kind > PathIterator.SEG_LINETO || !corner)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the pixels that a rectangle touches. */
    private static Shape touched(Rectangle2D rectangle, AffineTransform toPixels) {
        Rectangle2D pixels = toPixels.createTransformedShape(rectangle).getBounds2D();
        double left = Math.floor(pixels.getMinX() + ROUNDING);
        double top = Math.floor(pixels.getMinY() + ROUNDING);
        double right = Math.max(left + 1, Math.ceil(pixels.getMaxX() - ROUNDING));
        double bottom = Math.max(top + 1, Math.ceil(pixels.getMaxY() - ROUNDING));
        try {
            return toPixels.createInverse()
                    .createTransformedShape(new Rectangle2D.Double(left, top, right - left, bottom - top));
        } catch (NoninvertibleTransformException e) {
            return rectangle;
        }
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
