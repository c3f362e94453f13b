package io.github.faxnummer.report;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.pdf.FaxPage;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preview;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
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
        if (!Sha256.of(file).equals(document.facts().sha256())) {
            throw new PageImageUnavailableException(Message.of("report.picture.changed"));
        }
    }
}
