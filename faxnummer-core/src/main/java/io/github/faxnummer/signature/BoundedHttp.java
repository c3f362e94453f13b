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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Small requests to time servers and certification authorities. A server can neither hold the caller for longer than the
 * time limit nor answer with more than is allowed.
 *
 * @param end of all exchanges, as {@link System#nanoTime}
 * @param timeout for a whole exchange
 * @param maxBytes of a response
 * @param proxies which proxy leads to a server
 * @param unresponsive servers that are not asked
 */
record BoundedHttp(long end, Duration timeout, int maxBytes, ProxySelector proxies, UnresponsiveServers unresponsive) {

    /** For requests that have to end together within a time. */
    static BoundedHttp within(
            Duration total, Duration timeout, int maxBytes, ProxySelector proxies, UnresponsiveServers unresponsive) {
        return new BoundedHttp(System.nanoTime() + total.toNanos(), timeout, maxBytes, proxies, unresponsive);
    }

    byte[] post(URI url, String type, byte[] body) throws IOException {
        Duration limit = limit(url);
        HttpURLConnection connection = open(url, limit);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", type);
        // Without it the JDK repeats a request whose connection was closed.
        connection.setFixedLengthStreamingMode(body.length);
        return exchange(url, limit, connection, () -> {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            return read(connection);
        });
    }

    byte[] get(URI url) throws IOException {
        Duration limit = limit(url);
        HttpURLConnection connection = open(url, limit);
        return exchange(url, limit, connection, () -> read(connection));
    }

    /** How long a server may take. */
    private Duration limit(URI url) throws IOException {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw new SocketTimeoutException("not asked, because other servers took too long");
        }
        Duration limit = left.compareTo(timeout) < 0 ? left : timeout;
        if (unresponsive.contains(url, limit)) {
            throw new SocketTimeoutException("not asked, because it did not answer in time a moment ago");
        }
        return limit;
    }

    private HttpURLConnection open(URI url, Duration limit) throws IOException {
        List<Proxy> found = proxies.select(url);
        Proxy proxy = found.isEmpty() ? Proxy.NO_PROXY : found.get(0);
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(proxy);
        // The limit of the whole exchange comes first; these end its thread in any case.
        int milliseconds = 1 + (int) limit.multipliedBy(2).toMillis();
        connection.setConnectTimeout(milliseconds);
        connection.setReadTimeout(milliseconds);
        connection.setUseCaches(false);
        // A certificate that a stranger sent names the address; it must not lead elsewhere.
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    /** A read timeout alone would not end an exchange with a server that sends a byte now and then. */
    private byte[] exchange(URI url, Duration limit, HttpURLConnection connection, Callable<byte[]> exchange)
            throws IOException {
        FutureTask<byte[]> task = new FutureTask<>(exchange);
        Thread thread = new Thread(task, "faxnummer-signature");
        thread.setDaemon(true);
        thread.start();
        boolean isInterrupted = false;
        try {
            long last = System.nanoTime() + limit.toNanos();
            while (true) {
                try {
                    return task.get(last - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // An aborted build is signed, too, within the time limit.
                    isInterrupted = true;
                }
            }
        } catch (TimeoutException e) {
            unresponsive.add(url, limit);
            throw new SocketTimeoutException("no answer within " + limit.toMillis() + " ms");
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
