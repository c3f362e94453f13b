package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.policy.Spending;
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
    void ignoresTransmissionThatWasNotSent() {
        Delivery notSent = Deliveries.of(1, 1)
                .markSubmitting(0, Deliveries.START)
                .applySubmission(0, Deliveries.notSent(false), Deliveries.START);

        assertThat(notSent.spending(Deliveries.START)).isEqualTo(Spending.NOTHING);
    }
}
