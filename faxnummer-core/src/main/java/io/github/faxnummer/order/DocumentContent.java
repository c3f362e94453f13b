package io.github.faxnummer.order;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bytes of a document come from: a file here, or a stream from a build agent. */
public interface DocumentContent {

    /** Number of bytes that {@link #open} will give. */
    long length() throws IOException;

    InputStream open() throws IOException;

    static DocumentContent of(Path file) {
        return new DocumentContent() {
            @Override
            public long length() throws IOException {
                return Files.size(file);
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }
}
