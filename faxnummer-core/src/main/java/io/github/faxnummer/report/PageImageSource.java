package io.github.faxnummer.report;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FirstPages;
import io.github.faxnummer.pdf.PdfLimits;
import java.io.IOException;

/** The source of the images in the transmission report; called once for each document. */
@FunctionalInterface
public interface PageImageSource {

    /**
     * The first page of exactly the document that was checked, as the recipient's machine prints it: a PNG, 204 pixels
     * to the inch across and 196 down. The caller need not trust its content.
     *
     * @throws PageImageUnavailableException if there is none
     */
    byte[] png(Document document) throws PageImageUnavailableException;

    /**
     * The same image, ready for a report.
     *
     * @throws PageImageUnavailableException if there is none
     */
    default PageImage picture(Document document) throws PageImageUnavailableException {
        try {
            return PageImage.of(png(document));
        } catch (IOException e) {
            throw new PageImageUnavailableException(Message.of("report.picture.failed"));
        }
    }

    /** For a report without images. */
    static PageImageSource none() {
        return document -> {
            throw new PageImageUnavailableException(Message.of("report.picture.off"));
        };
    }

    /** Renders local files that have not changed since their inspection. */
    static PageImageSource drawn(PdfLimits limits) {
        return new RenderedPageImages(limits);
    }

    /** The same, for pages that an inspection has not drawn already. */
    static PageImageSource inspected(FirstPages pages, PdfLimits limits) {
        return new InspectedPageImages(pages, drawn(limits));
    }
}
