package io.github.faxnummer.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;

/**
 * Uploads a file through a TLS socket of the JDK without a form, a checksum or an HTTP library: the upper limit of any
 * client in Java.
 */
final class BareUpload {

    private static final int RECORD = 1 << 14;

    private BareUpload() {}

    /** Uploads a file the given number of times and prints the seconds of each upload. */
    public static void main(String[] arguments) throws IOException {
        URI url = URI.create(arguments[0]);
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(Certificates.decodeCertificatePem(Files.readString(Path.of(arguments[1]))))
                .build();
        Path file = Path.of(arguments[2]);
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
            long begin = System.nanoTime();
            try (Socket socket = trust.sslSocketFactory().createSocket(url.getHost(), url.getPort());
                    InputStream in = Files.newInputStream(file)) {
                socket.setTcpNoDelay(true);
                OutputStream out = socket.getOutputStream();
                out.write(("POST / HTTP/1.1\r\nContent-Length: " + Files.size(file) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                byte[] buffer = new byte[RECORD];
                for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                }
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("no answer");
                }
            }
            System.out.println((System.nanoTime() - begin) / 1e9);
        }
    }
}
