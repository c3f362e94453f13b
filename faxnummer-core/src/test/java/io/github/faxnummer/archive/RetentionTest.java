package io.github.faxnummer.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Retention LETTERS = new Retention(6, BERLIN);

    @Test
    void countsFromEndOfCalendarYear() {
        assertThat(LETTERS.lastDay(Instant.parse("2020-01-02T10:00:00Z"))).isEqualTo(LocalDate.of(2026, 12, 31));
        assertThat(LETTERS.lastDay(Instant.parse("2020-12-30T10:00:00Z"))).isEqualTo(LocalDate.of(2026, 12, 31));
        // It is 2021 in Berlin.
        assertThat(LETTERS.lastDay(Instant.parse("2020-12-31T23:30:00Z"))).isEqualTo(LocalDate.of(2027, 12, 31));
        assertThat(new Retention(8, BERLIN).lastDay(Instant.parse("2020-06-01T10:00:00Z")))
                .isEqualTo(LocalDate.of(2028, 12, 31));
    }

    @Test
    void listsEntriesAfterTheirLastDay() {
        List<ArchiveEntry> entries = List.of(
                entry(1, "2020-01-02T10:00:00Z", Optional.empty()),
                entry(2, "2020-12-31T22:30:00Z", Optional.empty()),
                entry(3, "2020-12-31T23:30:00Z", Optional.empty()));

        assertThat(LETTERS.past(entries, Instant.parse("2026-12-31T22:59:59Z"))).isEmpty();
        assertThat(LETTERS.past(entries, Instant.parse("2026-12-31T23:00:00Z")))
                .extracting(ArchiveEntry::number)
                .containsExactly(1L, 2L);
        assertThat(LETTERS.lastEndedYear(Instant.parse("2026-12-31T23:00:00Z"))).isEqualTo(2020);
        assertThat(LETTERS.lastEndedYear(Instant.parse("2026-12-31T22:59:59Z"))).isEqualTo(2019);
    }

    @Test
    void keepsSignedFormAsLongAsItsReport() {
        List<ArchiveEntry> entries = List.of(
                entry(1, "2020-06-01T10:00:00Z", Optional.empty()),
                entry(2, "2022-06-01T10:00:00Z", Optional.of(1L)),
                entry(3, "2023-06-01T10:00:00Z", Optional.of(2L)));

        assertThat(LETTERS.past(entries, Instant.parse("2027-01-01T10:00:00Z"))).hasSize(3);
    }

    private static ArchiveEntry entry(long number, String time, Optional<Long> signedFormOf) {
        return new ArchiveEntry(
                number,
                Instant.parse(time),
                "2020/01/" + number,
                List.of(),
                List.of(),
                signedFormOf,
                ArchiveEntry.NONE);
    }
}
