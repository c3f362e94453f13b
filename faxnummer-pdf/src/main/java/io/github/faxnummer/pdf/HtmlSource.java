package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeTraversor;
import org.jspecify.annotations.Nullable;

/**
 * An HTML page as it is laid out: without scripts and hidden parts, with its style sheets and pictures in itself, and
 * with places at which long words can break.
 */
final class HtmlSource {

    private static final String NOT_SHOWN = "script, noscript, template, dialog:not([open]), input[type=hidden], meta,"
            + " base, title, source, track, datalist, area";
    private static final String NOT_DRAWN = "svg, math, iframe, frame, object, embed, applet, video, audio, canvas";
    private static final String SHEETS = "style, link[rel~=(?i)stylesheet]:not([rel~=(?i)alternate])";
    private static final String WITHOUT_END =
            "area, base, br, col, embed, hr, img, input, link, meta, param, source, track, wbr";
    private static final String UTF_16 = "UTF-16";
    private static final String XHTML = ".xhtml";
    private static final String ENCODING = "meta[charset], meta[http-equiv~=(?i)content-type]";
    private static final int LONG_WORD = 20;

    /** What stands for bytes that are no character in the encoding of the page. */
    private static final char UNREADABLE = '\uFFFD';

    /** A text that a script writes. */
    private static final Pattern WRITTEN = Pattern.compile(
            "(?:(?:innerHTML|innerText|textContent)\\s*\\+?=|document\\.write(?:ln)?\\()\\s*([\"'`])(.{1,400}?)\\1");

    /** What media queries are written with; other characters could end the block, and no query has them. */
    private static final Pattern MEDIA = Pattern.compile("[\\w\\s,():.<=>/+*%-]+");

    /** Parsed nodes take far more memory than their text. */
    private static final double MEMORY_PER_BYTE = 32;

    private static final int BYTES_PER_PIXEL = 8;
    private static final int MAX_NAMED = 3;
    private static final String PNG = "data:image/png;base64,";

    private final Path file;
    private final ResourceBudget budget;
    private final List<Finding> findings;
    private final PageFiles files;
    private final StyleSheets styles;
    private final boolean showHidden;
    private final Document page;
    private final Set<String> pictures = new HashSet<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> scriptWords = new ArrayList<>();
    private int scripts;
    private double pixels;

    private HtmlSource(Document page, Path file, boolean showHidden, ResourceBudget budget, List<Finding> findings) {
        this.page = page;
        this.file = file;
        this.showHidden = showHidden;
        this.budget = budget;
        this.findings = findings;
        Path folder = file.toAbsolutePath().getParent();
        files = new PageFiles(folder == null ? file : folder, budget);
        styles = new StyleSheets(files, budget, showHidden);
    }

    /**
     * @param encoding null: the one that the page states
     * @param showHidden whether what the page hides is shown
     * @param findings gets what is left out
     */
    static HtmlSource html(
            byte[] content,
            @Nullable String encoding,
            Path file,
            boolean showHidden,
            ResourceBudget budget,
            List<Finding> findings)
            throws IOException {
        budget.requireMemory(MEMORY_PER_BYTE * content.length, "HTML");
        Document page = parse(content, encoding, file);
        HtmlSource source = new HtmlSource(page, file, showHidden, budget, findings);
        source.prepare("");
        return source;
    }

    private static Document parse(byte[] content, @Nullable String encoding, Path file) throws IOException {
        boolean isXml = file.toString().toLowerCase(Locale.ROOT).endsWith(XHTML);
        Parser parser = isXml ? Parser.xmlParser() : Parser.htmlParser();
        Document page = Jsoup.parse(new ByteArrayInputStream(content), encoding, "", parser);
        if (encoding == null && page.charset().name().startsWith(UTF_16) && !hasUtf16Mark(content)) {
            // What states it in single bytes is not UTF-16.
            page = Jsoup.parse(new ByteArrayInputStream(content), StandardCharsets.UTF_8.name(), "", parser);
        }
        if (encoding == null
                && page.charset().equals(StandardCharsets.UTF_8)
                && !isUtf8(content)
                && page.selectFirst(ENCODING) == null) {
            // What browsers take for a page that states none.
            page = Jsoup.parse(new ByteArrayInputStream(content), "windows-1252", "", parser);
        }
        return isXml ? asHtml(page) : page;
    }

    private static boolean hasUtf16Mark(byte[] content) {
        return content.length >= 2
                && Set.of(0xFEFF, 0xFFFE)
                        .contains(Byte.toUnsignedInt(content[0]) << 8 | Byte.toUnsignedInt(content[1]));
    }

