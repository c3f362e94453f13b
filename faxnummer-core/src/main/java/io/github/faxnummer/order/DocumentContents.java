package io.github.faxnummer.order;

import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preview;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are sent of documents of this machine, by their paths. Pages are drawn when they are asked for, and again
 * if memory was short meanwhile; whether they are still those that were checked, the provider's client finds.
 */
public final class DocumentContents implements Function<String, DocumentContent> {

    private final Map<String, DocumentContent> contents;

    public DocumentContents(FaxOrder order, PdfLimits limits) {
        contents = order.documents().stream()
                .filter(Document::isDrawn)
                .collect(Collectors.toMap(Document::path, it -> new Drawn(it, limits)));
    }

    @Override
    public DocumentContent apply(String path) {
        DocumentContent drawn = contents.get(path);
        return drawn == null ? DocumentContent.of(Path.of(path)) : drawn;
    }

    private static final class Drawn implements DocumentContent {
        private final Path file;
        private final Preview preview;
        // Guarded by this.
        private SoftReference<byte @Nullable []> known = new SoftReference<>(null);

        Drawn(Document document, PdfLimits limits) {
            file = Path.of(document.path());
            preview = new Preview(limits, true, document.rendering());
        }

        @Override
        public long length() throws IOException {
            return bytes().length;
        }

        @Override
        public InputStream open() throws IOException {
            return new ByteArrayInputStream(bytes());
        }

        private synchronized byte[] bytes() throws IOException {
            byte[] before = known.get();
            if (before != null) {
                return before;
            }
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            preview.writeFax(file, output);
            byte[] drawn = output.toByteArray();
            known = new SoftReference<>(drawn);
            return drawn;
        }
    }
}
