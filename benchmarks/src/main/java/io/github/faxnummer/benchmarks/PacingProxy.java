package io.github.faxnummer.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A line between a client and a server of this machine that is as slow as that of an office. It passes bytes on
 * unchanged, so HTTPS works. Each direction delays by half a round trip; upwards, bytes leave one after another at the
 * bandwidth of the line. The first bytes of a connection wait a round trip more, which establishing it takes.
 */
final class PacingProxy implements AutoCloseable {

    private static final long ROUND_TRIP = TimeUnit.MILLISECONDS.toNanos(50);
    private static final double NANOS_PER_BYTE = 1e9 * Byte.SIZE / 20_000_000;

    /** As much as the buffer of a router holds; then the sender has to wait. */
    private static final int CHUNK = 1 << 12;

    private static final int CHUNKS = 64;

    private record Chunk(long due, ByteBuffer bytes) {}

    /** What a connection takes, from the client's first byte to the server's last. */
    private static final class Exchange {
        private long first;
        private long last;

        synchronized void fromClient() {
            first = first == 0 ? System.nanoTime() : first;
        }

        synchronized void fromServer() {
            last = System.nanoTime();
        }

        synchronized double seconds() {
            return (last - first) / 1e9;
        }
    }

    private final ServerSocket server;
    private final int target;
    private volatile Exchange latest = new Exchange();

    private PacingProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Starts a line to a port of this machine. */
    static PacingProxy to(int target) throws IOException {
        PacingProxy proxy = new PacingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        start(proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Seconds of the latest connection, from the client's first byte to the arrival of the server's last. */
    double seconds() {
        return latest.seconds();
    }

    private void accept() throws IOException, InterruptedException {
        while (true) {
            Socket client = server.accept();
            Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            Exchange exchange = new Exchange();
            latest = exchange;
            pass(client, there, NANOS_PER_BYTE, ROUND_TRIP, exchange::fromClient, () -> {});
            pass(there, client, 0, 0, () -> {}, exchange::fromServer);
        }
    }

    private static void pass(
            Socket from, Socket to, double nanosPerByte, long connecting, Runnable received, Runnable delivered) {
        BlockingQueue<Chunk> line = new ArrayBlockingQueue<>(CHUNKS);
        start(() -> {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[CHUNK];
            long free = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                received.run();
                long now = System.nanoTime();
                free = (free == 0 ? now + connecting : Math.max(now, free)) + (long) (read * nanosPerByte);
                byte[] bytes = Arrays.copyOf(buffer, read);
                line.put(new Chunk(free + ROUND_TRIP / 2, ByteBuffer.wrap(bytes)));
            }
            line.put(new Chunk(System.nanoTime() + ROUND_TRIP / 2, ByteBuffer.allocate(0)));
        });
        start(() -> {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = line.take(); chunk.bytes().hasRemaining(); chunk = line.take()) {
                TimeUnit.NANOSECONDS.sleep(chunk.due() - System.nanoTime());
                out.write(chunk.bytes().array());
                delivered.run();
            }
            to.shutdownOutput();
        });
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the two has disconnected, or the line is closed.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
