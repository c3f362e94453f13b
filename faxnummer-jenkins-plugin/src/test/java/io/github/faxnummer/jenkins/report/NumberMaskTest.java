package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.Recipient;
import io.github.faxnummer.report.DeliveryText;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberMaskTest {

    private static final NumberMask MASK = new NumberMask(true);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "020269555 | 0202…55",
                "+4920269555 | +492…55",
                "+49 (202) 69555 | +49 …55",
                "0202 / 69555 | 0202…55",
                "0202 - 69555 | 0202…55",
                "0202 \u2013 69555 | 0202…55",
                "0202\u00a069555 | 0202…55",
                "02$0$2 69555 | 02$0…55",
                "fax-0202-69555.pdf | fax-0202…55.pdf",
                "2026-11-290202 | 2026…02",
                "0049:20:26:95:55 | 0049…55",
                "09:30:150202 | 09:3…02",
            })
    void masksNumber(String text, String masked) {
        assertThat(MASK.text(text)).isEqualTo(masked);
        assertThat(NumberMask.NONE.text(text)).isEqualTo(text);
    }

    @Test
    void masksEachNumberOfList() {
        assertThat(MASK.text("0202 69555, 0202 69556; 0202 69557\n0202 69558"))
                .isEqualTo("0202…55, 0202…56; 0202…57\n0202…58");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-29",
                "letter-2026-11-29.pdf",
                "12345",
                "page 1 of 20 in build 4711",
                "2026-11-29 09:30:15 UTC+01:00",
                "2026-11-29T09:30:15.123456Z"
            })
    void leavesOtherTextAlone(String text) {
        assertThat(MASK.text(text)).isEqualTo(text);
    }

    @Test
    void hidesWhatIsKnownOfRecipients() {
        Recipient anna =
                new Recipient(new FaxNumber("0049202695550"), "Anna", "Muster", "Berta", "AZ Carl", "Impressum Dora");
        Transmission fax = new Transmission(
                "a.pdf",
                "a.pdf",
                1,
                anna.number().digits(),
                anna.reference(),
                new TransmissionState.Planned(0, Instant.EPOCH));

        TransmissionResult shown = result(fax, anna, NumberMask.NONE);
        assertThat(shown.getRecipientName()).isEqualTo("Anna, Muster, Berta");
        assertThat(shown.getReference()).isEqualTo("AZ Carl");
        TransmissionResult hidden = result(fax, anna, MASK);
        assertThat(hidden.getRecipientName()).isEmpty();
        assertThat(hidden.getReference()).isEmpty();
        assertThat(result(fax, new Recipient(anna.number()), MASK).getReference())
                .as("the order's own reference")
                .isEqualTo("AZ Carl");
    }

    private static TransmissionResult result(Transmission fax, Recipient known, NumberMask mask) {
        return new TransmissionResult(
                fax, new DeliveryText(Locale.ROOT), Optional.of(known), Optional.empty(), Optional.empty(), mask);
    }

    @Test
    void masksVeryLongNumber() {
        assertThat(MASK.text("1".repeat(100_000))).isEqualTo("1111…11");
    }
}
