package io.github.faxnummer.report;

import io.github.faxnummer.delivery.Delivery;
import java.time.Instant;

/**
 * The content of a report about a delivery with any outcome, in any {@linkplain ReportFormat format}.
 *
 * @param endpoint the address of the API; empty if it is not reported
 * @param start when the delivery began
 * @param end when the report was made
 * @param text in the language of the texts in it
 * @param firstPages images of the documents' first pages
 * @param enclosed the documents that become part of the transmission report
 * @param group what tells this report from others of the same build, such as the name of the module; may be empty
 */
public record DeliveryReport(
        Delivery delivery,
        String programVersion,
        String endpoint,
        Instant start,
        Instant end,
        DeliveryText text,
        PageImageSource firstPages,
        EnclosedDocuments enclosed,
        String group) {

    public DeliveryReport {
        // A clock that was set back meanwhile.
        end = end.isBefore(start) ? start : end;
    }

    /** The only report of a build. */
    public DeliveryReport(
            Delivery delivery,
            String programVersion,
            String endpoint,
            Instant start,
            Instant end,
            DeliveryText text,
            PageImageSource firstPages,
            EnclosedDocuments enclosed) {
        this(delivery, programVersion, endpoint, start, end, text, firstPages, enclosed, "");
    }

    /** A report without images and documents. */
    public DeliveryReport(
            Delivery delivery, String programVersion, String endpoint, Instant start, Instant end, DeliveryText text) {
        this(delivery, programVersion, endpoint, start, end, text, PageImageSource.none(), EnclosedDocuments.none());
    }

    /** A report without images, documents and endpoint. */
    public DeliveryReport(Delivery delivery, String programVersion, Instant start, Instant end, DeliveryText text) {
        this(delivery, programVersion, "", start, end, text);
    }

    /** The same report with images. */
    public DeliveryReport with(PageImageSource images) {
        return new DeliveryReport(delivery, programVersion, endpoint, start, end, text, images, enclosed, group);
    }

    /** The same report with documents. */
    public DeliveryReport with(EnclosedDocuments documents) {
        return new DeliveryReport(delivery, programVersion, endpoint, start, end, text, firstPages, documents, group);
    }

    /** The same report as one of several. */
    public DeliveryReport in(String other) {
        return new DeliveryReport(delivery, programVersion, endpoint, start, end, text, firstPages, enclosed, other);
    }
}
