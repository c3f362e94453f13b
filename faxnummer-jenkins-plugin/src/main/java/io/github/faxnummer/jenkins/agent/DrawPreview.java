package io.github.faxnummer.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.PreviewException;
import io.github.faxnummer.order.PreviewFolder;
import io.github.faxnummer.pdf.PdfLimits;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jenkins.MasterToSlaveFileCallable;

/** Renders all pages into a folder in the workspace and returns the names of the images. */
public final class DrawPreview extends MasterToSlaveFileCallable<ArrayList<String>> {

    private static final long serialVersionUID = 1;

    private final ArrayList<Document> documents;
    private final PdfLimits limits;
    private final String sender;
    private final Locale locale;

    /** @param locale of what it says about documents that cannot be drawn */
    public DrawPreview(List<Document> documents, PdfLimits limits, String sender, Locale locale) {
        this.documents = new ArrayList<>(documents);
        this.limits = limits;
        this.sender = sender;
        this.locale = locale;
    }

    @Override
    public ArrayList<String> invoke(File folder, VirtualChannel channel) throws IOException {
        try {
            return new ArrayList<>(new PreviewFolder(folder.toPath(), limits, sender).write(documents));
        } catch (PreviewException e) {
            // Its problems would not cross Remoting.
            throw new IOException(e.in(locale));
        }
    }
}
