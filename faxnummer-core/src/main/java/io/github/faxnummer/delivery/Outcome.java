package io.github.faxnummer.delivery;

/** How far a transmission is, in the word that users see. */
public enum Outcome {
    /** To be submitted. */
    PLANNED("PLANNED", false),
    /** The request may be on its way at this moment. */
    SUBMITTING("SUBMITTING", false),
    /** The response was not understood but holds a job id, which the provider is asked for. */
    VERIFYING("VERIFYING", false),
    /** The provider has it; there is a job id. */
    SUBMITTED("SUBMITTED", false),
    /** The provider says that it arrived. */
    DONE_OK("DONE-OK", true),
    /** The provider gave up. */
    DONE_ERROR("DONE-ERROR", true),
    /** The provider did not take it. */
    REJECTED("REJECTED", true),
    /** Neither known to be sent nor known not to be: a person has to look. Never submitted again. */
    UNKNOWN("UNKNOWN", true),
    /** The deadline came first: it may still arrive. */
    TIMED_OUT("TIMED_OUT", true),
    /** It certainly was not sent. */
    NOT_SENT("NOT_SENT", true);

    private final String label;
    private final boolean isFinal;

    Outcome(String label, boolean isFinal) {
        this.label = label;
        this.isFinal = isFinal;
    }

    /** As printed in tables and reports: the API's own word where it has one. */
    public String label() {
        return label;
    }

    /** Whether nothing more will be learnt about it. */
    public boolean isFinal() {
        return isFinal;
    }
}
