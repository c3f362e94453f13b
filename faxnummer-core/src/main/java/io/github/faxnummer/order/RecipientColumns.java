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

    /**
     * The recipient of a row, with what is wrong with the row.
     *
     * @param parameter that the table belongs to
     * @param shown its value
     * @param file empty: the table is not a file
     */
    RecipientEntry entry(String parameter, String shown, Table.Row row, Optional<String> file) {
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
                if (file.isPresent() && value.lines().skip(1).findAny().isPresent()) {
                    problems.add(new Problem(
                            parameter,
                            shown,
                            Message.of(
                                    "input.recipients-file.value",
                                    row.line(),
                                    RecipientEntry.shown(table.columns().get(it)),
                                    RecipientEntry.shown(value),
                                    Message.of("input.recipients-file.line-break"))));
                }
                values.put(field, value);
            });
        });
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

    private Map<String, String> names() {
        return positions.entrySet().stream()
                .collect(Collectors.toMap(
                        it -> RecipientEntry.name(it.getKey()),
                        it -> table.columns().get(it.getValue().get(0))));
    }
}
