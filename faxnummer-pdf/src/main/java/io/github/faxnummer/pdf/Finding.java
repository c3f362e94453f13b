package io.github.faxnummer.pdf;

import java.io.Serializable;

/**
 * Something that keeps a PDF from being faxed, or will suffer when it is.
 *
 * @param page counted from 1; 0 if it concerns the whole document
 * @param detail what it is about, such as a size or a font's name; may be empty, and may hold what a stranger wrote
 */
public record Finding(Kind kind, int page, String detail) implements Serializable {

    /** What was found; those that are {@link #isError} keep the document from being faxed. */
    public enum Kind {
        NOT_A_PDF(true),
        ENCRYPTED(true),
        NO_PAGE(true),
        TOO_MUCH_TIME(true),
        TOO_MUCH_MEMORY(true),
        DAMAGED_PAGE(true),
        MANY_PAGES(false),
        LARGE_FILE(false),
        PAGE_SCALED(false),
        COLOUR(false),
        GREY(false),
        FINE_TEXT(false),
        FINE_LINES(false),
        FONT_NOT_EMBEDDED(false),
        PICTURE_NOT_DRAWN(false),
        NEARLY_EMPTY(false);

        private final boolean error;

        Kind(boolean error) {
            this.error = error;
        }

        public boolean isError() {
            return error;
        }
    }
}
