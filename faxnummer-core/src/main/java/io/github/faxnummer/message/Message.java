package io.github.faxnummer.message;

import java.io.Serializable;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * A text for users that knows its key and arguments but not yet its language, so that it can be kept in a delivery's
 * state and shown to anyone later. Languages: English, and German for German locales.
 *
 * @param key a key of {@code messages.properties}
 * @param arguments strings, or further texts that take the same language
 */
public record Message(String key, List<Serializable> arguments) implements Serializable {

    private static final ResourceBundle.Control NO_FALLBACK_TO_THE_LOCALE_OF_THE_MACHINE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    public Message {
        arguments = List.copyOf(arguments);
    }

    /** A text with its arguments; numbers are formatted as in Java, in every language. */
    public static Message of(String key, Object... arguments) {
        return new Message(
                key,
                List.of(arguments).stream()
                        .map(argument -> argument instanceof Message text ? text : (Serializable) argument.toString())
                        .toList());
    }

    /** Whether this version has texts for the key and for all keys in its arguments. */
    public boolean isKnown() {
        return bundle(Locale.ROOT).containsKey(key)
                && arguments.stream().allMatch(it -> !(it instanceof Message text) || text.isKnown());
    }

    /** The text in the given language; English for any language but German. */
    public String in(Locale locale) {
        ResourceBundle messages = bundle(locale);
        Object[] shown = arguments.stream()
                .map(argument -> argument instanceof Message text ? text.in(locale) : argument)
                .toArray();
        return new MessageFormat(messages.getString(key), Locale.ROOT).format(shown);
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(
                "io.github.faxnummer.message.messages",
                locale,
                Message.class.getClassLoader(),
                NO_FALLBACK_TO_THE_LOCALE_OF_THE_MACHINE);
    }
}
