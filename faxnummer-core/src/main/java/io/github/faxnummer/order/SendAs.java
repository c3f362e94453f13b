package io.github.faxnummer.order;

import io.github.faxnummer.pdf.DrawnFacts;

/** What the provider gets of a document. */
public enum SendAs {
    /** The document itself: the provider draws it. */
    DOCUMENT,
    /** A PDF of the drawn pages: what the preview shows is what arrives. */
    FAX,
    /** The drawn pages, where programs are known to make different things of the document, and nothing of it is lost. */
    AUTO;

    public static final String DEFAULT = "document";

    boolean isDrawn(DrawnFacts facts) {
        return this == FAX || (this == AUTO && facts.isRendererDependent() && facts.isComplete());
    }
}
