package io.github.faxnummer.provider.faxnummerde;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Creates sockets that read a limited number of bytes until something is written again. The HTTP library limits
 * headers, and this client limits the body, but the library would read an endless chunk size until memory is exhausted.
 */
final class BoundedReadSocketFactory extends SocketFactory {

    /** The server sends more than a response may have. */
    static final class EndlessException extends IOException {
        private static final long serialVersionUID = 1;

        EndlessException() {
            super("More than " + MAX_BYTES + " bytes.");
        }
    }

    /** The longest body with status line, headers and chunk sizes. */
    static final long MAX_BYTES = HttpResponse.MAX_BODY_BYTES + 1024L * 1024;

    @Override
    public Socket createSocket() {
        return new BoundedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private static Socket connected(SocketAddress to, @Nullable SocketAddress from) throws IOException {
        Socket socket = new BoundedSocket();
        if (from != null) {
            socket.bind(from);
        }
        socket.connect(to);
        return socket;
    }

    private static final class BoundedSocket extends Socket {

        private final AtomicLong left = new AtomicLong(MAX_BYTES);

        @Override
        public void connect(SocketAddress to, int timeout) throws IOException {
            super.connect(to, timeout);
            // Otherwise, Nagle's algorithm delays a request until the server has acknowledged the TLS handshake, and
            // the end of a document until it has acknowledged the preceding bytes.
            setTcpNoDelay(true);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int read = super.read();
                    count(1);
                    return read;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int read = super.read(buffer, offset, length);
                    count(read);
                    return read;
                }
            };
        }

        private void count(int read) throws IOException {
            if (left.addAndGet(-read) < 0) {
                throw new EndlessException();
            }
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(int b) throws IOException {
                    left.set(MAX_BYTES);
                    out.write(b);
                }

                @Override
                public void write(byte[] buffer, int offset, int length) throws IOException {
                    left.set(MAX_BYTES);
                    out.write(buffer, offset, length);
                }
            };
        }
    }
}
