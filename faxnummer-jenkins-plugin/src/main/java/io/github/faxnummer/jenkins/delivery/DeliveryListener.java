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

    /** Whether {@link #sign} has anything to do. */
    boolean isSigned(DeliveryRecord record);

    /**
     * Called after {@link #finished}. It may wait for servers, and an abort does not wait for it.
     *
     * @return why the step is to fail although nothing is wrong with its faxes
     */
    Optional<Message> sign(DeliveryRecord record);

    /** Whether {@link #copyToWorkspace} has anything to do. */
    boolean isCopied(DeliveryRecord record);

    /** Called after {@link #sign}, unless the build was aborted. It may wait for an agent. */
    void copyToWorkspace(DeliveryRecord record) throws InterruptedException;
}
