package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.multipdf.PDFCloneUtility;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.DefaultResourceCache;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.PDPageTree;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationPopup;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTerminalField;
import org.apache.pdfbox.pdmodel.interactive.form.PDVariableText;
import org.apache.pdfbox.util.Matrix;

/**
 * Writes the pages of several documents into one PDF, as they are printed. Documents in other formats are made into
 * PDFs first, see {@link DocumentFormat}.
 *
 * <ul>
 *   <li>a page keeps its visible size; what rotates or moves it is resolved,
 *   <li>fields and other printed annotations become part of the page; fields without an appearance get one with their
 *       value,
 *   <li>layers keep the state that they have in print, whatever the other documents say about theirs,
 *   <li>bookmarks, link targets, scripts, attachments and metadata are left out.
 * </ul>
 *
 * <p>The same files in the same order make the same bytes.
 */
public final class Composer implements Closeable {

    private static final float VERSION = 1.7f;
    private static final COSName USAGE = COSName.getPDFName("Usage");

    /** Fields of forms are shorter; laying out a longer value takes long. */
    private static final int MAX_VALUE = 10_000;

    /** What the inspection of a file finds, and cannot find in the composed one. */
    private static final Set<Kind> OF_FILE =
            Set.of(Kind.PRINTING_FORBIDDEN, Kind.FIELD_NOT_PRINTED, Kind.FIELD_DIFFERS, Kind.REPAIRED);

    /** What the inspection of a page finds, and cannot find in the composed one. */
    private static final Set<Kind> OF_PAGE =
            Set.of(Kind.ANNOTATION_NOT_PRINTED, Kind.LAYER_DIFFERS, Kind.PART_NOT_DRAWN, Kind.MISSING_CONTENT);

    private final PdfLimits limits;
    private final boolean showHidden;
    private final PDDocument target = new PDDocument(IOUtils.createTempFileOnlyStreamCache());
    private final Layers layers = new Layers();

    /** @param limits for each of the files */
    public Composer(PdfLimits limits) {
        this(limits, false);
    }

    /**
     * @param limits for each of the files
     * @param showHidden whether the pages of HTML documents show what they hide
     */
    public Composer(PdfLimits limits, boolean showHidden) {
        this.limits = limits;
        this.showHidden = showHidden;
        target.setVersion(VERSION);
        // Otherwise PDFBox takes the time.
        target.setDocumentId(0L);
    }

    /**
     * Adds the pages of a file.
     *
     * @throws UnreadablePdfException if it is not a document that can be faxed within the limits; then this composer
     *     cannot save
     * @throws IOException if the file cannot be read
     */
    public ComposedPart add(Path file) throws IOException {
        ResourceBudget budget = ResourceBudget.start(limits);
        PdfSource source = new PdfSource(file, limits);
        List<ComposedPart> added = new ArrayList<>(1);
        try {
            DocumentFormat format = DocumentFormat.of(file.toString(), source.start());
            RenderThread.<ComposedPart>run(
                    budget,
                    results -> results.accept(
                            format == DocumentFormat.PDF
                                    ? add(source.sha256(), source.length(), source.open(), false, List.of(), budget)
                                    : make(file, format, source, budget)),
                    added::add);
        } catch (PdfLimitExceededException e) {
            throw new UnreadablePdfException(e.toFinding(budget.page()));
        }
        return added.get(0);
    }

    /**
     * Adds the pages of a PDF that another program made of a file.
     *
     * @param file of which it was made
     * @throws UnreadablePdfException if the PDF cannot be faxed within the limits; then this composer cannot save
     * @throws IOException if one of them cannot be read
     */
    public ComposedPart addConverted(Path file, Path pdf) throws IOException {
        ResourceBudget budget = ResourceBudget.start(limits);
        PdfSource original = new PdfSource(file, limits);
        PdfSource source = new PdfSource(pdf, limits);
        List<ComposedPart> added = new ArrayList<>(1);
        try {
            RenderThread.<ComposedPart>run(
                    budget,
                    results -> results.accept(
                            add(original.sha256(), original.length(), source.open(), true, List.of(), budget)),
                    added::add);
        } catch (PdfLimitExceededException e) {
            throw new UnreadablePdfException(e.toFinding(budget.page()));
        }
        return added.get(0);
    }

