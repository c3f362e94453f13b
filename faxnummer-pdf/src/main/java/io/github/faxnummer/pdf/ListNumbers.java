package io.github.faxnummer.pdf;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.renderer.html.AttributeProvider;

/**
 * The numbers of lists in Markdown as they are written, if each is greater than the one before, or each is less, or all
 * are days of months. Markdown numbers a list from its first number on, which makes 12 and 13 of the days 12 and 14, 14
 * and 15 of a list with the newest first, and the 2nd of April of the first of each quarter. Other lists are written by
 * people who leave their numbers to Markdown: 1, 1, 1.
 */
final class ListNumbers extends AbstractVisitor implements AttributeProvider {

    /** What follows the digits of a day, in German and English. */
    private static final Pattern MONTH =
            Pattern.compile("[.)][ \\t]+(Jan(uar|uary)?|Jän(ner)?|Feb(ruar|ruary)?|März|Mrz"
                    + "|Mar(ch)?|Apr(il)?|Mai|May|Jun[ie]?|Jul[iy]?|Aug(ust)?|Sept?(ember)?|O[kc]t(ober)?|Nov(ember)?"
                    + "|De[zc](ember)?)(?![\\p{L}\\p{N}])");

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
        Map<Node, Integer> ofList = new LinkedHashMap<>();
        boolean days = true;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            int from = digits((ListItem) item);
            int to = behindDigits(from);
            ofList.put(item, Integer.parseInt(markdown.substring(from, to)));
            days &= MONTH.matcher(markdown).region(to, markdown.length()).lookingAt();
        }
        List<Integer> written = List.copyOf(ofList.values());
        if (days || isSorted(written, Comparator.naturalOrder()) || isSorted(written, Comparator.reverseOrder())) {
            numbers.putAll(ofList);
        }
        visitChildren(list);
    }

    private static boolean isSorted(List<Integer> written, Comparator<Integer> order) {
        return IntStream.range(1, written.size())
                .allMatch(it -> order.compare(written.get(it - 1), written.get(it)) < 0);
    }

    private int digits(ListItem item) {
        int from = item.getSourceSpans().get(0).getInputIndex();
        while (markdown.charAt(from) == ' ' || markdown.charAt(from) == '\t') {
            from++;
        }
        return from;
    }

    /** At most nine digits, as Markdown demands. */
    private int behindDigits(int from) {
        int to = from;
        while (markdown.charAt(to) >= '0' && markdown.charAt(to) <= '9') {
            to++;
        }
        return to;
    }

    @Override
    public void setAttributes(Node node, String tagName, Map<String, String> attributes) {
        Integer number = numbers.get(node);
        if (number != null) {
            attributes.put("value", number.toString());
        }
    }
}
