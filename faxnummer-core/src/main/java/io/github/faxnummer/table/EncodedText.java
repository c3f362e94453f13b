package io.github.faxnummer.table;

import io.github.faxnummer.message.Message;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;

/** Text files whose encoding is not declared. */
final class EncodedText {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final List<Charset> ENCODINGS = List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"));

    private EncodedText() {}

    /** The text without a byte order mark. What is valid UTF-8 is practically never meant as anything else. */
    static String decode(byte[] file) throws TableException {
        for (Charset encoding : isUtf16(file) ? List.of(StandardCharsets.UTF_16) : ENCODINGS) {
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

    private static boolean isUtf16(byte[] file) {
        int start = file.length < 2 ? 0 : (file[0] & 0xFF) << 8 | (file[1] & 0xFF);
        return start == 0xFEFF || start == 0xFFFE;
    }
}
