package io.github.faxnummer.jenkins.agent;

import hudson.FilePath;
import hudson.model.Computer;
import jenkins.model.Jenkins;

/**
 * A folder on an agent or on the controller, to be found again after a restart.
 *
 * @param node name of the agent; empty: the controller
 * @param path empty: no workspace is needed
 */
public record Workspace(String node, String path) {

    public static final Workspace NONE = new Workspace("", "");

    public static Workspace of(FilePath folder) {
        Computer computer = folder.toComputer();
        return new Workspace(computer == null ? "" : computer.getName(), folder.getRemote());
    }

    public FilePath find() throws AgentOfflineException, AgentRemovedException {
        Jenkins jenkins = Jenkins.get();
        if (node.isEmpty()) {
            return jenkins.createPath(path);
        }
        if (jenkins.getNode(node) == null) {
            throw new AgentRemovedException(node);
        }
        Computer computer = jenkins.getComputer(node);
        if (computer == null || computer.getChannel() == null) {
            throw new AgentOfflineException(node);
        }
        return new FilePath(computer.getChannel(), path);
    }
}
