package io.github.faxnummer.report;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.Verdict;
import io.github.faxnummer.text.Cleaned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** {@code TEST-fax.xml}: a test case for each document and recipient, as CI servers show them. */
final class JUnitReport {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_MESSAGE = 1000;

    private JUnitReport() {}

    static byte[] of(DeliveryReport report) throws IOException {
        Delivery delivery = report.delivery();
        Verdict verdict = Verdict.of(delivery);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "fax");
            xml.writeAttribute("tests", String.valueOf(delivery.transmissions().size()));
            xml.writeAttribute("failures", String.valueOf(verdict.troubled().size()));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", String.valueOf(verdict.underWay().size()));
            xml.writeAttribute("time", seconds(Duration.between(report.start(), report.end())));
            xml.writeAttribute("timestamp", report.start().toString());
            for (Transmission transmission : delivery.transmissions()) {
                write(xml, report, transmission);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(XMLStreamWriter xml, DeliveryReport report, Transmission transmission)
            throws XMLStreamException {
        Duration time = transmission
                .progress()
                .job()
                .map(job -> Duration.between(job.submitted(), job.changed()))
                .orElse(Duration.ZERO);
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "fax." + Cleaned.line(transmission.documentName(), LONGEST_NAME));
        xml.writeAttribute("name", Cleaned.line(transmission.recipient(), LONGEST_NAME));
        xml.writeAttribute("time", seconds(time));
        String line = Cleaned.line(report.text().line(transmission), LONGEST_MESSAGE);
        switch (transmission.outcome()) {
            case DONE_OK -> {
                if (transmission.missingPages() > 0) {
                    writeFailure(xml, report, transmission, "MISSING-PAGES", line);
                } else {
                    xml.writeStartElement("system-out");
                    xml.writeCharacters(line);
                    xml.writeEndElement();
                }
            }
            case PLANNED, SUBMITTING, VERIFYING, SUBMITTED -> {
                xml.writeEmptyElement("skipped");
                xml.writeAttribute("message", line);
            }
            case DONE_ERROR, REJECTED, UNKNOWN, TIMED_OUT, NOT_SENT ->
                writeFailure(xml, report, transmission, transmission.outcome().label(), line);
        }
        xml.writeEndElement();
    }

    private static void writeFailure(
            XMLStreamWriter xml, DeliveryReport report, Transmission transmission, String type, String line)
            throws XMLStreamException {
        xml.writeStartElement("failure");
        xml.writeAttribute("type", type);
        xml.writeAttribute("message", line);
        xml.writeCharacters(report.text().advice(report.delivery(), transmission));
        xml.writeEndElement();
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "."
                + String.valueOf(1000 + duration.toMillisPart()).substring(1);
    }
}
