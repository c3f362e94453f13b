package io.github.faxnummer.pdf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the style sheets of a page fit for paper: without references, fixed positions and letters of icon fonts. */
final class StyleSheets {

    /** Before those of the page, which may say otherwise. */
    static final String DEFAULTS = """
            @page { size: A4; margin: 15mm; }
            body { font-size: 10pt; line-height: 1.3; margin: 0; }
            h1 { font-size: 16pt; } h2 { font-size: 13.5pt; } h3 { font-size: 11.5pt; }
            table { -fs-table-paginate: paginate; }
            details, summary { display: block; }
            a { text-decoration: none; }
            table, caption, thead, tbody, tfoot, tr, th, td, ul, ol, dl, li, dt, dd, p, div, pre, blockquote, center, address,
                section, article, aside, header, footer, main, nav, figure, figcaption, form, fieldset, legend, details, summary,
                h1, h2, h3, h4, h5, h6 { text-decoration: inherit; }
            ol[type="1"], li[type="1"] { list-style-type: decimal; }
            ol[type=a], li[type=a] { list-style-type: lower-alpha; }
            ol[type=A], li[type=A] { list-style-type: upper-alpha; }
            ol[type=i], li[type=i] { list-style-type: lower-roman; }
            ol[type=I], li[type=I] { list-style-type: upper-roman; }
            """;

    /** For what has no style sheet of its own. */
    static final String MARKDOWN = """
            table { border-collapse: collapse; margin: 6pt 0; }
            th, td { border: 0.75pt solid #000; padding: 2pt 5pt; text-align: left; vertical-align: top; }
            pre { border: 0.75pt solid #000; padding: 5pt; font-size: 9pt; }
            blockquote { border-left: 2pt solid #000; margin-left: 0; padding-left: 8pt; }
            """;

