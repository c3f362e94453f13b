package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;

/** Learns of every change as soon as it is known: to save it, and to tell people. */
public interface DeliveryObserver {

    /**
     * A transmission has changed. When it is about to be submitted, this returns before its request leaves; what it throws
     * keeps the request from leaving. An {@link java.io.UncheckedIOException} then says that it could not be written down:
     * {@link DeliveryRunner#run} and {@link DeliveryRunner#submit} submit nothing more, and follow what was submitted.
     *
     * @param delivery with the change in it
     */
    void changed(Delivery delivery, Transmission before, Transmission after);

    /** A question was not answered; it will be asked again. */
    void statusUnavailable(Transmission transmission, Message why);
}
