package io.github.faxnummer.report.pdf;

import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.ReportFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * {@code fax-report.pdf}: the transmission report, a page for each transmission, as PDF/A-3b, with the same facts for
 * programs and the documents as embedded files. The same report gives the same bytes.
 *
 * @param data the format that is embedded, and whose content identifies the report
 */
public record PdfReport(ReportFormat data) implements ReportFormat {

    @Override
    public String name() {
        return "pdf";
    }

    @Override
    public String fileName() {
        return "fax-report.pdf";
    }

    @Override
    public String mediaType() {
        return "application/pdf";
    }

    @Override
    public void write(DeliveryReport report, OutputStream out) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        data.write(report, json);
        TransmissionPages.write(report, data, json.toByteArray(), out);
    }
}
