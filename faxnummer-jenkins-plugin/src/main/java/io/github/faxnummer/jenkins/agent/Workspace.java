package io.github.faxnummer.jenkins.agent;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.remoting.Channel;
import hudson.remoting.VirtualChannel;
import jenkins.model.Jenkins;

/**
 * A folder on an agent or on the controller, to be found again after a restart.
 *
 * @param node name of the agent; empty: the controller
 * @param path empty: no workspace is needed
 */
public record Workspace(String node, String path) {

    public static final Workspace NONE = new Workspace("", "");

    /**
     * The place of a folder.
     *
     * @throws AgentOfflineException if its agent has just lost its connection
     */
    public static Workspace of(FilePath folder) throws AgentOfflineException {
        Computer computer = folder.toComputer();
        if (computer == null && folder.isRemote()) {
            throw new AgentOfflineException(folder.getChannel() instanceof Channel channel ? channel.getName() : "");
        }
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
        // Read once: a path without channel is one of the controller.
        VirtualChannel channel = computer == null ? null : computer.getChannel();
        if (channel == null) {
            throw new AgentOfflineException(node);
        }
        return new FilePath(channel, path);
    }
}
