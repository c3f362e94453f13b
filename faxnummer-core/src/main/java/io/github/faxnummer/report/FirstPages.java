package io.github.faxnummer.report;

import io.github.faxnummer.document.Document;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preview;
import io.github.faxnummer.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okio.HashingSink;
import okio.Okio;

/** Where the transmission report gets its pictures from; asked once for each document. */
@FunctionalInterface
public interface FirstPages {

    /**
     * The first page of exactly the document that was checked, as the recipient's machine prints it: a PNG, 204 pixels to
     * the inch across and 196 down. Who made it need not be trusted.
     *
     * @throws NoPictureException if there is none
     */
    byte[] png(Document document) throws NoPictureException;

    /**
     * The same, ready for a report.
     *
     * @throws NoPictureException if there is none
     */
    default Picture picture(Document document) throws NoPictureException {
        try {
            return Picture.of(png(document));
        } catch (IOException e) {
            throw new NoPictureException(Text.of("report.picture.failed"));
        }
    }

    /** For a report without pictures. */
    static FirstPages none() {
        return document -> {
            throw new NoPictureException(Text.of("report.picture.off"));
        };
    }

    /** Draws files of this machine that have not changed since they were checked. */
    static FirstPages drawn(PdfLimits limits) {
        return document -> draw(document, limits);
    }

    private static byte[] draw(Document document, PdfLimits limits) throws NoPictureException {
        Path file = Path.of(document.path());
        List<byte[]> pages = new ArrayList<>();
        try {
            // Twice, because it could change in between too.
            requireUnchanged(file, document);
            new Preview(limits).draw(file, 1, page -> pages.add(page.png()));
            requireUnchanged(file, document);
        } catch (NoSuchFileException e) {
            throw new NoPictureException(Text.of("report.picture.gone"));
        } catch (IOException e) {
            throw new NoPictureException(Text.of("report.picture.failed"));
        }
        return pages.stream().findFirst().orElseThrow(() -> new NoPictureException(Text.of("report.picture.failed")));
    }

    private static void requireUnchanged(Path file, Document document) throws IOException, NoPictureException {
        HashingSink hash = HashingSink.sha256(Okio.blackhole());
        try (var sink = Okio.buffer(hash)) {
            Files.copy(file, sink.outputStream());
        }
        if (!hash.hash().hex().equals(document.facts().sha256())) {
            throw new NoPictureException(Text.of("report.picture.changed"));
        }
    }
}
