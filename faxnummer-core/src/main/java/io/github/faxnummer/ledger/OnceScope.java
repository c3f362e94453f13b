package io.github.faxnummer.ledger;

/** Which earlier submissions of a fax keep it from being submitted again. */
public enum OnceScope {
    /** Those of the same run of the CI system. */
    RUN,
    /** Those of all runs. */
    CONTENT,
    /** None. */
    OFF
}
