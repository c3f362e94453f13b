package io.github.faxnummer.report;

import java.io.IOException;
import java.io.OutputStream;

/** One kind of file that is written about a delivery. Implementations have no state. */
public interface ReportFormat {

    /** The name by which the format is chosen: lower case, such as {@code junit}. */
    String name();

    /** The name of its file in a folder of reports. */
    String fileName();

    /** The type of its content for HTTP, with a charset for text. */
    String mediaType();

    /** Writes the report. The stream stays open. */
    void write(DeliveryReport report, OutputStream out) throws IOException;
}
