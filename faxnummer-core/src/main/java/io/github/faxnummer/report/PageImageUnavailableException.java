package io.github.faxnummer.report;

import io.github.faxnummer.message.Message;

/** There is no picture of a page, for a reason that the report gives instead of it. */
public final class PageImageUnavailableException extends Exception {

    private static final long serialVersionUID = 1;

    private final Message why;

    public PageImageUnavailableException(Message why) {
        super(why.key());
        this.why = why;
    }

    public Message why() {
        return why;
    }
}
