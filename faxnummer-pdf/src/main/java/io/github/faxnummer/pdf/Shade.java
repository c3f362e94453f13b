package io.github.faxnummer.pdf;

/** What becomes of a colour on a machine that has none. */
enum Shade {
    /** Nobody sees it on white paper. */
    WHITE,
    /** It is printed as it is. */
    BLACK,
    /** It becomes dots. */
    GREY,
    /** It becomes dots, and what it told from others is lost. */
    COLOUR;

    /** Dots on less than a thirtieth of the area are neither seen nor harm what they lie on. */
    private static final double NEARLY = 1 / 30.0;

    /** Less than that between red, green and blue is called grey by those who see it. */
    private static final double HARDLY = 0.08;

    /**
     * The components from 0 to 1.
     *
     * @param alpha how much of it covers the paper, from 0 to 1
     */
    static Shade of(double red, double green, double blue, double alpha) {
        double r = overPaper(red, alpha);
        double g = overPaper(green, alpha);
        double b = overPaper(blue, alpha);
        double luma = luma(r, g, b);
        if (luma > 1 - NEARLY) {
            return WHITE;
        }
        if (luma < NEARLY) {
            return BLACK;
        }
        return Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b)) > HARDLY ? COLOUR : GREY;
    }

    Shade worse(Shade other) {
        return compareTo(other) < 0 ? other : this;
    }

    boolean isSeen() {
        return this != WHITE;
    }

    private static double overPaper(double component, double alpha) {
        return 1 - unit(alpha) * (1 - unit(component));
    }

    private static double unit(double value) {
        return Math.max(0, Math.min(1, value));
    }

    private static double luma(double red, double green, double blue) {
        return 0.299 * red + 0.587 * green + 0.114 * blue;
    }
}
