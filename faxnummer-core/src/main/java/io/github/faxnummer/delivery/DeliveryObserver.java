package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;

/** Is notified of every change, to persist and to report it. */
public interface DeliveryObserver {

    /**
     * Called when a transmission has changed. Before a submission it is called with {@link Outcome#SUBMITTING}, and
     * an exception prevents the request. After an {@link java.io.UncheckedIOException}, which reports that the change
     * was not persisted, {@link DeliveryRunner#run} and {@link DeliveryRunner#submit} submit nothing more and follow
     * what was submitted.
     *
     * @param delivery after the change
     */
    void changed(Delivery delivery, Transmission before, Transmission after);

    /** Calls {@link #changed(Delivery, Transmission, Transmission)} for each transmission that differs. */
    default void changed(Delivery before, Delivery after) {
        for (int i = 0; i < after.transmissions().size(); i++) {
            Transmission old = before.transmissions().get(i);
            Transmission changed = after.transmissions().get(i);
            if (!changed.equals(old)) {
                changed(after, old, changed);
            }
        }
    }

    /** Called when a poll has failed; it is repeated later. */
    void statusUnavailable(Transmission transmission, Message why);
}
