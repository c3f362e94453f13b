package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write them: {@code 90s}, {@code 30m}, {@code 2h}, or ISO-8601 ({@code PT1H30M}). */
final class Durations {

    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})\\s*([smh])");
    private static final Pattern MINUTES = Pattern.compile("[0-9]{1,9}");
    private static final Duration MAX = Duration.ofDays(30);

    private Durations() {}

    /**
     * A duration of more than zero and at most 30 days.
     *
     * @param parameter the name to report
     */
    static Validated<Duration> check(String parameter, String written) {
        Message advice = Message.of("input.duration");
        try {
            Duration duration = parse(written.strip().toLowerCase(Locale.ROOT));
            return isInRange(duration) ? Validated.valid(duration) : Validated.invalid(parameter, written, advice);
        } catch (DateTimeException | ArithmeticException e) {
            return Validated.invalid(parameter, written, advice);
        }
    }

    /** A whole number of minutes of the same range. */
    static Validated<Duration> checkMinutes(String parameter, String written) {
        String number = written.strip();
        if (MINUTES.matcher(number).matches()) {
            Duration duration = Duration.ofMinutes(Long.parseLong(number));
            if (isInRange(duration)) {
                return Validated.valid(duration);
            }
        }
        return Validated.invalid(parameter, written, Message.of("input.timeout-minutes"));
    }

    private static boolean isInRange(Duration duration) {
        return !duration.isNegative() && !duration.isZero() && duration.compareTo(MAX) <= 0;
    }

    private static Duration parse(String written) {
        Matcher matcher = SHORT.matcher(written);
        if (!matcher.matches()) {
            return Duration.parse(written);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
