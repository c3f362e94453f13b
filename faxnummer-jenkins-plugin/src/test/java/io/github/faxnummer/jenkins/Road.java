package io.github.faxnummer.jenkins;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Takes bytes to the sandbox and back, on a road that a test can close in the middle of an upload; or, as an HTTP proxy
 * that knows CONNECT only, wherever it is on this machine.
 */
final class Road implements AutoCloseable {

    private static final int OPEN = Integer.MAX_VALUE;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final boolean proxy;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch jam = new CountDownLatch(1);
    private final CountDownLatch jammed = new CountDownLatch(1);
    private final int jamAfter;
    private volatile String login = "";

    private Road(int target, boolean proxy, int jamAfter) throws IOException {
        this.target = target;
        this.proxy = proxy;
        this.jamAfter = jamAfter;
        start(this::accept);
    }

    /** A proxy. */
    static Road proxy(int target) throws IOException {
        return new Road(target, true, OPEN);
    }

    /** A road on which nothing moves after so many bytes. */
    static Road jammedAfter(int bytes, URI sandbox) throws IOException {
        return new Road(sandbox.getPort(), false, bytes);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The sandbox's address by this road. */
    String to(URI sandbox) {
        return sandbox.toString().replace(":" + sandbox.getPort(), ":" + port());
    }

    /** Lets pass only those who have this header. */
    void demand(String authorization) {
        login = authorization;
    }

    /** What the proxy was asked for. */
    List<String> requests() {
        return requests;
    }

    boolean isJammed() {
        return jammed.getCount() == 0;
    }

    void clear() {
        jam.countDown();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (proxy) {
                String header = header(socket.getInputStream());
                requests.add(header.lines().findFirst().orElse(""));
                if (!header.startsWith("CONNECT ") || !header.contains(login)) {
                    say(
                            socket,
                            "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\nConnection: close");
                    return;
                }
            }
            try (Socket origin = new Socket(InetAddress.getLoopbackAddress(), target)) {
                sockets.add(origin);
                if (proxy) {
                    say(socket, "200 Connection established");
                }
                start(() -> copy(origin, socket, OPEN));
                copy(socket, origin, jamAfter);
            }
        } catch (IOException e) {
            // One side has hung up, and the other will notice.
        }
    }

    private void copy(Socket from, Socket to, int jamAt) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            long copied = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copied += read;
                if (copied > jamAt) {
                    jammed.countDown();
                    jam.await();
                }
                out.write(buffer, 0, read);
                out.flush();
            }
            to.close();
        } catch (IOException | InterruptedException e) {
            try {
                to.close();
            } catch (IOException gone) {
                // So it is closed.
            }
        }
    }

    private static String header(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        while (!header.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                break;
            }
            header.write(read);
        }
        return header.toString(StandardCharsets.ISO_8859_1);
    }

    private static void say(Socket socket, String answer) throws IOException {
        socket.getOutputStream().write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "road");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        clear();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
