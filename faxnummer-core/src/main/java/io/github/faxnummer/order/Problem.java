package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.io.Serializable;
import java.nio.file.InvalidPathException;
import java.util.Locale;

/**
 * A problem with a parameter that a user wrote.
 *
 * @param parameter the parameter's name, the same in every adapter
 * @param value what was written; never a secret; empty if nothing was
 * @param advice what is wrong and how to correct it
 */
public record Problem(String parameter, String value, Message advice) implements Serializable {

    // Paths in CI are long and differ at their ends.
    private static final int MAX_VALUE_LENGTH = 400;

    /** That a value is not a path on this system. */
    public static Problem ofPath(String parameter, String value, InvalidPathException why) {
        // The JDK gives the position of a character that is not allowed, and none of one that its locale does not have.
        boolean isOfLocale = why.getIndex() < 0 && value.indexOf('\0') < 0;
        return new Problem(
                parameter,
                value,
                isOfLocale ? Message.of("input.path.locale") : Message.of("input.path", why.getReason()));
    }

    /** Parameter, value and advice in one sanitized line. */
    public String in(Locale locale) {
        String shown = value.isEmpty() ? "" : " '" + Sanitizer.line(value, MAX_VALUE_LENGTH) + "'";
        return parameter + shown + ": " + advice.in(locale);
    }
}
