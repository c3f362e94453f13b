package io.github.faxnummer.order;

import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.pdf.DocumentFormat;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** The definition of a parameter for all adapters and the documentation: name, default, validation and help. */
public final class Parameter<T> {

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,6}(?:[.,][0-9]{1,4})?");

    private final String name;
    private final String defaultValue;
    private final BiFunction<String, String, Validated<T>> rule;
    private final boolean requiresValue;

    private Parameter(String name, String defaultValue, BiFunction<String, String, Validated<T>> rule) {
        this(name, defaultValue, rule, false);
    }

    private Parameter(
            String name, String defaultValue, BiFunction<String, String, Validated<T>> rule, boolean requiresValue) {
        this.name = name;
        this.defaultValue = defaultValue;
        this.rule = rule;
        this.requiresValue = requiresValue;
    }

    /**
     * The same parameter, which must not be written with a blank value. For those of which the default sends more, to
     * others or once more: a variable that is not set must not do that.
     */
    public Parameter<T> requiringValue() {
        return new Parameter<>(name, defaultValue, rule, true);
    }

    /** Whether it is an error to write it with a blank value. It may always be left out. */
    public boolean requiresValue() {
        return requiresValue;
    }

    /** What is wrong with a blank value of a parameter that requires one. */
    public Problem blank() {
        return new Problem(name, "", Message.of("input.blank"));
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

    /** A whole number; empty by default. */
    public static Parameter<Optional<Integer>> optionalNumber(String name, int min, int max) {
        Parameter<Integer> number = wholeNumber(name, "", min, max);
        return new Parameter<>(
                name,
                "",
                (parameter, written) -> written.isBlank()
                        ? Validated.valid(Optional.empty())
                        : number.check(written).map(Optional::of));
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

    /** Entries separated by commas, semicolons or line ends; none may be blank. */
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

    /** A positive number, with a decimal point. */
    public static Parameter<Double> positiveNumber(String name, String defaultValue, Message advice) {
        return new Parameter<>(name, defaultValue, (parameter, written) -> {
            try {
                double number = Double.parseDouble(written.strip());
                if (number > 0 && Double.isFinite(number)) {
                    return Validated.valid(number);
                }
            } catch (NumberFormatException e) {
                // The same advice as for a number out of range.
            }
            return Validated.invalid(parameter, written, advice);
        });
    }

    /** Any text. */
    public static Parameter<String> text(String name) {
        return text(name, "");
    }

    /** Any text, with a default. */
    public static Parameter<String> text(String name, String defaultValue) {
        return new Parameter<>(name, defaultValue, (parameter, written) -> Validated.valid(written.strip()));
    }

    /** A file or folder. */
    public static Parameter<Path> path(String name) {
        return new Parameter<>(name, "", (parameter, written) -> {
            try {
                return Validated.valid(Path.of(written.strip()));
            } catch (InvalidPathException e) {
                return Validated.invalid(List.of(Problem.ofPath(parameter, written, e)));
            }
        });
    }

    /** True or false. */
    public static Parameter<Boolean> flag(String name, String defaultValue) {
        return new Parameter<>(name, defaultValue, (parameter, written) -> switch (written.strip()
                .toLowerCase(Locale.ROOT)) {
            case "true" -> Validated.valid(true);
            case "false" -> Validated.valid(false);
            default -> Validated.invalid(parameter, written, Message.of("input.boolean"));
        });
    }

    /** Commands by file extension, one a line, such as {@code docx=soffice …}; none by default. */
    public static Parameter<Converters> converters(String name) {
        return new Parameter<>(name, "", (parameter, written) -> ConverterParameters.check(written));
    }

    /** A line with placeholders; empty by default. */
    public static Parameter<Optional<String>> line(String name) {
        return new Parameter<>(name, "", Stationery::check);
    }

    /** False: empty; true: a blank text; or the name of an HTML file. */
    public static Parameter<Optional<String>> flagOrHtml(String name, Message advice) {
        return new Parameter<>(name, "false", (parameter, written) -> {
            String value = written.strip();
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "false" -> Validated.valid(Optional.empty());
                case "true" -> Validated.valid(Optional.of(""));
                default ->
                    DocumentFormat.of(value, new byte[0]) == DocumentFormat.HTML
                            ? Validated.valid(Optional.of(value))
                            : Validated.invalid(parameter, written, advice);
            };
        });
    }

    /** One of the constants of an enum, written in lower case. */
    public static <E extends Enum<E>> Parameter<E> choice(String name, E defaultValue, Message advice) {
        return new Parameter<>(
                name,
                word(defaultValue),
                (parameter, written) -> Arrays.stream(
                                defaultValue.getDeclaringClass().getEnumConstants())
                        .filter(it -> word(it).equals(written.strip().toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .map(Validated::valid)
                        .orElseGet(() -> Validated.invalid(parameter, written, advice)));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** {@code 90s}, {@code 30m}, {@code 2h} or ISO 8601. */
    public static Parameter<Duration> duration(String name, String defaultValue) {
        return new Parameter<>(name, defaultValue, Durations::check);
    }

    /** A whole number of minutes, up to the longest {@linkplain #duration duration}. */
    public static Parameter<Duration> minutes(String name, String defaultValue) {
        return new Parameter<>(name, defaultValue, Durations::checkMinutes);
    }

    /** The name, the same in every adapter. */
    public String name() {
        return name;
    }

    /** The value of a blank parameter. */
    public String defaultValue() {
        return defaultValue;
    }

    /** The help text. */
    public Message help() {
        return Message.of("parameter." + name);
    }

    /** Validates a value as users write it; a blank one stands for the default. */
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
