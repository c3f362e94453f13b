package io.github.faxnummer.report;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.pdf.FaxPage;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preview;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** First pages of local files that have not changed since their inspection. */
record RenderedPageImages(PdfLimits limits) implements PageImageSource {

    @Override
    public byte[] png(Document document) throws PageImageUnavailableException {
        return draw(document).png();
    }

    @Override
    public PageImage picture(Document document) throws PageImageUnavailableException {
        return PageImage.of(draw(document));
    }

    private FaxPage draw(Document document) throws PageImageUnavailableException {
        Path file = Path.of(document.path());
        List<FaxPage> pages = new ArrayList<>();
        try {
            // Twice, because the file could change in between.
            requireUnchanged(file, document);
            new Preview(limits, document.isDrawn(), document.rendering()).draw(file, 1, pages::add);
            requireUnchanged(file, document);
        } catch (NoSuchFileException e) {
            throw new PageImageUnavailableException(Message.of("report.picture.gone"));
        } catch (IOException e) {
            throw new PageImageUnavailableException(Message.of("report.picture.failed"));
        }
        return pages.stream()
                .findFirst()
                .orElseThrow(() -> new PageImageUnavailableException(Message.of("report.picture.failed")));
    }

    private static void requireUnchanged(Path file, Document document)
            throws IOException, PageImageUnavailableException {
        MessageDigest hash = sha256();
        try (InputStream stream = new DigestInputStream(Files.newInputStream(file), hash)) {
            stream.transferTo(OutputStream.nullOutputStream());
        }
        if (!HexFormat.of().formatHex(hash.digest()).equals(document.facts().sha256())) {
            throw new PageImageUnavailableException(Message.of("report.picture.changed"));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
