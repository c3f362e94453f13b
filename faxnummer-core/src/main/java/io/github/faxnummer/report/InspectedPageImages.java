package io.github.faxnummer.report;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FirstPages;
import io.github.faxnummer.pdf.FirstPage;
import java.util.Optional;

/** First pages that the inspection drew; others are drawn. */
record InspectedPageImages(FirstPages pages, PageImageSource drawing) implements PageImageSource {

    @Override
    public byte[] png(Document document) throws PageImageUnavailableException {
        return drawing.png(document);
    }

    @Override
    public PageImage picture(Document document) throws PageImageUnavailableException {
        Optional<FirstPage> page = pages.take(document);
        return page.isPresent() ? PageImage.of(page.get()) : drawing.picture(document);
    }
}
