package io.github.faxnummer.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.faxnummer.message.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads CSV. */
final class CsvTable {

    private static final String SEPARATORS = ";,\t";

    /** Excel's own first line, by which it opens a file in any country. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("(?i)sep=([;,\t])(\r\n|\r|\n)");

    /**
     * A last row of our own. The library takes an open quotation mark for one that ends with the file, so that a missing
     * one would make all the rows behind it a part of one cell. Then this row is in that cell, too.
     */
    private static final String END = "\u0000";

    private CsvTable() {}

    static Table read(String text, Predicate<String> isKnown) throws TableException {
        Matcher declared = SEPARATOR_LINE.matcher(text);
        if (declared.lookingAt()) {
            return read(text.substring(declared.end()), declared.group(1).charAt(0), 1);
        }
        return read(text, separator(text, isKnown), 0);
    }

    private static char separator(String text, Predicate<String> isKnown) {
        return (char) SEPARATORS
                .chars()
                .boxed()
                // Of equal ones the first.
                .sorted(Comparator.<Integer>comparingLong(it -> header(text, (char) (int) it).stream()
                                .filter(isKnown)
                                .count())
                        .thenComparingInt(it -> header(text, (char) (int) it).size())
                        .reversed())
                .findFirst()
                .orElseThrow()
                .intValue();
    }

    private static List<String> header(String text, char separator) {
        try (CsvReader<CsvRecord> reader = reader(text, separator)) {
            return reader.stream().findFirst().map(CsvRecord::getFields).orElse(List.of());
        } catch (CsvParseException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table read(String text, char separator, int linesBefore) throws TableException {
        List<String> columns = new ArrayList<>();
        List<Table.Row> rows = new ArrayList<>();
        int line = linesBefore + 1;
        boolean isComplete = false;
        try (CsvReader<CsvRecord> reader = reader(text + "\n" + END, separator)) {
            for (CsvRecord record : reader) {
                line = Math.toIntExact(record.getStartingLineNumber()) + linesBefore;
                List<String> cells =
                        record.getFields().stream().map(String::strip).toList();
                isComplete = cells.equals(List.of(END));
                if (isComplete || cells.stream().allMatch(String::isEmpty)) {
                    continue;
                }
                if (columns.isEmpty()) {
                    columns.addAll(cells);
                } else {
                    rows.add(new Table.Row(line, aligned(cells, columns.size()), flaw(cells, columns.size())));
                }
            }
        } catch (CsvParseException e) {
            throw new TableException(line + 1, Message.of("input.recipients-file.quotes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!isComplete) {
            throw new TableException(line, Message.of("input.recipients-file.open-quotes"));
        }
        return new Table(columns, rows);
    }

    /** Spreadsheets write fewer or more separators than the header has: empty cells at the end. */
    private static List<String> aligned(List<String> cells, int columns) {
        List<String> aligned = new ArrayList<>(cells.subList(0, Math.min(columns, cells.size())));
        while (aligned.size() < columns) {
            aligned.add("");
        }
        return aligned;
    }

    private static Optional<Message> flaw(List<String> cells, int columns) {
        return cells.stream().skip(columns).allMatch(String::isEmpty)
                ? Optional.empty()
                : Optional.of(Message.of("input.recipients-file.more-cells", cells.size(), columns));
    }

    private static CsvReader<CsvRecord> reader(String text, char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .trimWhitespacesAroundQuotes(true)
                .ofCsvRecord(text);
    }
}