    /**
     * Puts a cover page before all pages that were added.
     *
     * @throws PageTextException if its texts do not fit on one page, or the font lacks a character
     */
    public void addCover(CoverSheet sheet) throws IOException {
        PDPage cover = CoverPainter.draw(sheet, target);
        if (target.getNumberOfPages() == 0) {
            target.addPage(cover);
        } else {
            target.getPages().insertBefore(cover, target.getPage(0));
        }
    }

    /**
     * Puts a cover page of HTML before all pages that were added.
     *
     * @param file in whose folder its style sheets and pictures are
     * @return what became of it; its checksum of a file is empty
     * @throws PageTextException if it does not fit on one page, or the font lacks a character
     * @throws UnreadablePdfException if no page can be made of it within the limits
     */
    public ComposedPart addCover(String html, Path file) throws IOException {
        ResourceBudget budget = ResourceBudget.start(limits);
        byte[] content = html.getBytes(StandardCharsets.UTF_8);
        List<ComposedPart> added = new ArrayList<>(1);
        try {
            RenderThread.<ComposedPart>run(
                    budget,
                    results -> {
                        List<Finding> findings = new ArrayList<>();
                        String charset = StandardCharsets.UTF_8.name();
                        byte[] made = made(
                                HtmlSource.html(content, charset, file, false, budget, findings), budget, findings);
                        budget.startPage(0);
                        results.accept(
                                add("", content.length, new RandomAccessReadBuffer(made), true, findings, budget));
                    },
                    added::add);
        } catch (PdfLimitExceededException e) {
            throw new UnreadablePdfException(e.toFinding(budget.page()));
        }
        ComposedPart cover = added.get(0);
        if (cover.pages() > 1) {
            throw new PageTextException(PageTextException.Reason.TOO_LONG, "");
        }
        for (Finding finding : cover.findings()) {
            if (finding.kind() == Kind.MISSING_CHARACTER) {
                throw new PageTextException(PageTextException.Reason.MISSING_CHARACTER, finding.detail());
            }
        }
        int last = target.getNumberOfPages() - 1;
        if (last > 0) {
            PDPage page = target.getPage(last);
            target.removePage(last);
            target.getPages().insertBefore(page, target.getPage(0));
        }
        return cover;
    }

    /**
     * Writes headers into the margins of pages, as far as these are free: above what is on a page, or else below. To be
     * called once, after all pages were added.
     *
     * @param headers one for each page
     * @return a finding for each page that has no free margin, and keeps none
     * @throws PageTextException if a header is too long for a line on A4, or the font lacks a character
     * @throws UnreadablePdfException if the pages cannot be drawn within the limits
     */
    public List<Finding> addHeaders(List<PageHeader> headers) throws IOException {
        if (headers.size() != target.getNumberOfPages()) {
            throw new IllegalArgumentException(headers.size() + " headers, " + target.getNumberOfPages() + " pages");
        }
        HeaderPainter painter = new HeaderPainter(target);
        for (PageHeader header : headers) {
            painter.requireFits(header);
        }
        // A file is known by its bytes, which have to differ even where no page has space for what differs.
        target.setDocumentId(identity(headers));
        List<Finding> findings = new ArrayList<>();
        for (HeaderPainter.Placed place : places(painter, headers)) {
            painter.write(headers.get(place.page()), place).ifPresent(findings::add);
        }
        return findings;
    }

    private static long identity(List<PageHeader> headers) {
        CanonicalDigest digest = new CanonicalDigest("headers");
        for (PageHeader header : headers) {
            digest.begin();
            header.cells().forEach(it -> digest.string(it.getBytes(StandardCharsets.UTF_8)));
            digest.end();
        }
        return ByteBuffer.wrap(digest.finish()).getLong();
    }

    /** The pages are looked at as they will be read: from a file, which can be larger than memory. */
    private List<HeaderPainter.Placed> places(HeaderPainter painter, List<PageHeader> headers) throws IOException {
        ResourceBudget budget = ResourceBudget.start(limits);
        List<List<HeaderPainter.Placed>> places = new ArrayList<>(1);
        Path file = Files.createTempFile("faxnummer", ".pdf");
        try {
            try (OutputStream content = new BufferedOutputStream(Files.newOutputStream(file))) {
                save(content);
            }
            RenderThread.<List<HeaderPainter.Placed>>run(
                    budget,
                    results -> results.accept(painter.place(new RandomAccessReadBufferedFile(file), headers, budget)),
                    places::add);
        } catch (PdfLimitExceededException e) {
            throw new UnreadablePdfException(e.toFinding(budget.page()));
        } finally {
            Files.deleteIfExists(file);
        }
        return places.get(0);
    }

