package io.github.faxnummer.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** Looks at a PDF before it is faxed. */
public record Preflight(PdfLimits limits) {

    private static final double MILLIMETRES_PER_POINT = 25.4 / 72;

    /**
     * Whatever the file holds, it comes back with what was found.
     *
     * @throws IOException if the file itself cannot be read
     */
    public PdfFacts check(Path file) throws IOException {
        long bytes = Files.size(file);
        String sha256 = sha256(file);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            List<PageSize> pages = new ArrayList<>();
            for (PDPage page : document.getPages()) {
                PDRectangle box = page.getCropBox();
                pages.add(
                        new PageSize(box.getWidth() * MILLIMETRES_PER_POINT, box.getHeight() * MILLIMETRES_PER_POINT));
            }
            return new PdfFacts(sha256, bytes, String.valueOf(document.getVersion()), pages, List.of());
        } catch (IOException e) {
            return new PdfFacts(sha256, bytes, "", List.of(), List.of(new Finding(Finding.Kind.NOT_A_PDF, 0, "")));
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
