package io.github.faxnummer.pdf;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.List;

/** Guards against paths that Java 2D would process for minutes. */
final class PathGuard {

    /** Edges times the edges beside them at the same height, which Java compares to build an area. */
    private static final double MAX_COMPARISONS = 200_000;

    private static final double MAX_DASHES = 50_000;

    /** In pixels. */
    private static final double MIN_DASH = 0.5;

    private PathGuard() {}

    /** Returns whether Java would take seconds to make an area of a path and to intersect it with the clips. */
    static boolean isTooComplex(Path2D path, List<Path2D> clips) {
        double edges = 0;
        double heights = 0;
        double[] points = new double[6];
        List<Path2D> paths = new ArrayList<>(clips);
        paths.add(path);
        for (Path2D each : paths) {
            double previous = Double.NaN;
            for (PathIterator it = each.getPathIterator(null); !it.isDone(); it.next()) {
                double y = points[endPoint(it.currentSegment(points)) + 1];
                edges++;
                heights += Double.isNaN(previous) ? 0 : Math.abs(y - previous);
                previous = y;
            }
        }
        double height = Math.max(1, path.getBounds2D().getHeight());
        return edges * Math.min(edges, heights / height) > MAX_COMPARISONS;
    }

    /**
     * Returns whether the dashes of a path are few enough to be drawn. Java draws each dash, even beyond the page.
     *
     * @param dash the mean length of a dash or gap, in units of the path
     */
    static boolean isDashable(Path2D path, double dash, AffineTransform toPixels) {
        double pixels = Math.sqrt(Math.abs(toPixels.getDeterminant()));
        double length = 0;
        double[] points = new double[6];
        double x = 0;
        double y = 0;
        for (PathIterator it = path.getPathIterator(null); !it.isDone(); it.next()) {
            int kind = it.currentSegment(points);
            int end = endPoint(kind);
            if (kind != PathIterator.SEG_CLOSE) {
                length += kind == PathIterator.SEG_MOVETO ? 0 : Math.hypot(points[end] - x, points[end + 1] - y);
                x = points[end];
                y = points[end + 1];
            }
        }
        return dash * pixels >= MIN_DASH && length / dash <= MAX_DASHES;
    }

    /** Returns the index of the end point of a segment. */
    private static int endPoint(int segment) {
        return segment == PathIterator.SEG_CUBICTO ? 4 : segment == PathIterator.SEG_QUADTO ? 2 : 0;
    }
}
