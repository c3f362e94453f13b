package io.github.faxnummer.example;

import io.github.faxnummer.client.Account;
import io.github.faxnummer.client.FaxnummerClient;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryDriver;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Timekeeper;
import io.github.faxnummer.document.Document;
import io.github.faxnummer.document.DocumentContent;
import io.github.faxnummer.input.Endpoint;
import io.github.faxnummer.input.FaxOrder;
import io.github.faxnummer.input.InvalidInputException;
import io.github.faxnummer.input.OrderInput;
import io.github.faxnummer.pdf.PdfLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

final class SendReport {

    private SendReport() {}

    /** Faxes a report and waits until the provider says what became of it. */
    static Delivery send(Path report, Account account, Endpoint endpoint, DeliveryObserver observer)
            throws InvalidInputException, InterruptedException {
        FaxOrder order = new OrderInput(List.of("+49 30 23125-016"), "compliance@example.com", "ACME", "", "", "DE")
                .check(List.of(Document.check(report, PdfLimits.DEFAULT)))
                .orThrow();
        Timekeeper time = Timekeeper.startingAt(Instant.now());
        Delivery delivery =
                Delivery.of(order, time.now(), Duration.ofMinutes(30), new PollingSchedule(Duration.ofSeconds(2)));
        try (FaxnummerClient client =
                FaxnummerClient.builder(account).endpoint(endpoint).build()) {
            // The observer saves each state before its request leaves, so that a crash neither loses nor repeats a fax.
            return new DeliveryDriver(client, path -> DocumentContent.of(Path.of(path)), time, observer, 1)
                    .run(delivery);
        }
    }
}
