package io.github.faxnummer.jenkins.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;

/**
 * Deletes an earlier build's reports from a folder in a workspace; a folder elsewhere, reached through links, is kept.
 */
public final class DeleteReports extends MasterToSlaveFileCallable<Void> {

    private static final long serialVersionUID = 1;

    private final String folder;
    private final List<String> names;

    public DeleteReports(String folder, List<String> names) {
        this.folder = folder;
        this.names = List.copyOf(names);
    }

    @Override
    public Void invoke(File workspace, VirtualChannel channel) throws IOException {
        Path root = workspace.toPath();
        Path reports = root.resolve(folder);
        if (Files.isDirectory(reports) && reports.toRealPath().startsWith(root.toRealPath())) {
            for (String name : names) {
                Files.deleteIfExists(reports.resolve(name));
            }
        }
        return null;
    }
}
