package io.github.faxnummer.pdf;

import java.io.Serial;

/**
 * Ends the work on a document for a reason that becomes a {@link Finding}. Unchecked, because PDFBox takes an
 * {@link java.io.IOException} for damage in a part that it may skip.
 */
final class PdfLimitExceededException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Finding.Kind kind;
    private final String detail;

    PdfLimitExceededException(Finding.Kind kind, String detail) {
        super(kind + " " + detail, null, false, false);
        this.kind = kind;
        this.detail = detail;
    }

    Finding toFinding(int page) {
        return new Finding(kind, page, detail);
    }
}
