package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Collects what a page contains and derives the findings. Sizes are in points on the fax. */
final class PageFindings {

    /** A row of the standard resolution; the resolution of the recipient's machine is unknown. */
    private static final double STANDARD_ROW = 72 / 98.0;

    private static final double FINE_ROW = 72.0 / FaxPage.VERTICAL_DPI;

    /** An "e" has three strokes and two gaps: five rows, of which half a row may be lost between two pixels. */
    private static final double ROWS_OF_X = 4.5;

    /** A thinner line may disappear. */
    private static final double PIXEL = 72.0 / FaxPage.HORIZONTAL_DPI;

    /** Rounding in generators. */
    private static final double ROUNDING = 1.01;

    /** Below this, a page has little more than a page number or a header. */
    private static final int FEW_CHARACTERS = 20;

    private static final int FEW_SHAPES = 5;

    /** Fonts, and layers, reported for each page. */
    private static final int MAX_NAMES = 5;

    /** The page is divided into as many cells in each direction, to measure how much of it is missing. */
    private static final int CELLS = 50;

    /** The limit of PDF. */
    private static final int MAX_NAME_LENGTH = 127;

    private final Set<String> missingFonts = new LinkedHashSet<>();
    private final Set<String> layers = new LinkedHashSet<>();
    private final Set<String> layersOff = new LinkedHashSet<>();
    private final Set<String> effects = new LinkedHashSet<>();
    private final Set<String> unprinted = new LinkedHashSet<>();
    private final Set<String> undrawnPictures = new LinkedHashSet<>();
    private final Set<String> undrawnParts = new LinkedHashSet<>();
    private final BitSet missing = new BitSet(CELLS * CELLS);
    private Tone worstTone = Tone.WHITE;
    private Place smallestPlace = Place.UNKNOWN;
    private Place thinnestPlace = Place.UNKNOWN;
    private Place barPlace = Place.UNKNOWN;
    private Place underHeaderPlace = Place.UNKNOWN;
    private Place lowerEdgePlace = Place.UNKNOWN;
    private double smallestXHeight = Double.POSITIVE_INFINITY;
    private double smallestSize;
    private double thinnest = Double.POSITIVE_INFINITY;
    private double thinnestBar = Double.POSITIVE_INFINITY;
    private String textAtRisk = "";
    private String underHeader = "";
    private String lowerEdge = "";
    private boolean hasPictureUnderHeader;
    private boolean hasPictureAtLowerEdge;
    private int characters;
    private int shapes;
    private boolean hasPicture;

    void addTone(Tone tone) {
        worstTone = worstTone.worse(tone);
    }

    void addCharacters(int count) {
        characters += count;
    }

    void addText(double xHeight, double size, Supplier<Place> place) {
        if (size > 0 && xHeight < smallestXHeight) {
            smallestXHeight = xHeight;
            smallestSize = size;
            smallestPlace = place.get();
        }
    }

    /** Adds a font that is not embedded, so that every renderer substitutes another one. */
    void addMissingFont(String name) {
        addName(missingFonts, name);
    }

    /** Adds a layer that is shown on screen and not in print, or the other way round. */
    void addLayer(String name) {
        addName(layers, name);
    }

    /** Adds a layer that is off, and of which some programs draw something all the same. */
    void addLayerOff(String name) {
        addName(layersOff, name);
    }

    /** Adds the key of an effect that programs draw or ignore. */
    void addEffect(String key) {
        addName(effects, key);
    }

