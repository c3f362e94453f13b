package io.github.faxnummer.pdf;

import java.io.Serializable;

/**
 * Something that prevents a PDF from being faxed, or that the fax will lose.
 *
 * @param page counted from 1, or 0 for the whole document
 * @param detail details such as a size or the name of a font; may be empty, and may contain text from the document
 * @param place where it is on the page, if that is known; if it is in several places, one of them
 */
public record Finding(Kind kind, int page, String detail, Place place) implements Serializable {

    /** Creates a finding that concerns no place. */
    public Finding(Kind kind, int page, String detail) {
        this(kind, page, detail, Place.UNKNOWN);
    }

    /** The same in a document that has so many pages before it. */
    public Finding after(int pages) {
        return page == 0 ? this : new Finding(kind, page + pages, detail, place);
    }

    /** Kinds of findings; an {@link #isError error} prevents the document from being faxed. */
    public enum Kind {
        NOT_A_PDF(true),
        ENCRYPTED(true),
        NO_PAGE(true),
        PORTFOLIO(true),
        DYNAMIC_FORM(true),
        TOO_MUCH_TIME(true),
        TOO_MUCH_MEMORY(true),
        DAMAGED_PAGE(true),
        DAMAGED_PICTURE(true),
        PICTURE_FORM(true),
        NOT_UTF_8(true),
        NEEDS_BROWSER(true),
        TOO_WIDE(true),
        MISSING_CONTENT(true),
        MANY_PAGES(false),
        LARGE_FILE(false),
        BYTES_BEFORE_HEADER(false),
        REPAIRED(false),
        PRINTING_FORBIDDEN(false),
        FIELD_DIFFERS(false),
        FIELD_NOT_PRINTED(false),
        ANNOTATION_NOT_PRINTED(false),
        LAYER_DIFFERS(false),
        LAYER_OFF(false),
        EFFECT_DIFFERS(false),
        PAGE_SCALED(false),
        PAGE_SHAPE(false),
        COLOUR(false),
        GREY(false),
        TEXT_ON_GREY(false),
        FINE_TEXT(false),
        FINE_LINES(false),
        FINE_BARS(false),
        UNDER_HEADER(false),
        LOWER_EDGE(false),
        FONT_NOT_EMBEDDED(false),
        PICTURE_NOT_DRAWN(false),
        PICTURE_DAMAGED(false),
        PART_NOT_DRAWN(false),
        MISSING_CHARACTER(false),
        RIGHT_TO_LEFT(false),
        TEXT_MISSING(false),
        TEXT_COVERED(false),
        TEXT_HIDDEN(false),
        TEXT_BY_SCRIPT(false),
        PART_LEFT_OUT(false),
        NOT_LOADED(false),
        FORMAT_NOT_CHECKED(false),
        NO_MARGIN(false),
        PAGE_TOO_NARROW(false),
        NEARLY_EMPTY(false),
        LONG_ON_LINE(false),
        HALFTONE_ON_LINE(false);

        private final boolean error;

        Kind(boolean error) {
            this.error = error;
        }

        public boolean isError() {
            return error;
        }
    }
}
