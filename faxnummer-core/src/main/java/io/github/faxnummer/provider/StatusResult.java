package io.github.faxnummer.provider;

import io.github.faxnummer.message.Message;
import java.util.List;

/** What {@code GetSentFaxStatus} told. */
public sealed interface StatusResult {

    /**
     * The faxes of the job.
     *
     * @param faxes in the answer's order; may be empty
     */
    record Known(List<FaxStatus> faxes) implements StatusResult {}

    /** The provider refused the question; what it answers for an unknown job is not documented. */
    record Refused(Rejection refusal) implements StatusResult {}

    /** No usable answer: the question can be asked again. */
    record Unavailable(Message why) implements StatusResult {}
}
