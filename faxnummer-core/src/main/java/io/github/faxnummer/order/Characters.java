package io.github.faxnummer.order;

import java.util.Locale;

/** Names single characters in messages, and knows those that cannot be seen. */
final class Characters {

    // Letters and symbols by their category, blank in every font.
    private static final String FILLERS = "\u115F\u1160\u2800\u3164\uFFA0";

    // Marks that neither change nor show anything alone.
    private static final String IGNORABLE_MARKS = "\u034F\u17B4\u17B5\u180B\u180C\u180D\u180F";

    private Characters() {}

    /** Such as {@code 'ü' (U+00FC)}, or {@code U+200B (ZERO WIDTH SPACE)} where the character itself says nothing. */
    static String name(int character) {
        String code = String.format(Locale.ROOT, "U+%04X", character);
        boolean visible = !isInvisible(character)
                && (Character.isLetterOrDigit(character) || (character > ' ' && character < 0x7F));
        if (visible) {
            return "'" + Character.toString(character) + "' (" + code + ")";
        }
        String name = Character.getName(character);
        return name == null ? code : code + " (" + name + ")";
    }

    /** Blanks of every width, controls, formatting characters, variation selectors, fillers. */
    static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default ->
                FILLERS.indexOf(character) >= 0
                        || IGNORABLE_MARKS.indexOf(character) >= 0
                        || (character >= 0xFE00 && character <= 0xFE0F)
                        || (character >= 0xE0100 && character <= 0xE01EF);
        };
    }

    /** The text without invisible characters at its ends; controls other than tabs and line ends stay. */
    static String strip(String text) {
        int start = 0;
        while (start < text.length() && isStrippable(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        int end = text.length();
        while (end > start && isStrippable(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static boolean isStrippable(int character) {
        return isInvisible(character)
                && (Character.getType(character) != Character.CONTROL || Character.isWhitespace(character));
    }
}
