package io.github.faxnummer.archive;

import io.github.faxnummer.order.Parameter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long reports are kept: whole years, from the end of the calendar year on in which the report was made (§ 257 HGB,
 * § 147 AO). Nothing is deleted.
 *
 * @param years 6 for business letters, 8 for booking documents
 * @param zone whose calendar counts
 */
public record Retention(int years, ZoneId zone) {

    public static final Parameter<Integer> YEARS =
            Parameter.wholeNumber("retentionYears", Defaults.RETENTION_YEARS, 1, 100);

    /** The default values, for annotations. */
    public static final class Defaults {
        public static final String RETENTION_YEARS = "8";

        private Defaults() {}
    }

    /**
     * The entries whose period has passed, in their order. The signed form of a report is kept as long as the report itself.
     *
     * @param now today
     */
    public List<ArchiveEntry> past(List<ArchiveEntry> entries, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        Map<Long, Instant> made = new HashMap<>();
        List<ArchiveEntry> past = new ArrayList<>();
        for (ArchiveEntry entry : entries) {
            Instant time = entry.signedFormOf()
                    .map(it -> made.getOrDefault(it, entry.time()))
                    .orElse(entry.time());
            made.put(entry.number(), time);
            if (lastDay(time).isBefore(today)) {
                past.add(entry);
            }
        }
        return past;
    }

    /** The last calendar year whose reports need not be kept any more. */
    public int lastEndedYear(Instant now) {
        return LocalDate.ofInstant(now, zone).getYear() - years - 1;
    }

    /** The last day on which a report must be kept. */
    public LocalDate lastDay(Instant made) {
        return LocalDate.of(LocalDate.ofInstant(made, zone).getYear() + years, Month.DECEMBER, 31);
    }
}
