package io.github.faxnummer.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.report.PageImageSource;
import io.github.faxnummer.report.PageImageUnavailableException;
import java.io.File;
import jenkins.MasterToSlaveFileCallable;

/** Draws the first page of a document where the document is; no picture is an empty one. */
public final class DrawFirstPage extends MasterToSlaveFileCallable<byte[]> {

    private static final long serialVersionUID = 1;

    private final Document document;
    private final PdfLimits limits;

    public DrawFirstPage(Document document, PdfLimits limits) {
        this.document = document;
        this.limits = limits;
    }

    @Override
    public byte[] invoke(File workspace, VirtualChannel channel) {
        try {
            return PageImageSource.drawn(limits).png(document);
        } catch (PageImageUnavailableException e) {
            return new byte[0];
        }
    }
}
