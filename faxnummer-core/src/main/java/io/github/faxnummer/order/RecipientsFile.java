package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.table.Table;
import io.github.faxnummer.table.TableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The recipients of a file, or of a group in it.
 *
 * @param summary which rows and columns were read, for the console; names no recipient; empty: no file
 */
public record RecipientsFile(List<RecipientEntry> entries, Optional<Message> summary) {

    /** A larger file is not read. */
    public static final int MAX_BYTES = 1 << 20;

    private static final String JSON = ".json";
    private static final int MAX_GROUPS = 20;

    /** Names of the column that a group without a column's name is looked for in. */
    private static final List<String> GROUP_COLUMNS = List.of(
            "group", "groups", "gruppe", "gruppen", "category", "categories", "kategorie", "kategorien", "labels");

    public RecipientsFile {
        entries = List.copyOf(entries);
    }

    /** No file, and so no group of its recipients. */
    public static Validated<RecipientsFile> none(Optional<String> group) {
        return group.map(it -> Validated.<RecipientsFile>invalid(
                        FaxParameters.RECIPIENTS_GROUP.name(), it, Message.of("input.recipients-group.file")))
                .orElseGet(() -> Validated.valid(new RecipientsFile(List.of(), Optional.empty())));
    }

    /** Reads a file of this machine. */
    public static Validated<RecipientsFile> read(Path file, Optional<String> group) {
        String shown = file.toString();
        if (!Files.isRegularFile(file)) {
            return invalid(shown, Message.of("input.recipients-file.missing"));
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return check(shown, stream.readNBytes(MAX_BYTES + 1), group);
        } catch (IOException e) {
            return invalid(shown, Message.of("input.recipients-file.unreadable"));
        }
    }

    /**
     * Reads a file. What is wrong with single recipients is reported when they are checked with the order, all at once.
     *
     * @param shown its name or path: JSON if it ends with {@code .json}, else CSV
     * @param content at most {@link #MAX_BYTES}, more is an error
     * @param group the recipients that are wanted, such as {@code Region=North} or {@code customers}; empty: all. A blank one
     *     is an error: a variable that is not set must not select everybody
     */
    public static Validated<RecipientsFile> check(String shown, byte[] content, Optional<String> group) {
        if (content.length > MAX_BYTES) {
            return invalid(shown, Message.of("input.recipients-file.large", MAX_BYTES >> 10));
        }
        try {
            Table table = shown.toLowerCase(Locale.ROOT).endsWith(JSON)
                    ? Table.json(content, RecipientEntry.name(RecipientField.NUMBER))
                    : Table.csv(content, it -> RecipientField.of(it).isPresent());
            return check(shown, table, group);
        } catch (TableException e) {
            return invalid(
                    shown, e.line() == 0 ? e.why() : Message.of("input.recipients-file.line", e.line(), e.why()));
        }
    }

    private static Validated<RecipientsFile> check(String shown, Table table, Optional<String> group)
            throws TableException {
        RecipientColumns columns = RecipientColumns.of(table);
        if (table.rows().isEmpty()) {
            return invalid(shown, Message.of("input.recipients-file.empty"));
        }
        if (!columns.has(RecipientField.NUMBER)) {
            return invalid(
                    shown,
                    Message.of(
                            "input.recipients-file.number-column",
                            RecipientEntry.shown(String.join(", ", table.columns()))));
        }
        Optional<String> other = columns.unusedFaxColumn();
        if (other.isPresent()) {
            return invalid(
                    shown,
                    Message.of(
                            "input.recipients-file.fax-column",
                            RecipientEntry.shown(String.join(", ", columns.numberColumns())),
                            RecipientEntry.shown(other.get())));
        }
        List<Problem> problems = new ArrayList<>();
        List<Integer> positions = group.map(it -> groupColumns(table, it)).orElse(List.of());
        Set<Table.Row> wanted =
                new HashSet<>(group.isPresent() ? wanted(shown, table, group.get(), problems) : table.rows());
        List<RecipientEntry> entries = table.rows().stream()
                // The group of a row that is written wrongly is not known, and is an error.
                .filter(it -> wanted.contains(it) || columns.isDamaged(it, positions))
                .map(it ->
                        columns.entry(FaxParameters.RECIPIENTS_FILE.name(), shown, it, Optional.of(shown), positions))
                .toList();
        List<String> groupColumns = positions.stream().map(table.columns()::get).toList();
        return problems.isEmpty()
                ? Validated.valid(
                        new RecipientsFile(entries, Optional.of(summary(shown, columns, groupColumns, entries.size()))))
                : Validated.invalid(problems);
    }

