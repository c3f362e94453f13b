package io.github.faxnummer.provider.faxnummerde;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the first part of a secret in foreign text, unencoded and as encoded by PHP's exception traces, HTML, URLs,
 * JSON, Java and a wrong charset. Traces truncate values, so comparing the whole value is not enough. In doubt it
 * reports a match: the text is then omitted.
 */
final class SecretScanner {

    /** A first part of this length gives a secret away. */
    static final int PART_LENGTH = 4;

    /** Longer texts are not worth the time: they count as text with a secret. */
    static final int MAX_TEXT_LENGTH = 1 << 18;

    private static final int MAX_ESCAPED_PARTS = 8;
    private static final int MAX_ENCODINGS = 3;
    private static final int LATIN_1 = 0xFF;
    private static final int ASCII = 0x7F;

    // RFC 3986, and what the escape function of browsers and WebObjects writes.
    private static final Pattern PERCENT = Pattern.compile("%(?:([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))");
    private static final Pattern BACKSLASH = Pattern.compile(
            "\\\\(?:u\\{([0-9a-fA-F]{1,6})}|u+([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(.))", Pattern.DOTALL);
    private static final Pattern ENTITY = Pattern.compile(
            "&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos|nbsp|[a-zA-Z]{3,8}(?=;)));?");

    private static final List<UnaryOperator<String>> DECODERS = List.of(
            SecretScanner::withoutPercents,
            SecretScanner::withoutBackslashes,
            SecretScanner::withoutEntities,
            text -> withoutEntities(withoutBackslashes(withoutPercents(text))));

    private final List<String> parts;
    private final List<Pattern> lossyParts;

    SecretScanner(String... secrets) {
        Set<String> found = new LinkedHashSet<>();
        for (String secret : secrets) {
            addParts(secret, found);
        }
        // What begins with another part is found with it.
        parts = found.stream()
                .filter(part -> found.stream().noneMatch(it -> !it.equals(part) && part.startsWith(it)))
                .toList();
        lossyParts = parts.stream()
                .filter(part -> !isAscii(part))
                .map(SecretScanner::lossy)
                .toList();
    }

