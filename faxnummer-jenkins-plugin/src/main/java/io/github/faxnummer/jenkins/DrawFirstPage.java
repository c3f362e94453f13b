package io.github.faxnummer.jenkins;

import hudson.remoting.VirtualChannel;
import io.github.faxnummer.document.Document;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.report.FirstPages;
import io.github.faxnummer.report.NoPictureException;
import java.io.File;
import jenkins.MasterToSlaveFileCallable;

/** Draws the first page of a document where the document is; no picture is an empty one. */
final class DrawFirstPage extends MasterToSlaveFileCallable<byte[]> {

    private static final long serialVersionUID = 1;

    private final Document document;
    private final PdfLimits limits;

    DrawFirstPage(Document document, PdfLimits limits) {
        this.document = document;
        this.limits = limits;
    }

    @Override
    public byte[] invoke(File workspace, VirtualChannel channel) {
        try {
            return FirstPages.drawn(limits).png(document);
        } catch (NoPictureException e) {
            return new byte[0];
        }
    }
}
