package io.github.faxnummer.report;

import io.github.faxnummer.text.Text;

/** There is no picture of a page, for a reason that the report gives instead of it. */
public final class NoPictureException extends Exception {

    private static final long serialVersionUID = 1;

    private final Text why;

    public NoPictureException(Text why) {
        super(why.key());
        this.why = why;
    }

    public Text why() {
        return why;
    }
}
