package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryAction;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionKey;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlierReportTest {

    private static final String ENDPOINT = "https://fax.example/api";
    private static final Instant NOW = FakeClock.START.plus(Duration.ofHours(5));

    /** Delivered, busy, refused, unknown, timed out, not sent, under way, a page missing. */
    private static final Delivery EARLIER = ReportTest.ofEveryOutcome("a.pdf");

    @Test
    void resubmitsOnlyUndeliveredFaxes(@TempDir Path folder) throws Exception {
        write(folder, EARLIER);

        Delivery continued = planned(EARLIER).resumeFrom(read(folder));

        assertThat(continued.transmissions())
                .extracting(Transmission::outcome)
                .containsExactly(
                        Outcome.DONE_OK,
                        Outcome.PLANNED,
                        Outcome.PLANNED,
                        Outcome.UNKNOWN,
                        Outcome.SUBMITTED,
                        Outcome.PLANNED,
                        Outcome.SUBMITTED,
                        Outcome.DONE_OK);
        assertThat(continued.transmissions().get(7).progress())
                .isEqualTo(EARLIER.transmissions().get(7).progress());
        assertThat(continued.transmissions().get(7).missingPages()).isEqualTo(1);
        assertThat(continued.transmissions().get(3).progress())
                .isInstanceOfSatisfying(
                        TransmissionState.Unknown.class,
                        unknown -> assertThat(unknown.at()).isEqualTo(FakeClock.START));
        assertThat(continued.transmissions().get(4).jobId())
                .isEqualTo(EARLIER.transmissions().get(4).jobId());
    }

    @Test
    void pollsFaxesUnderWayAtOnce(@TempDir Path folder) throws Exception {
        write(folder, EARLIER);

        Delivery continued = planned(EARLIER).resumeFrom(read(folder)).excluding(it -> true);

        assertThat(continued.nextAction(NOW)).isEqualTo(new DeliveryAction.Poll(2));
    }

    @Test
    void recoversSameStateInThirdRun(@TempDir Path folder) throws Exception {
        write(folder, EARLIER);
        Map<TransmissionKey, TransmissionState> second = read(folder);
        write(folder, planned(EARLIER).resumeFrom(second));

        assertThat(read(folder)).isEqualTo(second);
    }

    @Test
    void distinguishesContentAndRecipient(@TempDir Path folder) throws Exception {
        write(folder, EARLIER);
        FaxOrder order = EARLIER.order();
        Delivery otherBytes = planned(
                new FaxOrder(List.of(Pdfs.document("a.pdf", 2)), order.recipients(), order.email(), "", "", ""));
        Delivery otherRecipient = planned(
                new FaxOrder(order.documents(), List.of(new FaxNumber("0044203000000")), order.email(), "", "", ""));

        assertThat(otherBytes.resumeFrom(read(folder))).isEqualTo(otherBytes);
        assertThat(otherRecipient.resumeFrom(read(folder))).isEqualTo(otherRecipient);
    }

    @Test
    void ignoresDeliveriesToOtherEndpoint(@TempDir Path folder) throws Exception {
        write(folder, EARLIER);

        assertThat(EarlierReport.read(folder, "http://127.0.0.1:8025/", NOW)).isEmpty();
        assertThat(read(folder.resolve("nowhere"))).isEmpty();
    }

    @Test
    void recoversInterruptedSubmissionAsUnknown(@TempDir Path folder) throws Exception {
        FaxOrder order = EARLIER.order();
        List<FaxNumber> recipients = IntStream.range(0, 60)
                .mapToObj(it -> new FaxNumber("0049302312" + (5000 + it)))
                .toList();
        Delivery planned = planned(new FaxOrder(order.documents(), recipients, order.email(), "", "", ""));
        ReportKeeper keeper = new ReportKeeper(folder, EarlierReportTest::report);
        keeper.begin(planned);
        Delivery current = planned.markSubmitting(0, FakeClock.START);
        keeper.changed(current, current.transmissions().get(0));
        current = current.markSubmitting(2, FakeClock.START);
        keeper.changed(current, current.transmissions().get(2));
        current = current.applySubmission(
                2, new SubmissionResult.Accepted(new JobId("job-2"), Map.of()), FakeClock.START);
        keeper.changed(current, current.transmissions().get(2));
        // Killed while it wrote the next line.
        Files.writeString(folder.resolve(ReportKeeper.JOURNAL_FILE), "{\"path\":\"", StandardOpenOption.APPEND);

        assertThat(planned.resumeFrom(read(folder)).transmissions())
                .extracting(Transmission::outcome)
                .startsWith(Outcome.UNKNOWN, Outcome.PLANNED, Outcome.SUBMITTED, Outcome.PLANNED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"version\":3}",
                "{\"version\":1,\"endpoint\":\"https://fax.example/api\",\"transmissions\":[\"x\"]}"
            })
    void rejectsUnreadableReport(String content, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(ReportFormats.JSON.fileName()), content);

        assertThatThrownBy(() -> read(folder)).isInstanceOf(IOException.class);
    }

    private static Delivery planned(Delivery delivery) {
        return planned(delivery.order());
    }

    private static Delivery planned(FaxOrder order) {
        return Delivery.of(order, NOW, Duration.ofHours(1), PollingSchedule.DEFAULT);
    }

    @Test
    void reportOfSubmissionMustBeKept(@TempDir Path folder) throws Exception {
        write(folder, EARLIER);

        assertThat(EarlierReport.mustBeKept(folder)).isTrue();
    }

    @Test
    void reportOnGivenJobsMayBeReplaced(@TempDir Path folder) throws Exception {
        assertThat(EarlierReport.mustBeKept(folder)).isFalse();

        write(folder, Delivery.following(List.of(new JobId("j")), NOW, Duration.ofHours(1), PollingSchedule.DEFAULT));

        assertThat(EarlierReport.mustBeKept(folder)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"version\": 99, \"documents\": []}"})
    void reportThatNobodyCanReadMustBeKept(String report, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(ReportFormats.JSON.fileName()), report);

        assertThat(EarlierReport.mustBeKept(folder)).isTrue();
    }

    private static void write(Path folder, Delivery delivery) throws IOException {
        Reports.write(report(delivery), folder);
    }

    private static DeliveryReport report(Delivery delivery) {
        return new DeliveryReport(delivery, "1.2.3", ENDPOINT, FakeClock.START, NOW, new DeliveryText(Locale.ENGLISH));
    }

    private static Map<TransmissionKey, TransmissionState> read(Path folder) throws IOException {
        return EarlierReport.read(folder, ENDPOINT, NOW);
    }
}