    /** Whether a first part of a secret is in the text; of a secret that is shorter, the whole. */
    boolean isIn(String text) {
        if (text.length() > MAX_TEXT_LENGTH) {
            return true;
        }
        if (hasPart(text)) {
            return true;
        }
        if (!isEscaped(text)) {
            return false;
        }
        for (UnaryOperator<String> decoder : DECODERS) {
            String decoded = text;
            for (int i = 0; i < MAX_ENCODINGS; i++) {
                String next = decoder.apply(decoded);
                if (next.equals(decoded)) {
                    break;
                }
                decoded = next;
                if (hasPart(decoded)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Folded, so that a part is found whatever becomes of upper case, blanks and what one charset has and another not.
     */
    private static void addParts(String secret, Set<String> parts) {
        // A longer part can be found where the first characters form an escape with what follows them.
        for (int length = PART_LENGTH; length <= PART_LENGTH + MAX_ESCAPED_PARTS; length++) {
            String part = secret.substring(0, Math.min(length, secret.length()));
            add(folded(part), parts);
            // Not the same as folding alone: ß becomes SS.
            add(folded(part.toUpperCase(Locale.ROOT)), parts);
            for (UnaryOperator<String> decoder : DECODERS) {
                add(folded(decoder.apply(part)), parts);
            }
        }
    }

    private static void add(String folded, Set<String> parts) {
        if (!folded.isEmpty()) {
            parts.add(folded);
        }
    }

    private boolean hasPart(String text) {
        if (containsPart(folded(text))) {
            return true;
        }
        return !isAscii(text) && containsPart(folded(inOtherCharset(text)));
    }

    private boolean containsPart(String folded) {
        for (String part : parts) {
            if (folded.contains(part)) {
                return true;
            }
        }
        return containsLossyPart(folded);
    }

    /** A character that a charset lacks comes back as one or more replacements. */
    private boolean containsLossyPart(String folded) {
        if (folded.indexOf('\uFFFD') < 0 && folded.indexOf('?') < 0) {
            return false;
        }
        return lossyParts.stream().anyMatch(part -> part.matcher(folded).find());
    }

    private static Pattern lossy(String part) {
        StringBuilder lossy = new StringBuilder();
        part.codePoints().mapToObj(Character::toString).forEach(it -> {
            String literal = Pattern.quote(it);
            lossy.append(isAscii(it) ? literal : "(?:[\uFFFD?]{1,4}|" + literal + ")");
        });
        return Pattern.compile(lossy.toString());
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(it -> it <= ASCII);
    }

    private static boolean isEscaped(String text) {
        return text.indexOf('%') >= 0 || text.indexOf('\\') >= 0 || text.indexOf('&') >= 0;
    }

    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        boolean blank = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character <= ' ' || character == '+' || isBlankOrInvisible(character)) {
                blank = true;
                continue;
            }
            if (blank && !folded.isEmpty()) {
                folded.append(' ');
            }
            blank = false;
            folded.append(Character.toLowerCase(character));
        }
        return folded.toString();
    }

    private static boolean isBlankOrInvisible(char character) {
        return character > ASCII
                ? Character.isSpaceChar(character)
                        || Character.getType(character) == Character.FORMAT
                        || Character.isISOControl(character)
                : character == ASCII;
    }

    /** UTF-8 that was read as ISO-8859-1 or Windows-1252. */
    private static String inOtherCharset(String text) {
        Charset charset = text.chars().allMatch(it -> it <= LATIN_1)
                ? StandardCharsets.ISO_8859_1
                : Charset.forName("windows-1252");
        return new String(text.getBytes(charset), StandardCharsets.UTF_8);
    }

    private static String withoutPercents(String text) {
        return decoded(
                PERCENT,
                text,
                matcher -> matcher.group(1) != null
                        ? new Code(hex(matcher.group(1)), true)
                        : new Code(hex(matcher.group(2)), false));
    }

    private static String withoutBackslashes(String text) {
        return decoded(BACKSLASH, text, matcher -> {
            if (matcher.group(1) != null) {
                return new Code(hex(matcher.group(1)), false);
            }
            if (matcher.group(2) != null) {
                return new Code(hex(matcher.group(2)), false);
            }
            if (matcher.group(3) != null) {
                return new Code(hex(matcher.group(3)), true);
            }
            if (matcher.group(4) != null) {
                return new Code(Integer.parseInt(matcher.group(4), 8), true);
            }
            char escaped = matcher.group(5).charAt(0);
            return new Code(
                    switch (escaped) {
                        case 'n', 'r', 't', 'b', 'f', 'v' -> ' ';
                        case 'e' -> '\u001b';
                        default -> escaped;
                    },
                    false);
        });
    }

    private static String withoutEntities(String text) {
        return decoded(ENTITY, text, matcher -> {
            if (matcher.group(1) != null) {
                return new Code(hex(matcher.group(1)), false);
            }
            if (matcher.group(2) != null) {
                return new Code(Integer.parseInt(matcher.group(2)), false);
            }
            return new Code(
                    switch (matcher.group(3)) {
                        case "amp" -> '&';
                        case "lt" -> '<';
                        case "gt" -> '>';
                        case "quot" -> '"';
                        case "apos" -> '\'';
                        case "nbsp" -> ' ';
                        // Of a character beyond ASCII, whichever it is.
                        default -> '\uFFFD';
                    },
                    false);
        });
    }

    private static int hex(String digits) {
        return Integer.parseInt(digits, 16);
    }

    /** What an escape stands for: a byte of some charset, or a character. */
    private record Code(int value, boolean isByte) {}

    private interface Decoder {
        Code decode(Matcher escape);
    }

    private static String decoded(Pattern escape, String text, Decoder decoder) {
        Matcher matcher = escape.matcher(text);
        if (!matcher.find()) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        List<Integer> bytes = new ArrayList<>();
        int end = 0;
        do {
            if (matcher.start() > end) {
                flush(bytes, decoded);
            }
            decoded.append(text, end, matcher.start());
            end = matcher.end();
            Code code = decoder.decode(matcher);
            if (code.isByte()) {
                bytes.add(code.value() & LATIN_1);
            } else {
                flush(bytes, decoded);
                decoded.appendCodePoint(Character.isValidCodePoint(code.value()) ? code.value() : '\uFFFD');
            }
        } while (matcher.find());
        flush(bytes, decoded);
        return decoded.append(text, end, text.length()).toString();
    }

    private static void flush(List<Integer> bytes, StringBuilder decoded) {
        byte[] run = new byte[bytes.size()];
        for (int i = 0; i < run.length; i++) {
            run[i] = bytes.get(i).byteValue();
        }
        bytes.clear();
        try {
            decoded.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(run)));
        } catch (CharacterCodingException e) {
            decoded.append(new String(run, StandardCharsets.ISO_8859_1));
        }
    }
}
