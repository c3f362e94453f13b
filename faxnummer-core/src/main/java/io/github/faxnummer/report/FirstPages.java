package io.github.faxnummer.report;

import io.github.faxnummer.document.Document;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.text.Text;
import java.io.IOException;

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
        return new DrawnPages(limits);
    }
}
