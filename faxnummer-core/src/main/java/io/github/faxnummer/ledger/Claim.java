package io.github.faxnummer.ledger;

import io.github.faxnummer.provider.EarlierSubmission;

/** What a run may do with a fax. */
public sealed interface Claim {

    /** The caller owns the attempt and must submit it. */
    record Granted(OpenAttempt attempt) implements Claim {}

    /** Do not submit it. */
    record Denied(EarlierSubmission earlier) implements Claim {}

    /**
     * Do not submit it again: this run has submitted it as often as it may.
     *
     * @param submissions by this run
     */
    record Exhausted(int submissions) implements Claim {}
}
