package io.github.faxnummer.pdf;

import java.util.HashMap;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SourceSpan;
import org.commonmark.renderer.html.AttributeProvider;

/**
 * The numbers of lists in Markdown as they are written, if each is greater than the one before. Markdown numbers a list
 * from its first number on, which makes 12 and 13 of the days 12 and 14.
 */
final class ListNumbers extends AbstractVisitor implements AttributeProvider {

    private final String markdown;
    private final Map<Node, Integer> numbers = new HashMap<>();

    private ListNumbers(String markdown) {
        this.markdown = markdown;
    }

    /**
     * Finds them.
     *
     * @param document made of {@code markdown}, with the source spans of its blocks
     */
    static AttributeProvider of(Node document, String markdown) {
        ListNumbers found = new ListNumbers(markdown);
        document.accept(found);
        return found;
    }

    @Override
    public void visit(OrderedList list) {
        Map<Node, Integer> ofList = new HashMap<>();
        int last = -1;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            int number = number((ListItem) item);
            if (number <= last) {
                ofList.clear();
                break;
            }
            ofList.put(item, number);
            last = number;
        }
        numbers.putAll(ofList);
        visitChildren(list);
    }

    /** At most nine digits, as Markdown demands. */
    private int number(ListItem item) {
        SourceSpan span = item.getSourceSpans().get(0);
        int from = span.getInputIndex();
        while (markdown.charAt(from) == ' ' || markdown.charAt(from) == '\t') {
            from++;
        }
        int to = from;
        while (markdown.charAt(to) >= '0' && markdown.charAt(to) <= '9') {
            to++;
        }
        return Integer.parseInt(markdown.substring(from, to));
    }

    @Override
    public void setAttributes(Node node, String tagName, Map<String, String> attributes) {
        Integer number = numbers.get(node);
        if (number != null) {
            attributes.put("value", number.toString());
        }
    }
}
