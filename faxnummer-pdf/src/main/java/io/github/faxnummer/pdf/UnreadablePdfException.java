package io.github.faxnummer.pdf;

import java.io.IOException;
import java.io.Serial;

/** Thrown if a PDF cannot be read within the limits, to draw it or to compute its fingerprint. */
public final class UnreadablePdfException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Finding finding;

    public UnreadablePdfException(Finding finding) {
        super(finding.toString());
        this.finding = finding;
    }

    /** Creates an exception whose message names the document and the reason. */
    public UnreadablePdfException(String document, Finding finding) {
        super(document + ": " + finding.kind() + (finding.page() > 0 ? " on page " + finding.page() : "")
                + (finding.detail().isEmpty() ? "" : " (" + finding.detail() + ")"));
        this.finding = finding;
    }

    public Finding finding() {
        return finding;
    }
}
