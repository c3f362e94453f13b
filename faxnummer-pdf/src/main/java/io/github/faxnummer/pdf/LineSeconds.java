package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.util.List;

/**
 * How long the line is busy at 14,400 bit/s, in fine resolution.
 *
 * <p>The constants were measured between two fax terminals (spandsp) and predict calls within four percent. Of a call
 * with error correction and one without, whose pages are coded in another way, one is the prediction and both are ends of
 * the range. Unless the dots are certain, it allows for what other renderers make of the same page, too: text differs
 * little, error diffusion takes twice the time of clustered dots. Dialing is not included.
 *
 * @param predicted for exactly the dots of the preview, with error correction
 * @param low at least
 * @param high at most
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

    /** Without error correction. */
    private static final double PLAIN_PAGE = 2.64;

    /**
     * Returns the time of a page within a call, if its dots are certain: with error correction, or without at the other
     * end of the range.
     *
     * @param bytes the size of the page in Group 4 coding
     * @param plain the size of the page in bits as it is coded without error correction, see {@link FaxCoding}
     */
    static LineSeconds ofDots(int bytes, long plain) {
        double predicted =
                PAGE + OVERHEAD * bytes * Byte.SIZE / BITS_PER_SECOND + BLOCK * Math.max(0, (bytes - 1) / BLOCK_BYTES);
        double uncorrected = uncorrected(plain);
        return new LineSeconds(
                predicted,
                Math.min(predicted, uncorrected) * (1 - ERROR),
                Math.max(predicted, uncorrected) * (1 + ERROR));
    }

    /**
     * Returns the seconds that a page takes within a call without error correction.
     *
     * @param bits the size of the page, see {@link FaxCoding}
     */
    static double uncorrected(long bits) {
        return PLAIN_PAGE + bits / BITS_PER_SECOND;
    }

    /**
     * Returns the time of the same page within a call, if other programs draw it.
     *
     * @param halftone the share of the coded size that is halftone, from 0 to 1
     * @param rendering how it was drawn
     */
    LineSeconds drawnByOthers(double halftone, Rendering rendering) {
        double ofClustered = rendering == Rendering.DIFFUSION ? OF_DIFFUSION : 1;
        return new LineSeconds(
                predicted,
                low * (TEXT_LOW + halftone * (HALFTONE_LOW * ofClustered - TEXT_LOW)),
                high * Math.max(1, TEXT_HIGH + halftone * (HALFTONE_HIGH * ofClustered - TEXT_HIGH)));
    }

    /** Returns the time of a call with these pages. */
    static LineSeconds ofCall(List<LineSeconds> pages) {
        return pages.stream().reduce(new LineSeconds(CALL, CALL, CALL), LineSeconds::plus);
    }

    /** Returns the time of both together. */
    public LineSeconds plus(LineSeconds other) {
        return new LineSeconds(predicted + other.predicted, low + other.low, high + other.high);
    }
}
