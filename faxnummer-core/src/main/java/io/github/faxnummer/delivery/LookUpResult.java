package io.github.faxnummer.delivery;

/** What a person found out in the provider's customer centre about a fax that was unknown. */
public enum LookUpResult {
    DELIVERED(Outcome.DONE_OK),
    NOT_DELIVERED(Outcome.DONE_ERROR),
    /** The customer centre does not know it either. */
    NOT_FOUND(Outcome.UNKNOWN);

    private final Outcome outcome;

    LookUpResult(Outcome outcome) {
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
