package io.github.faxnummer.jenkins.delivery;

import hudson.model.Run;
import java.io.IOException;
import java.time.Instant;

/** Receives the events of a delivery, to show and report them. */
public interface DeliveryListener {

    /** Called before the first state of a delivery is saved. */
    void started(Run<?, ?> run) throws IOException;

    /** Called when nothing is waited for any more, before the step ends. */
    void finished(DeliveryRecord record, Instant now);

    /** Whether {@link #copyToWorkspace} has anything to do. */
    boolean isCopied(DeliveryRecord record);

    /** Called after {@link #finished}, unless the build was aborted. It may wait for an agent. */
    void copyToWorkspace(DeliveryRecord record) throws InterruptedException;
}
