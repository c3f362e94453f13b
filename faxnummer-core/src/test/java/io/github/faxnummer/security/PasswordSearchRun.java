package io.github.faxnummer.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryJournal;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.JournaledDelivery;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.provider.faxnummerde.Timeouts;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.PageImageSource;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A program that faxes with every logger open, keeps whatever it could keep in a folder, and shows whatever it could show.
 */
final class PasswordSearchRun {

    private PasswordSearchRun() {}

    /** Endpoint, login and folder; the password comes through the standard input. */
    public static void main(String[] args) throws Exception {
        Logger root = Logger.getLogger("");
        root.setLevel(Level.ALL);
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        root.addHandler(console);

        Account account = new Account(args[1], new Password(new String(System.in.readAllBytes(), UTF_8)));
        Path folder = Path.of(args[2]);
        byte[] pdf = Pdfs.pages(1);
        Path file = Files.write(folder.resolve("report.pdf"), pdf);
        FaxOrder order = new FaxOrder(
                List.of(new Document(file.toString(), "report.pdf", Pdfs.facts(pdf, 1))),
                Arrays.stream(TestNumber.values())
                        .map(number -> new FaxNumber(number.number()))
                        .toList(),
                "ci@example.org",
                "CI",
                "",
                "Ref");
        Instant start = Instant.now();
        DeliveryText text = new DeliveryText(Locale.ENGLISH);
        Duration idle = Duration.ofSeconds(2);
        try (FaxnummerClient client = FaxnummerClient.builder(account)
                .endpoint(new Endpoint(args[0]))
                .timeouts(new Timeouts(idle, idle, idle, idle))
                .build()) {
            System.out.println(account);
            Keeper keeper = new Keeper(folder, text);
            DeliveryRunner driver = new DeliveryRunner(
                    client, path -> DocumentContent.of(Path.of(path)), MonotonicClock.startingAt(start), keeper, 4);
            Delivery delivery = driver.poll(
                    driver.submit(Delivery.of(order, start, Duration.ofSeconds(20), PollingSchedule.DEFAULT)));
            text.table(delivery).forEach(System.out::println);
            System.out.println(text.failures(delivery) + client.checkAccount() + delivery + driver);
            DeliveryReport report = new DeliveryReport(delivery, "1", start, Instant.now(), text);
            Reports.write(report, folder);
            Reports.writePdf(report.with(PageImageSource.drawn(PdfLimits.DEFAULT)), folder);
        }
        for (String name : List.of("cmdline", "environ")) {
            Path process = Path.of("/proc/self").resolve(name);
            if (Files.exists(process)) {
                Files.write(folder.resolve(name), Files.readAllBytes(process));
            }
        }
    }

    /** Keeps each state, and tells of each change. */
    private record Keeper(Path folder, DeliveryText text) implements DeliveryObserver {
        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {
            System.out.println(text.line(after) + after);
            try {
                DeliveryJournal.create(
                        Files.createTempFile(folder, "state", ".jsonl"),
                        new JournaledDelivery("https://localhost/", Instant.EPOCH, Map.of(), delivery));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {
            System.out.println(text.statusUnavailable(transmission, why));
        }
    }
}
