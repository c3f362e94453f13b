package io.github.faxnummer.provider;

import io.github.faxnummer.message.Message;
import java.util.List;
import java.util.Map;

/** What is known of a fax after {@code SendFax}. */
public sealed interface SubmissionResult {

    /**
     * The provider has the fax.
     *
     * @param fields the whole answer
     */
    record Accepted(JobId jobId, Map<String, String> fields) implements SubmissionResult {}

    /** It was not submitted, because an earlier submission of the same fax speaks against it. */
    record AlreadySubmitted(EarlierSubmission earlier) implements SubmissionResult {}

    /** The provider answered that it did not take the fax. */
    record Rejected(Rejection refusal) implements SubmissionResult {}

    /**
     * Not one byte of the request left: the fax was certainly not sent.
     *
     * @param retryable whether the trouble may be gone a little later
     */
    record NotSent(Message why, boolean retryable) implements SubmissionResult {}

    /**
     * The request, or a part of it, left, and no answer says what became of it. It must never be sent again without a
     * person having looked.
     *
     * @param candidates what looks like a job id in a response that was not understood: the provider can be asked for it
     */
    record Unknown(Message why, List<JobId> candidates) implements SubmissionResult {

        public Unknown {
            candidates = List.copyOf(candidates);
        }

        /** A submission of whose response there is nothing to ask for. */
        public Unknown(Message why) {
            this(why, List.of());
        }
    }
}
