package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.table.Table;
import io.github.faxnummer.table.TableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A recipient as a user wrote it, not validated; omitted texts are empty.
 *
 * @param number as people write it
 * @param numberSource where the number was looked up, and when
 * @param place where it is written in a file; empty: it is a parameter
 * @param flaws what is wrong with the way in which it is written
 */
public record RecipientEntry(
        String number,
        String name,
        String organisation,
        String attention,
        String reference,
        String numberSource,
        Optional<Place> place,
        List<Problem> flaws) {

    public RecipientEntry {
        flaws = List.copyOf(flaws);
    }

    /** A recipient that is written as it should be. */
    public RecipientEntry(
            String number,
            String name,
            String organisation,
            String attention,
            String reference,
            String numberSource,
            Optional<Place> place) {
        this(number, name, organisation, attention, reference, numberSource, place, List.of());
    }

    /**
     * A place in a file.
     *
     * @param line counted from 1
     * @param columns the names of the columns as they are written, by the names of the fields
     */
    public record Place(String file, int line, Map<String, String> columns) {

        public Place {
            columns = Map.copyOf(columns);
        }
    }

    private static final int MAX_VALUE_LENGTH = 100;

    /** What messages show of an object that cannot be read: it may name a person. */
    private static final String OBJECT = "{…}";

    /** What spreadsheets make of numbers: 4,92E+13, 4920269555.0, 49.202.695.550,00. */
    private static final Pattern CALCULATED = Pattern.compile(
            "[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+" + "|[0-9]+[.,]0+|[1-9][0-9]{0,2}([.,][0-9]{3})+([.,][0-9]+)?");

    /** Digits that a spreadsheet may have taken for a number, so that zeros or a plus sign before them are lost. */
    private static final Pattern PLAIN_DIGITS = Pattern.compile("[1-9][0-9]*");

    /** A recipient of whom only the number is known. */
    public static RecipientEntry of(String number) {
        return new RecipientEntry(number, "", "", "", "", "", Optional.empty());
    }

    /** Recipients of whom only the numbers are known. */
    public static List<RecipientEntry> numbers(String... numbers) {
        return Arrays.stream(numbers).map(RecipientEntry::of).toList();
    }

    /**
     * Reads entries, each a number or a JSON object such as {@code {"number": "+49 …", "name": "…"}}. Reports all
     * problems at once.
     */
    public static Validated<List<RecipientEntry>> parse(List<String> written) {
        List<Problem> problems = new ArrayList<>();
        List<RecipientEntry> entries = new ArrayList<>();
        for (String entry : written) {
            Validated<RecipientEntry> parsed =
                    entry.stripLeading().startsWith("{") ? object(entry) : Validated.valid(of(entry));
            problems.addAll(parsed.problems());
            parsed.value().ifPresent(entries::add);
        }
        return problems.isEmpty() ? Validated.valid(List.copyOf(entries)) : Validated.invalid(problems);
    }

    private static Validated<RecipientEntry> object(String written) {
        try {
            Table table =
                    Table.json(("[" + written + "]").getBytes(StandardCharsets.UTF_8), name(RecipientField.NUMBER));
            if (table.rows().size() != 1) {
                return Validated.invalid(
                        FaxParameters.RECIPIENTS.name(), OBJECT, Message.of("input.recipients-file.json"));
            }
            List<Problem> problems = table.columns().stream()
                    .filter(it -> RecipientField.of(it).isEmpty())
                    .map(it -> new Problem(
                            FaxParameters.RECIPIENTS.name(),
                            it,
                            Message.of("input.recipient.unknown", String.join(", ", names()))))
                    .toList();
            if (!problems.isEmpty()) {
                return Validated.invalid(problems);
            }
            RecipientEntry entry = RecipientColumns.of(table)
                    .entry(FaxParameters.RECIPIENTS.name(), "", table.rows().get(0), Optional.empty(), List.of());
            return entry.flaws.isEmpty() ? Validated.valid(entry) : Validated.invalid(entry.flaws);
        } catch (TableException e) {
            return Validated.invalid(FaxParameters.RECIPIENTS.name(), OBJECT, e.why());
        }
    }

    /**
     * An entry as {@link #parse} reads it, in one line.
     *
     * @param values by the names of their fields
     */
    public static String write(Map<String, String> values) {
        return Table.jsonObject(values);
    }

    /** The names of the fields. */
    public static List<String> names() {
        return Stream.of(
                        RecipientField.NUMBER,
                        RecipientField.NAME,
                        RecipientField.ORGANISATION,
                        RecipientField.ATTENTION,
                        RecipientField.REFERENCE,
                        RecipientField.NUMBER_SOURCE)
                .map(RecipientEntry::name)
                .toList();
    }

    static String name(RecipientField field) {
        return switch (field) {
            case NUMBER -> "number";
            case NAME -> "name";
            case FIRST_NAME -> "firstName";
            case LAST_NAME -> "lastName";
            case ORGANISATION -> "organisation";
            case ATTENTION -> "attention";
            case REFERENCE -> "reference";
            case NUMBER_SOURCE -> "numberSource";
        };
    }

    /** Whether it is a parameter without a text. */
    boolean isBlank() {
        return place.isEmpty()
                && Stream.of(number, name, organisation, attention, reference, numberSource)
                        .allMatch(String::isBlank);
    }

    /** The recipient, or what is wrong with it. Whether its number may be dialled is for a {@link RecipientRule} to say. */
    Validated<Recipient> check(String region) {
        if (!flaws.isEmpty()) {
            return Validated.invalid(flaws);
        }
        List<Problem> problems = new ArrayList<>();
        Validated<FaxNumber> checked = checkNumber(region);
        problems.addAll(checked.problems());
        Validated<String> named = OrderParameters.checkReference(reference);
        named.problems().forEach(it -> problems.add(problem(RecipientField.REFERENCE, reference, it.advice())));
        return problems.isEmpty()
                ? Validated.valid(new Recipient(
                        checked.value().orElseThrow(),
                        name.strip(),
                        organisation.strip(),
                        attention.strip(),
                        named.value().orElseThrow(),
                        numberSource.strip()))
                : Validated.invalid(problems);
    }

    private Validated<FaxNumber> checkNumber(String region) {
        String written = number.strip();
        if (written.isEmpty()) {
            return Validated.invalid(List.of(problem(RecipientField.NUMBER, "", Message.of("input.recipient.number"))));
        }
        if (place.isPresent() && CALCULATED.matcher(written).matches()) {
            return Validated.invalid(
                    List.of(problem(RecipientField.NUMBER, written, Message.of("input.recipients-file.calculated"))));
        }
        if (place.isPresent() && PLAIN_DIGITS.matcher(written).matches()) {
            return Validated.invalid(
                    List.of(problem(RecipientField.NUMBER, written, Message.of("input.recipients-file.lost-zero"))));
        }
        Validated<FaxNumber> checked = FaxNumber.check(FaxParameters.RECIPIENTS.name(), written, region);
        return place.isEmpty()
                ? checked
                : checked.value()
                        .map(Validated::valid)
                        .orElseGet(() -> Validated.invalid(checked.problems().stream()
                                .map(it -> it.parameter().equals(FaxParameters.RECIPIENTS.name())
                                        ? problem(RecipientField.NUMBER, written, it.advice())
                                        : it)
                                .toList()));
    }

    /** A problem with the number, which says where it is written. */
    Problem numberProblem(Message advice) {
        return problem(RecipientField.NUMBER, number.strip(), advice);
    }

    private Problem problem(RecipientField field, String value, Message advice) {
        return place.map(it -> {
                    String column = it.columns().getOrDefault(name(field), name(field));
                    return new Problem(
                            FaxParameters.RECIPIENTS_FILE.name(),
                            it.file(),
                            value.isEmpty()
                                    ? Message.of("input.recipients-file.cell", it.line(), shown(column), advice)
                                    : Message.of(
                                            "input.recipients-file.value",
                                            it.line(),
                                            shown(column),
                                            shown(value),
                                            advice));
                })
                .orElseGet(() -> new Problem(FaxParameters.RECIPIENTS.name(), value, advice));
    }

    /** How messages about another entry refer to this one. */
    Message mention() {
        return place.map(it -> Message.of("input.recipients-file.reference", it.line(), shown(number)))
                .orElseGet(() -> Message.of("input.recipient.reference", shown(number)));
    }

    static String shown(String text) {
        return Sanitizer.line(text, MAX_VALUE_LENGTH);
    }
}
