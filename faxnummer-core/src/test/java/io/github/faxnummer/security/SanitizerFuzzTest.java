package io.github.faxnummer.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.faxnummer.message.Sanitizer;
import java.util.Arrays;

/**
 * Whatever a stranger wrote becomes one short line that steers no terminal. An input is a byte for the length, and text:
 * UTF-8 behind an even byte, halves of characters (UTF-16) behind an odd one.
 */
class SanitizerFuzzTest {

    @FuzzTest
    void sanitizesAnyText(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int max = 1 + (input[0] & 0x7F);
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        String text = input[0] % 2 == 0 ? new String(bytes, UTF_8) : utf16(bytes);

        String line = Sanitizer.line(text, max);

        harmless(line);
        assertThat(line).hasSizeLessThanOrEqualTo(max);
        assertThat(Sanitizer.line(line, max)).isEqualTo(line);
        assertThat(new String(line.getBytes(UTF_8), UTF_8)).isEqualTo(line);
    }

    /** By no list of the program's own: escape sequences, C1 codes, line ends, directions, invisible and lone halves. */
    static void harmless(String line) {
        assertThat(line.codePoints())
                .noneMatch(c -> c < ' ' || (c >= 0x7F && c <= 0x9F))
                .noneMatch(c -> c == 0x2028 || c == 0x2029 || c == 0xAD || c == 0x61C || c == 0xFEFF)
                .noneMatch(c -> c >= 0x200B && c <= 0x200F)
                .noneMatch(c -> c >= 0x202A && c <= 0x202E)
                .noneMatch(c -> c >= 0x2060 && c <= 0x206F)
                .noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)
                .noneMatch(c -> c >= 0xFFF9 && c <= 0xFFFB)
                .noneMatch(c -> c >= 0xE0000 && c <= 0xE007F);
    }

    /** As Java holds it: a decoder would mend the halves. */
    private static String utf16(byte[] bytes) {
        char[] characters = new char[bytes.length / 2];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = (char) ((bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF));
        }
        return new String(characters);
    }
}
