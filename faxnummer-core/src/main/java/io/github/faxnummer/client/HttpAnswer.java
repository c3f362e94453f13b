package io.github.faxnummer.client;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;

/** An HTTP response read up to a fixed bound. */
record HttpAnswer(int code, Optional<Charset> charset, ByteString body, boolean complete) {

    /** Room for a status list of some thousand entries; one job has one. */
    static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    static HttpAnswer read(Response response) throws IOException {
        try (response) {
            BufferedSource source = response.body().source();
            boolean complete = !source.request(MAX_BODY_BYTES + 1L);
            ByteString body = complete ? source.readByteString() : source.readByteString(MAX_BODY_BYTES);
            MediaType type = response.body().contentType();
            return new HttpAnswer(
                    response.code(), Optional.ofNullable(type == null ? null : type.charset()), body, complete);
        }
    }
}
