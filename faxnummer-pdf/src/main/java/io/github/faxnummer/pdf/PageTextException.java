package io.github.faxnummer.pdf;

import java.io.IOException;
import java.io.Serial;

/** Thrown if a text cannot be written on a cover page or as the header of pages: both have one font and limited space. */
public final class PageTextException extends IOException {

    /** What is wrong. */
    public enum Reason {
        /** The texts do not fit on one page, or into one line. */
        TOO_LONG,
        /** The font does not have a character. */
        MISSING_CHARACTER
    }

    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String detail;

    PageTextException(Reason reason, String detail) {
        super(reason + " " + detail);
        this.reason = reason;
        this.detail = detail;
    }

    public Reason reason() {
        return reason;
    }

    /** The code point of the missing character, such as {@code U+1F600}; else empty. */
    public String detail() {
        return detail;
    }
}
