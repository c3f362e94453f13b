package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.util.List;

/**
 * How long the line is busy at 14,400 bit/s, with error correction, in fine resolution.
 *
 * <p>The constants were measured between two fax terminals (spandsp) and predict a call within four percent. The
 * provider draws the document itself, so the range allows for what other renderers make of the same page: text differs
 * little, error diffusion takes twice the time of clustered dots. Dialing is not included.
 *
 * @param predicted for exactly the dots of the preview
 */
public record LineSeconds(double predicted, double low, double high) implements Serializable {

    private static final double BITS_PER_SECOND = 14_400;

    /** Negotiation and the end of the call. */
    private static final double CALL = 13.3;

    private static final double PAGE = 3.0;

    /** Frames and their checksums. */
    private static final double OVERHEAD = 1.058;

    /** Error correction acknowledges blocks of this size. */
    private static final int BLOCK_BYTES = 64 << 10;

    private static final double BLOCK = 2.3;

    private static final double TEXT_LOW = 0.75;
    private static final double TEXT_HIGH = 1.15;

    /** Of clustered dots. */
    private static final double HALFTONE_LOW = 0.5;

    private static final double HALFTONE_HIGH = 2.2;

    /** What clustered dots take of the time of error diffusion, at least. */
    private static final double OF_DIFFUSION = 0.45;

    /** By how much a prediction may be wrong where the dots are certain. */
    private static final double ERROR = 0.04;

    /**
     * Returns the time of a page within a call.
     *
     * @param bytes the size of the page in Group 4 coding
     * @param halftone the share of the coded size that is halftone, from 0 to 1
     */
    static LineSeconds ofPage(int bytes, double halftone, Rendering rendering) {
        double ofClustered = rendering == Rendering.DIFFUSION ? OF_DIFFUSION : 1;
        double seconds =
                PAGE + OVERHEAD * bytes * Byte.SIZE / BITS_PER_SECOND + BLOCK * Math.max(0, (bytes - 1) / BLOCK_BYTES);
        return new LineSeconds(
                seconds,
                seconds * (TEXT_LOW + halftone * (HALFTONE_LOW * ofClustered - TEXT_LOW)),
                seconds * (TEXT_HIGH + halftone * (HALFTONE_HIGH * ofClustered - TEXT_HIGH)));
    }

    /** Returns the time of the same page as a picture, which other programs cannot draw differently. */
    LineSeconds exact() {
        return new LineSeconds(predicted, predicted * (1 - ERROR), predicted * (1 + ERROR));
    }

    /** Returns the time of a call with these pages. */
    static LineSeconds ofCall(List<LineSeconds> pages) {
        return pages.stream()
                .reduce(
                        new LineSeconds(CALL, CALL, CALL),
                        (a, b) -> new LineSeconds(a.predicted + b.predicted, a.low + b.low, a.high + b.high));
    }
}
