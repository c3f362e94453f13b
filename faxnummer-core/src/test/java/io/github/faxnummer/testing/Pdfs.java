package io.github.faxnummer.testing;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import okio.ByteString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;

/** Real PDFs. */
public final class Pdfs {

    private Pdfs() {}

    public static byte[] pages(int pages) {
        try (PDDocument document = new PDDocument()) {
            for (int page = 0; page < pages; page++) {
                document.addPage(new PDPage());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.setDocumentId(1L);
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public static String sha256(byte[] bytes) {
        return ByteString.of(bytes).sha256().hex();
    }

    /** What a preflight would find in these bytes, PDF or not, had they this many pages. */
    public static PdfFacts facts(byte[] bytes, int pages) {
        return facts(bytes.length, sha256(bytes), pages);
    }

    public static PdfFacts facts(long bytes, String sha256, int pages) {
        return new PdfFacts(sha256, bytes, "1.7", Collections.nCopies(pages, new PageSize(210, 297)), List.of());
    }

    /** The document {@code /ci/<name>} with the bytes and the pages of {@link #pages}. */
    public static Document document(String name, int pages) {
        return new Document("/ci/" + name, name, facts(pages(pages), pages));
    }

    public static DocumentContent content(byte[] bytes) {
        return content(bytes.length, new ByteArrayInputStream(bytes));
    }

    /** A content that claims a length and gives a stream, whether they fit or not. */
    public static DocumentContent content(long length, InputStream stream) {
        return new DocumentContent() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() {
                return stream;
            }
        };
    }
}
