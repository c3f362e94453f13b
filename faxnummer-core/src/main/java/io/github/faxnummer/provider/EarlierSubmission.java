package io.github.faxnummer.provider;

import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;

/**
 * An earlier attempt to submit the same fax, in this run or another one, because of which it is not submitted now.
 *
 * @param attempt its number in the ledger
 * @param at when the attempt began
 * @param runName the run that made it, as shown to users
 * @param jobId there if the provider is known to have the fax
 */
public record EarlierSubmission(int attempt, State state, Instant at, String runName, Optional<JobId> jobId)
        implements Serializable {

    public enum State {
        /** It arrived. */
        DELIVERED,
        /** The provider has it, and its end is not known yet. */
        SUBMITTED,
        /** It is being submitted at this moment, as far as its owner's counter tells. */
        SUBMITTING,
        /** It may have been submitted, which a person has to check. */
        UNKNOWN
    }
}
