package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.table.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which columns of a table hold what is known of recipients.
 *
 * @param positions by field; of several columns of a field each row may use one
 */
record RecipientColumns(Table table, Map<RecipientField, List<Integer>> positions) {

    static RecipientColumns of(Table table) {
        Map<RecipientField, List<Integer>> positions = new EnumMap<>(RecipientField.class);
        for (int i = 0; i < table.columns().size(); i++) {
            int position = i;
            RecipientField.of(table.columns().get(i))
                    .ifPresent(it -> positions
                            .computeIfAbsent(it, field -> new ArrayList<>())
                            .add(position));
        }
        return new RecipientColumns(table, positions);
    }

    boolean has(RecipientField field) {
        return positions.containsKey(field);
    }

    /** A column that is named after fax numbers and not used, while the numbers are in columns that are not. */
    Optional<String> unusedFaxColumn() {
        return numberColumns().stream().anyMatch(RecipientField::isNamedAfterFax)
                ? Optional.empty()
                : columns(false).stream()
                        .filter(RecipientField::isNamedAfterFax)
                        .findFirst();
    }

    List<String> numberColumns() {
        return positions.getOrDefault(RecipientField.NUMBER, List.of()).stream()
                .map(table.columns()::get)
                .toList();
    }

    /** The names of the columns that are used, or of the others. */
    List<String> columns(boolean used) {
        return IntStream.range(0, table.columns().size())
                .filter(i -> positions.values().stream().anyMatch(it -> it.contains(i)) == used)
                .mapToObj(table.columns()::get)
                .filter(it -> !it.isEmpty())
                .toList();
    }

    /** Whether a cell that is used may hold what belongs into another one, or into another row. */
    boolean isDamaged(Table.Row row, List<Integer> more) {
        return row.flaw().isPresent()
                || Stream.concat(positions.values().stream().flatMap(List::stream), more.stream())
                        .anyMatch(it -> hasLines(row.cells().get(it)));
    }

    private static boolean hasLines(String value) {
        return value.lines().skip(1).findAny().isPresent();
    }

    /**
     * The recipient of a row, with what is wrong with the row.
     *
     * @param parameter that the table belongs to
     * @param shown its value
     * @param file empty: the table is not a file
     * @param groups columns that name the groups of the recipient
     */
    RecipientEntry entry(String parameter, String shown, Table.Row row, Optional<String> file, List<Integer> groups) {
        List<Problem> problems = new ArrayList<>();
        row.flaw()
                .ifPresent(it -> problems.add(
                        new Problem(parameter, shown, Message.of("input.recipients-file.line", row.line(), it))));
        Map<RecipientField, String> values = new EnumMap<>(RecipientField.class);
        positions.forEach((field, columns) -> {
            List<Integer> written = columns.stream()
                    .filter(it -> !row.cells().get(it).isEmpty())
                    .toList();
            if (written.size() > 1) {
                problems.add(new Problem(
                        parameter,
                        shown,
                        Message.of(
                                "input.recipients-file.columns",
                                row.line(),
                                written.stream()
                                        .map(it -> "'"
                                                + RecipientEntry.shown(
                                                        table.columns().get(it)) + "'")
                                        .collect(Collectors.joining(", ")),
                                RecipientEntry.name(field))));
            }
            written.stream().findFirst().ifPresent(it -> {
                String value = row.cells().get(it);
                if (file.isPresent() && hasLines(value)) {
                    problems.add(lineBreak(parameter, shown, row, it));
                }
                values.put(field, value);
            });
        });
        groups.stream()
                .filter(it -> hasLines(row.cells().get(it)))
                .forEach(it -> problems.add(lineBreak(parameter, shown, row, it)));
        String name = Stream.of(RecipientField.FIRST_NAME, RecipientField.LAST_NAME)
                .map(it -> values.getOrDefault(it, ""))
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining(" "));
        return new RecipientEntry(
                values.getOrDefault(RecipientField.NUMBER, ""),
                values.getOrDefault(RecipientField.NAME, name),
                values.getOrDefault(RecipientField.ORGANISATION, ""),
                values.getOrDefault(RecipientField.ATTENTION, ""),
                values.getOrDefault(RecipientField.REFERENCE, ""),
                values.getOrDefault(RecipientField.NUMBER_SOURCE, ""),
                file.map(it -> new RecipientEntry.Place(it, row.line(), names())),
                problems);
    }

    private Problem lineBreak(String parameter, String shown, Table.Row row, int column) {
        return new Problem(
                parameter,
                shown,
                Message.of(
                        "input.recipients-file.value",
                        row.line(),
                        RecipientEntry.shown(table.columns().get(column)),
                        RecipientEntry.shown(row.cells().get(column)),
                        Message.of("input.recipients-file.line-break")));
    }

    private Map<String, String> names() {
        return positions.entrySet().stream()
                .collect(Collectors.toMap(
                        it -> RecipientEntry.name(it.getKey()),
                        it -> table.columns().get(it.getValue().get(0))));
    }
}
