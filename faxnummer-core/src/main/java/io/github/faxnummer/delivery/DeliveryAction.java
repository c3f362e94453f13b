package io.github.faxnummer.delivery;

import java.time.Instant;

/** What a delivery wants its driver to do now. */
public sealed interface DeliveryAction {

    /**
     * Submit this transmission, after {@link Delivery#markSubmitting} was written down.
     *
     * @param transmission its position in {@link Delivery#transmissions}
     */
    record Submit(int transmission) implements DeliveryAction {}

    /**
     * Poll the status of this transmission.
     *
     * @param transmission its position in {@link Delivery#transmissions}
     */
    record Poll(int transmission) implements DeliveryAction {}

    /** Nothing to do before this time. */
    record Wait(Instant until) implements DeliveryAction {}

    /** Every transmission has its final outcome. */
    record Finished() implements DeliveryAction {}
}
