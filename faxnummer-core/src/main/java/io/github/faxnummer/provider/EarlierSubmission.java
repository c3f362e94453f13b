package io.github.faxnummer.provider;

import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;

/**
 * An earlier attempt to submit the same fax, in this run or another one, which prevents its submission now.
 *
 * @param attempt its number in the ledger
 * @param at when the attempt began
 * @param runName the run that made it, as shown to users
 * @param jobId present if the provider is known to have the fax
 */
public record EarlierSubmission(int attempt, State state, Instant at, String runName, Optional<JobId> jobId)
        implements Serializable {

    public enum State {
        /** The fax was delivered. */
        DELIVERED,
        /** The provider has the fax, and its outcome is not known yet. */
        SUBMITTED,
        /** The fax is being submitted, according to its owner's counter. */
        SUBMITTING,
        /** The fax may have been submitted, which a person has to check. */
        UNKNOWN
    }
}
