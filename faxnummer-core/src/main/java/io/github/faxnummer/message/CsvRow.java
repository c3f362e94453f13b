package io.github.faxnummer.message;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A row of a table by RFC 4180 that is harmless in spreadsheets. */
public final class CsvRow {

    private static final int MAX_VALUE_LENGTH = 1000;

    private CsvRow() {}

    /**
     * The row with its line end. A line break in a value becomes a blank, so that each line is a row. A value that a
     * spreadsheet would run as a formula begins with an apostrophe.
     */
    public static String of(Stream<String> values) {
        return values.map(CsvRow::field).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String field(String value) {
        String line = Sanitizer.line(value, MAX_VALUE_LENGTH);
        // Tabs and line breaks at the beginning, which can start a formula too, are gone by now.
        String plain = !line.isEmpty() && "=+-@＝＋－＠".indexOf(line.charAt(0)) >= 0 ? "'" + line : line;
        return plain.chars().anyMatch(it -> it == ',' || it == '"' || it == ';')
                ? '"' + plain.replace("\"", "\"\"") + '"'
                : plain;
    }
}
