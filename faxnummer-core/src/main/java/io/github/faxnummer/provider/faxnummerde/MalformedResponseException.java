package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.message.Message;

/** An answer that none of the known forms explains, or that contradicts itself. Never a success, never a refusal. */
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
