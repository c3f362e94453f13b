package io.github.faxnummer.sandbox.web;

import java.util.Collection;
import java.util.stream.Collectors;

/** HTML markup. Inserted text is escaped. */
record Html(String markup) {
    static final Html NOTHING = new Html("");

    private static final String PLACEHOLDER = "{}";

    /**
     * The template with its placeholders <code>{}</code> replaced by the values; values other than markup are escaped. A
     * placeholder may be in an element or in a quoted attribute.
     */
    static Html of(String template, Object... values) {
        StringBuilder markup = new StringBuilder();
        int from = 0;
        for (Object value : values) {
            int placeholder = template.indexOf(PLACEHOLDER, from);
            if (placeholder < 0) {
                throw new IllegalArgumentException("too many values for " + template);
            }
            markup.append(template, from, placeholder)
                    .append(value instanceof Html html ? html.markup : escaped(value.toString()));
            from = placeholder + PLACEHOLDER.length();
        }
        if (template.indexOf(PLACEHOLDER, from) >= 0) {
            throw new IllegalArgumentException("too few values for " + template);
        }
        return new Html(markup.append(template, from, template.length()).toString());
    }

    /** Concatenates the parts. */
    static Html all(Collection<Html> parts) {
        return new Html(parts.stream().map(Html::markup).collect(Collectors.joining()));
    }

    /** Untrusted text: of bounded length and isolated, so that its writing direction does not affect the text around it. */
    static Html untrusted(String text, int maxLength) {
        boolean fits = text.codePointCount(0, text.length()) <= maxLength;
        return of("<bdi>{}</bdi>", fits ? text : text.substring(0, text.offsetByCodePoints(0, maxLength)) + " …");
    }

    /** Invisible characters and characters that rearrange others are replaced by their code. */
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
