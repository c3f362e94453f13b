package io.github.faxnummer.jenkins.agent;

import io.github.faxnummer.jenkins.Messages;
import java.io.IOException;
import java.time.Duration;

/** The agent is connected and does not answer. */
public final class AgentTimeoutException extends IOException {

    private static final long serialVersionUID = 1;

    AgentTimeoutException(String node, Duration limit) {
        super(Messages.AgentCall_timedOut(
                node.isEmpty() ? Messages.AgentCall_controller() : node, String.valueOf(limit.toSeconds())));
    }
}
