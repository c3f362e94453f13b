package io.github.faxnummer.message;

/**
 * Sanitizes foreign text (responses, {@code RemoteTSI}, file names) for consoles, logs and tables: one line of limited
 * length without control, formatting or bidirectional characters. Writers of HTML or XML still have to escape it.
 */
public final class Sanitizer {

    private static final char REPLACEMENT = '\uFFFD';

    private static final String DIRECTION = "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    private Sanitizer() {}

    /**
     * One sanitized line of at most {@code maxLength} characters.
     *
     * @param maxLength at least 1; a longer text ends with an ellipsis
     */
    public static String line(String text, int maxLength) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), maxLength) + 1);
        boolean blank = false;
        for (int i = 0; i < text.length() && line.length() <= maxLength; ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
                blank = !line.isEmpty();
                continue;
            }
            if (blank) {
                line.append(' ');
                blank = false;
            }
            line.appendCodePoint(isHarmless(character) ? character : REPLACEMENT);
        }
        if (line.length() <= maxLength) {
            return line.toString();
        }
        int end = maxLength - 1;
        if (end > 0 && Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end) + '…';
    }

    /**
     * A name to be sent: replaces control characters, line separators and bidirectional characters with underscores and
     * keeps everything else.
     */
    public static String name(String text) {
        return text.codePoints()
                .map(it -> isHarmfulInNames(it) ? '_' : it)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Control characters, line separators, bidirectional characters and unpaired surrogates. */
    public static boolean isHarmfulInNames(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> DIRECTION.indexOf(character) >= 0;
            default -> false;
        };
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
