package io.github.faxnummer.ledger;

/** What is recorded about an attempt, in this order. Each step is recorded at most once, and never changed. */
public enum LedgerStep {
    /** The attempt exists; only the process that recorded it may submit. */
    SUBMITTING(1),
    /** Recorded right before the first byte of the request, or by a process that prevents it. */
    ON_THE_WIRE(2),
    /** The request may have left, and no response says what became of it. */
    UNKNOWN(3),
    /** The provider has the fax; there is a job id. */
    SUBMITTED(4),
    /** The provider gave the job of {@link #SUBMITTED} to another fax, too, so it confirms neither. */
    DISPUTED(6),
    /** The final outcome. */
    ENDED(5);

    private final int number;

    LedgerStep(int number) {
        this.number = number;
    }

    /** Its persisted form. */
    public int number() {
        return number;
    }

    static LedgerStep of(int number) {
        for (LedgerStep step : values()) {
            if (step.number == number) {
                return step;
            }
        }
        throw new IllegalArgumentException("step " + number);
    }
}
