package io.github.faxnummer.maven;

import org.jspecify.annotations.Nullable;

/** Texts that Maven leaves null where nothing is configured. */
final class Strings {

    private Strings() {}

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