    private static void addName(Set<String> names, String name) {
        if (names.size() < MAX_NAMES) {
            names.add(name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH)));
        }
    }

    /** Adds the type of an annotation that is shown on screen only. */
    void addUnprinted(String annotation) {
        addName(unprinted, annotation);
    }

    void addShape() {
        shapes++;
    }

    void addLine(double width, Supplier<Place> place) {
        if (width < thinnest) {
            thinnest = width;
            thinnestPlace = place.get();
        }
    }

    /** Adds the width of the thinnest bar of a bar code. */
    void addBar(double width, Supplier<Place> place) {
        if (width < thinnestBar) {
            thinnestBar = width;
            barPlace = place.get();
        }
    }

    /** Adds text that is lost where grey becomes black. */
    void addTextOnGrey(String text) {
        textAtRisk = textAtRisk.isEmpty() ? text : textAtRisk;
    }

    /**
     * Adds text that the header line may cover or move beyond the paper.
     *
     * @param covered false: it is at the lower edge
     */
    void addAtEdge(boolean covered, String text, Supplier<Place> place) {
        if (covered && !underHeaderPlace.isKnown()) {
            underHeader = text;
            underHeaderPlace = place.get();
        } else if (!covered && !lowerEdgePlace.isKnown()) {
            lowerEdge = text;
            lowerEdgePlace = place.get();
        }
    }

    /**
     * Adds a black-and-white picture. Its letters are known when it is drawn.
     *
     * @param covered whether the header line may cover it
     * @param pushedOut whether the line may move it beyond the paper
     */
    void addPictureAtEdges(boolean covered, boolean pushedOut) {
        hasPictureUnderHeader |= covered;
        hasPictureAtLowerEdge |= pushedOut;
    }

    /** Adds the dots of the page. */
    void addDrawn(FaxPage page) {
        if (hasPictureUnderHeader && HeaderLine.hasLetters(page, 0)) {
            addAtEdge(true, "", () -> Place.of(HeaderLine.AREA));
        }
        int bottom = page.image().getHeight() - HeaderLine.ROWS;
        if (hasPictureAtLowerEdge && HeaderLine.hasLetters(page, bottom)) {
            addAtEdge(false, "", () -> Place.of(new Rectangle2D.Double(0, bottom, FaxPage.WIDTH, HeaderLine.ROWS)));
        }
    }

    /** Adds something that counts as content of its own. */
    void addPicture() {
        hasPicture = true;
    }

    /** Adds the format of an image that cannot be decoded. */
    void addUndrawnPicture(String format) {
        addName(undrawnPictures, format);
    }

    /** Adds the operator of a part that cannot be drawn. */
    void addUndrawnPart(String operator) {
        addName(undrawnParts, operator);
    }

    /** Whether all of the page could be drawn. */
    boolean isComplete() {
        return undrawnPictures.isEmpty() && undrawnParts.isEmpty() && missing.isEmpty();
    }

    /** Adds where something cannot be drawn, in the coordinates of the page's box. */
    void addMissing(Rectangle2D area, Rectangle2D page) {
        Rectangle2D visible = area.createIntersection(page);
        if (visible.isEmpty()) {
            return;
        }
        double width = page.getWidth() / CELLS;
        double height = page.getHeight() / CELLS;
        // A cell counts if its center is covered.
        int left = (int) Math.ceil((visible.getMinX() - page.getMinX()) / width - 0.5);
        int right = (int) Math.floor((visible.getMaxX() - page.getMinX()) / width - 0.5);
        int low = (int) Math.ceil((visible.getMinY() - page.getMinY()) / height - 0.5);
        int high = (int) Math.floor((visible.getMaxY() - page.getMinY()) / height - 0.5);
        for (int y = low; y <= high; y++) {
            missing.set(y * CELLS + left, Math.max(y * CELLS + left, y * CELLS + right + 1));
        }
    }

    /**
     * Returns the findings of the page.
     *
     * @param mayMiss the share of the page that may be missing
     */
    List<Finding> all(int page, double mayMiss) {
        List<Finding> findings = new ArrayList<>();
        double share = (double) missing.cardinality() / (CELLS * CELLS);
        if (share > mayMiss) {
            Set<String> what = new LinkedHashSet<>(undrawnPictures);
            what.addAll(undrawnParts);
            findings.add(new Finding(
                    Kind.MISSING_CONTENT,
                    page,
                    String.format(Locale.ROOT, "%s, %.0f %%", String.join(", ", what), 100 * share)));
        }
        if (worstTone == Tone.COLOUR) {
            findings.add(new Finding(Kind.COLOUR, page, ""));
        } else if (worstTone == Tone.GREY) {
            findings.add(new Finding(Kind.GREY, page, ""));
        }
        if (!textAtRisk.isEmpty()) {
            findings.add(new Finding(Kind.TEXT_ON_GREY, page, textAtRisk));
        }
        if (thinnestBar < Double.POSITIVE_INFINITY) {
            findings.add(new Finding(Kind.FINE_BARS, page, points(thinnestBar), barPlace));
        }
        if (underHeaderPlace.isKnown()) {
            findings.add(new Finding(Kind.UNDER_HEADER, page, underHeader, underHeaderPlace));
        }
        if (lowerEdgePlace.isKnown()) {
            findings.add(new Finding(Kind.LOWER_EDGE, page, lowerEdge, lowerEdgePlace));
        }
        if (smallestXHeight * ROUNDING < ROWS_OF_X * STANDARD_ROW) {
            String resolution = smallestXHeight * ROUNDING < ROWS_OF_X * FINE_ROW ? "204 x 196 dpi" : "204 x 98 dpi";
            findings.add(new Finding(Kind.FINE_TEXT, page, points(smallestSize) + ", " + resolution, smallestPlace));
        }
        if (thinnest * ROUNDING < PIXEL) {
            findings.add(new Finding(Kind.FINE_LINES, page, points(thinnest), thinnestPlace));
        }
        for (String font : missingFonts) {
            findings.add(new Finding(Kind.FONT_NOT_EMBEDDED, page, font));
        }
        for (String layer : layers) {
            findings.add(new Finding(Kind.LAYER_DIFFERS, page, layer));
        }
        for (String layer : layersOff) {
            findings.add(new Finding(Kind.LAYER_OFF, page, layer));
        }
        for (String effect : effects) {
            findings.add(new Finding(Kind.EFFECT_DIFFERS, page, effect));
        }
        for (String annotation : unprinted) {
            findings.add(new Finding(Kind.ANNOTATION_NOT_PRINTED, page, annotation));
        }
        for (String format : undrawnPictures) {
            findings.add(new Finding(Kind.PICTURE_NOT_DRAWN, page, format));
        }
        for (String operator : undrawnParts) {
            findings.add(new Finding(Kind.PART_NOT_DRAWN, page, operator));
        }
        if (!hasPicture && characters < FEW_CHARACTERS && shapes < FEW_SHAPES) {
            findings.add(new Finding(Kind.NEARLY_EMPTY, page, ""));
        }
        return findings;
    }

    private static String points(double value) {
        return String.format(Locale.ROOT, value < 1 ? "%.2f pt" : "%.1f pt", value);
    }
}
