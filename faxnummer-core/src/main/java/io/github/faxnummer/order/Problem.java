package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.io.Serializable;
import java.util.Locale;

/**
 * One thing that is wrong with what a user wrote.
 *
 * @param parameter the parameter's name, the same in every adapter
 * @param value what was written; never a secret; empty if nothing was
 * @param advice what is wrong and what would be right
 */
public record Problem(String parameter, String value, Message advice) implements Serializable {

    // Paths in CI are long, and their ends tell the files apart.
    private static final int MAX_VALUE_LENGTH = 400;

    /** Parameter, value and advice in one harmless line. */
    public String in(Locale locale) {
        String shown = value.isEmpty() ? "" : " '" + Sanitizer.line(value, MAX_VALUE_LENGTH) + "'";
        return parameter + shown + ": " + advice.in(locale);
    }
}
