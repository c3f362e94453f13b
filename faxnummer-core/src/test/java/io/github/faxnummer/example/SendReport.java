package io.github.faxnummer.example;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.InvalidOrderException;
import io.github.faxnummer.order.OrderParameters;
import io.github.faxnummer.order.RecipientEntry;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.policy.SendingPolicy;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

final class SendReport {

    private SendReport() {}

    /** Faxes a report and waits until the provider says what became of it. */
    static Delivery send(Path report, Account account, Endpoint endpoint, DeliveryObserver observer)
            throws InvalidOrderException, InterruptedException {
        FaxOrder order = new OrderParameters(
                        RecipientEntry.numbers("+49 30 23125-016"), "compliance@example.com", "ACME", "", "", "DE")
                .check(List.of(Document.check(report, PdfLimits.DEFAULT)), SendingPolicy.DEFAULT)
                .orThrow();
        Clock clock = MonotonicClock.startingAt(Instant.now());
        Delivery delivery =
                Delivery.of(order, clock.instant(), Duration.ofMinutes(30), new PollingSchedule(Duration.ofSeconds(2)));
        try (FaxnummerClient client =
                FaxnummerClient.builder(account).endpoint(endpoint).build()) {
            // The observer saves each state before its request leaves, so that a crash neither loses nor repeats a fax.
            return new DeliveryRunner(client, path -> DocumentContent.of(Path.of(path)), clock, observer, 1)
                    .run(delivery);
        }
    }
}
