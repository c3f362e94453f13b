package io.github.faxnummer.order;

import java.io.Serializable;

/**
 * A part of a composed document.
 *
 * @param kind what it is
 * @param name the file name of the document that it was made from, or of the template; empty for the built-in cover page
 * @param sha256 of that file; of a cover page: of all that is on it besides its date
 * @param firstPage counted from 1
 * @param lastPage counted from 1
 */
public record DocumentPart(Kind kind, String name, String sha256, int firstPage, int lastPage) implements Serializable {

    /** Kinds of parts. */
    public enum Kind {
        COVER_PAGE,
        DOCUMENT
    }

    /** Its pages, such as {@code 3} or {@code 3-7}. */
    public String pages() {
        return firstPage == lastPage ? String.valueOf(firstPage) : firstPage + "-" + lastPage;
    }
}