    private static Message summary(String shown, RecipientColumns columns, List<String> groupColumns, int read) {
        String used = RecipientEntry.shown(Stream.concat(columns.columns(true).stream(), groupColumns.stream())
                .distinct()
                .collect(Collectors.joining(", ")));
        String unused = RecipientEntry.shown(columns.columns(false).stream()
                .filter(it -> !groupColumns.contains(it))
                .collect(Collectors.joining(", ")));
        int all = columns.table().rows().size();
        Message summary = Message.of("plan.recipients-file", RecipientEntry.shown(name(shown)), read, all, used);
        return unused.isEmpty() ? summary : Message.of("plan.recipients-file.unused", summary, unused);
    }

    private static List<Table.Row> wanted(String shown, Table table, String group, List<Problem> problems) {
        if (group.isBlank()) {
            problems.add(FaxParameters.RECIPIENTS_GROUP.blank());
            return List.of();
        }
        List<Integer> positions = groupColumns(table, group);
        if (positions.isEmpty()) {
            problems.add(new Problem(
                    FaxParameters.RECIPIENTS_GROUP.name(),
                    group,
                    Message.of(
                            "input.recipients-group.column",
                            RecipientEntry.shown(name(shown)),
                            RecipientEntry.shown(String.join(", ", table.columns())))));
            return List.of();
        }
        List<String> wanted = groups(group.substring(group.indexOf('=') + 1)).toList();
        Set<String> known = table.rows().stream()
                .flatMap(row -> groupsOf(row, positions))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> folded = known.stream().map(RecipientsFile::folded).collect(Collectors.toSet());
        List<String> missing =
                wanted.stream().filter(it -> !folded.contains(folded(it))).toList();
        if (wanted.isEmpty() || !missing.isEmpty()) {
            problems.add(new Problem(
                    FaxParameters.RECIPIENTS_GROUP.name(),
                    missing.size() < wanted.size() ? String.join(", ", missing) : group,
                    Message.of(
                            "input.recipients-group.none",
                            RecipientEntry.shown(name(shown)),
                            RecipientEntry.shown(
                                    known.stream().limit(MAX_GROUPS).collect(Collectors.joining(", "))))));
            return List.of();
        }
        Set<String> values = wanted.stream().map(RecipientsFile::folded).collect(Collectors.toSet());
        return table.rows().stream()
                .filter(row -> groupsOf(row, positions).anyMatch(it -> values.contains(folded(it))))
                .toList();
    }

    private static List<Integer> groupColumns(Table table, String group) {
        int separator = group.indexOf('=');
        String column = separator < 0 ? "" : group.substring(0, separator).strip();
        return IntStream.range(0, table.columns().size())
                .filter(i -> isGroupColumn(table.columns().get(i), column))
                .boxed()
                .toList();
    }

    /** The file without its folders, which may be longer than a line. */
    private static String name(String shown) {
        return shown.substring(Math.max(shown.lastIndexOf('/'), shown.lastIndexOf('\\')) + 1);
    }

    private static Stream<String> groupsOf(Table.Row row, List<Integer> positions) {
        return positions.stream().flatMap(it -> groups(row.cells().get(it)));
    }

    private static boolean isGroupColumn(String name, String wanted) {
        return wanted.isEmpty()
                ? GROUP_COLUMNS.contains(folded(name))
                : folded(name).equals(folded(wanted));
    }

    /** A cell may name several groups, as the categories of address books do. */
    private static Stream<String> groups(String cell) {
        return Stream.of(cell.split("[,;]", -1)).map(Characters::strip).filter(it -> !it.isEmpty());
    }

    private static String folded(String text) {
        return Characters.strip(text).toLowerCase(Locale.ROOT);
    }

    private static Validated<RecipientsFile> invalid(String shown, Message advice) {
        return Validated.invalid(FaxParameters.RECIPIENTS_FILE.name(), shown, advice);
    }
}
