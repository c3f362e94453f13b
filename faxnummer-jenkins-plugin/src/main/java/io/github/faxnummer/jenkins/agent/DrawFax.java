package io.github.faxnummer.jenkins.agent;

import hudson.remoting.RemoteOutputStream;
import hudson.remoting.VirtualChannel;
import io.github.faxnummer.pdf.Preview;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import jenkins.MasterToSlaveFileCallable;

/** Draws a document where it is, and writes the file that is sent in its place to the controller. */
final class DrawFax extends MasterToSlaveFileCallable<Void> {

    private static final long serialVersionUID = 1;

    private final Preview preview;
    private final OutputStream output;

    DrawFax(Preview preview, OutputStream output) {
        this.preview = preview;
        this.output = new RemoteOutputStream(output);
    }

    @Override
    public Void invoke(File document, VirtualChannel channel) throws IOException {
        try (output) {
            preview.writeFax(document.toPath(), output);
        }
        return null;
    }
}
