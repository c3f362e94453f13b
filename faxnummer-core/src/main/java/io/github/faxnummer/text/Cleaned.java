package io.github.faxnummer.text;

/**
 * Text of strangers (answers, {@code RemoteTSI}, file names) made harmless for a console, a log or a table: one line, no
 * control, formatting or bidirectional characters, bounded. Escaping for HTML or XML stays with whoever writes these.
 */
public final class Cleaned {

    private static final char REPLACEMENT = '\uFFFD';

    private Cleaned() {}

    /**
     * One harmless line of at most {@code maxLength} characters.
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
