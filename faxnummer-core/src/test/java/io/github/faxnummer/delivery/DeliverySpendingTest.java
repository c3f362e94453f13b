package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.policy.Spending;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeliverySpendingTest {
    @Test
    void countsPlannedTransmissions() {
        assertThat(Deliveries.of(2, 2).spending(Deliveries.START)).isEqualTo(new Spending(4, 8));
    }

    @Test
    void countsSubmissionsSinceStartOnly() {
        Delivery earlier = Deliveries.submitted();

        assertThat(earlier.spending(Deliveries.START)).isEqualTo(new Spending(1, 2));
        assertThat(earlier.spending(Deliveries.after(1))).isEqualTo(Spending.NOTHING);
    }

    @Test
    void countsTransmissionThatMayHaveBeenSent() {
        Delivery unknown = Deliveries.of(1, 1)
                .markSubmitting(0, Deliveries.START)
                .applySubmission(0, Deliveries.unknown(), Deliveries.START);

        assertThat(unknown.spending(Deliveries.START)).isEqualTo(new Spending(1, 2));
        assertThat(unknown.spending(Deliveries.after(1))).isEqualTo(Spending.NOTHING);
    }

    @Test
    void distinguishesSentFaxesFromThoseStillToSubmit() {
        Instant now = Deliveries.START;
        Delivery delivery = Deliveries.of(1, 5)
                .markSubmitting(0, now)
                .applySubmission(0, Deliveries.accepted(0), now)
                .markSubmitting(1, now)
                .applySubmission(1, Deliveries.accepted(1), now)
                .applyStatus(1, Deliveries.reported("DONE-ERROR"), now)
                .markSubmitting(2, now)
                .applySubmission(2, Deliveries.notSent(false), now)
                .markSubmitting(3, now);

        assertThat(delivery.planned()).isEqualTo(new Spending(1, 2));
        assertThat(delivery.remaining()).isEqualTo(new Spending(2, 4));
        // A fax that failed counts as submitted, and not as sent.
        assertThat(delivery.sent(now)).isEqualTo(new Spending(1, 2));
        assertThat(delivery.submitted(now)).isEqualTo(new Spending(2, 4));
        assertThat(delivery.sent(Deliveries.after(1))).isEqualTo(Spending.NOTHING);
        assertThat(delivery.submitted(Deliveries.after(1))).isEqualTo(Spending.NOTHING);
    }

    @Test
    void ignoresTransmissionThatWasNotSent() {
        Delivery notSent = Deliveries.of(1, 1)
                .markSubmitting(0, Deliveries.START)
                .applySubmission(0, Deliveries.notSent(false), Deliveries.START);

        assertThat(notSent.spending(Deliveries.START)).isEqualTo(Spending.NOTHING);
    }
}
