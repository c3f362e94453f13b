package io.github.faxnummer.jenkins.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Parameters that are a list or a comma-separated text. They are kept as text, as a form has them; a list is kept with
 * an item on each line, so that items may contain commas.
 */
public final class Lists {

    private static final String LINE = "\n";

    private Lists() {}

    /** The items that say something. */
    public static List<String> split(String written) {
        return entries(written).stream().filter(it -> !it.isEmpty()).toList();
    }

    /** The items with the empty ones among them: an unset variable must not remove a recipient. */
    public static List<String> entries(String written) {
        if (written.isBlank()) {
            return List.of();
        }
        boolean lines = written.contains(LINE);
        String items = lines && written.endsWith(LINE) ? written.substring(0, written.length() - 1) : written;
        return Arrays.stream(items.split(lines ? LINE : ",", -1))
                .map(String::strip)
                .toList();
    }

    /** The arguments of a describable with lists made text. */
    static Map<String, Object> flattened(Map<String, Object> arguments, String... names) {
        Map<String, Object> flat = new HashMap<>(arguments);
        for (String name : names) {
            if (flat.get(name) instanceof Collection<?> items) {
                flat.put(
                        name,
                        items.stream()
                                .map(it -> Objects.toString(it, "") + LINE)
                                .collect(Collectors.joining()));
            }
        }
        return flat;
    }
}
