package io.github.faxnummer.report;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The documents that the transmission report encloses, as they are sent.
 *
 * @param contents the bytes that are sent of a document, by its path
 * @param maxBytes so many bytes are enclosed at most, all documents together; 0: none is
 */
public record EnclosedDocuments(Function<String, DocumentContent> contents, long maxBytes) {

    private static final long MEGABYTE = 1L << 20;

    /** Documents of so many megabytes together. */
    public static EnclosedDocuments upTo(int megabytes, Function<String, DocumentContent> contents) {
        return new EnclosedDocuments(contents, megabytes * MEGABYTE);
    }

    /** No document is enclosed. */
    public static EnclosedDocuments none() {
        return new EnclosedDocuments(
                path -> {
                    throw new IllegalStateException("Nothing is enclosed.");
                },
                0);
    }

    /** The documents that fit into the limit, in this order: one that is too large is skipped. */
    public List<Document> fitting(List<Document> documents) {
        List<Document> fitting = new ArrayList<>();
        long left = maxBytes;
        for (Document document : documents) {
            if (document.sent().bytes() <= left) {
                left -= document.sent().bytes();
                fitting.add(document);
            }
        }
        return fitting;
    }

    /**
     * Exactly what is sent of the document.
     *
     * @throws NotEnclosedException if it is not to be had any more; its message says why
     */
    public byte[] read(Document document) throws NotEnclosedException {
        long bytes = document.sent().bytes();
        byte[] content;
        try (InputStream stream = contents.apply(document.path()).open()) {
            content = stream.readNBytes(Math.toIntExact(bytes + 1));
        } catch (IOException e) {
            throw new NotEnclosedException(Message.of("report.enclosed.gone"));
        }
        if (!Sha256.of(content).equals(document.sent().sha256())) {
            throw new NotEnclosedException(Message.of("report.enclosed.changed"));
        }
        return content;
    }

    /** The document is not part of the report, for a reason that the report gives. */
    public static final class NotEnclosedException extends Exception {

        private static final long serialVersionUID = 1;

        private final Message why;

        NotEnclosedException(Message why) {
            super(why.key());
            this.why = why;
        }

        public Message why() {
            return why;
        }
    }
}
