package io.github.faxnummer.order;

import java.io.Serializable;

/**
 * A part of a composed document.
 *
 * @param kind what it is
 * @param name the file name of the document that it was made from, or of the template; empty for the built-in cover
 *     page and for stationery
 * @param sha256 of that file; of a cover page and of stationery: of all that it says besides its date
 * @param firstPage counted from 1
 * @param lastPage counted from 1
 * @param made the SHA-256 of what the pages show that were made of a file in another format than PDF, to which style
 *     sheets and pictures belong; empty for others
 */
public record DocumentPart(Kind kind, String name, String sha256, int firstPage, int lastPage, String made)
        implements Serializable {

    /** A part that is as it is in its file. */
    public DocumentPart(Kind kind, String name, String sha256, int firstPage, int lastPage) {
        this(kind, name, sha256, firstPage, lastPage, "");
    }

    /** Whether it says on which day it was made, which does not make it another one. */
    public boolean isDated() {
        return kind != Kind.DOCUMENT;
    }

    /** Kinds of parts. */
    public enum Kind {
        COVER_PAGE,
        DOCUMENT,
        /** The line in the margin of pages. */
        STATIONERY
    }

    /** Its pages, such as {@code 3} or {@code 3-7}. */
    public String pages() {
        return firstPage == lastPage ? String.valueOf(firstPage) : firstPage + "-" + lastPage;
    }
}
