package io.github.faxnummer.jenkins.delivery;

import hudson.model.Run;
import java.io.IOException;
import java.time.Instant;

/** What a delivery tells those who show it and report about it. */
public interface DeliveryListener {

    /** Called before the first state of a delivery is saved. */
    void started(Run<?, ?> run) throws IOException;

    /** Called before the step ends; an aborted delivery's agent is not asked for anything. */
    void finished(DeliveryRecord record, Instant now);
}
