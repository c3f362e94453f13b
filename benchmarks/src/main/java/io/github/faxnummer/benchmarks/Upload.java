package io.github.faxnummer.benchmarks;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import okhttp3.tls.Certificates;
import okio.HashingSink;
import okio.Okio;

/** Compares the client's upload of a large document over HTTPS with that of curl, to the same server. */
final class Upload {

    private static final int MEGABYTE = 1 << 20;
    private static final int WARM_UP = 5;

    private Upload() {}

    static List<Row> measure() throws Exception {
        List<Row> rows = new ArrayList<>();
        Path certificate = Benchmarks.work("server.pem");
        rows.add(overOfficeLine(certificate));
        Path large = pdf(Benchmarks.work("100-mb.pdf"), 100);
        Path huge = pdf(Benchmarks.work("1-gb.pdf"), 1000);
        try (FakeService.Running server = FakeService.start(certificate)) {
            // The server is warmed up first, and the client and curl alternate.
            for (int i = 0; i < WARM_UP; i++) {
                curl(server, certificate, large);
            }
            List<Double> cold = new ArrayList<>();
            List<Double> warm = new ArrayList<>();
            List<Double> process = new ArrayList<>();
            List<Double> cpu = new ArrayList<>();
            List<Double> peak = new ArrayList<>();
            List<Double> bareCold = new ArrayList<>();
            List<Double> bareWarm = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            List<Double> theirProcess = new ArrayList<>();
            List<Double> theirCpu = new ArrayList<>();
            for (int i = 0; i < Benchmarks.RUNS; i++) {
                Command.Run curl = curl(server, certificate, large);
                theirs.add(100
                        / Double.parseDouble(curl.output()
                                .lines()
                                .reduce((a, b) -> b)
                                .orElse("")
                                .strip()));
                theirProcess.add(curl.seconds());
                theirCpu.add(curl.cpu());
                Command.Run once = ours(server, certificate, large, 1);
                List<Double> figures = figures(once);
                cold.add(100 / figures.get(0));
                process.add(once.seconds());
                cpu.add(once.cpu());
                peak.add(figures.get(figures.size() - 1));
                List<Double> many = figures(ours(server, certificate, large, 2 * WARM_UP));
                warm.add(100 / median(many));
                List<Double> bare = bare(server, certificate, large);
                bareCold.add(100 / bare.get(0));
                bareWarm.add(100 / median(bare));
            }
            Samples curl = new Samples(theirs);
            rows.add(Row.atLeast(
                    "upload of 100 MB over loopback HTTPS, throughput of the first one of a JVM",
                    new Samples(cold).in("MB/s"),
                    "curl: " + curl.in("MB/s"),
                    new Samples(cold).median() / curl.median(),
                    1,
                    "×"));
            rows.add(Row.atLeast(
                    "the same in a JVM that is warm",
                    new Samples(warm).in("MB/s"),
                    "curl: " + curl.in("MB/s"),
                    new Samples(warm).median() / curl.median(),
                    1,
                    "×"));
            rows.add(Row.withoutBar(
                    "what Java's TLS alone takes: a file written to a socket, in the first upload of a JVM",
                    new Samples(bareCold).in("MB/s"),
                    "curl: " + curl.in("MB/s"),
                    Samples.number(new Samples(bareCold).median() / curl.median()) + "×"));
            rows.add(Row.withoutBar(
                    "the same in a JVM that is warm",
                    new Samples(bareWarm).in("MB/s"),
                    "curl: " + curl.in("MB/s"),
                    Samples.number(new Samples(bareWarm).median() / curl.median()) + "×"));
            rows.add(Row.withoutBar(
                    "the whole process",
                    new Samples(process).in("s"),
                    "curl: " + new Samples(theirProcess).in("s"),
                    Samples.number(new Samples(process).median() / new Samples(theirProcess).median()) + "×"));
            rows.add(Row.withoutBar(
                    "CPU time of the whole process",
                    new Samples(cpu).in("s"),
                    "curl: " + new Samples(theirCpu).in("s"),
                    Samples.number(new Samples(cpu).median() / new Samples(theirCpu).median()) + "×"));
            rows.add(Row.atMost(
                    "its peak heap (-Xmx48m)", new Samples(peak).in("MB"), "–", new Samples(peak).median(), 48, " MB"));
            List<Double> gigabyte = figures(ours(server, certificate, huge, 1));
            rows.add(Row.atMost(
                    "peak heap of 1000 MB (-Xmx48m, one run)",
                    "%s MB, %s MB/s".formatted(Samples.number(gigabyte.get(1)), Samples.number(1000 / gigabyte.get(0))),
                    "–",
                    gigabyte.get(1),
                    48,
                    " MB"));
        }
        Files.delete(huge);
        return rows;
    }

