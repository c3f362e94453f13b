package io.github.faxnummer.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.github.faxnummer.order.Composition;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;

/**
 * Deletes an earlier build's reports from a folder in a workspace; a folder elsewhere, reached through links, is
 * kept. Gives back what cannot be deleted, relative to the workspace; empty if all is well.
 */
public final class DeleteReports extends MasterToSlaveFileCallable<String> {

    private static final long serialVersionUID = 1;

    private final String folder;
    private final List<String> names;

    public DeleteReports(String folder, List<String> names) {
        this.folder = folder;
        this.names = List.copyOf(names);
    }

    @Override
    public String invoke(File workspace, VirtualChannel channel) {
        Path root = workspace.toPath();
        String current = folder;
        try {
            Path reports = root.resolve(folder);
            if (Files.isDirectory(reports) && reports.toRealPath().startsWith(root.toRealPath())) {
                for (String name : names) {
                    current = folder + "/" + name;
                    Files.deleteIfExists(reports.resolve(name));
                }
                current = folder;
                Composition.deleteEarlier(reports);
                Composition.deleteEarlier(reports.resolve(ComposeFax.DRY_RUN));
            }
            return "";
        } catch (IOException | InvalidPathException e) {
            return current;
        }
    }
}
