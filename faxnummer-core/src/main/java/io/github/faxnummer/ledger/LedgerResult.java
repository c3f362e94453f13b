package io.github.faxnummer.ledger;

/** The final outcome of an attempt. */
public enum LedgerResult {
    DELIVERED,
    FAILED,
    REJECTED,
    NOT_SENT;

    /** Whether the recipient cannot have got it, so that it may be submitted again. */
    public boolean allowsNextAttempt() {
        return this != DELIVERED;
    }
}
