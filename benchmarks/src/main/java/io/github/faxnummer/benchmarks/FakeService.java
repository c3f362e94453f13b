package io.github.faxnummer.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A minimal server, so that the client dominates the measurement: it discards and accepts each upload, and knows every
 * job. The job {@code job-<n>-<seconds>} is running until that many seconds after the first poll. {@code GET} returns
 * the number of connections and requests.
 */
final class FakeService {

    private static final int LARGEST_QUESTION = 1 << 16;
    private static final Pattern JOB = Pattern.compile("job-[0-9]+-([0-9]+)");

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger jobs = new AtomicInteger();
    private long start;

    private FakeService() {}

    /** The server in a separate process. */
    record Running(Process process, String url) implements AutoCloseable {
        @Override
        public void close() {
            process.destroy();
        }
    }

    /** Starts the server; with a file for its certificate it uses HTTPS. */
    static Running start(Path... certificate) throws IOException {
        String[] arguments = certificate.length == 0 ? new String[0] : new String[] {certificate[0].toString()};
        Process process = new ProcessBuilder(Command.java(java.util.List.of("-Xmx256m"), FakeService.class, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String url = process.inputReader(StandardCharsets.UTF_8).readLine();
        return new Running(process, url);
    }

    public static void main(String[] arguments) throws IOException {
        ServerSocketFactory sockets = ServerSocketFactory.getDefault();
        String scheme = "http";
        if (arguments.length > 0) {
            HeldCertificate certificate = new HeldCertificate.Builder()
                    .addSubjectAlternativeName("localhost")
                    .build();
            Files.writeString(Path.of(arguments[0]), certificate.certificatePem());
            sockets = new HandshakeCertificates.Builder()
                    .heldCertificate(certificate)
                    .build()
                    .sslContext()
                    .getServerSocketFactory();
            scheme = "https";
        }
        FakeService service = new FakeService();
        try (ServerSocket server = sockets.createServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
            System.out.println(scheme + "://localhost:" + server.getLocalPort() + "/");
            while (true) {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> service.serve(socket));
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            OutputStream out = socket.getOutputStream();
            boolean first = true;
            for (String request = line(in); !request.isEmpty(); request = line(in)) {
                long length = 0;
                boolean expects = false;
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    String lower = header.toLowerCase(Locale.ROOT);
                    if (lower.startsWith("content-length:")) {
                        length = Long.parseLong(lower.substring(15).strip());
                    }
                    expects |= lower.startsWith("expect:");
                }
                if (expects) {
                    out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                }
                String answer;
                if (request.startsWith("GET")) {
                    answer = connections + " " + requests;
                } else {
                    connections.addAndGet(first ? 1 : 0);
                    requests.incrementAndGet();
                    first = false;
                    answer = length > LARGEST_QUESTION
                            ? accepted(in, length)
                            : answer(new String(in.readNBytes((int) length), StandardCharsets.ISO_8859_1));
                }
                out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + answer.length()
                                + "\r\n\r\n" + answer)
                        .getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        } catch (IOException e) {
            // The client has disconnected.
        }
    }

    private String accepted(InputStream in, long length) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new IOException("cut off");
            }
            left -= read;
        }
        return accepted();
    }

    /** Each fax has a job of its own; the same one for two would make both unknown. */
    private String accepted() {
        return "WR_Status=ok\nWR_Request_UUID=job-" + jobs.incrementAndGet() + "-0\n";
    }

    private String answer(String form) {
        Matcher job = JOB.matcher(form);
        if (!job.find()) {
            return accepted();
        }
        boolean done = secondsSinceStart() >= Long.parseLong(job.group(1));
        String entry = """
                WR_Status=ok
                WR_DataList_ObjectCount=1
                WR_DataList_1_JobUUID=%s
                WR_DataList_1_CreateDateTime=2026-11-24 12:00:00
                WR_DataList_1_LastChangeDateTime=2026-11-24 12:00:05
                WR_DataList_1_DestinationNumber=0049302312516
                WR_DataList_1_FromNumber=00493023125000
                WR_DataList_1_FaxFileName=compliance-report-2026-11.pdf
                WR_DataList_1_Status=%s
                WR_DataList_1_RemoteTSI=%s
                """.formatted(job.group(), done ? "DONE-OK" : "RUNNING", done ? "+493023125016" : "");
        return done ? entry + """
                        WR_DataList_1_StatusQ850Cause=16
                        WR_DataList_1_ConnectionDuration=43
                        WR_DataList_1_PagesSent=2
                        """ : entry;
    }

    private synchronized long secondsSinceStart() {
        if (start == 0) {
            start = System.nanoTime();
        }
        return (System.nanoTime() - start) / 1_000_000_000;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
