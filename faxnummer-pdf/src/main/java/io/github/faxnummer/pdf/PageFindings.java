package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What was seen on a page, and what of it will suffer. Sizes are in points on the sheet. */
final class PageFindings {

    /** The lower of both resolutions, in points; which one the recipient's machine has is not known. */
    private static final double STANDARD_ROW = 72 / 98.0;

    private static final double FINE_ROW = 72.0 / FaxPage.VERTICAL_DPI;

    /** An "e" has three strokes and two gaps, one above the other: five rows. Half a row is lost where it lies badly. */
    private static final double ROWS_OF_X = 4.5;

    /** Lines have to be as thick as a pixel is wide: a thinner one is there or not, or looks thicker than it is. */
    private static final double PIXEL = 72.0 / FaxPage.HORIZONTAL_DPI;

    /** What rounding may add to or take from a measure. */
    private static final double ROUNDING = 1.01;

    /** A page number, a header's few words. */
    private static final int FEW_CHARACTERS = 20;

    private static final int FEW_SHAPES = 5;

    /** Names that are told of a page; nobody reads more. */
    private static final int MOST_NAMES = 5;

    /** PDF's own limit. */
    private static final int LONGEST_NAME = 127;

    private final Set<String> foreignFonts = new LinkedHashSet<>();
    private final Set<String> notDrawn = new LinkedHashSet<>();
    private Shade worst = Shade.WHITE;
    private double smallestXHeight = Double.POSITIVE_INFINITY;
    private double smallestSize;
    private double thinnest = Double.POSITIVE_INFINITY;
    private int characters;
    private int shapes;
    private boolean picture;

    void mark(Shade shade) {
        worst = worst.worse(shade);
    }

    void characters(int count) {
        characters += count;
    }

    void text(double xHeight, double size) {
        if (size > 0 && xHeight < smallestXHeight) {
            smallestXHeight = xHeight;
            smallestSize = size;
        }
    }

    /** A font that whoever draws the page has to replace. */
    void foreignFont(String name) {
        if (foreignFonts.size() < MOST_NAMES) {
            foreignFonts.add(name.substring(0, Math.min(name.length(), LONGEST_NAME)));
        }
    }

    void shape() {
        shapes++;
    }

    void line(double width) {
        thinnest = Math.min(thinnest, width);
    }

    /** Something that is meant to be seen. */
    void picture() {
        picture = true;
    }

    /** A picture that a preview has to leave out. */
    void notDrawn(String format) {
        notDrawn.add(format);
    }

    /** @param page its number */
    List<Finding> all(int page) {
        List<Finding> findings = new ArrayList<>();
        if (worst == Shade.COLOUR) {
            findings.add(new Finding(Kind.COLOUR, page, ""));
        } else if (worst == Shade.GREY) {
            findings.add(new Finding(Kind.GREY, page, ""));
        }
        if (smallestXHeight * ROUNDING < ROWS_OF_X * STANDARD_ROW) {
            String resolution = smallestXHeight * ROUNDING < ROWS_OF_X * FINE_ROW ? "204 x 196 dpi" : "204 x 98 dpi";
            findings.add(new Finding(Kind.FINE_TEXT, page, points(smallestSize) + ", " + resolution));
        }
        if (thinnest * ROUNDING < PIXEL) {
            findings.add(new Finding(Kind.FINE_LINES, page, points(thinnest)));
        }
        for (String font : foreignFonts) {
            findings.add(new Finding(Kind.FONT_NOT_EMBEDDED, page, font));
        }
        for (String format : notDrawn) {
            findings.add(new Finding(Kind.PICTURE_NOT_DRAWN, page, format));
        }
        if (!picture && characters < FEW_CHARACTERS && shapes < FEW_SHAPES) {
            findings.add(new Finding(Kind.NEARLY_EMPTY, page, ""));
        }
        return findings;
    }

    private static String points(double value) {
        return String.format(Locale.ROOT, value < 1 ? "%.2f pt" : "%.1f pt", value);
    }
}
