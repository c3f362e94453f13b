package io.github.faxnummer.pdf;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;

/** Guards a file or a stream's decoded content: checks the deadline on reads, and counts the bytes that are parsed. */
final class GuardedSource implements RandomAccessRead {

    private static final int CHECK_EVERY = 1024;

    private final RandomAccessRead source;
    private final ResourceBudget budget;

    /** Parsers read single bytes, everything else reads blocks. */
    private final LongConsumer parsedBytes;

    private int singleReads;

    GuardedSource(RandomAccessRead source, ResourceBudget budget, LongConsumer parsedBytes) {
        this.source = source;
        this.budget = budget;
        this.parsedBytes = parsedBytes;
    }

    @Override
    public int read() throws IOException {
        if (++singleReads == CHECK_EVERY) {
            singleReads = 0;
            budget.check();
            parsedBytes.accept(CHECK_EVERY);
        }
        return source.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        budget.check();
        return source.read(bytes, offset, length);
    }

    @Override
    public int peek() throws IOException {
        return source.peek();
    }

    @Override
    public void rewind(int bytes) throws IOException {
        source.rewind(bytes);
    }

    @Override
    public long getPosition() throws IOException {
        return source.getPosition();
    }

    @Override
    public void seek(long position) throws IOException {
        source.seek(position);
    }

    @Override
    public long length() throws IOException {
        return source.length();
    }

    @Override
    public boolean isClosed() {
        return source.isClosed();
    }

    @Override
    public boolean isEOF() throws IOException {
        return source.isEOF();
    }

    @Override
    public int available() throws IOException {
        return source.available();
    }

    @Override
    public void skip(int length) throws IOException {
        source.skip(length);
    }

    @Override
    public RandomAccessReadView createView(long start, long length) throws IOException {
        return new RandomAccessReadView(
                new GuardedSource(source.createView(start, length), budget, bytes -> {}), 0, length);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
