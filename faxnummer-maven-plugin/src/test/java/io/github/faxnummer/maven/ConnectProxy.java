package io.github.faxnummer.maven;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy for HTTPS that lets through who knows user and password, and remembers where they went. */
final class ConnectProxy implements AutoCloseable {

    private final ServerSocket server;
    private final String authorization;
    private final List<String> targets = new CopyOnWriteArrayList<>();

    ConnectProxy(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        authorization = "proxy-authorization: basic " + Base64.getEncoder().encodeToString(credentials);
        try {
            server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(() -> {
            while (true) {
                Socket client = server.accept();
                inBackground(() -> serve(client));
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /** Where it opened a tunnel to, as {@code host:port}. */
    List<String> targets() {
        return List.copyOf(targets);
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            String request = reader.readLine();
            boolean authorized = false;
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                authorized |= line.equalsIgnoreCase(authorization);
            }
            if (request == null || !request.startsWith("CONNECT ")) {
                answer(client, "405 Method Not Allowed", "");
            } else if (!authorized) {
                answer(client, "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"it\"\r\n");
            } else {
                tunnel(client, request.substring("CONNECT ".length(), request.lastIndexOf(' ')));
            }
        }
    }

    private void tunnel(Socket client, String target) throws IOException {
        int colon = target.lastIndexOf(':');
        InetAddress host = InetAddress.getAllByName(target.substring(0, colon))[0];
        try (Socket remote = new Socket(host, Integer.parseInt(target.substring(colon + 1)))) {
            targets.add(target);
            client.getOutputStream()
                    .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            inBackground(() -> pass(client.getInputStream(), remote));
            pass(remote.getInputStream(), client);
        }
    }

    private static void pass(InputStream from, Socket to) throws IOException {
        OutputStream out = to.getOutputStream();
        from.transferTo(out);
        to.shutdownOutput();
    }

    private static void answer(Socket client, String status, String header) throws IOException {
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\n" + header + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static void inBackground(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // One of the two sides has gone.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Task {
        void run() throws IOException;
    }
}
