package io.github.faxnummer.jenkins.config;

import org.jspecify.annotations.Nullable;

/** Texts that a form or script may leave out. */
public final class Texts {

    private Texts() {}

    public static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Another text in place of one that is missing or blank. */
    public static String or(@Nullable String written, String otherwise) {
        return written == null || written.isBlank() ? otherwise : written;
    }
}
