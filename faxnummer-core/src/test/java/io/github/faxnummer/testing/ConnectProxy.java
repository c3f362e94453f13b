package io.github.faxnummer.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that knows CONNECT only. */
public final class ConnectProxy implements AutoCloseable {

    private final List<String> requestLines = new CopyOnWriteArrayList<>();
    private final RawServer server;

    /**
     * Starts it.
     *
     * @param login {@code user:password}, or empty if everyone may pass
     * @param refusal status line for those who know the login, empty to let them pass
     */
    public ConnectProxy(String login, String refusal) throws IOException {
        String expected = "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        server = new RawServer((socket, in, number) -> {
            String header = RawServer.header(in);
            requestLines.add(header.lines().findFirst().orElse(""));
            if (!login.isEmpty() && !header.contains(expected)) {
                localized(
                        socket,
                        String.join(
                                "\r\n",
                                "HTTP/1.1 407 Proxy Authentication Required",
                                "Proxy-Authenticate: Basic realm=\"proxy\"",
                                "Content-Length: 0",
                                "Connection: close",
                                "",
                                ""));
            } else if (!refusal.isEmpty() || !header.startsWith("CONNECT ")) {
                String status = refusal.isEmpty() ? "405 Method Not Allowed" : refusal;
                localized(socket, "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            } else {
                String target = header.split(" ", 3)[1];
                int colon = target.lastIndexOf(':');
                try (Socket origin =
                        new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
                    localized(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
                    Thread back = new Thread(() -> copy(origin, socket));
                    back.setDaemon(true);
                    back.start();
                    copy(in, origin.getOutputStream());
                }
            }
        });
    }

    public int port() {
        return server.port();
    }

    /** The first line of every request that came. */
    public List<String> requestLines() {
        return requestLines;
    }

    private static void localized(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static void copy(Socket from, Socket to) {
        try {
            copy(from.getInputStream(), to.getOutputStream());
            to.close();
        } catch (IOException gone) {
            // One side hung up, and the other will notice.
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[65536];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            to.flush();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
