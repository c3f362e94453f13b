package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.pdf.FaxFile;
import java.io.IOException;
import java.io.InputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSource;
import okio.HashingSource;
import okio.Okio;

/** Streams a document into a request, once. */
final class DocumentBody extends RequestBody {

    /** Reading the document failed, not the network. */
    static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1;

        UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The document differs from the inspected one. */
    static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final MediaType PDF = MediaType.get("application/pdf");

    private final InputStream stream;
    private final FaxFile checked;

    /**
     * Reads the document when the request is written.
     *
     * @param checked the inspected document, of at least one byte
     */
    DocumentBody(InputStream stream, FaxFile checked) {
        this.stream = stream;
        this.checked = checked;
    }

    @Override
    public MediaType contentType() {
        return PDF;
    }

    @Override
    public long contentLength() {
        return checked.bytes();
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        HashingSource document = HashingSource.sha256(new ForwardingSource(Okio.source(stream)) {
            @Override
            public long read(Buffer target, long byteCount) throws IOException {
                try {
                    return super.read(target, byteCount);
                } catch (IOException | RuntimeException e) {
                    throw new UnreadableException(String.valueOf(e.getMessage()), e);
                }
            }
        });
        for (long left = checked.bytes() - 1; left > 0; ) {
            long read = document.read(sink.getBuffer(), left);
            if (read < 0) {
                throw new ChangedException();
            }
            sink.emitCompleteSegments();
            left -= read;
        }
        // Sends the last byte only after length and checksum are confirmed, so that the server never receives a
        // different document completely.
        Buffer last = new Buffer();
        if (document.read(last, 1) != 1
                || document.read(new Buffer(), 1) != -1
                || !document.hash().hex().equals(checked.sha256())) {
            throw new ChangedException();
        }
        sink.write(last, 1);
    }
}
