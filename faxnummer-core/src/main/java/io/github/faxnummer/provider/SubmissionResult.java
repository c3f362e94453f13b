package io.github.faxnummer.provider;

import io.github.faxnummer.message.Message;
import java.util.List;
import java.util.Map;

/** The result of a submission. */
public sealed interface SubmissionResult {

    /**
     * The provider has the fax.
     *
     * @param fields all fields of the response
     */
    record Accepted(JobId jobId, Map<String, String> fields) implements SubmissionResult {}

    /** The provider has the fax, and named a job that is another fax's, too, so that the job confirms neither. */
    record JobOfAnother(JobId jobId) implements SubmissionResult {}

    /** The fax was not submitted, because an earlier submission of the same fax prevents it. */
    record AlreadySubmitted(EarlierSubmission earlier) implements SubmissionResult {}

    /** The provider rejected the fax. */
    record Rejected(Rejection refusal) implements SubmissionResult {}

    /**
     * No byte of the request was sent: the fax was certainly not sent.
     *
     * @param retryable whether a later attempt may succeed
     */
    record NotSent(Message why, boolean retryable) implements SubmissionResult {}

    /**
     * The request was sent, at least in part, and its result is unknown. It must not be sent again before a person
     * has checked.
     *
     * @param candidates possible job ids in a response that was not understood; they can be polled
     */
    record Unknown(Message why, List<JobId> candidates) implements SubmissionResult {

        public Unknown {
            candidates = List.copyOf(candidates);
        }

        /** A submission without a possible job id. */
        public Unknown(Message why) {
            this(why, List.of());
        }
    }
}
