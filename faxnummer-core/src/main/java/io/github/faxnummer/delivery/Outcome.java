package io.github.faxnummer.delivery;

/** The outcome of a transmission as users see it. */
public enum Outcome {
    /** To be submitted. */
    PLANNED("PLANNED", false),
    /** The request may be in progress. */
    SUBMITTING("SUBMITTING", false),
    /** The response was not understood but contains a possible job id, which is polled. */
    VERIFYING("VERIFYING", false),
    /** The provider has accepted it; it has a job id. */
    SUBMITTED("SUBMITTED", false),
    /** The provider reports it as delivered. */
    DONE_OK("DONE-OK", true),
    /** The provider reports that it failed. */
    DONE_ERROR("DONE-ERROR", true),
    /** The provider did not accept it. */
    REJECTED("REJECTED", true),
    /** It may or may not have been sent, which a person has to find out. Never submitted again. */
    UNKNOWN("UNKNOWN", true),
    /** Not finished at the deadline; it may still be delivered. */
    TIMED_OUT("TIMED_OUT", true),
    /** Certainly not sent. */
    NOT_SENT("NOT_SENT", true);

    private final String label;
    private final boolean isFinal;

    Outcome(String label, boolean isFinal) {
        this.label = label;
        this.isFinal = isFinal;
    }

    /** The label in tables and reports: the API's word where it has one. */
    public String label() {
        return label;
    }

    /** Whether the outcome cannot change any more. */
    public boolean isFinal() {
        return isFinal;
    }
}