    /** After those of the page: a fax is black on white, and nothing is cut off. */
    static final String PRINT = """
            * { color: #000 !important; background-color: transparent !important; background-image: none !important;
                border-top-color: #000 !important; border-right-color: #000 !important;
                border-bottom-color: #000 !important; border-left-color: #000 !important;
                font-family: 'Fax Sans' !important; opacity: 1 !important; overflow: visible !important;
                max-height: none !important; column-count: auto !important; word-wrap: normal !important; text-overflow: clip !important; }
            pre, code, kbd, samp, tt, xmp, listing, pre *, code *, kbd *, samp *, tt *
                { font-family: 'Fax Mono' !important; }
            pre { white-space: pre-wrap !important; }
            td, th { white-space: normal; }
            td pre, th pre { white-space: pre-wrap; }
            html, body { width: auto !important; min-width: 0 !important; height: auto !important; float: none !important;
                position: static !important; }
            img { max-width: 100%; }
            thead { display: table-header-group; }
            tr, img { page-break-inside: avoid; }
            """;

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?(?:\\*/|\\z)", Pattern.DOTALL);
    private static final Pattern IMPORT = Pattern.compile(
            "@import\\s+(?:url\\(\\s*)?[\"']?([^\"')\\s;]+)[\"']?\\s*\\)?([^;}]*);?", Pattern.CASE_INSENSITIVE);
    private static final Pattern REFERENCE =
            Pattern.compile("url\\(\\s*+(?:\"[^\"]*+\"|'[^']*+'|[^)]*+)\\s*+\\)", Pattern.CASE_INSENSITIVE);
    /** A picture that says something, in contrast to one in the background. */
    private static final Pattern SHOWN_PICTURE = Pattern.compile(
            "(?<![\\w-])(?:content|list-style(?:-image)?)\\s*+:[^;{}]{0,100}?url\\(\\s*+[\"']?((?!data:)[^\"')]{1,500})",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern FONT_FACE = Pattern.compile("@font-face\\s*+\\{[^}]*+\\}", Pattern.CASE_INSENSITIVE);
    private static final Pattern MEDIA = Pattern.compile("@media\\b([^{;]*+)\\{", Pattern.CASE_INSENSITIVE);

    /** It was there for browsers of the nineties, and the layout takes it for the name of a medium. */
    private static final Pattern ONLY = Pattern.compile("\\bonly\\s+(?=[a-z])", Pattern.CASE_INSENSITIVE);

    private static final Pattern FIXED =
            Pattern.compile("position\\s*:\\s*(?:fixed|sticky|-webkit-sticky)", Pattern.CASE_INSENSITIVE);

    /** Of pages, also of the first or of named ones: all have the size of the paper. */
    private static final Pattern PAGE_SIZE =
            Pattern.compile("(?<=[{};\\s])size\\s*+:[^;{}\"']*+(?=[;}]|\\z)", Pattern.CASE_INSENSITIVE);

    /** A line of source code has to fit. */
    private static final Pattern PREFORMATTED =
            Pattern.compile("white-space\\s*:\\s*pre(?![\\w-])", Pattern.CASE_INSENSITIVE);

    /** What ends floats in the usual way; the layout would leave what follows beside them. */
    private static final Pattern CLEARING = Pattern.compile(
            "(?<=\\{)(?=[^{}]*content\\s*:\\s*([\"'])\\s?\\1)([^{}]*?)display\\s*:\\s*table(?![\\w-])",
            Pattern.CASE_INSENSITIVE);

    /** Headers and footers of pages, which are no elements. */
    private static final Pattern MARGIN_BOX =
            Pattern.compile("@(?:top|bottom|left|right)-[a-z-]+\\s*\\{[^{}]*", Pattern.CASE_INSENSITIVE);

    private static final String BLACK_ON_WHITE = ";color:#000 !important;background-color:transparent !important;";

    /** With a colour or a style the layout does not understand it, and what is struck out would stand there as valid. */
    private static final Pattern DECORATION = Pattern.compile(
            "(?<![\\w-])text-decoration(?:-line)?\\s*+:([^;{}!\"'\\[\\]]*+)(?=[;}!]|\\z)", Pattern.CASE_INSENSITIVE);

    /** Values that do not say which lines there are: the layout leaves them out, and what was said before counts. */
    private static final Pattern KEPT = Pattern.compile("(?i)\\bvar\\(|\\brevert\\b");

    private static final Pattern NO_LINE =
            Pattern.compile("(?i)(?<!\\S)(?!(?:underline|overline|line-through|inherit)\\b)\\S+");

    /** The layout knows the older names only. */
    private static final Pattern BREAK = Pattern.compile(
            "(?<![\\w-])break-(before|after|inside)\\s*+:\\s*+(page|always|all|left|right|recto|verso|avoid-page|avoid|auto)(?![\\w-])",
            Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> OLDER_BREAKS =
            Map.of("page", "always", "all", "always", "recto", "right", "verso", "left", "avoid-page", "avoid");

    /** The declarations of a rule. */
    private static final Pattern BLOCK = Pattern.compile("(?<=\\{)[^{}]*+(?=\\}|\\z)");

    /** A box that cuts its content off. It grows instead: what is cut off on the fax is lost. */
    private static final Pattern CUT_OFF = Pattern.compile(
            "(?<![\\w-])overflow(?:-[xy]|-block|-inline)?\\s*+:\\s*+(?!visible|inherit|initial|unset)[a-z]",
            Pattern.CASE_INSENSITIVE);

    /** A line that goes on in the next one instead. */
    private static final Pattern ELLIPSIS =
            Pattern.compile("(?<![\\w-])text-overflow\\s*+:\\s*+ellipsis", Pattern.CASE_INSENSITIVE);

    /** What only screen readers read is cut off as a whole. */
    private static final Pattern CLIPPED = Pattern.compile(
            "(?<![\\w-])clip(?:\\s*+:\\s*+rect\\(\\s*+[01](?:px)?[\\s,]++[01](?:px)?[\\s,]++[01](?:px)?[\\s,]++[01](?:px)?\\s*+\\)"
                    + "|-path\\s*+:\\s*+inset\\(\\s*+(?:50|100)%)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ONE_DOT =
            Pattern.compile("(?<![\\w-])width\\s*+:\\s*+[01](?:px)?(?![\\w.%])", Pattern.CASE_INSENSITIVE);
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?<![\\w-])position\\s*+:\\s*+absolute(?![\\w-])", Pattern.CASE_INSENSITIVE);
    private static final Pattern OPACITY = Pattern.compile(
            "(?<![\\w-])opacity\\s*+:\\s*+(?:(0?\\.?0++%?)|1(?:\\.0*+)?|100%)(?![\\w.%])", Pattern.CASE_INSENSITIVE);

    /** It ends with what it fades in. */
    private static final Pattern ANIMATION = Pattern.compile("(?<![\\w-])animation", Pattern.CASE_INSENSITIVE);

    private static final String IN_FLOW =
            ";position:static !important;width:auto !important;height:auto !important;margin:0 !important";

    private static final Pattern ICON =
            Pattern.compile("content\\s*:\\s*([\"'])\\\\[ef][0-9a-f]{3}\\s?\\1", Pattern.CASE_INSENSITIVE);
    private static final Pattern HIDDEN = Pattern.compile(
            "(?<![\\w-])(?:display\\s*:\\s*none|(visibility)\\s*:\\s*(?:hidden|collapse))(?![\\w-])\\s*(?:!\\s*important)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DISPLAYED = Pattern.compile(
            "(?<![\\w-])display\\s*+:\\s*+(?!none)[a-z-]++\\s*+!\\s*+important", Pattern.CASE_INSENSITIVE);

    private static final Pattern VISIBLE = Pattern.compile(
            "(?<![\\w-])visibility\\s*+:\\s*+(?:visible|[a-z]++\\s*+!\\s*+important)", Pattern.CASE_INSENSITIVE);

    private final PageFiles files;
    private final ResourceBudget budget;
    private final boolean showHidden;
    private final Set<Path> imported = new HashSet<>();

    StyleSheets(PageFiles files, ResourceBudget budget, boolean showHidden) {
        this.files = files;
        this.budget = budget;
        this.showHidden = showHidden;
    }

    /** Whether something is hidden, unless it may be displayed or made visible all the same. */
    static boolean hides(String style, boolean mayBeDisplayed, boolean mayBeVisible) {
        return HIDDEN.matcher(style).results().anyMatch(it -> !(it.group(1) == null ? mayBeDisplayed : mayBeVisible));
    }

    /** Whether there are rules that display what an element says not to be displayed. */
    static boolean mayDisplay(String css) {
        return DISPLAYED.matcher(css).find();
    }

    /** Whether something is made visible within what is not. */
    static boolean mayMakeVisible(String css) {
        return VISIBLE.matcher(css).find();
    }

    /** A linked sheet; empty if it cannot be read, or was read before. */
    String linked(Path from, String reference) {
        Optional<Path> file = files.find(from, reference);
        return file.filter(imported::add)
                .flatMap(it -> files.read(it).map(bytes -> clean(it, new String(bytes, StandardCharsets.UTF_8))))
                .orElse("");
    }

    /** @param file in which the text stands, for its imports */
    String clean(Path file, String css) {
        String text = matcher(COMMENT, css).replaceAll(" ");
        Matcher imports = matcher(IMPORT, text);
        StringBuilder whole = new StringBuilder();
        while (imports.find()) {
            String media = media(imports.group(2)).strip();
            String sheet = linked(file, imports.group(1));
            imports.appendReplacement(
                    whole, Matcher.quoteReplacement(media.isEmpty() ? sheet : "@media " + media + " {" + sheet + "}"));
        }
        imports.appendTail(whole);
        String sheet = matcher(MEDIA, matcher(FONT_FACE, whole).replaceAll(""))
                .replaceAll(match -> Matcher.quoteReplacement("@media" + media(match.group(1)) + "{"));
        return matcher(BLOCK, declarations(sheet)).replaceAll(match -> Matcher.quoteReplacement(block(match.group())));
    }

    /** @param css what one rule or one element says */
    private String block(String css) {
        boolean isCutOff = CUT_OFF.matcher(css).find();
        Matcher opacity = OPACITY.matcher(css);
        if (CLIPPED.matcher(css).find()
                || (isCutOff
                        && ONE_DOT.matcher(css).find()
                        && ABSOLUTE.matcher(css).find())) {
            return css + (showHidden ? IN_FLOW : ";display:none !important");
        }
        String added = isCutOff ? ";height:auto !important" : "";
        if (ELLIPSIS.matcher(css).find() && !css.contains("white-space:pre")) {
            added += ";white-space:normal !important";
        }
        if (opacity.find() && !ANIMATION.matcher(css).find()) {
            boolean isTransparent = opacity.group(1) != null;
            if (isTransparent) {
                added += showHidden ? IN_FLOW : ";visibility:hidden";
            } else if (!css.contains("visibility")) {
                added += ";visibility:inherit";
            }
        }
        return css + added;
    }

    /** A media query as the layout understands it. */
    static String media(String query) {
        return ONLY.matcher(query).replaceAll("");
    }

    /** What an element says itself. */
    String inline(String style) {
        return block(declarations(style));
    }

    /** A sheet without imports, or a part of it. */
    private String declarations(String css) {
        matcher(SHOWN_PICTURE, css).results().map(it -> it.group(1)).forEach(files::addMissing);
        String text = matcher(REFERENCE, css).replaceAll("none");
        text = matcher(PAGE_SIZE, text).replaceAll("");
        text = matcher(FIXED, text).replaceAll("position:static");
        text = matcher(CLEARING, text).replaceAll("$2display:block");
        text = matcher(PREFORMATTED, text).replaceAll("white-space:pre-wrap");
        text = matcher(DECORATION, text).replaceAll(StyleSheets::decoration);
        text = matcher(BREAK, text).replaceAll(StyleSheets::pageBreak);
        text = matcher(MARGIN_BOX, text).replaceAll("$0" + BLACK_ON_WHITE);
        text = matcher(ICON, text).replaceAll("content:''");
        return showHidden ? matcher(HIDDEN, text).replaceAll("") : text;
    }

    private static String pageBreak(MatchResult match) {
        String value = match.group(2).toLowerCase(Locale.ROOT);
        return "page-break-" + match.group(1) + ":" + OLDER_BREAKS.getOrDefault(value, value);
    }

    private static String decoration(MatchResult match) {
        String value = match.group(1);
        return Matcher.quoteReplacement(KEPT.matcher(value).find() ? match.group() : "text-decoration:" + lines(value));
    }

    private static String lines(String value) {
        String lines = NO_LINE.matcher(value).replaceAll("").strip().toLowerCase(Locale.ROOT);
        return lines.isEmpty() ? "none" : lines;
    }

    private Matcher matcher(Pattern pattern, CharSequence text) {
        return pattern.matcher(new Searched(text.toString(), budget));
    }

    /** A text in which a search may take long: where a pattern begins often and never ends. */
    private record Searched(String text, ResourceBudget budget) implements CharSequence {

        private static final int CHECK_EVERY = 0x1000;

        @Override
        public char charAt(int index) {
            // Within a search each place is looked at in its turn, again and again.
            if (index % CHECK_EVERY == CHECK_EVERY - 1) {
                budget.check();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
