package io.github.faxnummer.converter;

import io.github.faxnummer.message.Message;

/** A command cannot be used, or has not made a PDF of a document. */
public final class ConverterException extends Exception {

    private static final long serialVersionUID = 1;

    private final Message why;

    ConverterException(Message why) {
        super(why.key());
        this.why = why;
    }

    /** What is wrong and how to correct it. */
    public Message why() {
        return why;
    }
}
