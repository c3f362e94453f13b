package io.github.faxnummer.pdf;

import java.io.IOException;

/** A PDF cannot be drawn within the limits. */
public final class UnreadablePdfException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    public UnreadablePdfException(Finding finding) {
        super(finding.toString());
        this.finding = finding;
    }

    public Finding finding() {
        return finding;
    }
}
