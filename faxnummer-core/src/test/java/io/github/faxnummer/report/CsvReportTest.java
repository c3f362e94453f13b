package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReportTest {

    /** A field by the grammar of RFC 4180, and what follows it. */
    private static final Pattern FIELD = Pattern.compile("(?:\"((?:[^\"]|\"\")*+)\"|([^\",\r\n]*))(,|\r\n)");

    /** It was submitted before this run began, and may not exist. */
    @Test
    void doesNotSayWhenFollowedJobWasSubmitted() throws Exception {
        Delivery followed = Delivery.following(
                List.of(new JobId("job-1")), FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT);
        Delivery reported = followed.applyStatus(
                0, ReportTest.known("DONE-OK", "16", "1", "9", "x"), FakeClock.START.plusSeconds(9));

        assertThat(column(rows(followed), "jobId")).containsExactly("job-1");
        assertThat(column(rows(followed), "submitted")).containsExactly("");
        assertThat(column(rows(followed), "changed")).containsExactly("");
        assertThat(column(rows(reported), "submitted")).containsExactly("");
        assertThat(column(rows(reported), "changed")).containsExactly("2026-07-01T10:00:09Z");
    }

    @Test
    void writesRowForEachTransmission() throws Exception {
        Delivery delivery = ReportTest.ofEveryOutcome("a.pdf");
        List<List<String>> rows = rows(delivery);

        assertThat(rows).hasSize(1 + delivery.transmissions().size());
        assertThat(column(rows, "outcome"))
                .isEqualTo(delivery.transmissions().stream()
                        .map(it -> it.outcome().label())
                        .toList());
        assertThat(column(rows, "recipient"))
                .isEqualTo(delivery.transmissions().stream()
                        .map(Transmission::recipient)
                        .toList());
        assertThat(column(rows, "pagesSent")).containsExactly("3", "0", "", "", "", "", "", "2");
        assertThat(column(rows, "missingPages").get(7)).isEqualTo("1");
        assertThat(column(rows, "durationSeconds").get(0)).isEqualTo("95");
        assertThat(column(rows, "cause").get(1)).isEqualTo("17");
        assertThat(column(rows, "reason").get(1)).isEqualTo("user busy (Q.850 cause 17)");
        assertThat(column(rows, "jobId")).containsExactly("job-0", "job-1", "", "", "job-4", "", "job-6", "job-7");
        assertThat(column(rows, "submitted").get(0)).isEqualTo("2026-07-01T10:00:00Z");
        assertThat(column(rows, "changed").get(0)).isEqualTo("2026-07-01T10:02:00Z");
        // A telephone number begins with a plus.
        assertThat(column(rows, "remoteTsi").get(7)).isEqualTo("'+49 30 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "=HYPERLINK(\"http://example.com\",\"a\")",
                "+1",
                "-1",
                "@SUM(1)",
                "\t=1",
                "\r\n=1",
                " =1",
                "\u200B=1",
                "＝1",
                "＠1"
            })
    void writesNoFormula(String tsi) throws Exception {
        assertThat(column(rows(answeredBy(tsi)), "remoteTsi").get(0)).doesNotMatch("^[\\s=+\\-@＝＋－＠].*");
    }

    /** Excel with German settings: the list separator is a semicolon. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x;=1+1;y",
                "x; =1",
                "x;;-1",
                "x;\"=1\"",
                "x;\t@SUM(1)",
                ";+1",
                "=1;=1",
                "x\";\"=1",
                "x;＝1",
                "x,\";=1"
            })
    void writesNoFormulaForReadersThatSplitAtSemicolons(String tsi) throws Exception {
        assertThat(text(answeredBy(tsi)).split("[;\r\n]"))
                .noneMatch(cell -> cell.replaceFirst("^[\\s\"]+", "").matches("[=+\\-@＝＋－＠].*"));
    }

    @Test
    void keepsCommasAndQuotes() throws Exception {
        List<List<String>> rows = rows(answeredBy("Müller, \"Fax\"; Büro\r\nBerlin"));

        assertThat(column(rows, "remoteTsi")).containsExactly("Müller, \"Fax\"; Büro Berlin");
    }

    @Property(tries = 300)
    void isRectangularForAnyForeignText(@ForAll String name, @ForAll String tsi) throws Exception {
        Delivery delivery = answeredBy(tsi);
        Transmission fax = delivery.transmissions().get(0);
        Delivery named = delivery.withTransmissions(List.of(
                new Transmission(fax.document(), name, fax.documentPages(), fax.recipient(), name, fax.progress())));

        assertThat(rows(named)).hasSize(2);
        assertThat(text(named).lines()).hasSize(2);
    }

    private static Delivery answeredBy(String tsi) {
        Delivery planned = Delivery.of(
                new FaxOrder(
                        List.of(Pdfs.document("a.pdf", 1)),
                        List.of(new FaxNumber("00493023125016")),
                        "ci@example.org",
                        "",
                        "",
                        ""),
                FakeClock.START,
                Duration.ofHours(1),
                PollingSchedule.DEFAULT);
        return planned.markSubmitting(0, FakeClock.START)
                .applySubmission(0, new SubmissionResult.Accepted(new JobId("job-0"), Map.of()), FakeClock.START)
                .applyStatus(0, ReportTest.known("DONE-OK", "16", "1", "9", tsi), FakeClock.START);
    }

    private static List<String> column(List<List<String>> rows, String name) {
        int column = rows.get(0).indexOf(name);
        return rows.stream().skip(1).map(row -> row.get(column)).toList();
    }

    /** Fails on what RFC 4180 does not allow, and on rows of different lengths. */
    private static List<List<String>> rows(Delivery delivery) throws IOException {
        String csv = text(delivery);
        Matcher field = FIELD.matcher(csv);
        Stream.Builder<List<String>> rows = Stream.builder();
        Stream.Builder<String> row = Stream.builder();
        for (int end = 0; end < csv.length(); end = field.end()) {
            assertThat(field.find(end) && field.start() == end)
                    .as("a field at %d of %s", end, csv)
                    .isTrue();
            row.add(field.group(1) == null ? field.group(2) : field.group(1).replace("\"\"", "\""));
            if (field.group(3).equals("\r\n")) {
                rows.add(row.build().toList());
                row = Stream.builder();
            }
        }
        List<List<String>> read = rows.build().toList();
        assertThat(IntStream.range(0, read.size())
                        .map(it -> read.get(it).size())
                        .distinct()
                        .count())
                .isEqualTo(1);
        return read;
    }

    private static String text(Delivery delivery) throws IOException {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        ReportFormats.named("csv").get(0).write(ReportTest.report(delivery, Locale.ENGLISH), csv);
        return csv.toString(StandardCharsets.UTF_8);
    }
}
