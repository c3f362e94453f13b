package io.github.faxnummer.report.format;

import io.github.faxnummer.delivery.Check;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.Verdict;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.ReportFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code fax-report.md}: a summary for pull requests and job summaries, in GitHub flavoured Markdown.
 *
 * <p>Foreign text is put into code spans, in which mentions, references, links and HTML have no effect. Characters that
 * end a span or a table cell are replaced with similar ones.
 */
final class MarkdownReport implements ReportFormat {

    private static final int MAX_CELL_LENGTH = 60;
    private static final int MAX_LINE_LENGTH = 500;

    @Override
    public String name() {
        return "markdown";
    }

    @Override
    public String fileName() {
        return "fax-report.md";
    }

    @Override
    public String mediaType() {
        return "text/markdown; charset=UTF-8";
    }

    @Override
    public void write(DeliveryReport report, OutputStream out) throws IOException {
        Delivery delivery = report.delivery();
        DeliveryText text = report.text();
        Verdict verdict = Verdict.of(delivery);
        List<String> lines = new ArrayList<>();
        lines.add("### " + headline(report, verdict));
        if (!delivery.transmissions().isEmpty()) {
            lines.add("");
            lines.add(row(Stream.of("document", "recipient", "outcome", "pages", "duration", "tsi", "detail", "job")
                    .map(it -> Message.of("table." + it).in(text.locale()))));
            lines.add(row(Stream.generate(() -> "---").limit(8)));
            delivery.transmissions().stream()
                    .flatMap(whole -> whole.attempts().stream().map(it -> cells(whole, it, text)))
                    .forEach(it -> lines.add(row(it.map(MarkdownReport::code))));
        }
        addList(lines, text.notes(delivery, report.start()));
        addList(
                lines,
                delivery.order().documents().stream()
                        .flatMap(it -> it.lineTime().stream())
                        .map(it -> it.in(text.locale()))
                        .distinct()
                        .toList());
        addList(
                lines,
                verdict.failures().stream()
                        .map(it -> text.line(it) + ". " + text.advice(delivery, it))
                        .toList());
        addList(
                lines,
                delivery.transmissions().stream()
                        .flatMap(it -> checks(report, it).stream())
                        .toList());
        addList(
                lines,
                delivery.order().documents().stream()
                        .map(Document::warnings)
                        .flatMap(List::stream)
                        .map(it -> it.in(text.locale()))
                        .toList());
        out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The checks of a transmission in one line; none if nothing is reported yet. */
    private static Optional<String> checks(DeliveryReport report, Transmission transmission) {
        List<Check> checks = Check.of(report.delivery().order(), transmission);
        DeliveryText text = report.text();
        return transmission.status().isEmpty() || checks.isEmpty()
                ? Optional.empty()
                : Optional.of(checks.stream()
                        .map(it -> text.label(it) + ": " + text.result(it))
                        .collect(Collectors.joining("; ", transmission.recipient() + " – ", "")));
    }

    private static String headline(DeliveryReport report, Verdict verdict) {
        int all = report.delivery().transmissions().size();
        int arrived = all - verdict.failures().size() - verdict.underWay().size();
        Message headline = all > 0 && arrived == all
                ? Message.of("markdown.headline.all", all)
                : Message.of(
                        "markdown.headline",
                        arrived,
                        all,
                        verdict.failures().size(),
                        verdict.underWay().size());
        return headline.in(report.text().locale());
    }

    private static Stream<String> cells(Transmission whole, Transmission transmission, DeliveryText text) {
        return Stream.of(
                transmission.documentName(),
                transmission.recipient(),
                DeliveryText.state(transmission),
                DeliveryText.pages(transmission),
                transmission
                        .status()
                        .flatMap(FaxStatus::connectionDuration)
                        .map(DeliveryText::seconds)
                        .orElse(""),
                transmission.status().map(FaxStatus::remoteTsi).orElse(""),
                text.reason(whole, transmission),
                transmission.jobId().map(Object::toString).orElse(""));
    }

    private static void addList(List<String> lines, List<String> items) {
        if (!items.isEmpty()) {
            lines.add("");
            items.forEach(it -> lines.add("- " + code(it, MAX_LINE_LENGTH)));
        }
    }

    private static String row(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String code(String text) {
        return code(text, MAX_CELL_LENGTH);
    }

    private static String code(String text, int longest) {
        String harmless = Sanitizer.line(text, longest)
                .replace('`', '\'')
                .replace('|', '¦')
                .replace('<', '‹');
        return harmless.isEmpty() ? "-" : "`" + harmless + "`";
    }
}
