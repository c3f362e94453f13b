package io.github.faxnummer.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of the manual.
 *
 * @param file such as {@code docs/maven.md}
 * @param line of its opening fence
 * @param language behind the opening fence; may be empty
 * @param kind how it is to be run, by the mark above it; empty: it has none
 * @param values what else the mark says
 */
record Snippet(String file, int line, String language, String kind, Map<String, String> values, String text) {

    private static final Pattern MARK = Pattern.compile("<!-- run: (\\S+)((?: \\S+=(?:\"[^\"]*\"|\\S+))*) -->");
    private static final Pattern VALUE = Pattern.compile(" (\\S+?)=(?:\"([^\"]*)\"|(\\S+))");
    private static final Pattern FENCE = Pattern.compile("\\s*(```+|~~~+)\\s*(\\S*).*");

    /** All blocks of a file. */
    static List<Snippet> of(Path root, String file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Snippet> snippets = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) {
                if (lines.get(i).strip().startsWith("<!-- run") && !marksBlock(lines, i)) {
                    throw new AssertionError(file + ":" + (i + 1) + " marks no block: " + lines.get(i));
                }
                continue;
            }
            String close = fence.group(1);
            int end = i + 1;
            while (!lines.get(end).strip().equals(close)) {
                end++;
            }
            Matcher mark = MARK.matcher(i == 0 ? "" : lines.get(i - 1));
            boolean marked = mark.matches();
            snippets.add(new Snippet(
                    file,
                    i + 1,
                    fence.group(2),
                    marked ? mark.group(1) : "",
                    marked ? values(mark.group(2)) : Map.of(),
                    String.join("\n", lines.subList(i + 1, end)) + "\n"));
            i = end;
        }
        return snippets;
    }

    private static boolean marksBlock(List<String> lines, int mark) {
        return MARK.matcher(lines.get(mark)).matches()
                && mark + 1 < lines.size()
                && FENCE.matcher(lines.get(mark + 1)).matches();
    }

    private static Map<String, String> values(String written) {
        Map<String, String> values = new HashMap<>();
        Matcher value = VALUE.matcher(written);
        while (value.find()) {
            values.put(value.group(1), value.group(2) == null ? value.group(3) : value.group(2));
        }
        return values;
    }

    String value(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Override
    public String toString() {
        return file + ":" + line + " " + kind;
    }
}
