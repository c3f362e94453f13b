package io.github.faxnummer.pdf;

import java.io.Serializable;

/** The visible size of a page, as it is rotated for reading, in millimeters. */
public record PageSize(double width, double height) implements Serializable {

    /** Rounding between points, inches and millimeters. */
    private static final double TOLERANCE = 2;

    /** Returns whether the page is A4 or US Letter, in portrait: every fax service prints it as it is. */
    public boolean isUsual() {
        return is(210, 297) || is(215.9, 279.4);
    }

    /** Returns whether the page is A4, in portrait or landscape. */
    public boolean isA4() {
        return is(210, 297) || is(297, 210);
    }

    private boolean is(double usualWidth, double usualHeight) {
        return Math.abs(width - usualWidth) <= TOLERANCE && Math.abs(height - usualHeight) <= TOLERANCE;
    }
}
