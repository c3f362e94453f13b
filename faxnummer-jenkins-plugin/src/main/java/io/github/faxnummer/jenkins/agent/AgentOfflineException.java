package io.github.faxnummer.jenkins.agent;

import io.github.faxnummer.jenkins.Messages;
import java.io.IOException;

/** The agent exists but is not connected at the moment. */
public final class AgentOfflineException extends IOException {

    private static final long serialVersionUID = 1;

    private final String node;

    AgentOfflineException(String node) {
        super(Messages.Workspace_away(node));
        this.node = node;
    }

    public AgentOfflineException(String node, Throwable cause) {
        this(node);
        initCause(cause);
    }

    public String node() {
        return node;
    }
}
