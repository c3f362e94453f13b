package io.github.faxnummer.pdf;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Guards against paths that Java 2D would process for minutes. */
final class PathGuard {

    /** Pairs of edges that may cross each other: Java builds an area of so many in tenths of a second. */
    private static final int MAX_CROSSINGS = 10_000;

    /** A curve is cut into pieces until it is known where they cross. */
    private static final int PIECES_OF_CURVE = 4;

    /** Pairs of edges at the same height. */
    private static final int MAX_COMPARISONS = 2_000_000;

    private static final int MAX_EDGES = 200_000;

    private static final double MAX_DASHES = 50_000;

    /** In pixels. */
    private static final double MIN_DASH = 0.5;

    private PathGuard() {}

    private record Edge(double low, double high, double left, double right, int pieces) {

        boolean isBeside(Edge other) {
            return left <= other.right && other.left <= right;
        }
    }

    /** Returns whether Java would take seconds to make an area of a path and to intersect it with the clips. */
    static boolean isTooComplex(Path2D path, List<Path2D> clips) {
        List<Edge> edges = new ArrayList<>();
        clips.forEach(it -> addEdges(it, edges));
        addEdges(path, edges);
        if (edges.size() > MAX_EDGES) {
            return true;
        }
        edges.sort(Comparator.comparingDouble(Edge::low));
        List<Edge> open = new ArrayList<>();
        int crossings = 0;
        int comparisons = 0;
        for (Edge edge : edges) {
            comparisons += open.size();
            open.removeIf(it -> it.high <= edge.low);
            for (Edge other : open) {
                crossings += edge.isBeside(other) ? edge.pieces * other.pieces : 0;
            }
            if (crossings > MAX_CROSSINGS || comparisons > MAX_COMPARISONS) {
                return true;
            }
            open.add(edge);
        }
        return false;
    }

    /** With the edges that close what is filled or clipped. */
    private static void addEdges(Path2D path, List<Edge> edges) {
        double[] points = new double[6];
        double startX = 0;
        double startY = 0;
        double x = 0;
        double y = 0;
        for (PathIterator it = path.getPathIterator(null); !it.isDone() && edges.size() <= MAX_EDGES; it.next()) {
            int kind = it.currentSegment(points);
            int end = endPoint(kind);
            if (kind == PathIterator.SEG_MOVETO || kind == PathIterator.SEG_CLOSE) {
                addEdge(x, y, new double[] {startX, startY}, 0, edges);
            } else {
                addEdge(x, y, points, end, edges);
            }
            if (kind == PathIterator.SEG_MOVETO) {
                startX = points[0];
                startY = points[1];
            }
            x = kind == PathIterator.SEG_CLOSE ? startX : points[end];
            y = kind == PathIterator.SEG_CLOSE ? startY : points[end + 1];
        }
        addEdge(x, y, new double[] {startX, startY}, 0, edges);
    }

    private static void addEdge(double x, double y, double[] points, int end, List<Edge> edges) {
        Rectangle2D box = new Rectangle2D.Double(x, y, 0, 0);
        for (int i = 0; i <= end; i += 2) {
            box.add(points[i], points[i + 1]);
        }
        if (box.getWidth() > 0 || box.getHeight() > 0) {
            edges.add(new Edge(
                    box.getMinY(), box.getMaxY(), box.getMinX(), box.getMaxX(), end > 0 ? PIECES_OF_CURVE : 1));
        }
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
