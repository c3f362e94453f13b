package io.github.faxnummer.pdf;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/**
 * Writes pages into a PDF of pictures: A4, one Group 4 picture per page. Equal pages make equal bytes.
 *
 * <p>A fax is a little wider than A4, so each picture begins 20 dots to the left of its page. Ghostscript, with which fax
 * services convert PDFs, draws a page from the first dot of the line: the fax is the picture, moved by these 20 dots.
 */
final class FaxPdfWriter implements Closeable {

    /** Dots of the line that are beyond A4, on either side. */
    static final int MARGIN = 20;

    private static final float DOT = (float) (GuardedPage.POINTS_PER_INCH / FaxPage.HORIZONTAL_DPI);
    private static final float ROW = (float) (GuardedPage.POINTS_PER_INCH / FaxPage.VERTICAL_DPI);
    private static final int GROUP_4 = -1;
    private static final float VERSION = 1.4f;

    private final PDDocument document = new PDDocument(IOUtils.createTempFileOnlyStreamCache());

    FaxPdfWriter() {
        document.setVersion(VERSION);
        // Otherwise PDFBox takes the time.
        document.setDocumentId(0L);
    }

    /** @param group4 its dots in ITU-T T.6 coding */
    void add(FaxPage page, byte[] group4) throws IOException {
        int rows = page.image().getHeight();
        COSStream picture = document.getDocument().createCOSStream();
        try (OutputStream coded = picture.createRawOutputStream()) {
            coded.write(group4);
        }
        COSDictionary coding = new COSDictionary();
        coding.setInt(COSName.K, GROUP_4);
        coding.setInt(COSName.COLUMNS, FaxPage.WIDTH);
        coding.setInt(COSName.ROWS, rows);
        picture.setItem(COSName.SUBTYPE, COSName.IMAGE);
        picture.setItem(COSName.FILTER, COSName.CCITTFAX_DECODE);
        picture.setItem(COSName.DECODE_PARMS, coding);
        picture.setItem(COSName.COLORSPACE, COSName.DEVICEGRAY);
        picture.setInt(COSName.BITS_PER_COMPONENT, 1);
        picture.setInt(COSName.WIDTH, FaxPage.WIDTH);
        picture.setInt(COSName.HEIGHT, rows);
        PDPage paper = new PDPage(new PDRectangle((FaxPage.WIDTH - 2 * MARGIN) * DOT, rows * ROW));
        document.addPage(paper);
        try (PDPageContentStream content = new PDPageContentStream(document, paper, AppendMode.OVERWRITE, false)) {
            content.drawImage(
                    new PDImageXObject(new PDStream(picture), null), -MARGIN * DOT, 0, FaxPage.WIDTH * DOT, rows * ROW);
        }
    }

    /** Returns checksum and length of what {@link #save} writes. */
    FaxFile facts() throws IOException {
        MessageDigest sha256 = CanonicalDigest.sha256();
        AtomicLong length = new AtomicLong();
        save(new OutputStream() {
            @Override
            public void write(int value) {
                sha256.update((byte) value);
                length.incrementAndGet();
            }

            @Override
            public void write(byte[] bytes, int start, int count) {
                sha256.update(bytes, start, count);
                length.addAndGet(count);
            }
        });
        return new FaxFile(HexFormat.of().formatHex(sha256.digest()), length.get());
    }

    void save(OutputStream output) throws IOException {
        document.save(output, CompressParameters.NO_COMPRESSION);
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
