package io.github.faxnummer.pdf;

import java.awt.geom.AffineTransform;

/**
 * Where a page comes to lie on what the recipient's machine prints. How the provider lays pages out is not known; these
 * are this project's assumptions:
 *
 * <ul>
 *   <li>A page keeps its size where it fits; it is never enlarged. It lies in the middle of the width and begins at the
 *       top.
 *   <li>A landscape page is turned to portrait.
 *   <li>What does not fit is made smaller until it does, but US Letter, six pixels wider than a line, is not: it loses a
 *       third of a millimetre of its margin.
 *   <li>A sheet is as long as A4. A page that is longer gets a longer one, up to US Legal.
 * </ul>
 *
 * @param height rows of pixels
 * @param scale 1 where the page keeps its size, less where it is made smaller
 * @param left where the page begins, in pixels; less than 0 where it loses some
 */
record Sheet(int height, double scale, double left, boolean turned) {

    private static final double MILLIMETRES_PER_INCH = 25.4;
    private static final double LONGEST = 14 * MILLIMETRES_PER_INCH;
    private static final double A4_LENGTH = 297;
    private static final double WIDTH = FaxPage.WIDTH * MILLIMETRES_PER_INCH / FaxPage.HORIZONTAL_DPI;

    /** In millimetres: a margin that no printer prints on anyway. */
    private static final double MAY_LOSE = 2;

    static Sheet of(PageSize page) {
        boolean turned = page.width() > page.height();
        double width = Math.min(page.width(), page.height());
        double length = Math.max(page.width(), page.height());
        boolean fits = width <= WIDTH + MAY_LOSE && length <= LONGEST;
        double scale = fits ? 1 : Math.min(1, Math.min(WIDTH / width, A4_LENGTH / length));
        int rows = (int) Math.round(length * scale / MILLIMETRES_PER_INCH * FaxPage.VERTICAL_DPI);
        double pixels = width * scale / MILLIMETRES_PER_INCH * FaxPage.HORIZONTAL_DPI;
        // A millimetre more than A4 is a rounded A4.
        int height = length * scale <= A4_LENGTH + 1 ? FaxPage.A4_HEIGHT : rows;
        return new Sheet(height, scale, (FaxPage.WIDTH - pixels) / 2, turned);
    }

    /** From the page as it is turned for reading, in points from its upper left corner, to pixels. */
    AffineTransform transform(PageSize page) {
        AffineTransform transform = AffineTransform.getTranslateInstance(left, 0);
        transform.scale(
                scale * FaxPage.HORIZONTAL_DPI / GuardedPage.POINTS_PER_INCH,
                scale * FaxPage.VERTICAL_DPI / GuardedPage.POINTS_PER_INCH);
        if (turned) {
            // Its left edge becomes the lower one.
            transform.translate(0, page.width() * GuardedPage.POINTS_PER_INCH / MILLIMETRES_PER_INCH);
            transform.rotate(-Math.PI / 2);
        }
        return transform;
    }
}
