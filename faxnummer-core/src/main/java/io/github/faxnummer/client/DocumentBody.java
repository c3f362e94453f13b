package io.github.faxnummer.client;

import java.io.IOException;
import java.io.InputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/** Streams a document into a request, once. */
final class DocumentBody extends RequestBody {

    /** The document, not the network, is in trouble. */
    static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1;

        UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }

        UnreadableException(String message) {
            super(message);
        }
    }

    private static final MediaType PDF = MediaType.get("application/pdf");

    private final InputStream stream;
    private final long length;

    /**
     * Reads the document when the request is written.
     *
     * @param length at least 1
     */
    DocumentBody(InputStream stream, long length) {
        this.stream = stream;
        this.length = length;
    }

    @Override
    public MediaType contentType() {
        return PDF;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        Source document = new ForwardingSource(Okio.source(stream)) {
            @Override
            public long read(Buffer target, long byteCount) throws IOException {
                try {
                    return super.read(target, byteCount);
                } catch (IOException | RuntimeException e) {
                    throw new UnreadableException(String.valueOf(e.getMessage()), e);
                }
            }
        };
        for (long left = length - 1; left > 0; ) {
            long read = document.read(sink.getBuffer(), left);
            if (read < 0) {
                throw changed();
            }
            sink.emitCompleteSegments();
            left -= read;
        }
        // The last byte waits until the document has proved to end with it: a document that grew meanwhile must not
        // arrive cut off yet whole to the server's eyes.
        Buffer last = new Buffer();
        if (document.read(last, 1) != 1 || document.read(new Buffer(), 1) != -1) {
            throw changed();
        }
        sink.write(last, 1);
    }

    private static UnreadableException changed() {
        return new UnreadableException("its size changed while it was read");
    }
}