    /**
     * Writes all pages, at the end.
     *
     * @param output is left open
     * @throws UnreadablePdfException if what is in a file is nested too deeply
     */
    public void save(OutputStream output) throws IOException {
        layers.addTo(target);
        try {
            target.save(output, CompressParameters.NO_COMPRESSION);
        } catch (StackOverflowError e) {
            throw new UnreadablePdfException(new Finding(Kind.NOT_A_PDF, 0, "nesting"));
        }
    }

    @Override
    public void close() throws IOException {
        target.close();
    }

    /** Makes a PDF of a document in another format, and adds its pages. */
    private ComposedPart make(Path file, DocumentFormat format, PdfSource source, ResourceBudget budget)
            throws IOException {
        byte[] content = source.content(budget);
        List<Finding> findings = new ArrayList<>();
        byte[] made =
                switch (format) {
                    case PNG, JPEG, TIFF ->
                        made(pages -> new PicturePages(pages, budget).add(format, content, findings));
                    case TEXT -> made(pages -> new TextPages(pages, budget).add(content, findings));
                    case HTML ->
                        made(HtmlSource.html(content, null, file, showHidden, budget, findings), budget, findings);
                    case MARKDOWN ->
                        made(
                                HtmlSource.markdown(
                                        TextPages.decode(content, budget), file, showHidden, budget, findings),
                                budget,
                                findings);
                    case PDF -> throw new IllegalArgumentException(format.name());
                };
        budget.startPage(0);
        return add(source.sha256(), source.length(), new RandomAccessReadBuffer(made), true, findings, budget);
    }

    private interface Maker {
        void make(PDDocument pages) throws IOException;
    }

    private static byte[] made(Maker maker) throws IOException {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        try (PDDocument pages = new PDDocument()) {
            pages.setDocumentId(0L);
            maker.make(pages);
            pages.save(made, CompressParameters.NO_COMPRESSION);
        }
        return made.toByteArray();
    }

    private static byte[] made(HtmlSource source, ResourceBudget budget, List<Finding> findings) throws IOException {
        byte[] made = made(pages -> new HtmlPages(pages, budget).add(source));
        try (PDDocument pages = Loader.loadPDF(made)) {
            // All pages have the same fonts, which it would otherwise read again for each of them.
            pages.setResourceCache(new DefaultResourceCache(true));
            HtmlPages.compare(source, pages, budget, findings);
        }
        return made;
    }

    /**
     * @param isMade whether the PDF was made of the file
     * @param earlier what was found when it was made
     */
    private ComposedPart add(
            String sha256,
            long length,
            RandomAccessRead content,
            boolean isMade,
            List<Finding> earlier,
            ResourceBudget budget)
            throws IOException {
        try (GuardedDocument pdf = GuardedDocument.open(content, budget)) {
            for (Finding finding : pdf.findings()) {
                if (finding.kind().isError()) {
                    throw budget.fail(finding.kind(), finding.detail());
                }
            }
            if (pdf.pages().isEmpty()) {
                throw budget.fail(Kind.NO_PAGE, "");
            }
            CanonicalDigest shown = new CanonicalDigest(ContentFingerprint.ALGORITHM);
            PageHasher hasher = new PageHasher(pdf.document(), budget);
            Cloner cloner = new Cloner(target);
            Visibility visibility = new Visibility(pdf.document());
            layers.add(pdf.document(), visibility, cloner);
            drawValues(pdf.document(), budget);
            ImageAnalyzer images = new ImageAnalyzer(budget);
            List<PageSize> sizes = new ArrayList<>();
            List<Finding> findings = new ArrayList<>(earlier);
            pdf.findings().stream().filter(it -> OF_FILE.contains(it.kind())).forEach(findings::add);
            for (GuardedPage page : pdf.pages()) {
                budget.startPage(budget.page() + 1);
                PageSize size = page.size();
                sizes.add(size);
                if (isMade) {
                    shown.hash(hasher.hash(page));
                }
                PageFindings found = new PageFindings();
                PageInspector inspector =
                        new PageInspector(page, PageLayout.of(size, false), budget, images, visibility, found);
                if (pdf.document().getDocumentCatalog().getOCProperties() == null) {
                    inspector.inspectLosses();
                } else {
                    inspector.inspect();
                }
                add(pdf.document(), page, visibility, cloner, found);
                for (Finding finding : found.all(budget.page(), limits.missing())) {
                    if (OF_PAGE.contains(finding.kind())) {
                        if (finding.kind().isError()) {
                            throw budget.fail(finding.kind(), finding.detail());
                        }
                        findings.add(finding);
                    }
                }
            }
            String made = isMade ? HexFormat.of().formatHex(shown.finish()) : "";
            return new ComposedPart(sha256, length, made, sizes, findings);
        }
    }

