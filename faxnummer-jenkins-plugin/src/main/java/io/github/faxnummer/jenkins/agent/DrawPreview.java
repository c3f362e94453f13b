package io.github.faxnummer.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.PreviewFolder;
import io.github.faxnummer.pdf.PdfLimits;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;

/** Renders all pages into a folder in the workspace and returns the names of the images. */
public final class DrawPreview extends MasterToSlaveFileCallable<ArrayList<String>> {

    private static final long serialVersionUID = 1;

    private final ArrayList<Document> documents;
    private final PdfLimits limits;
    private final String sender;

    public DrawPreview(List<Document> documents, PdfLimits limits, String sender) {
        this.documents = new ArrayList<>(documents);
        this.limits = limits;
        this.sender = sender;
    }

    @Override
    public ArrayList<String> invoke(File folder, VirtualChannel channel) throws IOException {
        return new ArrayList<>(new PreviewFolder(folder.toPath(), limits, sender).write(documents));
    }
}
