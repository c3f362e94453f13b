package io.github.faxnummer.pdf;

/** How grey and color become black and white dots. */
public enum Rendering {
    /** Text, lines and the areas behind text become black or white, whatever is legible; all else is halftone. */
    AUTO,
    /** The same, and all else becomes black or white by its brightness: the fewest dots, and no shades. */
    THRESHOLD,
    /** Every shade is a clustered dot, as Ghostscript draws it, which fax services use. */
    HALFTONE,
    /** Every shade is spread by error diffusion, as some machines draw it: the finest shades, and the longest call. */
    DIFFUSION;

    public static final String DEFAULT = "auto";

    /** Returns whether text, lines and their ground become black or white. */
    boolean isLegible() {
        return this == AUTO || this == THRESHOLD;
    }
}
