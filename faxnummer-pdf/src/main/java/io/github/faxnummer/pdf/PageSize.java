package io.github.faxnummer.pdf;

import java.io.Serializable;

/** The visible part of a page, as it is turned for reading, in millimetres. */
public record PageSize(double width, double height) implements Serializable {

    /** What programs round away between points, inches and millimetres. */
    private static final double TOLERANCE = 2;

    /** Whether it is A4 or US Letter, upright or not. */
    public boolean isUsual() {
        return is(210, 297) || is(215.9, 279.4);
    }

    private boolean is(double shorter, double longer) {
        return Math.abs(Math.min(width, height) - shorter) <= TOLERANCE
                && Math.abs(Math.max(width, height) - longer) <= TOLERANCE;
    }
}
