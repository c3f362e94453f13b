package io.github.faxnummer.sandbox.scenario;

import java.io.IOException;
import java.util.OptionalInt;
import okio.ByteString;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;

/** Counts the pages of a PDF. */
final class PageCounter {
    private static final int MAX_TRAILER_LENGTH = 1024;
    private static final ByteString END_MARKER = ByteString.encodeUtf8("%%EOF");

    private PageCounter() {}

    /** The number of pages, or empty unless this is a complete PDF with at least one page that opens without a password. */
    static OptionalInt pages(ByteString content) {
        if (!endsLikePdf(content)) {
            return OptionalInt.empty();
        }
        try (PDDocument document = Loader.loadPDF(new RandomAccessReadBuffer(content.asByteBuffer()))) {
            int pages = document.getNumberOfPages();
            return pages > 0 ? OptionalInt.of(pages) : OptionalInt.empty();
        } catch (IOException | RuntimeException broken) {
            return OptionalInt.empty();
        }
    }

    /** PDFBox repairs a document that lost its end, and would count the pages that happen to be left. */
    private static boolean endsLikePdf(ByteString content) {
        return content.lastIndexOf(END_MARKER) >= Math.max(0, content.size() - MAX_TRAILER_LENGTH);
    }
}
