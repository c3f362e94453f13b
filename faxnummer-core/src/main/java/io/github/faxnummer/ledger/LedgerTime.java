package io.github.faxnummer.ledger;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * A time in the text of a record, as {@link Instant#toString} writes it. The formatters of {@code java.time} are loaded when
 * they are first used, which takes longer than a whole entry in the ledger.
 */
final class LedgerTime {

    /** Of {@code 2026-11-30T20:15:30}. */
    private static final int SECONDS_LENGTH = 19;

    private static final String SHAPE = "0000-00-00T00:00:00";
    private static final int NANO_DIGITS = 9;
    /** In the year 9999. */
    private static final Instant LAST_USUAL = Instant.ofEpochSecond(253_402_300_000L);

    private LedgerTime() {}

    static String text(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST_USUAL)) {
            return time.toString();
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        boolean isFullMinute = local.getSecond() == 0 && local.getNano() == 0;
        return local + (isFullMinute ? ":00Z" : "Z");
    }

    /** @throws java.time.DateTimeException if it is no time */
    static Instant parse(String text) {
        if (!isUsual(text)) {
            return Instant.parse(text);
        }
        int nanos = 0;
        for (int i = 0; i < NANO_DIGITS; i++) {
            int at = SECONDS_LENGTH + 1 + i;
            nanos = nanos * 10 + (at < text.length() - 1 ? text.charAt(at) - '0' : 0);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        nanos)
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /** Whether it has four digits of a year, and at most nine of a fraction of a second. */
    private static boolean isUsual(String text) {
        int last = text.length() - 1;
        boolean hasFraction = last > SECONDS_LENGTH + 1 && text.charAt(SECONDS_LENGTH) == '.';
        if (last < SECONDS_LENGTH
                || text.charAt(last) != 'Z'
                || (!hasFraction && last != SECONDS_LENGTH)
                || last > SECONDS_LENGTH + 1 + NANO_DIGITS) {
            return false;
        }
        for (int i = 0; i < last; i++) {
            char shape = i < SECONDS_LENGTH ? SHAPE.charAt(i) : i == SECONDS_LENGTH ? '.' : '0';
            char c = text.charAt(i);
            if (shape == '0' ? c < '0' || c > '9' : c != shape) {
                return false;
            }
        }
        return true;
    }
}
