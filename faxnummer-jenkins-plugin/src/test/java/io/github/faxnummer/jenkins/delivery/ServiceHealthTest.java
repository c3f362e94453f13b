package io.github.faxnummer.jenkins.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceHealthTest {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    private static final String ENDPOINT = "https://fax.example.com/";
    private static final SubmissionResult ACCEPTED = new SubmissionResult.Accepted(new JobId("faxsend-1"), Map.of());
    private static final SubmissionResult UNREACHABLE =
            new SubmissionResult.NotSent(Message.of("network.interrupted"), true);
    private static final StatusResult UNAVAILABLE = new StatusResult.Unavailable(Message.of("network.interrupted"));

    private final ServiceHealth health = new ServiceHealth();

    @Test
    void reportsRefusedAccountUntilItIsAccepted() {
        health.submitted("acc1", ENDPOINT, rejected(FailureReason.PRODUCT_CODE_INVALID), START);
        health.polled("acc2", ENDPOINT, new StatusResult.Known(List.of()), START);

        assertThat(health.failures(START)).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(ServiceHealth.Kind.ACCOUNT_REFUSED);
            assertThat(it.account()).isEqualTo("acc1");
            assertThat(it.since()).isEqualTo(START);
        });

        health.submitted("acc1", ENDPOINT, ACCEPTED, START.plusSeconds(1));

        assertThat(health.failures(START.plusSeconds(1))).isEmpty();
    }

    @Test
    void refusalOfDocumentSaysNothingOfAccount() {
        health.submitted("acc1", ENDPOINT, rejected(FailureReason.FAX_WRONG_FORMAT), START);

        assertThat(health.failures(START)).isEmpty();
    }

    @Test
    void providerIsUnreachableAfterSeveralMinutesOnly() {
        health.submitted("acc1", ENDPOINT, UNREACHABLE, START);
        health.polled("acc2", ENDPOINT, UNAVAILABLE, START.plus(ServiceHealth.GRACE.minusSeconds(1)));
        assertThat(health.failures(START.plus(Duration.ofHours(1)))).isEmpty();

        Instant late = START.plus(ServiceHealth.GRACE);
        health.polled("acc2", ENDPOINT, UNAVAILABLE, late);
        assertThat(health.failures(late)).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(ServiceHealth.Kind.PROVIDER_UNREACHABLE);
            assertThat(it.since()).isEqualTo(START);
        });

        health.polled("acc2", ENDPOINT, new StatusResult.Known(List.of()), late);
        assertThat(health.failures(late)).isEmpty();
    }

    @Test
    void forgetsWhatWasNotTriedForDay() {
        health.submitted("acc1", ENDPOINT, rejected(FailureReason.PRODUCT_CODE_INVALID), START);
        Instant later = START.plus(ServiceHealth.MEMORY);

        assertThat(health.failures(later.minusSeconds(1))).hasSize(1);
        assertThat(health.failures(later)).isEmpty();

        health.submitted("acc1", ENDPOINT, rejected(FailureReason.PRODUCT_CODE_INVALID), later);
        assertThat(health.failures(later)).singleElement().satisfies(it -> assertThat(it.since())
                .isEqualTo(later));
    }

    private static SubmissionResult rejected(FailureReason reason) {
        return new SubmissionResult.Rejected(new Rejection(reason, "", 0));
    }
}
