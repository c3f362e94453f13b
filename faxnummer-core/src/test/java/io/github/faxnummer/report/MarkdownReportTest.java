package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.testing.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

    @Test
    void writesHeadlineTableAndFailures() throws Exception {
        List<String> lines = lines(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH);
        assertThat(lines)
                .startsWith(
                        "### Fax: 1 of 8 delivered, 6 with problems, 1 not finished",
                        "",
                        "| document | recipient | outcome | pages | duration | answered by | cause | job |",
                        "| --- | --- | --- | --- | --- | --- | --- | --- |");
        assertThat(lines.get(4))
                .startsWith("| `a.pdf` | `00493023125016` | `DONE-OK` | `3` | `95 s` | `‹b>")
                .endsWith("‹/b>` | - | `job-0` |");
        assertThat(lines)
                .contains("| `a.pdf` | `00493023125003` | `DONE-OK` | `2/3` | `70 s` | `+49 30 1`"
                        + " | `only 2 of 3 pages sent` | `job-7` |");
        assertThat(lines.stream().filter(it -> it.startsWith("- `a.pdf"))).hasSize(6);
        assertThat(lines.stream().filter(it -> it.startsWith("- `00493023125003 – ")))
                .singleElement()
                .asString()
                .contains("Number dialled = number ordered: not known", "Pages sent = pages of the document: not met");
    }

    @Test
    void writesGermanSuccess() throws Exception {
        Delivery done = Delivery.following(
                        List.of(new JobId("j")), FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT)
                .applyStatus(0, ReportTest.known("DONE-OK", "16", "1", "9", ""), FakeClock.START);
        assertThat(lines(done, Locale.GERMANY))
                .startsWith("### Fax: 1 von 1 zugestellt")
                .noneMatch(it -> it.startsWith("-"));
    }

    @Test
    void listsDocumentWarnings() throws Exception {
        PdfFacts facts = new PdfFacts(
                "", 1, "1.7", List.of(new PageSize(210, 297)), List.of(new Finding(Finding.Kind.GREY, 1, "|`<b>")));
        assertThat(lines(delivery(new Document("/a", "a.pdf", facts)), Locale.ENGLISH))
                .contains("- `a.pdf, page 1: grey areas (¦'‹b>) become black and white patterns;"
                        + " use black on white for important content`");
    }

    @Test
    void showsPredictedTimeOnLine() throws Exception {
        PdfFacts facts = new PdfFacts(
                "", 1, "1.7", List.of(new PageSize(210, 297)), List.of(), List.of(new LineSeconds(100, 90, 170)));
        assertThat(lines(delivery(new Document("/a", "a.pdf", facts)), Locale.ENGLISH))
                .contains("- `a.pdf: about 2 to 4 min on the line for each recipient`");
    }

    /** Nothing of a stranger's stands outside a code span, and nothing in a span can end it. */
    @Property(tries = 300)
    void escapesForeignText(@ForAll("hostile") String name, @ForAll("hostile") String tsi) throws Exception {
        PdfFacts facts = new PdfFacts("", 1, "1.7", List.of(), List.of(new Finding(Finding.Kind.GREY, 1, tsi)));
        Delivery delivery = delivery(new Document("/a", name, facts));
        delivery = delivery.markSubmitting(0, FakeClock.START)
                .applySubmission(
                        0,
                        new io.github.faxnummer.provider.SubmissionResult.Accepted(
                                new JobId("a|`@you"), java.util.Map.of()),
                        FakeClock.START)
                .applyStatus(0, ReportTest.known(tsi, "16", "1", "9", tsi), FakeClock.START);
        for (String line : lines(delivery, Locale.ENGLISH)) {
            assertThat(line.replaceAll("`[^`|<\\p{Cntrl}]+`", "x"))
                    .matches("### Fax: [a-z0-9, ]+||(\\| [a-z -]+ )+\\|(| --- )*|\\|( [x-] \\|){8}|- x");
        }
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of(
                        "@everyone",
                        "#1",
                        "`",
                        "``",
                        "|",
                        "\\",
                        "<script>",
                        "</td>",
                        "![x](http://x)",
                        "\n",
                        "\r",
                        "a",
                        " ",
                        "\u202e",
                        "\u0000",
                        "&lt;",
                        "--",
                        "*",
                        "\uD83D")
                .list()
                .ofMaxSize(8)
                .map(it -> String.join("", it));
    }

    private static Delivery delivery(Document document) {
        return Delivery.of(
                new FaxOrder(List.of(document), List.of(new FaxNumber("00493023125016")), "", "", "", ""),
                FakeClock.START,
                Duration.ofHours(1),
                PollingSchedule.DEFAULT);
    }

    private static List<String> lines(Delivery delivery, Locale locale) throws IOException {
        ByteArrayOutputStream markdown = new ByteArrayOutputStream();
        ReportFormats.MARKDOWN.write(ReportTest.report(delivery, locale), markdown);
        return markdown.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
