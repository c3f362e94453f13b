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

    public Finding finding() {
        return finding;
    }
}
