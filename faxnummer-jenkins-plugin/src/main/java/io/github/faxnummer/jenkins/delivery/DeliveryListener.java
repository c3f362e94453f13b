package io.github.faxnummer.jenkins.delivery;

import hudson.model.Run;
import io.github.faxnummer.message.Message;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Receives the events of a delivery, to show and report them. */
public interface DeliveryListener {

    /** Called before the first state of a delivery is saved. */
    void started(Run<?, ?> run) throws IOException;

    /** Called when nothing is waited for any more, before the step ends. */
    void finished(DeliveryRecord record, Instant now);

    /** Called if more became known after {@link #finished}: an abort does not wait for a request for long. */
    void corrected(DeliveryRecord record, Instant now);

    /** Whether {@link #sign} has anything to do. */
    boolean isSigned(DeliveryRecord record);

    /**
     * Called after {@link #finished}. It may wait for servers, and an abort does not wait for it.
     *
     * @return why the step is to fail although nothing is wrong with its faxes
     */
    Optional<Message> sign(DeliveryRecord record);

    /**
     * Called in place of what {@link #sign} returns, if it fails or is not waited for.
     *
     * @param why in words that say what the reports are not, such as {@code cannot be signed}
     * @return why the step is to fail although nothing is wrong with its faxes
     */
    Optional<Message> unsigned(DeliveryRecord record, Message why);

    /** Whether {@link #copyToWorkspace} has anything to do. */
    boolean isCopied(DeliveryRecord record);

    /** Called after {@link #sign}, unless the build was aborted. It may wait for an agent. */
    void copyToWorkspace(DeliveryRecord record) throws InterruptedException;
}
