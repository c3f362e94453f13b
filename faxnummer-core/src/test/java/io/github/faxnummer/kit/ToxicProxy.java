package io.github.faxnummer.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** A TCP proxy on this machine that delays, throttles and cuts connections, each as its plan says. */
public final class ToxicProxy implements AutoCloseable {

    /**
     * What happens to one connection.
     *
     * @param up bytes of the client that get through before both sides are cut
     * @param down bytes of the server that get through before both sides are cut
     * @param reset cut with RST, not FIN
     * @param delay milliseconds before anything gets through
     * @param chunk most bytes at a time
     * @param pause milliseconds between two chunks
     */
    public record Toxic(long up, long down, boolean reset, int delay, int chunk, int pause) {

        public static final long NEVER = Long.MAX_VALUE;
        public static final Toxic NONE = new Toxic(NEVER, NEVER, false, 0, 65536, 0);

        public static Toxic cutUp(long bytes, boolean reset) {
            return new Toxic(bytes, NEVER, reset, 0, 65536, 0);
        }

        public static Toxic cutDown(long bytes, boolean reset) {
            return new Toxic(NEVER, bytes, reset, 0, 65536, 0);
        }
    }

    private final RawServer server;
    private final List<String> delivered = new CopyOnWriteArrayList<>();

    /** @param plan what happens to a connection, by its number from 1 */
    public ToxicProxy(int target, IntFunction<Toxic> plan) throws IOException {
        server = new RawServer((client, in, number) -> {
            Toxic toxic = plan.apply(number);
            pause(toxic.delay());
            if (toxic.up() == 0 || toxic.down() == 0) {
                cut(client, toxic.reset());
                return;
            }
            try (Socket origin = new Socket(InetAddress.getLoopbackAddress(), target)) {
                Thread back = new Thread(() -> back(origin, client, toxic), "toxic-back");
                back.setDaemon(true);
                back.start();
                if (!copy(in, origin.getOutputStream(), toxic.up(), toxic, OutputStream.nullOutputStream())) {
                    cut(origin, toxic.reset());
                    cut(client, toxic.reset());
                }
            }
        });
    }

    public int port() {
        return server.port();
    }

    public int connections() {
        return server.connections();
    }

    /** What the client was given on each connection that was not reset, as far as it has ended. */
    public List<String> delivered() {
        return delivered;
    }

    private void back(Socket origin, Socket client, Toxic toxic) {
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        try {
            boolean whole = copy(origin.getInputStream(), client.getOutputStream(), toxic.down(), toxic, passed);
            cut(client, !whole && toxic.reset());
            cut(origin, !whole && toxic.reset());
        } catch (IOException gone) {
            // One side hung up, and the other notices.
        } finally {
            if (!toxic.reset()) {
                delivered.add(passed.toString(StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** True at the end of the stream, false if the limit came first. */
    private static boolean copy(InputStream from, OutputStream to, long limit, Toxic toxic, OutputStream record)
            throws IOException {
        byte[] buffer = new byte[toxic.chunk()];
        long left = limit;
        while (left > 0) {
            int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return true;
            }
            to.write(buffer, 0, read);
            to.flush();
            record.write(buffer, 0, read);
            left -= read;
            pause(toxic.pause());
        }
        return false;
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cut(Socket socket, boolean reset) throws IOException {
        if (reset && !socket.isClosed()) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
