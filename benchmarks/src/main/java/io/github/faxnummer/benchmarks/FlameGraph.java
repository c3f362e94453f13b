package io.github.faxnummer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Draws the execution samples of a JFR recording as an SVG: time from left to right is the share of samples. */
final class FlameGraph {

    private static final int WIDTH = 1600;
    private static final int ROW = 15;
    private static final int HEAD = 40;
    private static final double CHARACTER = 6.2;

    /** Narrower frames are left out. */
    private static final double MIN_WIDTH = 8;

    /** A method in a stack; the children are what it called. */
    private static final class Frame {
        private final Map<String, Frame> children = new TreeMap<>();
        private int samples;

        Frame child(String name) {
            return children.computeIfAbsent(name, it -> new Frame());
        }

        int depth() {
            return 1 + children.values().stream().mapToInt(Frame::depth).max().orElse(0);
        }
    }

    private FlameGraph() {}

    /**
     * Writes an SVG.
     *
     * @param arguments the recording, the SVG, its title
     */
    public static void main(String[] arguments) throws IOException {
        Frame root = read(Path.of(arguments[0]));
        Files.writeString(Path.of(arguments[1]), svg(root, arguments[2]));
    }

    private static Frame read(Path recording) throws IOException {
        Frame root = new Frame();
        for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
            if (!event.getEventType().getName().equals("jdk.ExecutionSample") || event.getStackTrace() == null) {
                continue;
            }
            Frame at = root;
            at.samples++;
            for (String name : names(event)) {
                at = at.child(name);
                at.samples++;
            }
        }
        return root;
    }

    /** From the thread to the innermost method. */
    private static List<String> names(RecordedEvent event) {
        List<String> names = new ArrayList<>();
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (!type.contains("$$Lambda") && !type.startsWith("java.lang.invoke.")) {
                names.add(type.substring(type.lastIndexOf('.') + 1) + "."
                        + frame.getMethod().getName());
            }
        }
        names.add("thread " + event.getThread("sampledThread").getJavaName());
        Collections.reverse(names);
        return names;
    }

    private static String svg(Frame root, String title) {
        int height = HEAD + root.depth() * ROW;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="monospace" font-size="10">
                <rect width="%1$d" height="%2$d" fill="#fff"/>
                <text x="8" y="24" font-size="15">%3$s</text>
                """.formatted(WIDTH, height, escaped(title)));
        draw(svg, "all, " + root.samples + " samples", root, 0, HEAD, (double) WIDTH / root.samples);
        return svg.append("</svg>\n").toString();
    }

    private static void draw(StringBuilder svg, String name, Frame frame, double x, int y, double perSample) {
        double width = frame.samples * perSample;
        if (width < MIN_WIDTH) {
            return;
        }
        int fitting = (int) ((width - 4) / CHARACTER);
        String label = fitting < 3 ? "" : name.length() <= fitting ? name : name.substring(0, fitting - 1) + "…";
        svg.append(String.format(
                Locale.ROOT,
                "<g><title>%s: %d</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                escaped(name),
                frame.samples,
                x,
                y,
                width - 0.5,
                ROW - 1,
                color(name)));
        if (!label.isEmpty()) {
            svg.append(String.format(
                    Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>", x + 2, y + ROW - 4, escaped(label)));
        }
        svg.append("</g>\n");
        double left = x;
        for (Map.Entry<String, Frame> child : frame.children.entrySet()) {
            draw(svg, child.getKey(), child.getValue(), left, y + ROW, perSample);
            left += child.getValue().samples * perSample;
        }
    }

    /** Warm colors, the same for the same name. */
    private static String color(String name) {
        int hash = Math.floorMod(name.hashCode(), 1000);
        return String.format(Locale.ROOT, "hsl(%d,80%%,%d%%)", 15 + hash % 40, 62 + hash % 17);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
