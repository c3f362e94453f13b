package io.github.faxnummer.input;

import java.util.Locale;

/** Names single characters in messages, also those that cannot be seen. */
final class Characters {

    private Characters() {}

    static String name(int character) {
        String code = String.format(Locale.ROOT, "U+%04X", character);
        boolean visible = Character.isLetterOrDigit(character) || (character > ' ' && character < 0x7F);
        return visible ? "'" + Character.toString(character) + "' (" + code + ")" : code;
    }
}
