package io.github.faxnummer.message;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A row of a table by RFC 4180 that is harmless in spreadsheets. */
public final class CsvRow {

    private static final int MAX_VALUE_LENGTH = 1000;

    // With German settings Excel splits at each semicolon, in quoted values too: the quote is not where a cell begins.
    private static final Pattern FORMULA = Pattern.compile("(^|;[ \"]*)([=+\\-@＝＋－＠])");

    private CsvRow() {}

    /**
     * The row with its line end. A line break in a value becomes a blank, so that each line is a row. A value that a
     * spreadsheet would run as a formula begins with an apostrophe, and so does such a part behind a semicolon.
     */
    public static String of(Stream<String> values) {
        return values.map(CsvRow::field).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String field(String value) {
        String line = Sanitizer.line(value, MAX_VALUE_LENGTH);
        // Tabs and line breaks at the beginning, which can start a formula too, are gone by now.
        String plain = FORMULA.matcher(line).replaceAll("$1'$2");
        return plain.chars().anyMatch(it -> it == ',' || it == '"' || it == ';')
                ? '"' + plain.replace("\"", "\"\"") + '"'
                : plain;
    }
}
