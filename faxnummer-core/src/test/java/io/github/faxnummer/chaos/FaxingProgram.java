package io.github.faxnummer.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryJournal;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.JournaledDelivery;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.Clients;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.provider.faxnummerde.Timeouts;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;

/**
 * A program to be killed at any moment. It goes on with the delivery it finds in its folder, prints and writes down what the
 * adapters do, and lives in a time that is faster than ours.
 */
final class FaxingProgram {

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
        Instant start = time.instant();
        Delivery delivery = read(folder);
        Keeper keeper = new Keeper(begin(folder, delivery), console, text);
        new ReportFiles(folder).deleteAll(start);
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
                            time,
                            keeper,
                            Integer.parseInt(args[3]))
                    .run(delivery);
        }
        text.table(delivery).forEach(console::println);
        DeliveryReport report = new DeliveryReport(delivery, "1", start, time.instant(), text);
        new ReportFiles(folder).write(report, ReportFormats.all());
        console.println("ends");
    }

    static Delivery read(Path folder) throws IOException {
        return DeliveryJournal.read(folder.resolve(DeliveryJournal.FILE)).delivery();
    }

    static DeliveryJournal begin(Path folder, Delivery delivery) throws IOException {
        return DeliveryJournal.create(
                folder.resolve(DeliveryJournal.FILE),
                new JournaledDelivery("https://fax.example/", Instant.EPOCH, Map.of(), delivery));
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

    /** Prints and persists each change, before a request leaves and as soon as there is a response. */
    private record Keeper(DeliveryJournal journal, PrintStream console, DeliveryText text) implements DeliveryObserver {

        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {
            console.println(text.line(after));
            try {
                journal.append(delivery);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {
            console.println(text.statusUnavailable(transmission, why));
        }
    }
}
