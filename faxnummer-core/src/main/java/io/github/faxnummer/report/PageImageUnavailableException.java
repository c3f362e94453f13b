package io.github.faxnummer.report;

import io.github.faxnummer.message.Message;

/** There is no image of a page; the report shows the reason instead. */
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
