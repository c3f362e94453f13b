package io.github.faxnummer.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A TCP proxy on this machine that delays, throttles, holds and cuts connections, each as its plan says. */
public final class FaultyProxy implements FaultyNetwork {

    /** What becomes of a connection when as many bytes got through as may. */
    public enum End {
        CLOSED,
        RESET,
        /** Nothing more gets through to the other side until one of them hangs up. */
        HELD
    }

    /**
     * What happens to one connection.
     *
     * @param up bytes of the client that get through before the end
     * @param down bytes of the server that get through before the end
     * @param delay milliseconds before anything gets through
     * @param chunk most bytes at a time
     * @param pause milliseconds between two chunks
     */
    public record Toxic(long up, long down, End end, int delay, int chunk, int pause) {

        public static final long NEVER = Long.MAX_VALUE;
        public static final Toxic NONE = new Toxic(NEVER, NEVER, End.CLOSED, 0, 65536, 0);

        public static Toxic cutUp(long bytes, boolean reset) {
            return up(bytes, reset ? End.RESET : End.CLOSED);
        }

        public static Toxic cutDown(long bytes, boolean reset) {
            return down(bytes, reset ? End.RESET : End.CLOSED);
        }

        public static Toxic up(long bytes, End end) {
            return new Toxic(bytes, NEVER, end, 0, 65536, 0);
        }

        public static Toxic down(long bytes, End end) {
            return new Toxic(NEVER, bytes, end, 0, 65536, 0);
        }

        /** Readable for {@link #parse}. */
        @Override
        public String toString() {
            return up + ":" + down + ":" + end + ":" + delay + ":" + chunk + ":" + pause;
        }

        public static Toxic parse(String text) {
            String[] parts = text.split(":", -1);
            return new Toxic(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    End.valueOf(parts[2]),
                    Integer.parseInt(parts[3]),
                    Integer.parseInt(parts[4]),
                    Integer.parseInt(parts[5]));
        }
    }

    private final RawServer server;
    private final AtomicInteger held = new AtomicInteger();
    private final List<Delivered> delivered = new CopyOnWriteArrayList<>();

    /** @param plan what happens to a connection, by its number from 1 */
    public FaultyProxy(int target, IntFunction<Toxic> plan) throws IOException {
        server = new RawServer((client, in, number) -> {
            Toxic toxic = plan.apply(number);
            pause(toxic.delay());
            if (toxic.end() != End.HELD && (toxic.up() == 0 || toxic.down() == 0)) {
                cut(client, toxic);
                return;
            }
            try (Socket origin = new Socket(InetAddress.getLoopbackAddress(), target)) {
                Thread back = new Thread(() -> back(origin, client, toxic, number), "toxic-back");
                back.setDaemon(true);
                back.start();
                if (!copy(in, origin.getOutputStream(), toxic.up(), toxic, OutputStream.nullOutputStream())) {
                    if (toxic.end() == End.HELD) {
                        held.incrementAndGet();
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                    cut(origin, toxic);
                    cut(client, toxic);
                }
            }
        });
    }

    /** What happens to the first connections, one for each; nothing to the others. */
    public FaultyProxy(int target, List<Toxic> plan) throws IOException {
        this(target, number -> number <= plan.size() ? plan.get(number - 1) : Toxic.NONE);
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public int connections() {
        return server.connections();
    }

    @Override
    public int held() {
        return held.get();
    }

    @Override
    public List<Delivered> delivered() {
        return delivered;
    }

    private void back(Socket origin, Socket client, Toxic toxic, int number) {
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        boolean whole = true;
        try {
            whole = copy(origin.getInputStream(), client.getOutputStream(), toxic.down(), toxic, passed);
            if (whole) {
                client.close();
                origin.close();
            } else if (toxic.end() != End.HELD) {
                cut(client, toxic);
                cut(origin, toxic);
            }
        } catch (IOException gone) {
            // One side hung up, and the other notices.
        } finally {
            if (toxic.end() != End.RESET) {
                delivered.add(new Delivered(number, passed.toString(StandardCharsets.ISO_8859_1)));
            }
            if (!whole && toxic.end() == End.HELD) {
                held.incrementAndGet();
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

    private static void cut(Socket socket, Toxic toxic) throws IOException {
        if (toxic.end() == End.RESET && !socket.isClosed()) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
