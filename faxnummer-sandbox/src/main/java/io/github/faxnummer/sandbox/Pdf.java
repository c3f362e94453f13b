package io.github.faxnummer.sandbox;

import java.io.IOException;
import java.util.OptionalInt;
import okio.ByteString;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;

/** Tells real PDFs from everything else. */
final class Pdf {
    private static final int LONGEST_TRAIL = 1024;
    private static final ByteString END_MARKER = ByteString.encodeUtf8("%%EOF");

    private Pdf() {}

    /** The number of pages, or nothing if this is no complete PDF with a page that can be read without a password. */
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
        return content.lastIndexOf(END_MARKER) >= Math.max(0, content.size() - LONGEST_TRAIL);
    }
}
