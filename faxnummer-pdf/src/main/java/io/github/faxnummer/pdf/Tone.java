package io.github.faxnummer.pdf;

/** What a color becomes on a black-and-white fax. */
enum Tone {
    /** Invisible on white paper. */
    WHITE,
    /** Printed as it is. */
    BLACK,
    /** Printed as dots. */
    GREY,
    /** Printed as dots; the difference to other colors is lost. */
    COLOUR;

    /** Lighter areas stay white: their few dots are neither seen nor do they hide text. */
    static final double WHITE_FROM = 0.95;

    /** Darker areas are black, such as the black of CMYK, which PDFBox converts to a very dark grey. */
    static final double BLACK_TO = 0.14;

    /** Red, green and blue that differ less look grey. */
    private static final double MIN_SATURATION = 0.08;

    /**
     * Components range from 0 to 1.
     *
     * @param alpha opacity, from 0 to 1
     */
    static Tone of(double red, double green, double blue, double alpha) {
        double r = onPaper(red, alpha);
        double g = onPaper(green, alpha);
        double b = onPaper(blue, alpha);
        double luma = luma(r, g, b);
        if (luma >= WHITE_FROM) {
            return WHITE;
        }
        if (luma <= BLACK_TO) {
            return BLACK;
        }
        return Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b)) > MIN_SATURATION ? COLOUR : GREY;
    }

    Tone worse(Tone other) {
        return compareTo(other) < 0 ? other : this;
    }

    boolean isVisible() {
        return this != WHITE;
    }

    private static double onPaper(double component, double alpha) {
        return 1 - clamp(alpha) * (1 - clamp(component));
    }

    private static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }

    private static double luma(double red, double green, double blue) {
        return 0.299 * red + 0.587 * green + 0.114 * blue;
    }
}
