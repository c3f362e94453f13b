package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.util.List;

/**
 * A line of text in the margin of a page.
 *
 * @param cells what stands side by side: a single one in the middle; of several the first at the left, the last at the
 *     right. Blank ones are left out
 */
public record PageHeader(List<String> cells) implements Serializable {

    /** No line. */
    public static final PageHeader NONE = new PageHeader(List.of());

    public PageHeader {
        cells = cells.stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
    }

    /** Whether there is nothing to be written. */
    public boolean isEmpty() {
        return cells.isEmpty();
    }
}
