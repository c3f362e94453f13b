package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.awt.AWTError;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Inspects a PDF before it is faxed.
 *
 * @param rendering how its pages are drawn
 */
public record Preflight(PdfLimits limits, Rendering rendering) implements Serializable {

    /** Receives the results of an inspection, on the caller's thread. */
    private static final class Results {
        private final Optional<FaxPdfWriter> fax;
        private final Rendering rendering;
        private String version = "";
        private final List<PageSize> pages = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();
        private final List<LineSeconds> seconds = new ArrayList<>();
        private final List<LineSeconds> ofDots = new ArrayList<>();
        private int firstRows;
        private byte[] firstPage = {};

        Results(Optional<FaxPdfWriter> fax, Rendering rendering) {
            this.fax = fax;
            this.rendering = rendering;
        }

        void add(PageSize page, List<Finding> pageFindings, Optional<FaxRenderer.Drawn> drawn) {
            pages.add(page);
            // One page is reason enough, and is what its author looks at first.
            boolean known = findings.stream().anyMatch(it -> it.kind() == Kind.MISSING_CONTENT);
            pageFindings.stream()
                    .filter(it -> !known || it.kind() != Kind.MISSING_CONTENT)
                    .forEach(findings::add);
            drawn.ifPresent(this::add);
        }

