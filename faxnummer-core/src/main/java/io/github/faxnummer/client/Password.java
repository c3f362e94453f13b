package io.github.faxnummer.client;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The account's password ("Product-Code"). It leaves this type only into the body of a request. */
public final class Password {

    private static final String HIDDEN = "********";

    private final String value;
    private final List<String> spellings;

    /**
     * Checks what it is given.
     *
     * @throws IllegalArgumentException if the password is empty
     */
    public Password(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("The password is empty.");
        }
        this.value = value;
        spellings = Stream.of(
                        value,
                        URLEncoder.encode(value, StandardCharsets.UTF_8),
                        URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"),
                        inHtml(value),
                        inJson(value),
                        new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    String value() {
        return value;
    }

    /**
     * The text with every occurrence of the password hidden: an answer may quote the request it answers, as it was or
     * written as URLs, HTML and JSON want it, or in the wrong charset.
     */
    String hideIn(String text) {
        String hidden = text;
        for (String spelling : spellings) {
            hidden = hidden.replace(spelling, HIDDEN);
        }
        return hidden;
    }

    private static String inHtml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#039;");
    }

    private static String inJson(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
