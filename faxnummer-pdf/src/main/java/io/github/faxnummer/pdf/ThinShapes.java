package io.github.faxnummer.pdf;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Widens filled shapes to at least one pixel. Java fills a pixel if its center is covered, so that a thinner bar, which
 * other renderers draw as a line, often disappears.
 */
final class ThinShapes {

    private ThinShapes() {}

    static void widen(Path2D path, AffineTransform toPixels) {
        double pixel = 1
                / Math.min(
                        Math.hypot(toPixels.getScaleX(), toPixels.getShearY()),
                        Math.hypot(toPixels.getShearX(), toPixels.getScaleY()));
        if (!hasSubpaths(path) && !isThin(path.getBounds2D(), pixel)) {
            return;
        }
        Path2D.Double widened = new Path2D.Double(path.getWindingRule());
        boolean changed = false;
        for (Path2D.Double subpath : subpaths(path)) {
            Rectangle2D bounds = subpath.getBounds2D();
            if (isThin(bounds, pixel)) {
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
