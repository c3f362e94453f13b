package io.github.faxnummer.pdf;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;

/**
 * Cells of a table in Markdown for which its first row has no column. They are not shown, and often come of a {@code |}
 * within a cell, such as that of a shell command.
 */
final class SurplusCells extends AbstractVisitor {

    private final String markdown;
    private final boolean show;
    private final List<String> surplus = new ArrayList<>();

    private SurplusCells(String markdown, boolean show) {
        this.markdown = markdown;
        this.show = show;
    }

    /**
     * Finds them.
     *
     * @param document made of {@code markdown}, with the source spans of its blocks
     * @param show whether they become a cell
     * @return the text of those of each row
     */
    static List<String> take(Node document, String markdown, boolean show) {
        SurplusCells found = new SurplusCells(markdown, show);
        document.accept(found);
        return found.surplus;
    }

    @Override
    public void visit(CustomNode node) {
        if (node instanceof TableRow row) {
            String rest = behindCells(row);
            if (rest.chars().anyMatch(c -> c != '|' && !Character.isWhitespace(c))) {
                surplus.add(rest);
                if (show) {
                    TableCell cell = new TableCell();
                    cell.appendChild(new Text(rest));
                    row.appendChild(cell);
                }
            }
        }
        visitChildren(node);
    }

    private String behindCells(TableRow row) {
        SourceSpan span = row.getSourceSpans().get(0);
        String line = markdown.substring(span.getInputIndex(), span.getInputIndex() + span.getLength())
                .strip();
        int at = line.startsWith("|") ? 1 : 0;
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            at = endOfCell(line, at) + 1;
        }
        String rest = line.substring(Math.min(at, line.length()));
        boolean closed = !rest.isEmpty() && endOfCell(rest, rest.length() - 1) < rest.length();
        return (closed ? rest.substring(0, rest.length() - 1) : rest).strip();
    }

    /** Where the {@code |} is that ends a cell; one behind a backslash belongs to the cell. */
    private static int endOfCell(String line, int from) {
        int at = from;
        while (at < line.length() && (line.charAt(at) != '|' || (at > 0 && line.charAt(at - 1) == '\\'))) {
            at++;
        }
        return at;
    }
}
