package io.github.faxnummer.delivery;

import java.time.Instant;

/** What a delivery wants its driver to do now. */
public sealed interface NextStep {

    /**
     * Submit this transmission, after {@link Delivery#submitting} was written down.
     *
     * @param transmission its position in {@link Delivery#transmissions}
     */
    record Submit(int transmission) implements NextStep {}

    /**
     * Ask for the status of this transmission.
     *
     * @param transmission its position in {@link Delivery#transmissions}
     */
    record Ask(int transmission) implements NextStep {}

    /** Nothing to do before this time. */
    record Wait(Instant until) implements NextStep {}

    /** Every transmission has its final outcome. */
    record Finished() implements NextStep {}
}
