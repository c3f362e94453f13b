package io.github.faxnummer.provider;

import io.github.faxnummer.message.Message;
import java.util.List;

/** The result of {@code GetSentFaxStatus}. */
public sealed interface StatusResult {

    /**
     * The faxes of the job.
     *
     * @param faxes in the order of the response; may be empty
     */
    record Known(List<FaxStatus> faxes) implements StatusResult {}

    /** The provider gave the job to another fax, too, so that its status confirms neither. */
    record JobOfAnother() implements StatusResult {}

    /** The provider refused the request; its response for an unknown job is not documented. */
    record Refused(Rejection refusal) implements StatusResult {}

    /** No usable response; the poll can be repeated. */
    record Unavailable(Message why) implements StatusResult {}
}
