package io.github.faxnummer.benchmarks;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.SignatureParameters;
import io.github.faxnummer.signature.SignaturePassword;
import io.github.faxnummer.signature.SigningResult;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the signature of a transmission report adds, in a process that has made the report. */
final class Signing {

    private static final String PASSWORD = "benchmark";
    private static final int WARM_UP = 30;
    private static final int TIMES = 5;

    private Signing() {}

    static List<Row> measure() throws Exception {
        Path signer = keyStore("signer.p12", "KeyUsage:critical=digitalSignature,nonRepudiation");
        Path stamper = keyStore("time.p12", "ExtendedKeyUsage:critical=timeStamping");
        Path document = Pdfs.report(Benchmarks.work("signed-document.pdf"), 3, "Report");
        List<Double> unsigned = new ArrayList<>();
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        List<Double> server = new ArrayList<>();
        try (TimeServer time = new TimeServer(stamper, PASSWORD)) {
            for (int round = 0; round <= Benchmarks.RUNS; round++) {
                double first = stamped(time, signer, document, 1, unsigned).get(0);
                double firstByServer = time.milliseconds();
                List<Double> all = stamped(time, signer, document, WARM_UP + TIMES, new ArrayList<>());
                double byServer = time.milliseconds() / all.size();
                // The first round fills the caches of the machine, and the time server is compiled in it.
                if (round == 0) {
                    unsigned.clear();
                } else {
                    cold.add(first - firstByServer);
                    server.add(byServer);
                    all.subList(WARM_UP, all.size()).forEach(it -> warm.add(it - byServer));
                }
            }
        }
        String beside = "the report itself: " + new Samples(unsigned).in("ms");
        return List.of(
                Row.atMost(
                        "signature with time stamp, new process",
                        new Samples(cold).in("ms"),
                        beside,
                        new Samples(cold).median(),
                        400,
                        " ms"),
                Row.atMost(
                        "signature with time stamp, warm JVM",
                        new Samples(warm).in("ms"),
                        "–",
                        new Samples(warm).median(),
                        60,
                        " ms"),
                Row.withoutBar(
                        "the time server's own part, not in the rows above", new Samples(server).in("ms"), "–", "–"));
    }

    private static Path keyStore(String name, String extension) throws Exception {
        Path store = Benchmarks.work(name);
        Files.deleteIfExists(store);
        Command.run(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                "key",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=Benchmark",
                "-ext",
                extension));
        return store;
    }

    private static List<Double> stamped(TimeServer time, Path signer, Path document, int times, List<Double> unsigned)
            throws Exception {
        List<Double> signed = new ArrayList<>();
        List<String> lines = Command.run(Command.java(
                        List.of("-Djava.awt.headless=true"),
                        Signing.class,
                        signer.toString(),
                        time.url().toString(),
                        document.toString(),
                        String.valueOf(times)))
                .output()
                .lines()
                .toList();
        unsigned.add(Double.parseDouble(lines.get(0)));
        lines.subList(1, lines.size()).forEach(it -> signed.add(Double.parseDouble(it)));
        return signed;
    }

    /** Prints the milliseconds of a report, and of signing it the given number of times. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[2]).resolveSibling("signing"));
        ReportSigner signer = new SignatureParameters(arguments[0], "", arguments[1], "")
                .check(
                        SignaturePassword.of(PASSWORD),
                        folder,
                        ProxySelector.of(null),
                        InstantSource.system(),
                        Locale.ENGLISH)
                .value()
                .flatMap(it -> it)
                .orElseThrow();
        long begin = System.nanoTime();
        report(Path.of(arguments[2]), folder);
        System.out.println((System.nanoTime() - begin) / 1e6);
        Path report = folder.resolve("fax-report.pdf");
        byte[] unsigned = Files.readAllBytes(report);
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
            Files.write(report, unsigned);
            begin = System.nanoTime();
            SigningResult result = signer.sign(report);
            System.out.println((System.nanoTime() - begin) / 1e6);
            if (result.problem().isPresent()) {
                throw new IllegalStateException(result.problem().get().in(Locale.ENGLISH));
            }
        }
    }

    private static void report(Path file, Path folder) throws Exception {
        Document document = Document.check(file, PdfLimits.DEFAULT).value().orElseThrow();
        Instant now = Instant.now();
        Delivery delivery = Delivery.of(
                new FaxOrder(List.of(document), List.of(new FaxNumber("00493023125016")), "ci@example.org", "", "", ""),
                now,
                Duration.ofHours(1),
                PollingSchedule.DEFAULT);
        new ReportFiles(folder)
                .write(
                        new DeliveryReport(delivery, "1", now, now, new DeliveryText(Locale.ENGLISH, ZoneOffset.UTC)),
                        ReportFormats.named("pdf"));
    }
}
