package io.github.faxnummer.kit;

import io.github.faxnummer.document.DocumentContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
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
