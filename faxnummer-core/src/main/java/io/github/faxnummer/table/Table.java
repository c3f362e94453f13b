package io.github.faxnummer.table;

import io.github.faxnummer.message.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Named columns and rows of texts.
 *
 * @param columns the names as they are written; one may occur twice
 * @param rows without those that say nothing
 */
public record Table(List<String> columns, List<Row> rows) {

    /**
     * A row.
     *
     * @param line where it begins in the file, counted from 1
     * @param cells one for each column, without blanks at their ends; empty: nothing is written there
     * @param flaw why it is not known in which columns its cells are; empty: it is known
     */
    public record Row(int line, List<String> cells, Optional<Message> flaw) {

        public Row {
            cells = List.copyOf(cells);
        }

        /** A row without a flaw. */
        Row(int line, List<String> cells) {
            this(line, cells, Optional.empty());
        }
    }

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Reads CSV as spreadsheets and address books write it: separated by semicolons, commas or tabs, in UTF-8, UTF-16
     * with a byte order mark or Windows-1252, with a first line {@code sep=;} or without. Missing cells at the end of a
     * row are empty.
     *
     * @param isKnown whether a name of a column is known: the separator that finds most of them is the right one
     */
    public static Table csv(byte[] file, Predicate<String> isKnown) throws TableException {
        return CsvTable.read(EncodedText.decode(file), isKnown);
    }

    /**
     * Reads a JSON array. Its elements are objects, whose names are the columns and whose values are strings, or single
     * strings.
     *
     * @param single the column of single strings
     */
    public static Table json(byte[] file, String single) throws TableException {
        return JsonTable.read(EncodedText.decode(file), single);
    }

    /** A JSON object of texts, in one line. */
    public static String jsonObject(Map<String, String> values) {
        return JsonTable.write(values);
    }
}
