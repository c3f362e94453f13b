package io.github.faxnummer.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/** A document of which no byte ever comes. */
public final class StallingInputStream extends InputStream {

    private final CountDownLatch reading;

    /**
     * Gives nothing.
     *
     * @param reading counted down when somebody waits
     */
    public StallingInputStream(CountDownLatch reading) {
        this.reading = reading;
    }

    @Override
    public int read() throws IOException {
        reading.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        return -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return read();
    }
}
