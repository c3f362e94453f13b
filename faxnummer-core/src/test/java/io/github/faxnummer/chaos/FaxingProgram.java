package io.github.faxnummer.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.faxnummerde.Account;
import io.github.faxnummer.provider.faxnummerde.Clients;
import io.github.faxnummer.provider.faxnummerde.Endpoint;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.provider.faxnummerde.Password;
import io.github.faxnummer.provider.faxnummerde.Timeouts;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.PageImageSource;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.Reports;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import okhttp3.OkHttpClient;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;

/**
 * A program to be killed at any moment. It goes on with the delivery it finds in its folder, prints and writes down what the
 * adapters do, and lives in a time that is faster than ours.
 */
final class FaxingProgram {

    static final String STATE = "delivery.ser";
    static final String CERTIFICATE = "certificate.pem";

    private static final Timeouts IMPATIENT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(700), Duration.ofSeconds(5), Duration.ofSeconds(5));

    private FaxingProgram() {}

    /** Endpoint, login, folder, how many at a time, when its time began; the password comes through the standard input. */
    public static void main(String[] args) throws Exception {
        PrintStream console = new PrintStream(System.out, true, UTF_8);
        Account account = new Account(args[1], new Password(new String(System.in.readAllBytes(), UTF_8)));
        Path folder = Path.of(args[2]);
        AcceleratedClock time = new AcceleratedClock(Long.parseLong(args[4]));
        DeliveryText text = new DeliveryText(Locale.ENGLISH);
        Instant start = time.now();
        Keeper keeper = new Keeper(folder, console, text, time, start);
        Delivery delivery = read(folder);
        Reports.write(keeper.report(delivery), folder);
        console.println("begins");
        try (FaxnummerClient client = Clients.withHttp(
                        trusting(folder.resolve(CERTIFICATE)),
                        FaxnummerClient.builder(account)
                                .endpoint(new Endpoint(args[0]))
                                .timeouts(IMPATIENT))
                .build()) {
            delivery = new DeliveryRunner(
                            client,
                            path -> Pdfs.content(RandomScenario.CONTENTS.getOrDefault(path, new byte[0])),
                            time,
                            keeper,
                            Integer.parseInt(args[3]))
                    .run(delivery);
        }
        text.table(delivery).forEach(console::println);
        Reports.write(keeper.report(delivery), folder);
        Reports.writePdf(keeper.report(delivery).with(PageImageSource.none()), folder);
        console.println("ends");
    }

    static Delivery read(Path folder) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(folder.resolve(STATE)))) {
            return (Delivery) in.readObject();
        }
    }

    /** Whole or not at all, whatever happens meanwhile. */
    static void write(Path folder, Delivery delivery) throws IOException {
        Path written = folder.resolve(STATE + ".new");
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(written))) {
            out.writeObject(delivery);
        }
        Files.move(written, folder.resolve(STATE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static OkHttpClient trusting(Path certificate) throws IOException {
        if (!Files.exists(certificate)) {
            return new OkHttpClient();
        }
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(Certificates.decodeCertificatePem(Files.readString(certificate)))
                .build();
        return new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build();
    }

    /** Tells people, writes the report and saves the state, before a request leaves and as soon as an answer is there. */
    private record Keeper(Path folder, PrintStream console, DeliveryText text, AcceleratedClock time, Instant start)
            implements DeliveryObserver {

        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {
            console.println(text.line(after));
            try {
                if (after.outcome() != before.outcome()) {
                    new ReportFiles(folder).writeProgress(report(delivery), "");
                }
                write(folder, delivery);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {
            console.println(text.statusUnavailable(transmission, why));
        }

        DeliveryReport report(Delivery delivery) {
            return new DeliveryReport(delivery, "1", start, time.now(), text);
        }
    }
}
