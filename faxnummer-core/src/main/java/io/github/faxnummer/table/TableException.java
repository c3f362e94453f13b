package io.github.faxnummer.table;

import io.github.faxnummer.message.Message;

/** A file is not a table. */
public final class TableException extends Exception {

    private static final long serialVersionUID = 1;

    private final int line;
    private final Message why;

    TableException(int line, Message why) {
        super(why.key());
        this.line = line;
        this.why = why;
    }

    /** Where, counted from 1; 0 if it is the file as a whole. */
    public int line() {
        return line;
    }

    /** What is wrong and how to correct it. */
    public Message why() {
        return why;
    }
}
