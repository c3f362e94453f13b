package io.github.faxnummer.pdf;

import java.io.Serial;

/**
 * Work on a PDF ends here, for a reason that is a {@link Finding}. It is unchecked because PDFBox takes an
 * {@link java.io.IOException} for damage that it may draw around.
 */
final class Halt extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Finding.Kind kind;
    private final String detail;

    Halt(Finding.Kind kind, String detail) {
        super(kind + " " + detail, null, false, false);
        this.kind = kind;
        this.detail = detail;
    }

    Finding on(int page) {
        return new Finding(kind, page, detail);
    }

    Finding.Kind kind() {
        return kind;
    }
}
