package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.client.JobId;
import io.github.faxnummer.client.SubmissionResult;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.FaxKey;
import io.github.faxnummer.delivery.NextStep;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Progress;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.input.FaxNumber;
import io.github.faxnummer.input.FaxOrder;
import io.github.faxnummer.kit.FakeTime;
import io.github.faxnummer.kit.Pdfs;
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
    private static final Instant NOW = FakeTime.START.plus(Duration.ofHours(5));

    /** Delivered, busy, refused, unknown, timed out, not sent, under way, a page missing. */
    private static final Delivery EARLIER = ReportTest.ofEveryOutcome("a.pdf");

    @Test
    void onlyWhatDidNotArriveIsSubmittedAgain(@TempDir Path folder) throws Exception {
        write(folder, EARLIER);

        Delivery continued = planned(EARLIER).continuing(read(folder));

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
                        Progress.Unknown.class,
                        unknown -> assertThat(unknown.at()).isEqualTo(FakeTime.START));
        assertThat(continued.transmissions().get(4).jobId())
                .isEqualTo(EARLIER.transmissions().get(4).jobId());
    }

    @Test
    void whatWasOnItsWayIsAskedForAtOnce(@TempDir Path folder) throws Exception {
        write(folder, EARLIER);

        Delivery continued = planned(EARLIER).continuing(read(folder)).without(it -> true);

        assertThat(continued.next(NOW)).isEqualTo(new NextStep.Ask(2));
    }

    @Test
    void whatAThirdRunFindsIsTheSame(@TempDir Path folder) throws Exception {
        write(folder, EARLIER);
        Map<FaxKey, Progress> second = read(folder);
        write(folder, planned(EARLIER).continuing(second));

        assertThat(read(folder)).isEqualTo(second);
    }

    @Test
    void otherBytesAndOtherRecipientsAreOtherFaxes(@TempDir Path folder) throws Exception {
        write(folder, EARLIER);
        FaxOrder order = EARLIER.order();
        Delivery otherBytes = planned(
                new FaxOrder(List.of(Pdfs.document("a.pdf", 2)), order.recipients(), order.email(), "", "", ""));
        Delivery otherRecipient = planned(
                new FaxOrder(order.documents(), List.of(new FaxNumber("0044203000000")), order.email(), "", "", ""));

        assertThat(otherBytes.continuing(read(folder))).isEqualTo(otherBytes);
        assertThat(otherRecipient.continuing(read(folder))).isEqualTo(otherRecipient);
    }

    @Test
    void whatWentElsewhereSaysNothing(@TempDir Path folder) throws Exception {
        write(folder, EARLIER);

        assertThat(EarlierReport.read(folder, "http://127.0.0.1:8025/", NOW)).isEmpty();
        assertThat(read(folder.resolve("nowhere"))).isEmpty();
    }

    @Test
    void whatAKilledRunHadBegunIsUnknownUnlessItsJobIsKnown(@TempDir Path folder) throws Exception {
        FaxOrder order = EARLIER.order();
        List<FaxNumber> recipients = IntStream.range(0, 60)
                .mapToObj(it -> new FaxNumber("0049302312" + (5000 + it)))
                .toList();
        Delivery planned = planned(new FaxOrder(order.documents(), recipients, order.email(), "", "", ""));
        ReportKeeper keeper = new ReportKeeper(folder, EarlierReportTest::report);
        keeper.begin(planned);
        Delivery current = planned.submitting(0, FakeTime.START);
        keeper.changed(current, current.transmissions().get(0));
        current = current.submitting(2, FakeTime.START);
        keeper.changed(current, current.transmissions().get(2));
        current = current.submitted(2, new SubmissionResult.Accepted(new JobId("job-2"), Map.of()), FakeTime.START);
        keeper.changed(current, current.transmissions().get(2));
        // Killed while it wrote the next line.
        Files.writeString(folder.resolve(ReportKeeper.JOURNAL_FILE), "{\"path\":\"", StandardOpenOption.APPEND);

        assertThat(planned.continuing(read(folder)).transmissions())
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
    void aReportThatCannotBeReadIsNoReasonToSend(String content, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(DeliveryReport.JSON_FILE), content);

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
        Files.writeString(folder.resolve(DeliveryReport.JSON_FILE), report);

        assertThat(EarlierReport.mustBeKept(folder)).isTrue();
    }

    private static void write(Path folder, Delivery delivery) throws IOException {
        report(delivery).writeTo(folder);
    }

    private static DeliveryReport report(Delivery delivery) {
        return new DeliveryReport(delivery, "1.2.3", ENDPOINT, FakeTime.START, NOW, new DeliveryText(Locale.ENGLISH));
    }

    private static Map<FaxKey, Progress> read(Path folder) throws IOException {
        return EarlierReport.read(folder, ENDPOINT, NOW);
    }
}
