package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** A parameter as users know it: its one definition for Maven, Jenkins and the documentation. */
public final class Parameter<T> {

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,6}(?:[.,][0-9]{1,4})?");

    private final String name;
    private final String defaultValue;
    private final BiFunction<String, String, Validated<T>> rule;

    private Parameter(String name, String defaultValue, BiFunction<String, String, Validated<T>> rule) {
        this.name = name;
        this.defaultValue = defaultValue;
        this.rule = rule;
    }

    /** A whole number. */
    public static Parameter<Integer> wholeNumber(String name, String defaultValue, int min, int max) {
        return new Parameter<>(name, defaultValue, (parameter, written) -> {
            try {
                int number = Integer.parseInt(written.strip());
                if (number >= min && number <= max) {
                    return Validated.valid(number);
                }
            } catch (NumberFormatException e) {
                // The same advice as for a number out of range.
            }
            return Validated.invalid(parameter, written, Message.of("input.whole-number", min, max));
        });
    }

    /** Euros, with a decimal point or comma; empty by default. */
    public static Parameter<Optional<BigDecimal>> amount(String name) {
        return new Parameter<>(name, "", (parameter, written) -> {
            if (written.isBlank()) {
                return Validated.valid(Optional.empty());
            }
            return AMOUNT.matcher(written.strip()).matches()
                    ? Validated.valid(Optional.of(new BigDecimal(written.strip().replace(',', '.'))))
                    : Validated.invalid(parameter, written, Message.of("input.amount"));
        });
    }

    /** Entries with commas, semicolons or line ends between them; none may be empty. */
    public static Parameter<List<String>> list(String name, String defaultValue) {
        return new Parameter<>(name, defaultValue, (parameter, written) -> {
            List<String> entries = written.isBlank()
                    ? List.of()
                    : Arrays.stream(written.strip().split("[,;\n]", -1))
                            .map(String::strip)
                            .toList();
            return entries.contains("")
                    ? Validated.invalid(parameter, written, Message.of("input.entry.blank"))
                    : Validated.valid(entries);
        });
    }

    /** Any text. */
    public static Parameter<String> text(String name) {
        return new Parameter<>(name, "", (parameter, written) -> Validated.valid(written.strip()));
    }

    /** {@code 90s}, {@code 30m}, {@code 2h} or ISO 8601. */
    public static Parameter<Duration> duration(String name, String defaultValue) {
        return new Parameter<>(name, defaultValue, Durations::check);
    }

    /** The same in every adapter. */
    public String name() {
        return name;
    }

    /** What holds where nothing is written. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What it is for, in a sentence or two. */
    public Message help() {
        return Message.of("parameter." + name);
    }

    /** Reads what was written; if that is blank, the default. */
    public Validated<T> check(String written) {
        return rule.apply(name, written.isBlank() ? defaultValue : written);
    }

    /** A country as people write its ISO 3166 code. */
    public static String countryCode(String written) {
        return written.strip().toUpperCase(Locale.ROOT);
    }

    /** Whether numbers can belong to a country of this code. */
    public static boolean isCountry(String code) {
        return NumberingPlan.isCountry(code);
    }

    @Override
    public String toString() {
        return name;
    }
}
