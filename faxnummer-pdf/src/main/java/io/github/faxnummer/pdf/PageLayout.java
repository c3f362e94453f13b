package io.github.faxnummer.pdf;

import java.awt.geom.AffineTransform;

/**
 * Where a page is placed on the fax. The provider does not document its layout, so these are assumptions:
 *
 * <ul>
 *   <li>A page that fits keeps its size; it is never enlarged. It is centered horizontally and starts at the top.
 *   <li>A landscape page that is wider than a line is rotated to portrait.
 *   <li>A larger page is reduced to fit. US Letter, six pixels wider than a line, is not reduced: it loses a third of a
 *       millimeter of its margin.
 *   <li>A fax page is as long as A4, or as the page if that is longer, up to US Legal.
 * </ul>
 *
 * <p>In a file of drawn pages every page is A4, and what is wider or longer is reduced.
 *
 * @param height rows of pixels
 * @param scale 1 if the page keeps its size, less if it is reduced
 * @param left the left edge of the page in pixels, negative if it is cut off
 */
record PageLayout(int height, double scale, double left, boolean rotated) {

    private static final double MILLIMETERS_PER_INCH = 25.4;
    private static final double MAX_LENGTH = 14 * MILLIMETERS_PER_INCH;
    private static final double A4_WIDTH = 210;
    private static final double A4_LENGTH = 297;

    /** A4 may be rounded up by a millimeter. */
    private static final double MAX_A4_LENGTH = A4_LENGTH + 1;

    private static final double WIDTH = FaxPage.WIDTH * MILLIMETERS_PER_INCH / FaxPage.HORIZONTAL_DPI;

    /** In millimeters; within the margin that printers cannot print on. */
    private static final double MAX_CUT = 2;

    /** @param onA4 whether the page becomes A4 */
    static PageLayout of(PageSize page, boolean onA4) {
        double maxWidth = onA4 ? A4_WIDTH : WIDTH;
        double maxLength = onA4 ? MAX_A4_LENGTH : MAX_LENGTH;
        boolean rotated = page.width() > page.height() && page.width() > WIDTH + MAX_CUT;
        double width = rotated ? page.height() : page.width();
        double length = rotated ? page.width() : page.height();
        boolean fits = width <= maxWidth + MAX_CUT && length <= maxLength;
        double scale = fits ? 1 : Math.min(1, Math.min(maxWidth / width, A4_LENGTH / length));
        int rows = (int) Math.round(length * scale / MILLIMETERS_PER_INCH * FaxPage.VERTICAL_DPI);
        double pixels = width * scale / MILLIMETERS_PER_INCH * FaxPage.HORIZONTAL_DPI;
        int height = length * scale <= MAX_A4_LENGTH ? FaxPage.A4_HEIGHT : rows;
        return new PageLayout(height, scale, (FaxPage.WIDTH - pixels) / 2, rotated);
    }

    /** Maps points from the upper left corner of the page, as it is rotated for reading, to pixels. */
    AffineTransform transform(PageSize page) {
        AffineTransform transform = AffineTransform.getTranslateInstance(left, 0);
        transform.scale(
                scale * FaxPage.HORIZONTAL_DPI / GuardedPage.POINTS_PER_INCH,
                scale * FaxPage.VERTICAL_DPI / GuardedPage.POINTS_PER_INCH);
        if (rotated) {
            // The left edge becomes the lower one.
            transform.translate(0, page.width() * GuardedPage.POINTS_PER_INCH / MILLIMETERS_PER_INCH);
            transform.rotate(-Math.PI / 2);
        }
        return transform;
    }
}
