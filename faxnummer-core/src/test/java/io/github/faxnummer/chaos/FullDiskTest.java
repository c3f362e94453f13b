package io.github.faxnummer.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be written down is not sent, and what was sent is not lost because something cannot be written down. */
class FullDiskTest {

    private static final List<String> RECIPIENTS =
            List.of("00493023125016", "00493023125999", "00493023125998", "00493023125997");

    private final FakeClock time = new FakeClock();

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void stopsSubmittingAndFollowsOnFullDisk(int atATime) throws Exception {
        int room = 2;
        List<Outcome> written = new ArrayList<>();
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().clock(time).start();
                FaxnummerClient client = FaxnummerClient.builder(
                                new Account(sandbox.login(), new Password(sandbox.password())))
                        .endpoint(new Endpoint(sandbox.endpoint().toString()))
                        .build()) {
            DeliveryObserver full = new DeliveryObserver() {
                @Override
                public void changed(Delivery delivery, Transmission before, Transmission after) {
                    if (after.outcome() == Outcome.SUBMITTING) {
                        if (written.size() == room) {
                            throw new UncheckedIOException(new IOException("r.json: No space left on device"));
                        }
                        written.add(after.outcome());
                    }
                }

                @Override
                public void statusUnavailable(Transmission transmission, Message why) {}
            };
            Delivery ended = new DeliveryRunner(client, path -> Pdfs.content(Pdfs.pages(1)), time, time, full, atATime)
                    .run(delivery());

            assertThat(ended.transmissions())
                    .extracting(Transmission::outcome)
                    .containsExactly(Outcome.DONE_OK, Outcome.DONE_OK, Outcome.NOT_SENT, Outcome.NOT_SENT);
            assertThat(new DeliveryText(Locale.ENGLISH)
                            .line(ended.transmissions().get(3)))
                    .contains("the state of the delivery could not be saved: r.json: No space left on device");
            assertThat(sandbox.submissions()).isEqualTo(room);
        }
    }

    @Test
    void namesFileOnFullDiskAndWritesOtherReports(@TempDir Path folder) throws IOException {
        Path inTheWay = Files.createDirectories(
                folder.resolve(ReportFormats.JUNIT.fileName()).resolve("full"));
        DeliveryReport report =
                new DeliveryReport(delivery(), "1", time.now(), time.now(), new DeliveryText(Locale.ENGLISH));

        assertThatThrownBy(() -> Reports.write(report, folder))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve(ReportFormats.JUNIT.fileName()) + ": ");

        assertThat(folder.resolve(ReportFormats.JSON.fileName())).isNotEmptyFile();
        assertThat(inTheWay).exists();
        assertThat(folder)
                .isDirectoryNotContaining(it -> it.getFileName().toString().startsWith("."));
    }

    private Delivery delivery() {
        FaxOrder order = new FaxOrder(
                List.of(Pdfs.document("a.pdf", 1)),
                RECIPIENTS.stream().map(FaxNumber::new).toList(),
                "ci@example.org",
                "CI",
                "",
                "");
        return Delivery.of(order, time.now(), Duration.ofHours(2), PollingSchedule.DEFAULT);
    }
}
