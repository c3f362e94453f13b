package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.policy.FailurePolicy;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.testing.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildConclusionTest {

    private static final DeliveryText TEXT = new DeliveryText(Locale.ENGLISH);
    private static final FailurePolicy STRICT = new FailurePolicy(true, true, true);
    private static final FailurePolicy LENIENT = new FailurePolicy(false, false, false);

    @Test
    void failsWithEachUnconfirmedFax() {
        Delivery delivery = ReportTest.ofEveryOutcome("a.pdf");
        BuildConclusion conclusion = BuildConclusion.ofSent(delivery, STRICT, TEXT);

        assertThat(conclusion.failure()).contains(TEXT.failures(delivery));
        assertThat(conclusion.warning()).isEmpty();
    }

    @Test
    void warnsWherePolicyIsLenient() {
        Delivery delivery = ReportTest.ofEveryOutcome("a.pdf");
        BuildConclusion conclusion = BuildConclusion.ofSent(delivery, LENIENT, TEXT);

        assertThat(conclusion.failure()).isEmpty();
        assertThat(conclusion.warning()).contains(TEXT.failures(delivery));
        assertThat(conclusion.note()).contains(Message.of("build.under-way").in(Locale.ENGLISH));
    }

    @Test
    void saysNothingAboutDeliveredFaxes() {
        Delivery delivered =
                following().applyStatus(0, ReportTest.known("DONE-OK", "16", "1", "9", ""), FakeClock.START);

        assertThat(BuildConclusion.ofFollowed(delivered, STRICT, TEXT))
                .isEqualTo(BuildConclusion.ofSent(delivered, LENIENT, TEXT))
                .hasNoNullFieldsOrProperties()
                .satisfies(it -> {
                    assertThat(it.failure()).isEmpty();
                    assertThat(it.warning()).isEmpty();
                    assertThat(it.note()).isEmpty();
                });
    }

    @Test
    void failsForFollowedJobWithoutStatus() {
        String why = Message.of("build.status-unavailable").in(Locale.ENGLISH);

        assertThat(BuildConclusion.ofFollowed(following(), STRICT, TEXT).failure())
                .contains(why);
        assertThat(BuildConclusion.ofFollowed(following(), LENIENT, TEXT))
                .isEqualTo(new BuildConclusion(Optional.empty(), Optional.of(why), Optional.empty()));
        assertThat(BuildConclusion.ofSent(following(), STRICT, TEXT).failure()).isEmpty();
    }

    private static Delivery following() {
        return Delivery.following(
                List.of(new JobId("job-0")), FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT);
    }
}