        private void add(FaxRenderer.Drawn drawn) {
            FaxCoding coding = FaxCoding.of(drawn.page().image());
            byte[] group4 = coding.group4();
            int rows = drawn.page().image().getHeight();
            if (pages.size() == 1) {
                firstRows = rows;
                firstPage = group4;
            }
            LineSeconds onLine = LineSeconds.ofDots(group4.length, coding.group3Bits());
            ofDots.add(onLine);
            seconds.add(onLine.drawnByOthers(drawn.halftone(), rendering));
            try {
                if (fax.isPresent()) {
                    fax.get().add(drawn.page(), group4);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (onLine.predicted() > MAX_SECONDS) {
                Kind kind = drawn.halftone() > MOST ? Kind.HALFTONE_ON_LINE : Kind.LONG_ON_LINE;
                findings.add(new Finding(kind, pages.size(), minutes(onLine)));
            }
        }
    }

    /** A page that takes longer on the line is worth a warning. */
    private static final double MAX_SECONDS = 180;

    private static final double MOST = 0.5;

    /** An inspection of a document that is faxed as it is. */
    public Preflight(PdfLimits limits) {
        this(limits, Rendering.HALFTONE);
    }

    /**
     * Inspects a file and returns soon after the time limit at the latest, for any content. Errors in the
     * document are findings; the inspection ends with the first one.
     *
     * @throws IOException if the file itself cannot be read
     */
    public PdfFacts check(Path file) throws IOException {
        return check(file, firstPage -> {});
    }

    /**
     * The same.
     *
     * @param firstPages gets the first page, if it could be drawn
     */
    public PdfFacts check(Path file, Consumer<FirstPage> firstPages) throws IOException {
        return check(file, firstPages, new Canvases());
    }

    /**
     * The same.
     *
     * @param canvases what it draws on
     */
    public PdfFacts check(Path file, Consumer<FirstPage> firstPages, Canvases canvases) throws IOException {
        return check(file, new Results(Optional.empty(), rendering), firstPages, canvases);
    }

    /**
     * Inspects a file that may be sent as the file of its drawn pages, as {@link Preview#writeFax} writes it. Pages that
     * are larger than A4 are drawn reduced to it.
     *
     * @throws IOException if the file itself cannot be read, or the pages cannot be stored
     */
    public DrawnFacts checkDrawn(Path file) throws IOException {
        return checkDrawn(file, firstPage -> {});
    }

    /**
     * The same.
     *
     * @param firstPages gets the first page, if it could be drawn
     */
    public DrawnFacts checkDrawn(Path file, Consumer<FirstPage> firstPages) throws IOException {
        return checkDrawn(file, firstPages, new Canvases());
    }

    /**
     * The same.
     *
     * @param canvases what it draws on
     */
    public DrawnFacts checkDrawn(Path file, Consumer<FirstPage> firstPages, Canvases canvases) throws IOException {
        try (FaxPdfWriter fax = new FaxPdfWriter()) {
            Results results = new Results(Optional.of(fax), rendering);
            PdfFacts facts = check(file, results, firstPages, canvases);
            return facts.pageSeconds().isEmpty()
                    ? DrawnFacts.of(facts, Optional.empty(), List.of(), limits)
                    : DrawnFacts.of(facts, Optional.of(fax.facts()), results.ofDots, limits);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private PdfFacts check(Path file, Results results, Consumer<FirstPage> firstPages, Canvases canvases)
            throws IOException {
        boolean onA4 = results.fax.isPresent();
        PdfSource source = new PdfSource(file, limits);
        largeFile(source.length(), limits).ifPresent(results.findings::add);
        int before = source.bytesBeforeHeader();
        if (before > 0) {
            results.findings.add(new Finding(Kind.BYTES_BEFORE_HEADER, 0, String.valueOf(before)));
        }
        ResourceBudget budget = ResourceBudget.start(limits);
        try {
            RenderThread.<Consumer<Results>>run(
                    budget,
                    output -> inspect(source, budget, onA4, canvases, output),
                    result -> result.accept(results));
            if (results.pages.size() > limits.pages()) {
                results.findings.add(new Finding(Kind.MANY_PAGES, 0, String.valueOf(results.pages.size())));
            }
        } catch (PdfLimitExceededException e) {
            results.findings.add(e.toFinding(budget.page()));
        }
        if (results.firstRows > 0) {
            firstPages.accept(new FirstPage(source.sha256(), onA4, rendering, results.firstRows, results.firstPage));
        }
        results.findings.sort(Comparator.comparingInt(Finding::page));
        return new PdfFacts(
                source.sha256(),
                source.length(),
                results.version,
                results.pages,
                results.findings,
                results.seconds.size() == results.pages.size() ? results.seconds : List.of());
    }

    private void inspect(
            PdfSource source,
            ResourceBudget budget,
            boolean onA4,
            Canvases canvases,
            Consumer<Consumer<Results>> output)
            throws IOException {
        try (GuardedDocument pdf = GuardedDocument.open(source.open(), budget)) {
            String version = pdf.version();
            List<Finding> ofDocument = pdf.findings();
            output.accept(results -> {
                results.version = version;
                results.findings.addAll(ofDocument);
            });
            ImageAnalyzer images = new ImageAnalyzer(budget);
            Visibility visibility = new Visibility(pdf.document());
            AtomicReference<@Nullable FaxRenderer> renderer = new AtomicReference<>();
            for (GuardedPage page : pdf.pages()) {
                budget.startPage(budget.page() + 1);
                PageSize size = page.size();
                List<Finding> findings = new ArrayList<>();
                PageLayout layout = PageLayout.of(size, onA4);
                String shape = size.isUsual()
                        ? page.unusualBox()
                        : ResourceBudget.dimensions(size.width(), size.height()) + " mm";
                if (!shape.isEmpty()) {
                    findings.add(
                            new Finding(layout.scale() < 1 ? Kind.PAGE_SCALED : Kind.PAGE_SHAPE, budget.page(), shape));
                }
                PageFindings ofPage = new PageFindings();
                new PageInspector(page, layout, budget, images, visibility, ofPage).inspect();
                Optional<FaxRenderer.Drawn> drawn = draw(pdf, budget, onA4, canvases, renderer, ofPage);
                findings.addAll(ofPage.all(budget.page(), limits.missing()));
                output.accept(results -> results.add(size, findings, drawn));
            }
            Optional.ofNullable(renderer.get()).ifPresent(FaxRenderer::end);
            budget.startPage(0);
            if (pdf.pages().isEmpty()) {
                throw budget.fail(Kind.NO_PAGE, "");
            }
        }
    }

    /** Draws the current page, unless this JDK cannot draw: that does not prevent a fax. */
    private Optional<FaxRenderer.Drawn> draw(
            GuardedDocument pdf,
            ResourceBudget budget,
            boolean onA4,
            Canvases canvases,
            AtomicReference<@Nullable FaxRenderer> last,
            PageFindings findings)
            throws IOException {
        try {
            FaxRenderer known = last.get();
            FaxRenderer renderer = known == null ? new FaxRenderer(pdf, budget, onA4, rendering, canvases) : known;
            last.set(renderer);
            return Optional.of(renderer.draw(budget.page() - 1, findings));
        } catch (AWTError | LinkageError e) {
            return Optional.empty();
        }
    }

    private static String minutes(LineSeconds seconds) {
        return String.format(Locale.ROOT, "%.0f min", seconds.predicted() / 60);
    }

    static Optional<Finding> largeFile(long bytes, PdfLimits limits) {
        return bytes >= limits.bytes()
                ? Optional.of(new Finding(Kind.LARGE_FILE, 0, megabytes(bytes)))
                : Optional.empty();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", (double) bytes / (1 << 20));
    }
}
