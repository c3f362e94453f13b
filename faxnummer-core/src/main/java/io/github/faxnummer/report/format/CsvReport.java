package io.github.faxnummer.report.format;

import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.CsvRow;
import io.github.faxnummer.order.Recipient;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.Q850Cause;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.ReportFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code fax-report.csv}: a row for each transmission, by RFC 4180 with a header, for spreadsheets and scripts. The
 * columns have the names of the fields in the JSON report; unknown values are empty.
 *
 * <p>A line break in a value becomes a blank, so that each line is a row. A value that a spreadsheet would run as a
 * formula begins with an apostrophe.
 */
final class CsvReport implements ReportFormat {

    private static final List<String> COLUMNS = List.of(
            "document",
            "recipient",
            "reference",
            "outcome",
            "reason",
            "documentPages",
            "pagesSent",
            "missingPages",
            "durationSeconds",
            "cause",
            "remoteTsi",
            "jobId",
            "submitted",
            "changed",
            "attempt",
            "name",
            "organisation",
            "attention",
            "numberSource");

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String fileName() {
        return "fax-report.csv";
    }

    @Override
    public String mediaType() {
        return "text/csv; charset=UTF-8; header=present";
    }

    @Override
    public void write(DeliveryReport report, OutputStream out) throws IOException {
        Stream<Stream<String>> rows = report.delivery().transmissions().stream()
                .flatMap(whole -> whole.attempts().stream().map(it -> values(report, whole, it)));
        String lines =
                Stream.concat(Stream.of(COLUMNS.stream()), rows).map(CsvRow::of).collect(Collectors.joining());
        out.write(lines.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<String> values(DeliveryReport report, Transmission whole, Transmission transmission) {
        Optional<FaxStatus> status = transmission.status();
        Optional<Recipient> recipient = report.delivery().order().recipient(transmission.recipient());
        return Stream.of(
                transmission.documentName(),
                transmission.recipient(),
                transmission.sentReference(),
                transmission.outcome().label(),
                report.text().reason(whole, transmission),
                transmission.documentPages() > 0 ? String.valueOf(transmission.documentPages()) : "",
                status.map(FaxStatus::pagesSent).orElse(OptionalInt.empty()).stream()
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining()),
                String.valueOf(transmission.missingPages()),
                text(status.flatMap(FaxStatus::connectionDuration).map(Duration::toSeconds)),
                text(status.flatMap(FaxStatus::cause).map(Q850Cause::code)),
                status.map(FaxStatus::remoteTsi).orElse(""),
                text(transmission.jobId()),
                text(transmission.knownSubmission()),
                text(transmission.knownChange()),
                String.valueOf(transmission.redialled().size() + 1),
                text(recipient.map(Recipient::name)),
                text(recipient.map(Recipient::organisation)),
                text(recipient.map(Recipient::attention)),
                text(recipient.map(Recipient::numberSource)));
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }
}
