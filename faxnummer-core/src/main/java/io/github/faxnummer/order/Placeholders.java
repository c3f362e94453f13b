package io.github.faxnummer.order;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Places in a text, such as <code>{{date}}</code>, that others take. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)\\}\\}");

    private Placeholders() {}

    /** The names in a text, in their order. */
    static Stream<String> names(String text) {
        return PLACEHOLDER.matcher(text).results().map(it -> it.group(1).strip());
    }

    /** The text with other ones in its places. */
    static String fill(String text, Function<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(
                        it -> Matcher.quoteReplacement(values.apply(it.group(1).strip())));
    }

    /** A name as it stands in a text. */
    static String written(String name) {
        return "{{" + name + "}}";
    }
}
