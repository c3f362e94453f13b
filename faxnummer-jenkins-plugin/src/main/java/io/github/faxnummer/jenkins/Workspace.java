package io.github.faxnummer.jenkins;

import hudson.FilePath;
import hudson.model.Computer;
import java.io.IOException;
import jenkins.model.Jenkins;

/**
 * A folder on an agent or on the controller, to be found again after a restart.
 *
 * @param node name of the agent; empty: the controller
 * @param path empty: no workspace is needed
 */
record Workspace(String node, String path) {

    static final Workspace NONE = new Workspace("", "");

    /** The agent exists but is not connected at the moment. */
    static final class AwayException extends IOException {
        private static final long serialVersionUID = 1;

        private final String node;

        AwayException(String node) {
            super(Messages.Workspace_away(node));
            this.node = node;
        }

        AwayException(String node, Throwable cause) {
            this(node);
            initCause(cause);
        }

        String node() {
            return node;
        }
    }

    /** There is no such agent any more. */
    static final class GoneException extends IOException {
        private static final long serialVersionUID = 1;

        private final String node;

        GoneException(String node) {
            super(Messages.Workspace_gone(node));
            this.node = node;
        }

        String node() {
            return node;
        }
    }

    static Workspace of(FilePath folder) {
        Computer computer = folder.toComputer();
        return new Workspace(computer == null ? "" : computer.getName(), folder.getRemote());
    }

    FilePath find() throws AwayException, GoneException {
        Jenkins jenkins = Jenkins.get();
        if (node.isEmpty()) {
            return jenkins.createPath(path);
        }
        if (jenkins.getNode(node) == null) {
            throw new GoneException(node);
        }
        Computer computer = jenkins.getComputer(node);
        if (computer == null || computer.getChannel() == null) {
            throw new AwayException(node);
        }
        return new FilePath(computer.getChannel(), path);
    }
}
