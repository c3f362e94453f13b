package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.util.List;

/**
 * The texts of a cover page.
 *
 * @param title the heading
 * @param rows what stands below it; rows without a value are left out
 * @param note text below the rows; may have several lines, or be empty
 */
public record CoverSheet(String title, List<Row> rows, String note) implements Serializable {

    /**
     * A labelled value.
     *
     * @param value may have several lines
     */
    public record Row(String label, String value) implements Serializable {}

    public CoverSheet {
        rows = rows.stream().filter(it -> !it.value().isBlank()).toList();
        note = note.strip();
    }
}
