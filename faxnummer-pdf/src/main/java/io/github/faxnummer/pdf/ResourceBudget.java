package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The time and memory that remain for one document. Every guard asks it before an operation that may be slow or large,
 * because PDFBox has no limits of its own.
 */
final class ResourceBudget {

    /** Work that draws something within something else. */
    interface Nested {
        void run() throws IOException;
    }

    /** Shares of the memory limit: parsed objects take far more memory than their text. */
    private static final int PARSED_AT_ONCE_SHARE = 64;

    private static final int OBJECTS_SHARE = 4;
    private static final int PATH_POINTS_SHARE = 256;

    /** PDF requires at least 28; generators that never restore a state reach some hundreds on a page. */
    private static final int MAX_SAVED_STATES = 5000;

    /** Forms in forms, patterns in patterns, glyphs in glyphs: documents stay below 10. */
    private static final int MAX_NESTING = 28;

    private final long memory;
    private final Duration time;
    private final AtomicLong deadline;
    private volatile boolean cancelled;
    private volatile int page;
    private volatile @Nullable PdfLimitExceededException failure;
    private long operandBytes;
    private long objectBytes;
    private long pathPoints;
    private int nesting;

    private ResourceBudget(PdfLimits limits) {
        memory = limits.memory();
        time = limits.time();
        deadline = new AtomicLong(System.nanoTime() + time.toNanos());
    }

    /** Returns a budget whose time starts now. */
    static ResourceBudget start(PdfLimits limits) {
        return new ResourceBudget(limits);
    }

    /** Ends the work soon: the caller has stopped waiting. */
    void cancel() {
        cancelled = true;
    }

    /** Returns the time until the deadline, zero or negative if the work has to end. */
    Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    private long remainingNanos() {
        return cancelled ? 0 : deadline.get() - System.nanoTime();
    }

    /** Excludes time that the consumer of the results took. */
    void extend(Duration duration) {
        deadline.addAndGet(duration.toNanos());
    }

    void startPage(int number) {
        page = number;
        pathPoints = 0;
        nesting = 0;
        operandBytes = 0;
    }

    /** Returns the number of the current page, counted from 1, or 0 before the first. */
    int page() {
        return page;
    }

    long memory() {
        return memory;
    }

    /** @throws PdfLimitExceededException if time is up, or again if PDFBox caught an earlier one */
    void check() {
        PdfLimitExceededException earlier = failure;
        if (earlier != null) {
            throw earlier;
        }
        if (remainingNanos() <= 0) {
            throw fail(Kind.TOO_MUCH_TIME, timeLimit());
        }
    }

    String timeLimit() {
        return time.toMillis() < 1000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }

    /** Returns the exception to throw, which every later {@link #check} throws again. */
    PdfLimitExceededException fail(Kind kind, String detail) {
        PdfLimitExceededException exception = new PdfLimitExceededException(kind, detail);
        failure = exception;
        return exception;
    }

    /** Checks that an allocation fits into the memory limit. */
    void requireMemory(double bytes, String what) {
        check();
        if (!(bytes <= memory)) {
            throw fail(Kind.TOO_MUCH_MEMORY, what);
        }
    }

    long maxParsedBytes() {
        return memory / PARSED_AT_ONCE_SHARE;
    }

    /** Counts bytes that become objects, which stay in memory until the document is closed. */
    void countObjectBytes(long bytes) {
        objectBytes += bytes;
        if (objectBytes > memory / OBJECTS_SHARE) {
            throw fail(Kind.TOO_MUCH_MEMORY, "objects");
        }
    }

    /** Counts bytes of a content stream that become operands of the next operator. */
    void countOperandBytes(long bytes) {
        operandBytes += bytes;
        if (operandBytes > maxParsedBytes()) {
            throw fail(Kind.TOO_MUCH_MEMORY, "operands");
        }
    }

    /** Releases the operands of the previous operator. */
    void nextOperator() {
        operandBytes = 0;
        check();
    }

    void addPathPoint() {
        if (++pathPoints > memory / PATH_POINTS_SHARE) {
            throw fail(Kind.TOO_MUCH_MEMORY, "path");
        }
    }

    void endPath() {
        pathPoints = 0;
    }

    void requireStackDepth(int depth) {
        if (depth > MAX_SAVED_STATES) {
            throw fail(Kind.DAMAGED_PAGE, "graphics states");
        }
    }

    /** @param what what it is, in the plural, for a failure */
    void nested(String what, Nested work) throws IOException {
        check();
        if (++nesting > MAX_NESTING) {
            throw fail(Kind.DAMAGED_PAGE, what + " in itself");
        }
        try {
            work.run();
        } finally {
            nesting--;
        }
    }

    /** Formats a size such as {@code 12000 x 9000}. */
    static String dimensions(Number width, Number height) {
        return number(width.doubleValue()) + " x " + number(height.doubleValue());
    }

    private static String number(double value) {
        return Math.abs(value) < 1e7 ? String.valueOf(Math.round(value)) : String.format(Locale.ROOT, "%.1e", value);
    }
}
