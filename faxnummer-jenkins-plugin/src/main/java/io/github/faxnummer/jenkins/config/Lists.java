package io.github.faxnummer.jenkins.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Parameters that are a list or a comma-separated text. They are kept as text, as a form has them; a list is kept with
 * an item on each line, so that items may contain commas.
 */
public final class Lists {

    private static final String LINE = "\n";

    private Lists() {}

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

    /** Items as text, each on a line of its own. */
    static String lines(List<String> items) {
        return items.stream().map(it -> it + LINE).collect(Collectors.joining());
    }
}
