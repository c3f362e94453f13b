package io.github.faxnummer.report;

import io.github.faxnummer.delivery.Delivery;
import java.time.Instant;

/**
 * What is reported about a delivery, whatever its outcome and whatever the {@linkplain ReportFormat format}.
 *
 * @param endpoint where it goes; empty if it is not reported
 * @param start when the delivery began
 * @param end when the report was made
 * @param text in the language of the texts in it
 * @param firstPages pictures of the documents' first pages
 */
public record DeliveryReport(
        Delivery delivery,
        String programVersion,
        String endpoint,
        Instant start,
        Instant end,
        DeliveryText text,
        PageImageSource firstPages) {

    /** A report without pictures. */
    public DeliveryReport(
            Delivery delivery, String programVersion, String endpoint, Instant start, Instant end, DeliveryText text) {
        this(delivery, programVersion, endpoint, start, end, text, PageImageSource.none());
    }

    /** A report without pictures that does not tell where the delivery goes. */
    public DeliveryReport(Delivery delivery, String programVersion, Instant start, Instant end, DeliveryText text) {
        this(delivery, programVersion, "", start, end, text);
    }

    /** The same report with pictures. */
    public DeliveryReport with(PageImageSource pictures) {
        return new DeliveryReport(delivery, programVersion, endpoint, start, end, text, pictures);
    }
}
