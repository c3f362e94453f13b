package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.message.Message;

/** A response that is in none of the known formats, or that contradicts itself. Never a success, never a rejection. */
public final class MalformedResponseException extends Exception {

    private static final long serialVersionUID = 1;

    private final Message text;

    public MalformedResponseException(Message text) {
        super(text.key());
        this.text = text;
    }

    public Message text() {
        return text;
    }
}
