package io.github.faxnummer.jenkins.testing;

import io.github.faxnummer.testing.RawServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** A road to the sandbox on which nothing moves after so many bytes of a request, until it is cleared. */
public final class StallingProxy implements AutoCloseable {

    private final URI sandbox;
    private final int jamAfter;
    private final CountDownLatch jammed = new CountDownLatch(1);
    private final CountDownLatch cleared = new CountDownLatch(1);
    private final RawServer server;

    public StallingProxy(URI sandbox, int jamAfter) throws IOException {
        this.sandbox = sandbox;
        this.jamAfter = jamAfter;
        server = new RawServer((client, in, number) -> {
            try (Socket origin = new Socket(InetAddress.getLoopbackAddress(), sandbox.getPort())) {
                Thread back = new Thread(() -> back(origin, client), "road-back");
                back.setDaemon(true);
                back.start();
                there(in, origin.getOutputStream());
            }
        });
    }

    /** The sandbox's address by this road. */
    public String endpoint() {
        return sandbox.toString().replace(":" + sandbox.getPort(), ":" + server.port());
    }

    public boolean isJammed() {
        return jammed.getCount() == 0;
    }

    public void clear() {
        cleared.countDown();
    }

    private void there(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        long copied = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            copied += read;
            if (copied > jamAfter) {
                jammed.countDown();
                awaitClearing();
            }
            to.write(buffer, 0, read);
            to.flush();
        }
    }

    private void awaitClearing() throws IOException {
        try {
            cleared.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static void back(Socket from, Socket to) {
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // One side has hung up, and the other will notice.
        }
    }

    @Override
    public void close() throws IOException {
        clear();
        server.close();
    }
}
