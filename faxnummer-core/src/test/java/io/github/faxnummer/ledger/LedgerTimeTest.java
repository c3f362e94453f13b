package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTimeTest {

    @Test
    void timesAreWrittenAsInstantsAre() {
        for (String text : List.of(
                "2026-11-30T20:15:30Z",
                "2026-11-30T20:15:00Z",
                "2026-11-30T00:00:00Z",
                "2026-11-30T20:15:30.120Z",
                "2026-11-30T20:15:00.000120Z",
                "2026-11-30T20:15:30.000000001Z",
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "9999-12-31T23:59:59.999999999Z",
                "+10000-01-01T00:00:00Z")) {
            Instant time = Instant.parse(text);
            assertThat(LedgerTime.text(time)).isEqualTo(time.toString()).isEqualTo(text);
            assertThat(LedgerTime.parse(text)).isEqualTo(time);
        }
        assertThat(LedgerTime.parse("2026-11-30T20:15:30.5Z")).isEqualTo(Instant.parse("2026-11-30T20:15:30.5Z"));
        assertThat(LedgerTime.parse("2026-11-30T20:15:30+01:00")).isEqualTo(Instant.parse("2026-11-30T19:15:30Z"));
    }
}
