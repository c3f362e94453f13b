package io.github.faxnummer.table;

import io.github.faxnummer.message.Message;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;

/** Text files whose encoding is not declared. */
final class EncodedText {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final List<Charset> ENCODINGS = List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"));

    /** Bytes as characters: a letter of Western Europe, a dash or quotation mark, a byte order mark. */
    private static final Pattern UTF_8_SIGN =
            Pattern.compile("\\u00C3[\\u0080-\\u00BF]|\\u00E2\\u0080[\\u0080-\\u00BF]|\\u00EF\\u00BB\\u00BF");

    private EncodedText() {}

    /**
     * The text without a byte order mark. What is valid UTF-8 is practically never meant as anything else. A file of which
     * only some letters are UTF-8 was put together of several, and cannot be read.
     */
    static String decode(byte[] file) throws TableException {
        for (Charset encoding : encodings(file)) {
            try {
                String text =
                        encoding.newDecoder().decode(ByteBuffer.wrap(file)).toString();
                // Programs of macOS write an accent as a character of its own, so that equal names differ.
                return Normalizer.normalize(
                        text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, Normalizer.Form.NFC);
            } catch (CharacterCodingException e) {
                // It is not this encoding.
            }
        }
        throw new TableException(0, Message.of("input.recipients-file.encoding"));
    }

    private static List<Charset> encodings(byte[] file) {
        if (isUtf16(file)) {
            return List.of(StandardCharsets.UTF_16);
        }
        return UTF_8_SIGN.matcher(new String(file, StandardCharsets.ISO_8859_1)).find()
                ? List.of(StandardCharsets.UTF_8)
                : ENCODINGS;
    }

    private static boolean isUtf16(byte[] file) {
        int start = file.length < 2 ? 0 : (file[0] & 0xFF) << 8 | (file[1] & 0xFF);
        return start == 0xFEFF || start == 0xFFFE;
    }
}
