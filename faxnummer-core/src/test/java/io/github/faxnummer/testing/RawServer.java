package io.github.faxnummer.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does with each connection what a script says, below HTTP, where no library is polite for it. */
public final class RawServer implements AutoCloseable {

    /** What to do with one connection; it is closed afterwards. */
    public interface Script {
        void run(Socket socket, InputStream in, int number) throws IOException;
    }

    private final ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();

    public RawServer(String address, int port, Script script) throws IOException {
        listener = new ServerSocket(port, 50, InetAddress.getByName(address));
        Thread thread = new Thread(() -> accept(script), "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    public RawServer(Script script) throws IOException {
        this("127.0.0.1", 0, script);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                int number = connections.incrementAndGet();
                Thread thread = new Thread(() -> serve(script, socket, number), "raw-server-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Script script, Socket socket, int number) {
        try (socket) {
            script.run(socket, new BufferedInputStream(socket.getInputStream()), number);
        } catch (IOException gone) {
            // The other side hung up: the test looks at what it learnt.
        }
    }

    /** Reads one request's header, without its last empty line; empty at the end of the stream. */
    public static String header(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        int last = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            header.write(b);
            last = last << 8 | b;
            if (last == 0x0D0A0D0A) {
                break;
            }
        }
        return header.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads a whole request and gives its body's length; -1 at the end of the stream. */
    public static long request(InputStream in) throws IOException {
        String header = header(in);
        if (header.isEmpty()) {
            return -1;
        }
        long length = header.lines()
                .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
                .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        byte[] buffer = new byte[65536];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("the request was cut off");
            }
            left -= read;
        }
        return length;
    }

    public static void answer(Socket socket, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String header = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + bytes.length
                + "\r\n\r\n";
        socket.getOutputStream().write(header.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
