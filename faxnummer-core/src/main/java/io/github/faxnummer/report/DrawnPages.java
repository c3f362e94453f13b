package io.github.faxnummer.report;

import io.github.faxnummer.document.Document;
import io.github.faxnummer.pdf.FaxPage;
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

/** First pages of files of this machine, if they have not changed since they were checked. */
record DrawnPages(PdfLimits limits) implements FirstPages {

    @Override
    public byte[] png(Document document) throws NoPictureException {
        return draw(document).png();
    }

    @Override
    public Picture picture(Document document) throws NoPictureException {
        return Picture.of(draw(document));
    }

    private FaxPage draw(Document document) throws NoPictureException {
        Path file = Path.of(document.path());
        List<FaxPage> pages = new ArrayList<>();
        try {
            // Twice, because it could change in between too.
            requireUnchanged(file, document);
            new Preview(limits).draw(file, 1, pages::add);
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
