package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is left of the limits while one document is looked at. Asked before everything that may take long or be large:
 * PDFBox itself asks nobody.
 */
final class Budget {

    /** The parts of the memory: what is parsed takes far more room as objects than as text. */
    private static final int PARSED_AT_A_TIME = 64;

    private static final int PARSED_IN_ALL = 4;
    private static final int PATH = 256;

    /** PDF asks for 28 saved states at least; broken writers that never restore need some hundred on a page. */
    private static final int DEEPEST_STATES = 5000;

    /** Forms in forms, patterns in patterns, glyphs of glyphs: real ones stay below 10. */
    private static final int DEEPEST_NESTING = 28;

    private final long memory;
    private final Duration time;
    private final LongSupplier nanos;
    private final AtomicLong deadline;
    private volatile boolean cancelled;
    private volatile int page;
    private volatile @Nullable Halt halt;
    private long parsed;
    private long parsedInAll;
    private long points;
    private int nesting;

    private Budget(PdfLimits limits, LongSupplier nanos) {
        this.memory = limits.memory();
        this.time = limits.time();
        this.nanos = nanos;
        this.deadline = new AtomicLong(nanos.getAsLong() + time.toNanos());
    }

    /** One that runs from now on. */
    static Budget of(PdfLimits limits) {
        return new Budget(limits, System::nanoTime);
    }

    /** Nobody waits any more. */
    void cancel() {
        cancelled = true;
    }

    /** How long the document may still take; not positive if it has to end. */
    Duration left() {
        return cancelled ? Duration.ZERO : Duration.ofNanos(deadline.get() - nanos.getAsLong());
    }

    /** Time that the document's reader, not the document, took. */
    void giveBack(Duration waited) {
        deadline.addAndGet(waited.toNanos());
    }

    void page(int number) {
        page = number;
        points = 0;
        nesting = 0;
        parsed = 0;
    }

    /** Counted from 1; 0 before the first. */
    int page() {
        return page;
    }

    long memory() {
        return memory;
    }

    /** @throws Halt if the time is over, and again whenever somebody has swallowed one */
    void check() {
        Halt before = halt;
        if (before != null) {
            throw before;
        }
        if (left().isNegative() || left().isZero()) {
            throw halt(Kind.TOO_MUCH_TIME, outOfTime());
        }
    }

    String outOfTime() {
        return time.toMillis() < 1000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }

    /** Ends all work on the document. */
    Halt halt(Kind kind, String detail) {
        Halt made = new Halt(kind, detail);
        halt = made;
        return made;
    }

    /** Before something of that many bytes is made. */
    void room(double bytes, String what) {
        check();
        if (!(bytes <= memory)) {
            throw halt(Kind.TOO_MUCH_MEMORY, what);
        }
    }

    /** How many bytes of text may become objects at a time. */
    long parsedAtATime() {
        return memory / PARSED_AT_A_TIME;
    }

    /** Bytes that become objects which are kept for as long as the document is open. */
    void kept(long bytes) {
        parsedInAll += bytes;
        if (parsedInAll > memory / PARSED_IN_ALL) {
            throw halt(Kind.TOO_MUCH_MEMORY, "objects");
        }
    }

    /** Bytes of a content stream that become operands. */
    void operands(long bytes) {
        parsed += bytes;
        if (parsed > parsedAtATime()) {
            throw halt(Kind.TOO_MUCH_MEMORY, "operands");
        }
    }

    /** An operator: its operands go. */
    void operator() {
        parsed = 0;
        check();
    }

    /** A point of a path that is being built. */
    void point() {
        if (++points > memory / PATH) {
            throw halt(Kind.TOO_MUCH_MEMORY, "path");
        }
    }

    /** The path is drawn. */
    void pathEnds() {
        points = 0;
    }

    void states(int depth) {
        if (depth > DEEPEST_STATES) {
            throw halt(Kind.DAMAGED_PAGE, "graphics states");
        }
    }

    /** Something is drawn within something else, until {@link #rise}. */
    void dive(String what) {
        check();
        if (++nesting > DEEPEST_NESTING) {
            throw halt(Kind.DAMAGED_PAGE, what + " in itself");
        }
    }

    void rise() {
        nesting--;
    }

    /** Such as {@code 12000 x 9000}. */
    static String size(Number width, Number height) {
        return String.format(Locale.ROOT, "%s x %s", number(width.doubleValue()), number(height.doubleValue()));
    }

    private static String number(double value) {
        return Math.abs(value) < 1e7 ? String.valueOf(Math.round(value)) : String.format(Locale.ROOT, "%.1e", value);
    }
}