    /** Time is taken on the line, so that the start of neither process counts. */
    private static Row overOfficeLine(Path certificate) throws Exception {
        Path file = pdf(Benchmarks.work("5-mb.pdf"), 5);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        try (FakeService.Running server = FakeService.start(certificate);
                PacingProxy line = PacingProxy.to(URI.create(server.url()).getPort())) {
            FakeService.Running far =
                    new FakeService.Running(server.process(), "https://localhost:" + line.port() + "/");
            for (int i = 0; i <= Benchmarks.RUNS; i++) {
                curl(far, certificate, file);
                double curl = line.seconds();
                ours(far, certificate, file, 1);
                if (i > 0) {
                    theirs.add(curl);
                    ours.add(line.seconds());
                }
            }
        }
        return Row.atMost(
                "a fax of 5 MB over an office line (50 ms, 20 Mbit/s up, HTTPS), first upload of a JVM, from the first byte"
                        + " to the job id",
                new Samples(ours).in("s"),
                "curl: " + new Samples(theirs).in("s"),
                new Samples(ours).median() / new Samples(theirs).median(),
                1.02,
                "×");
    }

    private static Command.Run curl(FakeService.Running server, Path certificate, Path file) throws Exception {
        return Command.run(List.of(
                "curl",
                "-sS",
                "--fail",
                "--cacert",
                certificate.toString(),
                "-w",
                "%{time_total}\n",
                "-F",
                "sProductLogin=acc00000",
                "-F",
                "sProductCode=secret",
                "-F",
                "sCommand=SendFax",
                "-F",
                "sDestination=00493023125016",
                "-F",
                "sEmail=ci@example.org",
                "-F",
                "mimeType=application/pdf",
                "-F",
                "sFaxFileName=report.pdf",
                "-F",
                "sFax=@" + file + ";type=application/pdf",
                server.url()));
    }

    private static Command.Run ours(FakeService.Running server, Path certificate, Path file, int times)
            throws Exception {
        return Command.run(Command.java(
                List.of("-Xmx48m"),
                Upload.class,
                server.url(),
                certificate.toString(),
                file.toString(),
                sha256(file),
                String.valueOf(times)));
    }

    private static List<Double> bare(FakeService.Running server, Path certificate, Path file) throws Exception {
        return figures(Command.run(Command.java(
                List.of("-Xmx48m"),
                BareUpload.class,
                server.url(),
                certificate.toString(),
                file.toString(),
                String.valueOf(2 * WARM_UP))));
    }

    /** Of the uploads after the warm-up. */
    private static double median(List<Double> figures) {
        return new Samples(figures.subList(WARM_UP, 2 * WARM_UP)).median();
    }

    private static List<Double> figures(Command.Run run) {
        return run.output().lines().map(Double::parseDouble).toList();
    }

    /**
     * Uploads a file the given number of times and prints the seconds of each upload and the peak heap in megabytes.
     * The checksum of the file is passed in: inspecting the document is not measured here.
     */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path file = Path.of(arguments[2]);
        trust(Path.of(arguments[1]));
        PdfFacts facts =
                new PdfFacts(arguments[3], Files.size(file), "1.7", List.of(new PageSize(210, 297)), List.of());
        FaxRequest fax = new FaxRequest(
                new FaxNumber("00493023125016"),
                "ci@example.org",
                new Document(file.toString(), "report.pdf", facts),
                DocumentContent.of(file),
                "",
                "",
                "report.pdf");
        try (FaxnummerClient client = FaxnummerClient.builder(new Account("acc00000", new Password("secret")))
                .endpoint(new Endpoint(arguments[0]))
                .build()) {
            for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
                long begin = System.nanoTime();
                SubmissionResult result = client.submit(fax);
                if (!(result instanceof SubmissionResult.Accepted)) {
                    throw new IOException(result.toString());
                }
                System.out.println((System.nanoTime() - begin) / 1e9);
            }
        }
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        System.out.println((double) peak / MEGABYTE);
    }

    /** Makes this JVM trust the certificate only. */
    private static void trust(Path certificate) throws IOException, GeneralSecurityException {
        String password = "changeit";
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", Certificates.decodeCertificatePem(Files.readString(certificate)));
        Path file = Files.createTempFile("trust", ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        file.toFile().deleteOnExit();
        System.setProperty("javax.net.ssl.trustStore", file.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", password);
    }

    /** One page with an incompressible image. */
    private static Path pdf(Path file, int megabytes) throws IOException {
        if (Files.exists(file)) {
            return file;
        }
        Random random = new Random(megabytes);
        byte[] picture = new byte[MEGABYTE];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write("""
                    %%PDF-1.7
                    1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
                    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
                    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
                    4 0 obj<</Length %d>>stream
                    """.formatted((long) megabytes * MEGABYTE).getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < megabytes; i++) {
                random.nextBytes(picture);
                out.write(picture);
            }
            out.write("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private static String sha256(Path file) throws IOException {
        try (HashingSink hash = HashingSink.sha256(Okio.blackhole());
                var sink = Okio.buffer(hash)) {
            Files.copy(file, sink.outputStream());
            sink.flush();
            return hash.hash().hex();
        }
    }
}
