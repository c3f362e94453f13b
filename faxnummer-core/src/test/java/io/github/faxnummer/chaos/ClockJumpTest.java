package io.github.faxnummer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that jumps at any change of state, as one does that somebody sets, or that of a machine that slept. */
@Timeout(120)
class ClockJumpTest {

    private static final int CHANGES = 8;

    private final FakeClock time = new FakeClock();

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT-1S", "PT1H", "PT87600H"})
    void keepsGuaranteesWhenClockJumpsAtAnyStateChange(String jump) throws Exception {
        for (int change = 0; change < CHANGES; change++) {
            jumping(Duration.parse(jump), change);
        }
    }

    @Test
    void ignoresChangesOfSystemClock() {
        Instant wrong = Instant.parse("1999-12-31T23:59:59.999Z");
        MonotonicClock clock = MonotonicClock.startingAt(wrong);

        while (clock.instant().isBefore(wrong.plusMillis(20))) {
            Thread.onSpinWait();
        }

        assertThat(clock.instant()).isBetween(wrong.plusMillis(20), wrong.plusSeconds(60));
    }

    private void jumping(Duration jump, int atChange) throws Exception {
        List<String> console = new ArrayList<>();
        Instant start = time.now();
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder()
                        .clock(new ProviderClock(start)::instant)
                        .start();
                FaxnummerClient client = FaxnummerClient.builder(
                                new Account(sandbox.login(), new Password(sandbox.password())))
                        .endpoint(new Endpoint(sandbox.endpoint().toString()))
                        .build()) {
            DeliveryText text = new DeliveryText(Locale.ENGLISH);
            DeliveryObserver jumper = new DeliveryObserver() {
                @Override
                public void changed(Delivery delivery, Transmission before, Transmission after) {
                    if (console.size() == atChange) {
                        time.passes(jump);
                    }
                    console.add(text.line(after));
                }

                @Override
                public void statusUnavailable(Transmission transmission, Message why) {}
            };
            FaxOrder order = new FaxOrder(
                    List.of(Pdfs.document("a.pdf", 1)),
                    List.of(new FaxNumber(TestNumber.BUSY.number()), new FaxNumber(TestNumber.DELIVERED.number())),
                    "ci@example.org",
                    "",
                    "",
                    "");
            Delivery ended = new DeliveryRunner(client, path -> Pdfs.content(Pdfs.pages(1)), time, time, jumper, 2)
                    .run(Delivery.of(order, start, Duration.ofHours(2), PollingSchedule.DEFAULT));

            new InvariantChecker(sandbox, console).atEnd(ended, List.of());
        }
    }

    /** It is never set back. */
    private final class ProviderClock {

        private Instant latest;

        ProviderClock(Instant start) {
            latest = start;
        }

        synchronized Instant instant() {
            Instant now = time.now();
            latest = now.isAfter(latest) ? now : latest;
            return latest;
        }
    }
}