    private static boolean isUtf8(byte[] content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** In XML an empty element may be written without an end, which HTML takes for the beginning of one. */
    private static Document asHtml(Document xml) {
        for (Element element : xml.select("script, style")) {
            String text = element.wholeText();
            element.empty().appendChild(new DataNode(text));
        }
        for (Element element : xml.select("*:empty:not(" + WITHOUT_END + ")")) {
            element.appendChild(new TextNode(""));
        }
        xml.outputSettings().syntax(Document.OutputSettings.Syntax.html).prettyPrint(false);
        return Jsoup.parse(xml.outerHtml());
    }

    /**
     * @param showHidden whether definitions are shown that no link uses, and cells without a column
     * @param findings gets what is left out
     */
    static HtmlSource markdown(
            String text, Path file, boolean showHidden, ResourceBudget budget, List<Finding> findings)
            throws IOException {
        budget.requireMemory(MEMORY_PER_BYTE * text.length(), "Markdown");
        List<Extension> extensions = List.of(TablesExtension.create());
        org.commonmark.node.Node parsed = org.commonmark.parser.Parser.builder()
                .extensions(extensions)
                .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                .build()
                .parse(text);
        List<String> hidden = new ArrayList<>(UnusedDefinitions.take(parsed, showHidden));
        hidden.addAll(SurplusCells.take(parsed, text, showHidden));
        if (!hidden.isEmpty() && !showHidden) {
            findings.add(new Finding(Kind.TEXT_HIDDEN, 0, named(hidden)));
        }
        AttributeProvider numbers = ListNumbers.of(parsed, text);
        String html = HtmlRenderer.builder()
                .extensions(extensions)
                .escapeHtml(true)
                .sanitizeUrls(true)
                .attributeProviderFactory(context -> numbers)
                .build()
                .render(parsed);
        HtmlSource source = new HtmlSource(Jsoup.parse(html), file, false, budget, findings);
        source.prepare(StyleSheets.MARKDOWN);
        return source;
    }

    Document page() {
        return page;
    }

    /** The addresses of the pictures, which are in the page itself. */
    Set<String> pictures() {
        return pictures;
    }

    /** The words that are to be seen. */
    List<String> words() {
        return words;
    }

    /** The words that scripts in the page write into it, as far as they are written out there. */
    List<String> scriptWords() {
        return scriptWords;
    }

    /** The number of scripts that were taken out. */
    int scripts() {
        return scripts;
    }

    private void prepare(String style) throws IOException {
        String sheets = takeStyles();
        scripts = page.select("script").size();
        for (Element script : page.select("script:not([src])")) {
            budget.check();
            script.data()
                    .lines()
                    .flatMap(it -> WRITTEN.matcher(it).results())
                    .flatMap(it -> words(Jsoup.parse(it.group(2)).text()).stream())
                    .forEach(scriptWords::add);
        }
        page.select(NOT_SHOWN).remove();
        page.select("map").unwrap();
        takeHidden(sheets);
        List<String> notDrawn = page.select(NOT_DRAWN).stream()
                .map(Element::normalName)
                .distinct()
                .toList();
        page.select(NOT_DRAWN).remove();
        if (!notDrawn.isEmpty()) {
            findings.add(new Finding(Kind.PART_LEFT_OUT, 0, String.join(", ", notDrawn)));
        }
        showValues();
        numberReversedLists();
        TableGrids.bound(page, budget);
        for (Element picture : page.select("img")) {
            budget.check();
            embed(picture);
        }
        for (Element element : page.getAllElements()) {
            // Attributes that would be fetched, or would run.
            element.removeAttr("background").removeAttr("nowrap").removeAttr("srcset");
            if (element.hasAttr("style")) {
                element.attr("style", styles.inline(element.attr("style")));
            }
        }
        List<TextNode> texts = new ArrayList<>();
        NodeTraversor.traverse(
                (node, depth) -> {
                    if (node instanceof TextNode text && !text.isBlank()) {
                        texts.add(text);
                    }
                },
                page.body());
        boolean isReadable = true;
        for (TextNode text : texts) {
            budget.check();
            // The layout takes it for nothing, and HTML for a blank.
            if (text.getWholeText().indexOf('\f') >= 0 || text.getWholeText().indexOf('\u000B') >= 0) {
                text.text(text.getWholeText().replace('\f', ' ').replace('\u000B', ' '));
            }
            if (text.getWholeText().indexOf(UNREADABLE) >= 0) {
                isReadable = false;
                text.text(text.getWholeText().replace(String.valueOf(UNREADABLE), FaxFonts.REPLACEMENT));
            }
            words.addAll(words(text.getWholeText()));
            breakWords(text);
        }
        if (!isReadable) {
            findings.add(new Finding(Kind.MISSING_CHARACTER, 0, "U+FFFD"));
        }
        addSheet(StyleSheets.DEFAULTS + style);
        addSheet(sheets);
        addSheet(StyleSheets.PRINT);
        if (!files.missing().isEmpty()) {
            findings.add(new Finding(Kind.NOT_LOADED, 0, named(List.copyOf(files.missing()))));
        }
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    /** Adds a sheet after those that are there. */
    void addSheet(String css) {
        page.head().appendElement("style").appendChild(new DataNode(css));
    }

    private static String named(List<String> all) {
        String named = String.join(", ", all.subList(0, Math.min(MAX_NAMED, all.size())));
        return all.size() > MAX_NAMED ? all.size() + ": " + named + ", …" : named;
    }

    /** Takes all style sheets out of the page, wherever they stand. */
    private String takeStyles() {
        StringBuilder sheets = new StringBuilder();
        for (Element element : page.select(SHEETS)) {
            budget.check();
            String type = element.attr("type").strip().toLowerCase(Locale.ROOT);
            if (!type.isEmpty() && !type.startsWith("text/css")) {
                continue;
            }
            String css = element.normalName().equals("style")
                    ? styles.clean(file, element.data())
                    : styles.linked(file, element.attr("href"));
            String media = StyleSheets.media(element.attr("media")).strip();
            if (media.isEmpty()) {
                sheets.append(css).append('\n');
            } else if (MEDIA.matcher(media).matches()) {
                sheets.append("@media ").append(media).append(" {").append(css).append("}\n");
            }
        }
        page.select("style, link").remove();
        return sheets.toString();
    }

    private void takeHidden(String sheets) {
        List<String> hidden = new ArrayList<>();
        if (!showHidden) {
            for (Element details : page.select("details:not([open])")) {
                // One within another that is closed is gone.
                if (details.closest("body") != null) {
                    close(details, hidden);
                }
            }
        }
        boolean mayDisplay = StyleSheets.mayDisplay(sheets);
        boolean mayMakeVisible = StyleSheets.mayMakeVisible(sheets);
        for (Element element : page.select("[hidden], [style]")) {
            budget.check();
            if (showHidden) {
                element.removeAttr("hidden");
                continue;
            }
            String style = element.attr("style");
            boolean isHidden = element.hasAttr("hidden")
                    || (StyleSheets.hides(style, mayDisplay, mayMakeVisible)
                            && StyleSheets.hides(style, mayDisplay, hasVisiblePart(element)));
            if (isHidden && element.closest("body") != null) {
                take(element, element.text(), hidden);
            }
        }
        if (!hidden.isEmpty()) {
            findings.add(new Finding(Kind.TEXT_HIDDEN, 0, named(hidden)));
        }
    }

    private static boolean hasVisiblePart(Element element) {
        return element.select("[style]").stream().skip(1).anyMatch(it -> StyleSheets.mayMakeVisible(it.attr("style")));
    }

    /** Leaves of closed details what a browser shows. */
    private static void close(Element details, List<String> hidden) {
        Optional<Element> summary = details.children().stream()
                .filter(it -> it.normalName().equals("summary"))
                .findFirst();
        for (Node child : List.copyOf(details.childNodes())) {
            if (child instanceof Element element
                    && summary.filter(element::equals).isEmpty()) {
                take(element, element.text(), hidden);
            } else if (child instanceof TextNode text) {
                take(text, text.text(), hidden);
            }
        }
    }

    private static void take(Node node, String text, List<String> hidden) {
        if (!text.isBlank()) {
            hidden.addAll(List.of(text.strip().split("\\s+")));
        }
        node.remove();
    }

    /** The layout counts up in each list, and keeps the number that an item has itself. */
    private void numberReversedLists() {
        for (Element list : page.select("ol[reversed]")) {
            budget.check();
            List<Element> items = list.children().stream()
                    .filter(it -> it.normalName().equals("li"))
                    .toList();
            int number = number(list.attr("start"), items.size());
            for (Element item : items) {
                number = number(item.attr("value"), number);
                item.attr("value", String.valueOf(number));
                number--;
            }
        }
    }

    private static int number(String written, int otherwise) {
        return written.strip().matches("-?[0-9]{1,9}") ? Integer.parseInt(written.strip()) : otherwise;
    }

    /** Fields as text: what is drawn of them would depend on the program. */
    private void showValues() {
        page.select("input[type=image]").tagName("img");
        for (Element field : page.select("input, textarea, select")) {
            String value =
                    switch (field.normalName()) {
                        case "textarea" -> field.wholeText();
                        case "select" -> selected(field);
                        default -> value(field);
                    };
            Element shown = new Element("span").text(value);
            if (field.normalName().equals("textarea")) {
                shown.attr("style", "white-space:pre-wrap");
            }
            field.replaceWith(shown);
        }
        page.select("button").forEach(it -> it.tagName("span"));
    }

    private static String selected(Element field) {
        List<String> selected =
                field.select("option[selected]").stream().map(Element::text).toList();
        Element first = field.selectFirst("option");
        return selected.isEmpty() && first != null ? first.text() : String.join(", ", selected);
    }

    private static String value(Element field) {
        return switch (field.attr("type").toLowerCase(Locale.ROOT)) {
            case "checkbox" -> field.hasAttr("checked") ? "☑" : "☐";
            case "radio" -> field.hasAttr("checked") ? "◉" : "○";
            case "password" -> "•".repeat(Math.min(8, field.attr("value").length()));
            case "file" -> "";
            default -> field.attr("value");
        };
    }

    /** Puts a picture into the page, decoded within the limits and turned as its EXIF data says. */
    private void embed(Element picture) throws IOException {
        String reference = picture.attr("src");
        Optional<BufferedImage> decoded = Optional.empty();
        if (reference.isBlank()) {
            files.addMissing(named(picture));
        } else {
            decoded = files.read(file.toAbsolutePath(), reference).flatMap(it -> decode(it, reference));
        }
        if (decoded.isEmpty()) {
            picture.replaceWith(new Element("span").text(picture.attr("alt")));
            return;
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(decoded.get(), "png", png);
        String address = PNG + Base64.getEncoder().encodeToString(png.toByteArray());
        pictures.add(address);
        picture.attr("src", address);
    }

    /** What is known of a picture whose address is elsewhere, or was no address for Markdown. */
    private static String named(Element picture) {
        return Stream.concat(
                        picture.attributes().asList().stream()
                                .filter(it -> it.getKey().equals("srcset")
                                        || (it.getKey().startsWith("data-")
                                                && it.getKey().contains("src")))
                                .map(Attribute::getValue),
                        Stream.of(picture.attr("alt")))
                .filter(it -> !it.isBlank())
                .findFirst()
                .orElse(picture.normalName());
    }

    private Optional<BufferedImage> decode(byte[] content, String reference) {
        Optional<BufferedImage> decoded = SmallPicture.decode(content, budget);
        if (decoded.isEmpty()) {
            files.addMissing(reference);
            return decoded;
        }
        pixels += (double) decoded.get().getWidth() * decoded.get().getHeight();
        budget.requireMemory(pixels * BYTES_PER_PIXEL, "pictures of the page");
        return decoded;
    }

    /** Lets long words break where people would break them, or else anywhere. */
    private static void breakWords(TextNode text) {
        String whole = text.getWholeText();
        List<Node> parts = new ArrayList<>();
        int start = 0;
        int sinceBreak = 0;
        for (int i = 0; i < whole.length(); i++) {
            char character = whole.charAt(i);
            if (Character.isWhitespace(character)) {
                sinceBreak = 0;
                continue;
            }
            sinceBreak++;
            boolean isGood = sinceBreak >= LONG_WORD / 2 && "/._-:,;=&?)]@$#".indexOf(character) >= 0;
            boolean isInWord = i + 1 < whole.length() && !Character.isWhitespace(whole.charAt(i + 1));
            if (isInWord
                    && (isGood || sinceBreak >= LONG_WORD)
                    && !Character.isHighSurrogate(character)
                    && hasLongWord(whole, i)) {
                parts.add(new TextNode(whole.substring(start, i + 1)));
                parts.add(new Element("wbr"));
                start = i + 1;
                sinceBreak = 0;
            }
        }
        if (!parts.isEmpty()) {
            parts.add(new TextNode(whole.substring(start)));
            parts.forEach(text::before);
            text.remove();
        }
    }

    /** Whether the word at a position has more than 20 letters. */
    private static boolean hasLongWord(String text, int at) {
        int start = at;
        while (start > 0 && at - start <= LONG_WORD && !Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        int end = at;
        while (end < text.length() && end - at <= LONG_WORD && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end - start > LONG_WORD;
    }

    /** All characters of the page, each once. */
    int[] characters() {
        Set<Integer> characters = new TreeSet<>();
        words.forEach(it -> characters.addAll(it.codePoints().boxed().collect(Collectors.toSet())));
        return characters.stream().mapToInt(Integer::intValue).toArray();
    }
}
