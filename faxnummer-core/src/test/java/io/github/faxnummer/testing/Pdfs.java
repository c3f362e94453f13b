package io.github.faxnummer.testing;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.pdf.FaxPage;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import okio.ByteString;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

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

    /** Returns an A4 page with a scan in JBIG2 coding (ITU-T T.88), all of which is black. */
    public static byte[] scan() {
        FaxPage black = new FaxPage(1, new BufferedImage(400, 560, BufferedImage.TYPE_BYTE_BINARY));
        byte[] dots = black.group4();
        byte[] size = ByteBuffer.allocate(17).putInt(400).putInt(560).array();
        byte[] image = ByteBuffer.allocate(2 * 11 + 19 + 18 + dots.length)
                // The page: number, type, no others, the first page, length.
                .putInt(0)
                .put(new byte[] {48, 0, 1})
                .putInt(19)
                .put(size)
                .putShort((short) 0)
                // A region of it in Group 4 coding.
                .putInt(1)
                .put(new byte[] {38, 0, 1})
                .putInt(18 + dots.length)
                .put(size)
                .put((byte) 1)
                .put(dots)
                .array();
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(PDRectangle.A4);
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                PDImageXObject scan = new PDImageXObject(
                        document,
                        new ByteArrayInputStream(image),
                        COSName.JBIG2_DECODE,
                        400,
                        560,
                        1,
                        PDDeviceGray.INSTANCE);
                content.drawImage(
                        scan,
                        0,
                        0,
                        page.getMediaBox().getWidth(),
                        page.getMediaBox().getHeight());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
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
