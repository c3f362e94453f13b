package io.github.faxnummer.pdf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/**
 * Lines of Markdown such as {@code [result]: passed}, which define where links go. One that no link uses is not shown,
 * and was perhaps not meant as a definition. Footnotes are text.
 */
final class UnusedDefinitions extends AbstractVisitor {

    /** What people write in place of a comment, which Markdown has not: {@code [//]: # (a comment)}. */
    private static final Set<String> COMMENTS = Set.of("#", "");

    /** As some programs write them, {@code [^1]: passed}; of more words Markdown makes a paragraph. */
    private static final String FOOTNOTE = "^";

    private final List<LinkReferenceDefinition> definitions = new ArrayList<>();
    private final Set<Target> used = new HashSet<>();

    private record Target(String destination, @Nullable String title) {}

    private UnusedDefinitions() {}

    /**
     * Finds them.
     *
     * @param show whether they become paragraphs
     * @return their texts
     */
    static List<String> take(Node document, boolean show) {
        UnusedDefinitions found = new UnusedDefinitions();
        document.accept(found);
        List<String> unused = new ArrayList<>();
        for (LinkReferenceDefinition definition : found.definitions) {
            boolean isFootnote = definition.getLabel().startsWith(FOOTNOTE);
            boolean isUnused = !found.used.contains(new Target(definition.getDestination(), definition.getTitle()))
                    && !COMMENTS.contains(definition.getDestination());
            if (isFootnote || isUnused) {
                String title = definition.getTitle() == null ? "" : " \"" + definition.getTitle() + "\"";
                String text = "[" + definition.getLabel() + "]: " + definition.getDestination() + title;
                if (!isFootnote) {
                    unused.add(text);
                }
                if (show || isFootnote) {
                    Paragraph paragraph = new Paragraph();
                    paragraph.appendChild(new Text(text));
                    definition.insertBefore(paragraph);
                }
            }
        }
        return unused;
    }

    @Override
    public void visit(LinkReferenceDefinition definition) {
        definitions.add(definition);
    }

    @Override
    public void visit(Link link) {
        used.add(new Target(link.getDestination(), link.getTitle()));
        visitChildren(link);
    }

    @Override
    public void visit(Image image) {
        used.add(new Target(image.getDestination(), image.getTitle()));
        visitChildren(image);
    }
}
