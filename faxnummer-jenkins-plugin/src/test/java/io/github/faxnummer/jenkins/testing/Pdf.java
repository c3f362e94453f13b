package io.github.faxnummer.jenkins.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;

/** Documents to fax. */
public final class Pdf {

    private Pdf() {}

    /** One that takes a while to upload. */
    public static byte[] large(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream written = new ByteArrayOutputStream()) {
            document.addPage(new PDPage());
            COSStream stream = document.getDocument().createCOSStream();
            try (OutputStream data = stream.createRawOutputStream()) {
                data.write(noise);
            }
            document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("Noise"), stream);
            document.save(written);
            return written.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] pages(int count) {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            for (int i = 0; i < count; i++) {
                document.addPage(new PDPage());
            }
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