    /**
     * A document may say that its fields are not drawn with their values yet. One that cannot be drawn has a
     * finding.
     */
    private static void drawValues(PDDocument source, ResourceBudget budget) {
        PDAcroForm form = source.getDocumentCatalog().getAcroForm(null);
        if (form == null || !form.getNeedAppearances()) {
            return;
        }
        for (PDField field : form.getFieldTree()) {
            budget.check();
            if (field instanceof PDVariableText text
                    && !text.getValueAsString().isBlank()
                    && text.getValueAsString().length() <= MAX_VALUE) {
                drawValue(form, text);
            }
        }
    }

    private static void drawValue(PDAcroForm form, PDTerminalField field) {
        Map<COSDictionary, COSBase> before = new LinkedHashMap<>();
        for (PDAnnotationWidget widget : field.getWidgets()) {
            COSBase appearance = widget.getCOSObject().getItem(COSName.AP);
            if (appearance != null) {
                // PDFBox would add the value to what is there.
                widget.getCOSObject().removeItem(COSName.AP);
                before.put(widget.getCOSObject(), appearance);
            }
        }
        try {
            form.refreshAppearances(List.of(field));
        } catch (PdfLimitExceededException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The inspection of the file has found that it differs.
            before.forEach((widget, appearance) -> widget.setItem(COSName.AP, appearance));
        }
    }

    /** @param findings gets the annotations that cannot be drawn */
    private static void add(
            PDDocument source, GuardedPage page, Visibility visibility, Cloner cloner, PageFindings findings)
            throws IOException {
        PDRectangle view = page.getCropBox();
        float unit = page.getUserUnit();
        AffineTransform upright = AffineTransform.getScaleInstance(unit, unit);
        upright.concatenate(upright(view, Math.floorMod(page.getRotation(), 360)));
        Rectangle2D size = upright.createTransformedShape(rectangle(view)).getBounds2D();
        PDPage paper = new PDPage(new PDRectangle((float) size.getWidth(), (float) size.getHeight()));
        cloner.target().addPage(paper);
        try (PDPageContentStream content =
                new PDPageContentStream(cloner.target(), paper, AppendMode.OVERWRITE, true)) {
            content.transform(new Matrix(upright));
            content.drawForm(form(page, view, cloner));
            for (PDAnnotation annotation : page.getAnnotations()) {
                if (visibility.isPrinted(annotation) && !(annotation instanceof PDAnnotationPopup)) {
                    draw(source, page, annotation, content, cloner, findings);
                }
            }
        }
    }

    /** Moves the lower left corner of what is seen to the origin. */
    private static AffineTransform upright(PDRectangle view, int rotation) {
        return switch (rotation) {
            case 90 -> new AffineTransform(0, -1, 1, 0, -view.getLowerLeftY(), view.getUpperRightX());
            case 180 -> new AffineTransform(-1, 0, 0, -1, view.getUpperRightX(), view.getUpperRightY());
            case 270 -> new AffineTransform(0, 1, -1, 0, view.getUpperRightY(), -view.getLowerLeftX());
            default -> AffineTransform.getTranslateInstance(-view.getLowerLeftX(), -view.getLowerLeftY());
        };
    }

    private static PDFormXObject form(GuardedPage page, PDRectangle view, Cloner cloner) throws IOException {
        PDStream contents;
        try (InputStream input = page.getContents()) {
            contents = new PDStream(cloner.target(), input, COSName.FLATE_DECODE);
        }
        PDFormXObject form = new PDFormXObject(contents);
        form.setFormType(1);
        form.setBBox(view);
        COSDictionary dictionary = form.getCOSObject();
        dictionary.setItem(COSName.RESOURCES, cloner.cloneForNewDocument(resources(page)));
        COSDictionary group = page.getCOSObject().getCOSDictionary(COSName.GROUP);
        if (group != null) {
            dictionary.setItem(COSName.GROUP, cloner.cloneForNewDocument(group));
        }
        return form;
    }

