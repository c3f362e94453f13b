package io.github.faxnummer.sandbox;

import java.util.Collection;
import java.util.stream.Collectors;

/** Markup. Text that is put into it is escaped, so that a stranger's text stays text. */
record Html(String markup) {
    static final Html NOTHING = new Html("");

    private static final String PLACE = "{}";

    /**
     * The template with the values in the places <code>{}</code>; what is not markup itself is escaped. A place may be in
     * an element or in a quoted attribute.
     */
    static Html of(String template, Object... values) {
        StringBuilder markup = new StringBuilder();
        int from = 0;
        for (Object value : values) {
            int place = template.indexOf(PLACE, from);
            if (place < 0) {
                throw new IllegalArgumentException("too many values for " + template);
            }
            markup.append(template, from, place)
                    .append(value instanceof Html html ? html.markup : escaped(value.toString()));
            from = place + PLACE.length();
        }
        if (template.indexOf(PLACE, from) >= 0) {
            throw new IllegalArgumentException("too few values for " + template);
        }
        return new Html(markup.append(template, from, template.length()).toString());
    }

    /** One after the other. */
    static Html all(Collection<Html> parts) {
        return new Html(parts.stream().map(Html::markup).collect(Collectors.joining()));
    }

    /** Somebody else's text: of bounded length, and whatever its direction, what surrounds it keeps its own. */
    static Html foreign(String text, int most) {
        boolean whole = text.codePointCount(0, text.length()) <= most;
        return of("<bdi>{}</bdi>", whole ? text : text.substring(0, text.offsetByCodePoints(0, most)) + " …");
    }

    /** Characters that cannot be seen, or that rearrange others, are named. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (isVisible(c)) {
                        escaped.appendCodePoint(c);
                    } else {
                        escaped.append(String.format("[U+%04X]", c));
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> c == '\n' || c == '\t';
            default -> true;
        };
    }
}
