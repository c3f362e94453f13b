package io.github.faxnummer.pdf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 of typed values. Each value has a tag and, where its length varies, a length; so no two lists are alike. */
final class CanonicalDigest {

    /**
     * The lowest bits of a number that do not count: programs that rewrite a file print about seven significant digits.
     * What is left is a millionth of the number, far below one dot of a page.
     */
    private static final int ROUNDED_BITS = 3;

    /** Above this, not every integer is a float. */
    private static final float MAX_EXACT = 1 << 24;

    private final MessageDigest sha256 = sha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 10);

    /** @param kind separates what has the same values and is something else */
    CanonicalDigest(String kind) {
        bytes('K', kind.getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void absent() {
        tag('-');
    }

    void bool(boolean value) {
        tag(value ? 'T' : 'F');
    }

    void integer(long value) {
        tag('I').putLong(value);
    }

    void number(float value) {
        if (isInteger(value)) {
            integer((long) value);
            return;
        }
        int half = 1 << (ROUNDED_BITS - 1);
        int bits = (Float.floatToIntBits(value) + half) >> ROUNDED_BITS << ROUNDED_BITS;
        float rounded = Float.intBitsToFloat(bits);
        if (isInteger(rounded)) {
            integer((long) rounded);
        } else {
            tag('N').putInt(bits);
        }
    }

    private static boolean isInteger(float value) {
        return Math.abs(value) < MAX_EXACT && value == Math.rint(value);
    }

    void name(byte[] name) {
        bytes('/', name);
    }

    void string(byte[] string) {
        bytes('S', string);
    }

    void operator(String name) {
        bytes('O', name.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Starts a list whose end {@link #end} marks. */
    void begin() {
        tag('[');
    }

    void end() {
        tag(']');
    }

    /** Adds a result of another digest. */
    void hash(byte[] hash) {
        bytes('H', hash);
    }

    byte[] finish() {
        flush();
        return sha256.digest();
    }

    private void bytes(char tag, byte[] bytes) {
        tag(tag).putInt(bytes.length);
        if (bytes.length <= buffer.remaining()) {
            buffer.put(bytes);
        } else {
            flush();
            sha256.update(bytes);
        }
    }

    private ByteBuffer tag(char tag) {
        if (buffer.remaining() < 1 + Long.BYTES) {
            flush();
        }
        return buffer.put((byte) tag);
    }

    private void flush() {
        sha256.update(buffer.flip());
        buffer.clear();
    }
}
