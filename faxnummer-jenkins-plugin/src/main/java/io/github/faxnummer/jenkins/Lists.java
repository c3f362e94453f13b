package io.github.faxnummer.jenkins;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Parameters that are a list or a comma-separated text. They are kept as text, as a form has them; a list is kept with
 * an item on each line, so that items may contain commas.
 */
final class Lists {

    private static final String LINE = "\n";

    private Lists() {}

    static List<String> split(String written) {
        String separator = written.contains(LINE) ? LINE : ",";
        return Arrays.stream(written.split(separator))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .toList();
    }

    /** The arguments of a Pipeline step with lists made text. */
    static Map<String, Object> flattened(Map<String, Object> arguments, String... names) {
        Map<String, Object> flat = new HashMap<>(arguments);
        for (String name : names) {
            if (flat.get(name) instanceof Collection<?> items) {
                flat.put(name, items.stream().map(it -> it + LINE).collect(Collectors.joining()));
            }
        }
        return flat;
    }
}
