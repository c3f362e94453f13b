package io.github.faxnummer.signature;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Small requests to time servers and certification authorities. A server can neither hold the caller for longer than the
 * time limit nor answer with more than is allowed.
 *
 * @param timeout for a whole exchange
 * @param maxBytes of a response
 * @param proxies which proxy leads to a server
 * @param unresponsive servers that are not asked
 */
record BoundedHttp(Duration timeout, int maxBytes, ProxySelector proxies, UnresponsiveServers unresponsive) {

    byte[] post(URI url, String type, byte[] body) throws IOException {
        HttpURLConnection connection = open(url);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", type);
        // Without it the JDK repeats a request whose connection was closed.
        connection.setFixedLengthStreamingMode(body.length);
        return exchange(url, connection, () -> {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            return read(connection);
        });
    }

    byte[] get(URI url) throws IOException {
        HttpURLConnection connection = open(url);
        return exchange(url, connection, () -> read(connection));
    }

    private HttpURLConnection open(URI url) throws IOException {
        if (unresponsive.contains(url)) {
            throw new SocketTimeoutException("not asked, because it did not answer in time a moment ago");
        }
        List<Proxy> found = proxies.select(url);
        Proxy proxy = found.isEmpty() ? Proxy.NO_PROXY : found.get(0);
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(proxy);
        // The limit of the whole exchange comes first; these end its thread in any case.
        connection.setConnectTimeout((int) timeout.multipliedBy(2).toMillis());
        connection.setReadTimeout((int) timeout.multipliedBy(2).toMillis());
        connection.setUseCaches(false);
        // A certificate that a stranger sent names the address; it must not lead elsewhere.
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    /** A read timeout alone would not end an exchange with a server that sends a byte now and then. */
    private byte[] exchange(
            URI url, HttpURLConnection connection, java.util.concurrent.Callable<byte[]> exchange) throws IOException {
        FutureTask<byte[]> task = new FutureTask<>(exchange);
        Thread thread = new Thread(task, "faxnummer-signature");
        thread.setDaemon(true);
        thread.start();
        boolean isInterrupted = false;
        try {
            long end = System.nanoTime() + timeout.toNanos();
            while (true) {
                try {
                    return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // An aborted build is signed, too, within the time limit.
                    isInterrupted = true;
                }
            }
        } catch (TimeoutException e) {
            unresponsive.add(url);
            throw new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } finally {
            // It waits for a thread that still reads.
            Thread closing = new Thread(connection::disconnect, "faxnummer-signature");
            closing.setDaemon(true);
            closing.start();
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private byte[] read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException("HTTP " + status);
        }
        try (InputStream in = connection.getInputStream()) {
            byte[] body = in.readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw new IOException("more than " + maxBytes + " bytes");
            }
            return body;
        }
    }
}
