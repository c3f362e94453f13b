package io.github.faxnummer.provider.faxnummerde;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.Buffer;
import okio.ByteString;
import okio.GzipSource;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response read up to a fixed bound.
 *
 * @param mediaType such as {@code text/html}; empty if there is none
 * @param body the received part, if it is incomplete
 */
record HttpResponse(int code, String mediaType, Optional<Charset> charset, ByteString body, End end) {

    /** How its body ended. */
    enum End {
        WHOLE,
        TOO_LONG,
        CUT_OFF,
        /** Complete, but not encoded as its header declares. */
        OTHER_ENCODING
    }

    /** Holds a status list of some thousand entries; a job usually has one. */
    static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    private static final String LAST_BYTES = "\r\n}>";

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    /**
     * Reads a response. A truncated one can contain the job id of an accepted fax, so its received part is kept.
     *
     * @throws IOException if no byte of its body arrived in time
     */
    static HttpResponse read(Response response) throws IOException {
        try (response) {
            Buffer bytes = new Buffer();
            End end = read(response.body().source(), bytes);
            // The compressed form says itself where it ends.
            if (isCompressed(bytes)) {
                Buffer compressed = bytes;
                bytes = new Buffer();
                End inner = read(new GzipSource(compressed), bytes);
                end = end == End.WHOLE ? inner : end;
            } else if (end == End.WHOLE && !isIdentity(response.header("Content-Encoding", "identity"))) {
                end = End.OTHER_ENCODING;
            } else if (end == End.WHOLE && !isEndDeclared(response) && !mayBeWhole(bytes)) {
                end = End.CUT_OFF;
            }
            MediaType type = response.body().contentType();
            return new HttpResponse(
                    response.code(),
                    type == null ? "" : (type.type() + "/" + type.subtype()).toLowerCase(Locale.ROOT),
                    Optional.ofNullable(type == null ? null : type.charset()),
                    bytes.readByteString(),
                    end);
        }
    }

    private static boolean isIdentity(@Nullable String encoding) {
        return encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity");
    }

    /** Otherwise the end of the connection is the end of the body, also where the connection broke. */
    private static boolean isEndDeclared(Response response) {
        return response.body().contentLength() >= 0
                || "chunked".equalsIgnoreCase(response.header("Transfer-Encoding"))
                || (response.protocol() != Protocol.HTTP_1_0 && response.protocol() != Protocol.HTTP_1_1);
    }

    /** The last value is whole, such as a job id or a number of pages. */
    private static boolean mayBeWhole(Buffer bytes) {
        return bytes.size() == 0 || LAST_BYTES.indexOf(bytes.getByte(bytes.size() - 1)) >= 0;
    }

    private static End read(Source source, Buffer bytes) throws IOException {
        try {
            while (bytes.size() <= MAX_BODY_BYTES) {
                if (source.read(bytes, MAX_BODY_BYTES + 1L - bytes.size()) < 0) {
                    return End.WHOLE;
                }
            }
            return End.TOO_LONG;
        } catch (IOException e) {
            if (bytes.size() == 0 && e instanceof InterruptedIOException) {
                throw e;
            }
            return End.CUT_OFF;
        }
    }

    /** By its first bytes: no compression is requested, and some servers only declare it. */
    private static boolean isCompressed(Buffer bytes) {
        return bytes.size() > 2 && (bytes.getByte(0) & 0xFF) == GZIP_FIRST && (bytes.getByte(1) & 0xFF) == GZIP_SECOND;
    }
}
