package io.github.faxnummer.jenkins.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.MasterToSlaveFileCallable;

/** Creates the folder for reports in a workspace; false if links lead elsewhere. */
public final class PrepareReportFolder extends MasterToSlaveFileCallable<Boolean> {

    private static final long serialVersionUID = 1;

    private final String folder;

    public PrepareReportFolder(String folder) {
        this.folder = folder;
    }

    @Override
    public Boolean invoke(File workspace, VirtualChannel channel) throws IOException {
        Path root = workspace.toPath().toRealPath();
        Path wanted = root.resolve(folder).normalize();
        if (!wanted.startsWith(root)) {
            return false;
        }
        Path existing = wanted;
        while (!Files.exists(existing)) {
            Path parent = existing.getParent();
            existing = parent == null ? root : parent;
        }
        if (!existing.toRealPath().startsWith(root)) {
            return false;
        }
        Files.createDirectories(wanted);
        return true;
    }
}
