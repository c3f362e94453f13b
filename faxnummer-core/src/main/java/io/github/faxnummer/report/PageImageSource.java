package io.github.faxnummer.report;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.pdf.PdfLimits;
import java.io.IOException;

/** Where the transmission report gets its pictures from; asked once for each document. */
@FunctionalInterface
public interface PageImageSource {

    /**
     * The first page of exactly the document that was checked, as the recipient's machine prints it: a PNG, 204 pixels to
     * the inch across and 196 down. Who made it need not be trusted.
     *
     * @throws PageImageUnavailableException if there is none
     */
    byte[] png(Document document) throws PageImageUnavailableException;

    /**
     * The same, ready for a report.
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

    /** For a report without pictures. */
    static PageImageSource none() {
        return document -> {
            throw new PageImageUnavailableException(Message.of("report.picture.off"));
        };
    }

    /** Draws files of this machine that have not changed since they were checked. */
    static PageImageSource drawn(PdfLimits limits) {
        return new RenderedPageImages(limits);
    }
}
