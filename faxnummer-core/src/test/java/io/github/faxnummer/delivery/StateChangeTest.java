package io.github.faxnummer.delivery;

import static io.github.faxnummer.delivery.Deliveries.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.report.DeliveryText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StateChangeTest {

    private static final DeliveryText TEXT = new DeliveryText(Locale.ENGLISH, ZoneId.of("Europe/Berlin"));

    @Test
    void recordsEveryTryWithTimeCauseAndTriesRemaining() {
        Delivery delivery = Deliveries.of(1, 1)
                .markSubmitting(0, START.plusSeconds(1))
                .applySubmission(
                        0,
                        new SubmissionResult.NotSent(Message.of("network.refused", "localhost:1"), true),
                        START.plusSeconds(2))
                .markSubmitting(0, START.plusSeconds(7))
                .applySubmission(0, new SubmissionResult.Accepted(new JobId("j"), Map.of()), START.plusSeconds(8));
        delivery = told(delivery, "NEW", "10:00:05", -1, -1, 10);
        delivery = told(delivery, "NEW", "10:00:05", -1, -1, 20);
        delivery = told(delivery, "RUNNING", "10:00:25", -1, -1, 30);
        delivery = told(delivery, "RETRY", "10:00:55", 4, 17, 60);
        delivery = told(delivery, "RETRY", "10:02:55", 3, 17, 180);
        delivery = told(delivery, "DONE-ERROR", "10:05:55", -1, 34, 360);

        List<StateChange> history = delivery.transmissions().get(0).history();
        assertThat(history.stream().map(it -> TEXT.time(it) + " " + TEXT.state(it)))
                .containsExactly(
                        time(0) + " Not submitted yet",
                        time(1) + " Being submitted",
                        time(2) + " Not submitted yet; attempt 1 sent nothing: "
                                + Message.of("network.refused", "localhost:1").in(Locale.ENGLISH)
                                + "; another attempt follows",
                        time(7) + " Being submitted",
                        time(8) + " In progress",
                        time(10) + " Accepted by the provider (NEW); provider's time: 10:00:05",
                        time(30) + " Transmission in progress (RUNNING); provider's time: 10:00:25",
                        time(60) + " Call failed, waiting for the next try (RETRY); tries remaining: 4;"
                                + " user busy (Q.850 cause 17); provider's time: 10:00:55",
                        time(180) + " Call failed, waiting for the next try (RETRY); tries remaining: 3;"
                                + " user busy (Q.850 cause 17); provider's time: 10:02:55",
                        time(360)
                                + " Not delivered; line not reachable: no circuit or channel available (Q.850 cause 34);"
                                + " provider's time: 10:05:55");
        assertThat(history).extracting(StateChange::number).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(Journals.read(Journals.write(delivery))).isEqualTo(delivery);
    }

    @Test
    void leavesTimeOpenWhenStateIsFoundAfterCrash() {
        StateChange last = last(Deliveries.of(1, 1).markSubmitting(0, START).recovered());

        assertThat(last.at()).isEmpty();
        assertThat(last.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(TEXT.time(last)).isEqualTo("time not recorded");
    }

    @Test
    void boundsHistoryAndNumbersShowGap() {
        Delivery delivery = Deliveries.submitted();
        for (int i = 0; i < 1_000; i++) {
            delivery = told(delivery, "STATE-" + i, "", -1, -1, i);
        }
        List<StateChange> history = delivery.transmissions().get(0).history();

        assertThat(history).hasSize(StateChange.MAX_CHANGES);
        assertThat(history.get(0).outcome()).isEqualTo(Outcome.PLANNED);
        assertThat(last(delivery).status()).isEqualTo("STATE-999");
        assertThat(last(delivery).number()).isEqualTo(1_003);
    }

    @Test
    void sanitizesForeignText() {
        Delivery delivery = told(Deliveries.submitted(), "A\u001b[31m\n" + "x".repeat(500), "\u202e", -1, -1, 1);

        assertThat(last(delivery).status()).hasSize(60).doesNotContain("\u001b", "\n");
        assertThat(TEXT.state(last(delivery))).doesNotContain("\u202e");
    }

    @Test
    void joinsHistoryOfFollowedJobOnce() {
        Transmission sent = Deliveries.submitted().transmissions().get(0);
        Transmission followed = Delivery.following(
                        List.of(new JobId("j")), START.plusSeconds(60), Duration.ofHours(1), PollingSchedule.DEFAULT)
                .transmissions()
                .get(0);
        Transmission joined = sent.continuedBy(followed);

        assertThat(joined.history()).hasSize(4).startsWith(sent.history().toArray(StateChange[]::new));
        assertThat(joined.history()).extracting(StateChange::number).containsExactly(1, 2, 3, 4);
        assertThat(sent.continuedBy(joined).history()).isEqualTo(joined.history());
    }

    private static String time(int seconds) {
        return TEXT.time(START.plusSeconds(seconds));
    }

    private static StateChange last(Delivery delivery) {
        List<StateChange> history = delivery.transmissions().get(0).history();
        return history.get(history.size() - 1);
    }

    private static Delivery told(Delivery delivery, String state, String changed, int tries, int cause, int seconds) {
        Instant now = START.plusSeconds(seconds);
        return delivery.applyStatus(
                0,
                new StatusResult.Known(List.of(FaxStatus.builder(state)
                        .lastChanged(changed)
                        .triesRemaining(tries < 0 ? OptionalInt.empty() : OptionalInt.of(tries))
                        .cause(cause < 0 ? OptionalInt.empty() : OptionalInt.of(cause))
                        .build())),
                now);
    }
}
