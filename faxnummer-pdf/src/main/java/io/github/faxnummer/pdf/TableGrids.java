package io.github.faxnummer.pdf;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Bounds the tables of a page: the layout keeps a place for each row and column, whether a cell is there or not. */
final class TableGrids {

    /** As HTML has it. */
    private static final int MAX_COLUMNS = 1000;

    private static final int MAX_DIGITS = 9;
    private static final double BYTES_PER_PLACE = 8;

    /** The rows of a table so far. */
    private static final class Grid {

        /** The columns of cells that go on in the next rows, by the row in which they do not any more. */
        private final Map<Integer, Integer> ending = new HashMap<>();

        private int rows;
        private double spanned;
        private double columns;

        void add(Element row) {
            spanned -= ending.getOrDefault(rows, 0);
            double width = spanned;
            for (Element cell : row.children()) {
                int columns = span(cell, "colspan");
                int height = span(cell, "rowspan");
                width += columns;
                if (height > 1) {
                    spanned += columns;
                    ending.merge(rows + height, columns, Integer::sum);
                }
            }
            columns = Math.max(columns, width);
            rows++;
        }

        double bytes() {
            return BYTES_PER_PLACE * rows * columns;
        }
    }

    private TableGrids() {}

    /**
     * Reduces what cells span to what there can be.
     *
     * @throws PdfLimitExceededException if a table is larger than the limits
     */
    static void bound(Document page, ResourceBudget budget) {
        int rows = page.select("tr").size();
        for (Element element : page.select("[colspan], [rowspan], [span]")) {
            bound(element, "colspan", MAX_COLUMNS);
            bound(element, "span", MAX_COLUMNS);
            // No table has more.
            bound(element, "rowspan", rows);
        }
        IdentityHashMap<Element, Grid> grids = new IdentityHashMap<>();
        for (Element row : page.select("tr")) {
            Element table = row.closest("table");
            if (table != null) {
                Grid grid = grids.computeIfAbsent(table, it -> new Grid());
                grid.add(row);
                budget.requireMemory(grid.bytes(), "table");
            }
        }
    }

    private static void bound(Element element, String attribute, int max) {
        String digits = digits(element, attribute);
        if (digits.length() > MAX_DIGITS || (!digits.isEmpty() && Integer.parseInt(digits) > max)) {
            element.attr(attribute, String.valueOf(max));
        }
    }

    private static int span(Element cell, String attribute) {
        String digits = digits(cell, attribute);
        return digits.isEmpty() ? 1 : Math.max(1, Integer.parseInt(digits));
    }

    private static String digits(Element element, String attribute) {
        return element.attr(attribute).replaceAll("[^0-9]", "");
    }
}
