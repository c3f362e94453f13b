package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportKeeperTest {

    private static final Instant START = FakeClock.START;

    @Test
    void rewritesReportAtEachChangeOfFewFaxes(@TempDir Path folder) throws Exception {
        Delivery planned = delivery(49);
        ReportKeeper keeper = new ReportKeeper(folder, ReportKeeperTest::report);
        keeper.begin(planned);
        assertThat(report(folder)).contains("PLANNED").doesNotContain("journal");

        Delivery submitting = planned.markSubmitting(48, START);
        keeper.changed(submitting, submitting.transmissions().get(48));
        assertThat(outcome(folder, 48)).isEqualTo("SUBMITTING");

        Delivery submitted = submitting.applySubmission(48, accepted("job-1"), START);
        keeper.changed(submitted, submitted.transmissions().get(48));
        assertThat(outcome(folder, 48)).isEqualTo("SUBMITTED");
        assertThat(folder.resolve(ReportKeeper.JOURNAL_FILE)).doesNotExist();
    }

    @Test
    void appendsEachChangeOfManyFaxesToJournal(@TempDir Path folder) throws Exception {
        Delivery planned = delivery(50);
        ReportKeeper keeper = new ReportKeeper(folder, ReportKeeperTest::report);
        keeper.begin(planned);
        assertThat(report(folder)).contains("\"journal\" : \"fax-report.journal\"");
        assertThat(journal(folder)).isEmpty();

        Delivery submitting = planned.markSubmitting(1, START);
        keeper.changed(submitting, submitting.transmissions().get(1));
        assertThat(journal(folder)).hasSize(1);
        assertThat(journal(folder).get(0).path("outcome").asText()).isEqualTo("SUBMITTING");

        Delivery submitted = submitting.applySubmission(1, accepted("job-1"), START);
        keeper.changed(submitted, submitted.transmissions().get(1));
        assertThat(journal(folder)).hasSize(2);
        assertThat(journal(folder).get(1))
                .isEqualTo(json(folder).path("transmissions").path(1));
    }

    @Test
    void rewritesReportOfManyFaxesAbout50Times(@TempDir Path folder) throws Exception {
        for (int faxes : List.of(200, 400)) {
            Delivery current = delivery(faxes);
            ReportKeeper keeper = new ReportKeeper(folder, ReportKeeperTest::report);
            keeper.begin(current);
            int written = 0;
            for (int i = 0; i < 2 * faxes; i++) {
                int fax = i / 2;
                current = i % 2 == 0
                        ? current.markSubmitting(fax, START)
                        : current.applySubmission(fax, accepted("job-" + fax), START);
                Files.delete(folder.resolve(ReportFormats.JSON.fileName()));
                keeper.changed(current, current.transmissions().get(fax));
                if (Files.exists(folder.resolve(ReportFormats.JSON.fileName()))) {
                    written++;
                } else {
                    Files.createFile(folder.resolve(ReportFormats.JSON.fileName()));
                }
            }
            assertThat(written).isEqualTo(50);
            assertThat(journal(folder)).hasSize(2 * faxes);
        }
    }

    @Test
    void removesJournalAfterLastReport(@TempDir Path folder) throws Exception {
        Delivery planned = delivery(60);
        ReportKeeper keeper = new ReportKeeper(folder, ReportKeeperTest::report);
        keeper.begin(planned);
        Delivery submitting = planned.markSubmitting(0, START);
        keeper.changed(submitting, submitting.transmissions().get(0));
        keeper.end(submitting.recovered());
        assertThat(report(folder)).contains("UNKNOWN").doesNotContain("SUBMITTING", "journal");
        assertThat(folder.resolve(ReportKeeper.JOURNAL_FILE)).doesNotExist();
    }

    @Test
    void keepsJournalWhenLastReportFails(@TempDir Path folder) throws Exception {
        Delivery planned = delivery(60);
        ReportKeeper keeper = new ReportKeeper(folder, ReportKeeperTest::report);
        keeper.begin(planned);
        Delivery submitting = planned.markSubmitting(0, START);
        keeper.changed(submitting, submitting.transmissions().get(0));
        Files.delete(folder.resolve(ReportFormats.JSON.fileName()));
        Files.createDirectories(folder.resolve(ReportFormats.JSON.fileName()).resolve("occupied"));
        assertThatThrownBy(() -> keeper.end(submitting)).isInstanceOf(IOException.class);
        assertThat(journal(folder)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void writesWhenInterrupted(int faxes, @TempDir Path folder) throws Exception {
        Delivery planned = delivery(faxes);
        ReportKeeper keeper = new ReportKeeper(folder, ReportKeeperTest::report);
        keeper.begin(planned);
        Delivery submitted = planned.markSubmitting(0, START).applySubmission(0, accepted("job-0"), START);
        Thread.currentThread().interrupt();
        keeper.changed(submitted, submitted.transmissions().get(0));
        keeper.changed(submitted, submitted.transmissions().get(0));
        keeper.end(submitted);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report(folder)).contains("job-0");
    }

    @Test
    void replacesFilesOfEarlierRun(@TempDir Path folder) throws Exception {
        for (String name : List.of(
                ReportFormats.PDF.fileName(),
                ReportFormats.JUNIT.fileName(),
                ReportFormats.MARKDOWN.fileName(),
                ReportKeeper.JOURNAL_FILE)) {
            Files.writeString(folder.resolve(name), "of last week");
        }
        new ReportKeeper(folder, ReportKeeperTest::report).begin(delivery(1));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve(ReportFormats.JSON.fileName()));
        }
    }

    private static Delivery delivery(int recipients) {
        List<FaxNumber> numbers = IntStream.range(0, recipients)
                .mapToObj(it -> new FaxNumber("0049302312" + (5000 + it)))
                .toList();
        FaxOrder order = new FaxOrder(List.of(Pdfs.document("a.pdf", 1)), numbers, "ci@example.org", "", "", "");
        return Delivery.of(order, START, Duration.ofHours(1), PollingSchedule.DEFAULT);
    }

    private static SubmissionResult accepted(String job) {
        return new SubmissionResult.Accepted(new JobId(job), Map.of());
    }

    private static DeliveryReport report(Delivery delivery) {
        return ReportTest.report(delivery, Locale.ENGLISH);
    }

    private static String report(Path folder) throws IOException {
        return Files.readString(folder.resolve(ReportFormats.JSON.fileName()));
    }

    private static JsonNode json(Path folder) throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(folder.resolve(ReportFormats.JSON.fileName())));
    }

    private static String outcome(Path folder, int transmission) throws IOException {
        return json(folder)
                .path("transmissions")
                .path(transmission)
                .path("outcome")
                .asText();
    }

    private static List<JsonNode> journal(Path folder) throws IOException {
        JsonMapper mapper = new JsonMapper();
        return Files.readAllLines(folder.resolve(ReportKeeper.JOURNAL_FILE)).stream()
                .map(line -> {
                    try {
                        return mapper.readTree(line);
                    } catch (IOException e) {
                        throw new AssertionError(line, e);
                    }
                })
                .toList();
    }
}
