package io.github.faxnummer.report.format;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.Verdict;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.ReportFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** {@code TEST-fax.xml}: a test case for each document and recipient, as CI servers show them. */
final class JUnitReport implements ReportFormat {

    private static final int MAX_MESSAGE_LENGTH = 1000;
    private static final int MAX_BODY_LENGTH = 20_000;

    private interface TestCases {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    @Override
    public String name() {
        return "junit";
    }

    @Override
    public String fileName() {
        return "TEST-fax.xml";
    }

    @Override
    public String mediaType() {
        return "application/xml";
    }

    @Override
    public void write(DeliveryReport report, OutputStream out) throws IOException {
        Delivery delivery = report.delivery();
        Verdict verdict = Verdict.of(delivery);
        writeSuite(
                out,
                TestCaseName.suite(report.group()),
                delivery.transmissions().size(),
                verdict.failures().size(),
                verdict.underWay().size(),
                report.start(),
                Duration.between(report.start(), report.end()),
                xml -> {
                    List<TestCaseName> names = TestCaseName.of(report.group(), delivery.transmissions());
                    for (int i = 0; i < names.size(); i++) {
                        write(xml, report, delivery.transmissions().get(i), names.get(i));
                    }
                });
    }

    /** The result of a run that sent nothing because its configuration is invalid: one failed test case. */
    static void writeInvalidConfiguration(String message, String group, Instant start, OutputStream out)
            throws IOException {
        writeSuite(out, TestCaseName.suite(group), 1, 1, 0, start, Duration.ZERO, xml -> {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", TestCaseName.className(group, "configuration"));
            xml.writeAttribute("name", "configuration");
            xml.writeAttribute("time", seconds(Duration.ZERO));
            xml.writeStartElement("failure");
            xml.writeAttribute("type", "CONFIGURATION");
            xml.writeAttribute("message", Sanitizer.line(message, MAX_MESSAGE_LENGTH));
            xml.writeCharacters(message.lines()
                    .map(line -> Sanitizer.line(line, MAX_BODY_LENGTH))
                    .collect(Collectors.joining("\n")));
            xml.writeEndElement();
            xml.writeEndElement();
        });
    }

    private static void writeSuite(
            OutputStream out,
            String name,
            int tests,
            int failures,
            int skipped,
            Instant start,
            Duration time,
            TestCases testCases)
            throws IOException {
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", name);
            xml.writeAttribute("tests", String.valueOf(tests));
            xml.writeAttribute("failures", String.valueOf(failures));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", String.valueOf(skipped));
            xml.writeAttribute("time", seconds(time));
            xml.writeAttribute("timestamp", start.toString());
            testCases.write(xml);
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void write(XMLStreamWriter xml, DeliveryReport report, Transmission transmission, TestCaseName name)
            throws XMLStreamException {
        Duration time = transmission
                .progress()
                .job()
                .map(job -> Duration.between(job.submitted(), job.changed()))
                .orElse(Duration.ZERO);
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", name.className());
        xml.writeAttribute("name", name.name());
        xml.writeAttribute("time", seconds(time));
        String line = Sanitizer.line(report.text().line(transmission), MAX_MESSAGE_LENGTH);
        String more = failedAttempts(report, transmission) + redirected(report);
        switch (transmission.outcome()) {
            case DONE_OK -> {
                if (transmission.missingPages() > 0) {
                    writeFailure(xml, report, transmission, "MISSING-PAGES", line);
                } else {
                    xml.writeStartElement("system-out");
                    xml.writeCharacters(line + more);
                    xml.writeEndElement();
                }
            }
            case PLANNED, SUBMITTING, VERIFYING, SUBMITTED -> {
                xml.writeStartElement("skipped");
                xml.writeAttribute("message", line);
                xml.writeCharacters(line + more);
                xml.writeEndElement();
            }
            case DONE_ERROR, REJECTED, UNKNOWN, TIMED_OUT, NOT_SENT ->
                writeFailure(xml, report, transmission, transmission.outcome().label(), line);
        }
        xml.writeEndElement();
    }

    /** A line for each attempt before the last one. */
    private static String failedAttempts(DeliveryReport report, Transmission transmission) {
        List<Transmission> attempts = transmission.attempts();
        return attempts.subList(0, attempts.size() - 1).stream()
                .map(it -> "\n" + Sanitizer.line(report.text().line(transmission, it), MAX_BODY_LENGTH))
                .collect(Collectors.joining());
    }

    private static String redirected(DeliveryReport report) {
        return report.text()
                .redirected(report.delivery().order())
                .map(it -> "\n" + Sanitizer.line(it, MAX_BODY_LENGTH))
                .orElse("");
    }

    private static void writeFailure(
            XMLStreamWriter xml, DeliveryReport report, Transmission transmission, String type, String line)
            throws XMLStreamException {
        xml.writeStartElement("failure");
        xml.writeAttribute("type", type);
        xml.writeAttribute("message", line);
        // Most readers show the body or the message, not both.
        xml.writeCharacters(Sanitizer.line(report.text().line(transmission), MAX_BODY_LENGTH));
        String advice = report.text().advice(report.delivery(), transmission);
        if (!advice.isEmpty()) {
            xml.writeCharacters("\n" + Sanitizer.line(advice, MAX_BODY_LENGTH));
        }
        xml.writeCharacters(failedAttempts(report, transmission) + redirected(report));
        xml.writeEndElement();
    }

    /** What an earlier run submitted may have the time of another machine's clock. */
    private static String seconds(Duration measured) {
        Duration duration = measured.isNegative() ? Duration.ZERO : measured;
        return duration.toSeconds() + "."
                + String.valueOf(1000 + duration.toMillisPart()).substring(1);
    }
}
