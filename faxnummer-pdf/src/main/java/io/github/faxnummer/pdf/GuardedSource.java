package io.github.faxnummer.pdf;

import java.io.IOException;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;

/** A file or a stream's contents, where every reader is asked for the time, and what is parsed is counted. */
final class GuardedSource implements RandomAccessRead {

    /** What becomes of single bytes: parsers read them one by one, everything else in blocks. */
    interface Parsed {
        void bytes(long count);
    }

    private static final int CHECK_EVERY = 1024;

    private final RandomAccessRead source;
    private final Budget budget;
    private final Parsed parsed;
    private int single;

    GuardedSource(RandomAccessRead source, Budget budget, Parsed parsed) {
        this.source = source;
        this.budget = budget;
        this.parsed = parsed;
    }

    @Override
    public int read() throws IOException {
        if (++single == CHECK_EVERY) {
            single = 0;
            budget.check();
            parsed.bytes(CHECK_EVERY);
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