    private static COSDictionary resources(GuardedPage page) {
        return PDPageTree.getInheritableAttribute(page.getCOSObject(), COSName.RESOURCES) instanceof COSDictionary found
                ? found
                : new COSDictionary();
    }

    /** Draws an annotation's appearance into its rectangle (ISO 32000-1, 12.5.5). */
    private static void draw(
            PDDocument source,
            GuardedPage page,
            PDAnnotation annotation,
            PDPageContentStream content,
            Cloner cloner,
            PageFindings findings)
            throws IOException {
        if (annotation.getNormalAppearanceStream() == null) {
            try {
                annotation.constructAppearances(source);
            } catch (PdfLimitExceededException e) {
                throw e;
            } catch (RuntimeException e) {
                // PDFBox makes an appearance of entries that may be damaged.
                findings.addUndrawnPart(String.valueOf(annotation.getSubtype()));
                PDRectangle stated = annotation.getRectangle();
                if (stated != null) {
                    findings.addMissing(rectangle(stated), rectangle(page.getCropBox()));
                }
                return;
            }
        }
        PDAppearanceStream appearance = annotation.getNormalAppearanceStream();
        PDRectangle place = annotation.getRectangle();
        if (appearance == null || appearance.getBBox() == null || place == null) {
            return;
        }
        Rectangle2D drawn =
                appearance.getBBox().transform(appearance.getMatrix()).getBounds2D();
        if (drawn.getWidth() <= 0 || drawn.getHeight() <= 0) {
            return;
        }
        AffineTransform move = AffineTransform.getTranslateInstance(place.getLowerLeftX(), place.getLowerLeftY());
        move.scale(place.getWidth() / drawn.getWidth(), place.getHeight() / drawn.getHeight());
        move.translate(-drawn.getX(), -drawn.getY());
        content.saveGraphicsState();
        content.transform(new Matrix(move));
        COSStream form = cloner.cloneForNewDocument(appearance.getCOSObject());
        if (!form.containsKey(COSName.RESOURCES)) {
            // Then the page's count.
            form.setItem(COSName.RESOURCES, cloner.cloneForNewDocument(resources(page)));
        }
        content.drawForm(new PDFormXObject(form));
        content.restoreGraphicsState();
    }

    private static Rectangle2D rectangle(PDRectangle box) {
        return new Rectangle2D.Double(box.getLowerLeftX(), box.getLowerLeftY(), box.getWidth(), box.getHeight());
    }

    /** Copies the objects of one document; an object is copied once. */
    private static final class Cloner extends PDFCloneUtility {

        private final PDDocument target;

        Cloner(PDDocument target) {
            super(target);
            this.target = target;
        }

        PDDocument target() {
            return target;
        }
    }

    /** The layers of all documents, each with the state that it has in print. */
    private static final class Layers {

        private final COSArray all = new COSArray();
        private final COSArray off = new COSArray();

        void add(PDDocument source, Visibility visibility, Cloner cloner) throws IOException {
            COSDictionary properties =
                    source.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.OCPROPERTIES);
            COSArray groups = properties == null ? null : properties.getCOSArray(COSName.OCGS);
            for (int i = 0; groups != null && i < groups.size(); i++) {
                if (!(groups.getObject(i) instanceof COSDictionary group)) {
                    continue;
                }
                COSDictionary copy = cloner.cloneForNewDocument(group);
                // Programs disagree about what it says for screen and print.
                copy.removeItem(USAGE);
                all.add(copy);
                if (visibility.isHidden(group)) {
                    off.add(copy);
                }
            }
        }

        void addTo(PDDocument target) {
            if (all.size() == 0) {
                return;
            }
            COSDictionary configuration = new COSDictionary();
            configuration.setItem(COSName.NAME, new COSString(""));
            configuration.setItem(COSName.BASE_STATE, COSName.ON);
            configuration.setItem(COSName.OFF, off);
            COSDictionary properties = new COSDictionary();
            properties.setItem(COSName.OCGS, all);
            properties.setItem(COSName.D, configuration);
            target.getDocumentCatalog().getCOSObject().setItem(COSName.OCPROPERTIES, properties);
        }
    }
}
