package io.github.faxnummer.jenkins.agent;

import io.github.faxnummer.jenkins.Messages;
import java.io.IOException;

/** There is no agent of this name any more. */
public final class AgentRemovedException extends IOException {

    private static final long serialVersionUID = 1;

    AgentRemovedException(String node) {
        super(Messages.Workspace_gone(node));
    }
}
