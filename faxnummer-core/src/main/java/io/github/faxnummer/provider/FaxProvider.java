package io.github.faxnummer.provider;

import io.github.faxnummer.message.Message;
import java.util.Optional;

/**
 * A fax service. Implementations are thread-safe; their calls block, and an interrupt ends a call at once while the
 * interrupt status stays set. Closing a provider ends its threads and connections.
 *
 * <p>A submission costs money and reaches a person, so an implementation makes one attempt only and reports a request
 * that may have reached the service as {@link SubmissionResult.Unknown}, even where its HTTP library would retry.
 */
public interface FaxProvider extends AutoCloseable {

    /** Submits one document to one recipient, at most once, if its {@linkplain FaxRequest#permit permit} is granted. */
    SubmissionResult submit(FaxRequest fax);

    /** Polls the status of a job. Changes nothing and costs nothing, so it may be repeated. */
    StatusResult status(JobId job);

    /**
     * Tests the account without sending or changing anything.
     *
     * @return why the account cannot be used; empty if it can
     */
    Optional<Message> checkAccount();

    @Override
    void close();
}
