package io.github.faxnummer.pdf;

import com.openhtmltopdf.extend.FSTextBreaker;
import com.openhtmltopdf.layout.UrlAwareLineBreakIterator;
import com.openhtmltopdf.newtable.TableSectionBox;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FSFontUseCase;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.render.BlockBox;
import com.openhtmltopdf.render.Box;
import com.openhtmltopdf.render.LineBox;
import com.openhtmltopdf.util.XRLog;
import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.BreakIterator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;
import org.jsoup.helper.W3CDom;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/**
 * Lays an HTML page out on A4. What is wider than the paper is laid out on a wider one, which is reduced; what is more
 * than twice as wide is an error.
 */
final class HtmlPages {

    private static final double MAX_SCALE = 2;
    private static final double A4_WIDTH = 210;
    private static final double A4_HEIGHT = 297;
    private static final double MILLIMETRES_PER_POINT = 25.4 / 72;

    /** What is wider than the page by itself may come as close to the edge of the paper, in millimetres. */
    private static final double MIN_MARGIN = 5;

    /** Fewer words beside a script are not what a person sees. */
    private static final int FEW_WORDS = 10;

    /** Operators that put something on a page. */
    private static final Set<String> PAINTING =
            Set.of("Tj", "TJ", "'", "\"", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI");

    private static final int NORMAL = 400;
    private static final int BOLD = 700;

    /** Borders and rounding, in points. */
    private static final double TOLERANCE = 1.5;

    private final PDDocument target;
    private final ResourceBudget budget;

    HtmlPages(PDDocument target, ResourceBudget budget) {
        this.target = target;
        this.budget = budget;
    }

    /** @throws PdfLimitExceededException if it does not fit on the pages, however much it is reduced */
    void add(HtmlSource source) throws IOException {
        // Its log goes to the console, and what matters of it is found by comparing words.
        XRLog.setLoggingEnabled(false);
        budget.startPage(1);
        Paper paper = new Paper(A4_WIDTH, 0, 0);
        Paper earlierPaper = paper;
        double earlier = Double.MAX_VALUE;
        boolean repeatsHeads = true;
        while (true) {
            source.addSheet(paper.style());
            try (PdfBoxRenderer renderer = renderer(source)) {
                guard(renderer);
                renderer.layout();
                budget.check();
                if (repeatsHeads && hasHighHead(renderer, paper)) {
                    source.addSheet("thead, tfoot { display: table-row-group !important; }");
                    repeatsHeads = false;
                    continue;
                }
                Optional<Overflow> overflow = overflow(renderer);
                if (overflow.isEmpty()) {
                    renderer.createPDFWithoutClosing();
                    break;
                }
                if (paper.scale() >= MAX_SCALE) {
                    throw budget.fail(Kind.TOO_WIDE, overflow.get().element());
                }
                double beyond = overflow.get().beyond();
                if (beyond < earlier / 2) {
                    earlier = beyond;
                    earlierPaper = paper;
                    paper = paper.wider(overflow.get().ratio());
                } else {
                    // It is as wide as the paper and a little more, however wide that is.
                    earlier = Math.max(earlier, beyond);
                    paper = earlierPaper.withSpace(earlier * 1.01, margin(renderer, paper));
                    earlierPaper = paper;
                    earlier = 0;
                }
            }
        }
        budget.startPage(0);
        removeBlankEnds();
        for (PDPage page : target.getPages()) {
            reduce(page, paper.scale());
        }
    }

    /**
     * Paper on which a page is laid out, in millimetres.
     *
     * @param space beside the page, for what is always wider than the page
     * @param margin to the right of the space, if there is any
     */
    private record Paper(double width, double space, double margin) {

        double scale() {
            return width / A4_WIDTH;
        }

        Paper wider(double ratio) {
            return new Paper(Math.min(MAX_SCALE * A4_WIDTH, width * ratio * 1.01), space, margin);
        }

        /** @param present the margin to the right, most of which is used first */
        Paper withSpace(double beyond, double present) {
            double left = space > 0 ? margin : Math.min(present, MIN_MARGIN);
            double free = space > 0 ? 0 : present - left;
            return new Paper(
                    Math.min(MAX_SCALE * A4_WIDTH, width + Math.max(0, beyond - free)),
                    space + Math.max(free, beyond),
                    left);
        }

        String style() {
            String size = String.format(Locale.ROOT, "@page { size: %.2fmm %.2fmm; }", width, scale() * A4_HEIGHT);
            return space == 0
                    ? size
                    : size
                            + String.format(
                                    Locale.ROOT,
                                    " @page { margin-right: %.2fmm; } html { margin-right: %.2fmm !important; }",
                                    margin,
                                    space);
        }
    }

    /** Of a page whose margins are alike. */
    private static double margin(PdfBoxRenderer renderer, Paper paper) {
        return Math.max(0, paper.width() - millimetres(renderer.getRootBox().getWidth(), renderer)) / 2;
    }

    private static double millimetres(double dots, PdfBoxRenderer renderer) {
        return dots / renderer.getDotsPerPoint() * MILLIMETRES_PER_POINT;
    }

    /** Browsers do not repeat a head on each page that takes much of it. */
    private static boolean hasHighHead(PdfBoxRenderer renderer, Paper paper) {
        double max = paper.scale() * A4_HEIGHT / 4;
        Deque<Box> boxes = new ArrayDeque<>(List.of(renderer.getRootBox()));
        while (!boxes.isEmpty()) {
            Box box = boxes.pop();
            if (box instanceof TableSectionBox section
                    && (section.isHeader() || section.isFooter())
                    && millimetres(section.getHeight(), renderer) > max) {
                return true;
            }
            pushContents(box, boxes);
        }
        return false;
    }

    /** The layout makes a page of a break, a margin or an empty box before the first or behind the last content, and browsers do not. */
    private void removeBlankEnds() throws IOException {
        for (int end : new int[] {0, -1}) {
            while (target.getNumberOfPages() > 1) {
                int page = Math.floorMod(end, target.getNumberOfPages());
                if (paints(target.getPage(page))) {
                    break;
                }
                target.removePage(page);
            }
        }
    }

    private static boolean paints(PDPage page) throws IOException {
        PDFStreamParser parser = new PDFStreamParser(page);
        try {
            for (Object token = parser.parseNextToken(); token != null; token = parser.parseNextToken()) {
                if (token instanceof Operator operator && PAINTING.contains(operator.getName())) {
                    return true;
                }
            }
            return false;
        } finally {
            parser.close();
        }
    }

    /**
     * Compares an HTML page with what was made of it.
     *
     * @param made as it was saved: before, PDFBox does not find the embedded fonts and searches this machine for them
     * @param findings gets what is missing on the pages
     * @throws PdfLimitExceededException if almost nothing is on the pages, because scripts would make it
     */
    static void compare(HtmlSource source, PDDocument made, ResourceBudget budget, List<Finding> findings)
            throws IOException {
        PageWords shown = PageWords.of(made, false, budget);
        if (source.scripts() > 0
                && shown.count() < FEW_WORDS
                && source.pictures().isEmpty()) {
            throw budget.fail(Kind.NEEDS_BROWSER, source.scripts() + " scripts");
        }
        try (TrueTypeFont sans = FaxFonts.SANS.parse();
                TrueTypeFont mono = FaxFonts.MONO.parse()) {
            CmapLookup[] fonts = {sans.getUnicodeCmapLookup(), mono.getUnicodeCmapLookup()};
            FaxFonts.missing(source.characters(), fonts).ifPresent(findings::add);
        }
        PageWords.missing(source.words(), List.of(), shown, made, budget).ifPresent(findings::add);
        PageWords.finding(Kind.TEXT_COVERED, shown.covered()).ifPresent(findings::add);
        PageWords.missing(source.scriptWords(), source.words(), shown, made, budget)
                .map(it -> new Finding(Kind.TEXT_BY_SCRIPT, 0, it.detail()))
                .ifPresent(findings::add);
    }

    private PdfBoxRenderer renderer(HtmlSource source) throws IOException {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.withW3cDocument(new W3CDom().fromJsoup(source.page()), null);
        builder.usePDDocument(target);
        // Otherwise it makes fonts that are not embedded.
        builder.usePdfAConformance(PdfRendererBuilder.PdfAConformance.PDFA_2_U);
        builder.useReplacementText(FaxFonts.REPLACEMENT);
        Set<String> pictures = source.pictures();
        for (ExternalResourceControlPriority priority : ExternalResourceControlPriority.values()) {
            builder.useExternalResourceAccessControl((uri, type) -> pictures.contains(uri), priority);
        }
        font(builder, FaxFonts.SANS, "Fax Sans", NORMAL, FontStyle.NORMAL, FSFontUseCase.DOCUMENT);
        font(builder, FaxFonts.SANS_BOLD, "Fax Sans", BOLD, FontStyle.NORMAL, FSFontUseCase.DOCUMENT);
        font(builder, FaxFonts.SANS_OBLIQUE, "Fax Sans", NORMAL, FontStyle.ITALIC, FSFontUseCase.DOCUMENT);
        font(builder, FaxFonts.SANS_BOLD_OBLIQUE, "Fax Sans", BOLD, FontStyle.ITALIC, FSFontUseCase.DOCUMENT);
        font(builder, FaxFonts.MONO, "Fax Mono", NORMAL, FontStyle.NORMAL, FSFontUseCase.DOCUMENT);
        font(builder, FaxFonts.MONO_BOLD, "Fax Mono", BOLD, FontStyle.NORMAL, FSFontUseCase.DOCUMENT);
        font(builder, FaxFonts.MONO_OBLIQUE, "Fax Mono", NORMAL, FontStyle.ITALIC, FSFontUseCase.DOCUMENT);
        font(builder, FaxFonts.MONO_BOLD_OBLIQUE, "Fax Mono", BOLD, FontStyle.ITALIC, FSFontUseCase.DOCUMENT);
        // A font of the document is not one of these, too.
        font(builder, FaxFonts.SANS, "Fax Sans Last", NORMAL, FontStyle.NORMAL, FSFontUseCase.FALLBACK_FINAL);
        font(builder, FaxFonts.MONO, "Fax Mono Last", NORMAL, FontStyle.NORMAL, FSFontUseCase.FALLBACK_FINAL);
        return builder.buildPdfRenderer();
    }

    private static void font(
            PdfRendererBuilder builder, FaxFonts font, String family, int weight, FontStyle style, FSFontUseCase use) {
        builder.useFont(
                () -> {
                    try {
                        return font.open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                family,
                weight,
                style,
                true,
                EnumSet.of(use));
    }

    /** The layout asks for the breaks of each text: the only place at which it can be ended. */
    private void guard(PdfBoxRenderer renderer) {
        FSTextBreaker breaker = new UrlAwareLineBreakIterator(BreakIterator.getLineInstance(Locale.ROOT));
        renderer.getSharedContext().setLineBreaker(new FSTextBreaker() {
            @Override
            public int next() {
                return breaker.next();
            }

            @Override
            public void setText(String text) {
                budget.check();
                breaker.setText(text);
            }
        });
    }

    /**
     * What does not fit.
     *
     * @param ratio its right edge, where the paper's is 1
     * @param beyond how far it is beyond the paper's, in millimetres
     */
    private record Overflow(double ratio, double beyond, String element) {}

    private static Optional<Overflow> overflow(PdfBoxRenderer renderer) {
        BlockBox root = renderer.getRootBox();
        double available = root.getAbsX() + root.getWidth();
        double max = available + TOLERANCE * renderer.getDotsPerPoint();
        Box widest = null;
        Deque<Box> boxes = new ArrayDeque<>(List.of(root));
        while (!boxes.isEmpty()) {
            Box box = boxes.pop();
            if (box.getAbsX() + (double) box.getWidth() > max) {
                max = box.getAbsX() + (double) box.getWidth();
                widest = box;
            }
            pushContents(box, boxes);
        }
        return widest == null
                ? Optional.empty()
                : Optional.of(new Overflow(
                        max / Math.max(1, available), millimetres(max - available, renderer), name(widest)));
    }

    private static void pushContents(Box box, Deque<Box> boxes) {
        for (int i = 0; i < box.getChildCount(); i++) {
            boxes.push(box.getChild(i));
        }
        if (box instanceof LineBox line) {
            // Floats are no children of what they are in. What is positioned may be beside the page on purpose.
            for (Box floating : line.getNonFlowContent()) {
                Element element = floating.getElement();
                if (floating.getStyle().isFloated() && (element == null || hasContent(element))) {
                    boxes.push(floating);
                }
            }
        }
    }

    /** Icons and other decoration of which nothing is drawn may lie anywhere. */
    private static boolean hasContent(Node node) {
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if ((child instanceof Text text && !text.getData().isBlank())
                    || "img".equals(child.getNodeName())
                    || hasContent(child)) {
                return true;
            }
        }
        return "img".equals(node.getNodeName());
    }

    /** Such as {@code table#results.wide}. */
    private static String name(Box box) {
        Element element = element(box);
        if (element == null) {
            return "";
        }
        String id = element.getAttribute("id");
        String classes = element.getAttribute("class").strip();
        return element.getNodeName()
                + (id.isEmpty() ? "" : "#" + id)
                + (classes.isEmpty() ? "" : "." + classes.replaceAll("\\s+", "."));
    }

    private static @Nullable Element element(Box box) {
        Box current = box;
        while (current != null && current.getElement() == null) {
            current = current.getParent();
        }
        return current == null ? null : current.getElement();
    }

    private void reduce(PDPage page, double scale) throws IOException {
        budget.check();
        PDRectangle paper = page.getMediaBox();
        // A size of single pages, such as of the first one, is stronger than ours.
        if (paper.getWidth() > PDRectangle.A4.getWidth() * scale + TOLERANCE
                || paper.getHeight() > PDRectangle.A4.getHeight() * scale + TOLERANCE) {
            throw budget.fail(Kind.TOO_WIDE, "@page");
        }
        // Links have no place on paper.
        page.setAnnotations(List.of());
        if (scale > 1) {
            try (PDPageContentStream content = new PDPageContentStream(target, page, AppendMode.PREPEND, true, false)) {
                content.transform(Matrix.getScaleInstance((float) (1 / scale), (float) (1 / scale)));
            }
        }
        page.setMediaBox(PDRectangle.A4);
        page.setCropBox(PDRectangle.A4);
    }
}
