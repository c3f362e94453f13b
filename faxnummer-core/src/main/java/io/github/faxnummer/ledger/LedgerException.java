package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import java.util.Locale;

/** A ledger cannot be read, written or trusted, so nothing may be submitted. */
public final class LedgerException extends Exception {

    private static final long serialVersionUID = 1;

    private final Message problem;

    public LedgerException(Message problem, Throwable cause) {
        super(problem.in(Locale.ROOT), cause);
        this.problem = problem;
    }

    public LedgerException(Message problem) {
        super(problem.in(Locale.ROOT));
        this.problem = problem;
    }

    /** The problem and its remedy, without secrets. */
    public Message problem() {
        return problem;
    }
}
