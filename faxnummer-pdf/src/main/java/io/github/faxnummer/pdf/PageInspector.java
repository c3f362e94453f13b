package io.github.faxnummer.pdf;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pdfbox.contentstream.PDFGraphicsStreamEngine;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.function.PDFunction;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontFactory;
import org.apache.pdfbox.pdmodel.font.PDType3CharProc;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.pdmodel.graphics.PDXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDAbstractPattern;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDTilingPattern;
import org.apache.pdfbox.pdmodel.graphics.shading.PDShading;
import org.apache.pdfbox.pdmodel.graphics.state.PDGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.util.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Interprets a page without rendering it, and collects what a fax will lose. It reads fonts, color spaces and images no
 * further than necessary: PDFBox would load each of them completely, which takes most of its time.
 */
final class PageInspector extends PDFGraphicsStreamEngine {

    /** A filled shape above this share of the page is content, not decoration. */
    private static final double LARGE_SHAPE = 0.02;

    /** The part of the graphics state that PDFBox holds in a heavier form. */
    private record State(
            CurrentColor fill,
            CurrentColor stroke,
            @Nullable COSDictionary font,
            Rectangle2D clip) {}

    /** A filled area, and how bright it is. */
    private record Ground(Rectangle2D area, double luma) {}

    /** A filled shape above this share of the page is the page's ground. */
    private static final double WHOLE_PAGE = 0.9;

    /** Services that use a threshold print what is darker as black. */
    private static final double SURE_WHITE = 0.85;

    /** Text and ground that differ less than this look alike where both become black. */
    private static final double DARK = 0.5;

    private static final int MAX_GROUNDS = 200;

    /** Of most characters, in relation to their size. */
    private static final double CHARACTER_WIDTH = 0.5;

    private static final int MAX_TEXT = 40;

    /** Annotations that look like content of the page. */
    private static final Set<String> MARKS = Set.of(
            "FreeText",
            "Line",
            "Square",
            "Circle",
            "Polygon",
            "PolyLine",
            "Highlight",
            "Underline",
            "Squiggly",
            "StrikeOut",
            "Stamp",
            "Caret",
            "Ink",
            "Redact",
            "Watermark");

    private static final List<COSName> TEXT_FIELDS = List.of(COSName.TX, COSName.CH);

    private static final int MAX_FIELD_LEVELS = 20;

    /** Colors of a gradient that are looked at. */
    private static final int SHADING_STEPS = 8;

    /** Of most letters, in relation to their size. */
    private static final double CAPITAL_HEIGHT = 0.72;

    /** Below this size, in points, text is worth a closer look. */
    private static final double SMALL = 7;

    private final ResourceBudget budget;
    private final ImageAnalyzer images;
    private final Visibility visibility;
    private final GuardedPage page;
    private final double scale;
    private final AffineTransform toFax;
    private final int rows;
    private final PathExtent path;
    private final Set<Object> inspected = new HashSet<>();
    private final PageFindings findings;
    private final Deque<Ground> grounds = new ArrayDeque<>();
    private final IdentityHashMap<COSDictionary, PDFont> fonts = new IdentityHashMap<>();

    private State state;
    private Deque<State> savedStates = new ArrayDeque<>();
    private int hiddenLevels;
    private boolean clipPending;

    PageInspector(
            GuardedPage page,
            PageLayout layout,
            ResourceBudget budget,
            ImageAnalyzer images,
            Visibility visibility,
            PageFindings findings) {
        super(page);
        this.findings = findings;
        this.page = page;
        this.budget = budget;
        this.images = images;
        this.visibility = visibility;
        this.scale = layout.scale() * page.getUserUnit();
        this.rows = layout.height();
        this.toFax = layout.transform(page.size());
        toFax.concatenate(page.toView());
        this.path = new PathExtent(this.scale);
        this.state = new State(CurrentColor.BLACK, CurrentColor.BLACK, null, rectangle(page.getCropBox()));
    }

    void inspect() throws IOException {
        PDResources resources = page.getResources();
        addKnockout(page.getCOSObject(), resources == null ? null : resources.getCOSObject());
        processPage(page);
        for (PDAnnotation annotation : page.getAnnotations()) {
            if (visibility.isPrinted(annotation)) {
                showAnnotation(annotation);
            }
        }
        inspectLosses();
    }

    /** Finds what is lost of annotations and because of damage, without interpreting the page. */
    void inspectLosses() throws IOException {
        if (page.hasDamagedContents()) {
            findings.addUndrawnPart(COSName.FLATE_DECODE.getName());
        }
        for (PDAnnotation annotation : page.getAnnotations()) {
            COSDictionary layer = annotation.getCOSObject().getCOSDictionary(COSName.OC);
            boolean isMark = MARKS.contains(String.valueOf(annotation.getSubtype()));
            if (!annotation.isHidden() && (annotation.isPrinted() || isMark)) {
                addLayer(layer, !annotation.isPrinted() || !(isMark || annotation.getNormalAppearanceStream() != null));
            }
            if (visibility.isPrinted(annotation)) {
                addMissingValue(annotation);
            } else if (isMark
                    && !annotation.isPrinted()
                    && !annotation.isHidden()
                    && !annotation.isNoView()
                    && !visibility.isHidden(layer)) {
                findings.addUnprinted(annotation.getSubtype());
            }
        }
    }

    // Values without appearance got one when the document was opened, if that is possible.
    private void addMissingValue(PDAnnotation annotation) {
        if (annotation instanceof PDAnnotationWidget widget
                && widget.getNormalAppearanceStream() == null
                && inherited(widget, COSName.FT) instanceof COSName type
                && TEXT_FIELDS.contains(type)
                && inherited(widget, COSName.V) instanceof COSString value
                && !value.getString().isBlank()) {
            findings.addUndrawnPart("field");
            PDRectangle place = widget.getRectangle();
            if (place != null) {
                findings.addMissing(rectangle(place), rectangle(page.getCropBox()));
            }
        }
    }

    private static @Nullable COSBase inherited(PDAnnotationWidget widget, COSName key) {
        COSDictionary at = widget.getCOSObject();
        for (int level = 0; at != null && level < MAX_FIELD_LEVELS; level++) {
            COSBase value = at.getDictionaryObject(key);
            if (value != null) {
                return value;
            }
            at = at.getCOSDictionary(COSName.PARENT);
        }
        return null;
    }

    // Operators

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        budget.nextOperator();
        String name = operator.getName();
        COSDictionary inlineImage = operator.getImageParameters();
        if ("BI".equals(name)) {
            if (inlineImage != null && hiddenLevels == 0) {
                image(inlineImage, true, getResources());
            }
            return;
        }
        try {
            // For all but the last, PDFBox would load fonts, color spaces or images.
            switch (name) {
                case "g", "rg", "k", "cs", "sc", "scn" ->
                    setColors(state.fill().apply(name, operands, getResources()), state.stroke());
                case "G", "RG", "K", "CS", "SC", "SCN" ->
                    setColors(
                            state.fill(),
                            state.stroke().apply(name.toLowerCase(Locale.ROOT), operands, getResources()));
                case "Tf" -> font(operands);
                case "gs" -> {
                    addTransferFunction(operands);
                    super.processOperator(operator, operands);
                }
                case "Do" -> xObject(operands);
                default -> super.processOperator(operator, operands);
            }
        } catch (PdfLimitExceededException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The drawing of the page reports it.
        }
    }

    @Override
    protected void operatorException(Operator operator, List<COSBase> operands, IOException exception) {
        // The drawing of the page reports it.
    }

    private void setColors(CurrentColor fill, CurrentColor stroke) {
        if (isShouldProcessColorOperators()) {
            state = new State(fill, stroke, state.font(), state.clip());
        }
    }

    // Effects

    // PDFBox ignores such a function, Ghostscript and poppler draw the negative that it may make.
    private void addTransferFunction(List<COSBase> operands) {
        COSDictionary states = getResources().getCOSObject().getCOSDictionary(COSName.EXT_G_STATE);
        COSDictionary state = states != null && !operands.isEmpty() && operands.get(0) instanceof COSName name
                ? states.getCOSDictionary(name)
                : null;
        if (state == null || hiddenLevels > 0) {
            return;
        }
        COSBase function = state.getDictionaryObject(COSName.TR2, COSName.TR);
        boolean changes = function instanceof COSArray each
                ? each.toList().stream().anyMatch(it -> !isIdentity(it))
                : function != null && !isIdentity(function);
        if (changes) {
            findings.addEffect(COSName.TR.getName());
        }
    }

    private static boolean isIdentity(COSBase function) {
        return function instanceof COSName || function instanceof COSNull;
    }

    // PDFBox and poppler keep what a later object of the group is to replace, which shows if that is translucent.
    /** @param group an XObject or the page */
    private void addKnockout(COSDictionary group, @Nullable COSDictionary resources) {
        COSDictionary attributes = group.getCOSDictionary(COSName.GROUP);
        if (attributes != null && resources != null && attributes.getBoolean(COSName.K, false)) {
            boolean translucent = values(resources, COSName.EXT_G_STATE)
                            .anyMatch(it -> it.getFloat(COSName.CA, 1) < 1
                                    || it.getFloat(COSName.CA_NS, 1) < 1
                                    || it.getDictionaryObject(COSName.SMASK) instanceof COSDictionary)
                    || values(resources, COSName.XOBJECT)
                            .anyMatch(it -> it.containsKey(COSName.SMASK) || it.containsKey(COSName.GROUP));
            if (translucent) {
                findings.addEffect(COSName.K.getName());
            }
        }
    }

    private static Stream<COSDictionary> values(COSDictionary resources, COSName kind) {
        COSDictionary all = resources.getCOSDictionary(kind);
        return all == null
                ? Stream.of()
                : all.keySet().stream().map(all::getCOSDictionary).filter(Objects::nonNull);
    }

    // Places

    /** Returns about where a text of so many characters stands. */
    private Place place(Matrix toPage, int characters) {
        return place(onPage(toPage, characters, 1));
    }

    /** @param height of the letters, in relation to their size */
    private Rectangle2D onPage(Matrix toPage, int characters, double height) {
        double size = Math.abs(getGraphicsState().getTextState().getFontSize());
        return toPage.createAffineTransform()
                .createTransformedShape(
                        new Rectangle2D.Double(0, 0, size * characters * CHARACTER_WIDTH, size * height))
                .getBounds2D();
    }

    private Place pathPlace() {
        return place(path.bounds().toRectangle());
    }

    private Place place(Rectangle2D onPage) {
        Rectangle2D visible = new Rectangle2D.Double();
        // A line has no area.
        Rectangle2D.intersect(onPage, rectangle(page.getCropBox()), visible);
        return visible.getWidth() < 0 || visible.getHeight() < 0
                ? Place.UNKNOWN
                : Place.of(toFax.createTransformedShape(visible).getBounds2D());
    }

    // Colors

    private Tone tone(CurrentColor current, double alpha) throws IOException {
        PDAbstractPattern pattern = current.pattern();
        if (pattern instanceof PDTilingPattern tiling && tiling.getPaintType() == PDTilingPattern.PAINT_COLORED) {
            if (inspected.add(tiling.getCOSObject())) {
                nested("patterns", () -> processTilingPattern(tiling, null, null));
            }
            return Tone.BLACK;
        }
        if (pattern != null && !(pattern instanceof PDTilingPattern)) {
            COSDictionary shading = pattern.getCOSObject().getCOSDictionary(COSName.SHADING);
            return shading == null ? Tone.WHITE : tone(shading);
        }
        return current.color().tone(alpha);
    }

    // A gradient of greys is often defined in RGB.
    private Tone tone(COSDictionary shading) {
        COSBase space = ApproximateColor.resolve(
                shading.getDictionaryObject(COSName.COLORSPACE), getResources().getCOSObject());
        int type = shading.getInt(COSName.SHADING_TYPE);
        COSBase function = shading.getDictionaryObject(COSName.FUNCTION);
        if ((type != PDShading.SHADING_TYPE2 && type != PDShading.SHADING_TYPE3)
                || !(function instanceof COSDictionary)) {
            return ApproximateColor.worstTone(space);
        }
        try {
            PDFunction colors = PDFunction.create(function);
            Tone worst = Tone.WHITE;
            for (int step = 0; step <= SHADING_STEPS; step++) {
                COSArray values = new COSArray();
                values.setFloatArray(colors.eval(new float[] {step / (float) SHADING_STEPS}));
                worst = worst.worse(ApproximateColor.of(space, values.toList()).tone(1));
            }
            return worst;
        } catch (PdfLimitExceededException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return ApproximateColor.worstTone(space);
        }
    }

    // Text

    private void font(List<COSBase> operands) {
        if (operands.size() < 2
                || !(operands.get(0) instanceof COSName name)
                || !(operands.get(1) instanceof COSNumber size)) {
            return;
        }
        getGraphicsState().getTextState().setFontSize(size.floatValue());
        COSDictionary fonts = getResources().getCOSObject().getCOSDictionary(COSName.FONT);
        COSDictionary found = fonts == null ? null : fonts.getCOSDictionary(name);
        state = new State(state.fill(), state.stroke(), found == null ? new COSDictionary() : found, state.clip());
    }

    @Override
    protected void showText(byte[] string) throws IOException {
        PDGraphicsState graphics = getGraphicsState();
        RenderingMode mode = graphics.getTextState().getRenderingMode();
        COSDictionary dictionary = state.font();
        if (hiddenLevels > 0 || dictionary == null || !(mode.isFill() || mode.isStroke())) {
            return;
        }
        FontInfo font = new FontInfo(dictionary);
        Matrix toPage = graphics.getTextMatrix().multiply(graphics.getCurrentTransformationMatrix());
        if (!state.clip().contains(toPage.getTranslateX(), toPage.getTranslateY()) && !mayReachClip(toPage)) {
            return;
        }
        int characters = font.characters(string);
        if (characters == 0) {
            return;
        }
        Tone tone = font.isType3() ? Tone.BLACK : textTone(mode, graphics);
        if (!tone.isVisible()) {
            return;
        }
        findings.addTone(tone);
        findings.addCharacters(characters);
        double size = Math.abs(graphics.getTextState().getFontSize())
                * Math.hypot(toPage.getShearX(), toPage.getScaleY())
                * scale;
        if (font.isType3()) {
            type3Glyphs(string, dictionary, toPage, size);
            return;
        }
        addTextOnGrey(string, dictionary, toPage, characters, graphics);
        addAtEdge(string, dictionary, toPage, characters);
        if (size < SMALL && isBlank(text(string, dictionary))) {
            return;
        }
        findings.addText(size * font.xHeight(), size, () -> place(toPage, characters));
        if (inspected.add(dictionary) && !font.isAvailable()) {
            findings.addMissingFont(font.name());
        }
    }

    private void addTextOnGrey(
            byte[] string, COSDictionary dictionary, Matrix toPage, int characters, PDGraphicsState graphics) {
        double luma = state.fill().color().luma(graphics.getNonStrokeAlphaConstant());
        if (luma > DARK || state.fill().pattern() != null) {
            return;
        }
        // Text behind a badge may begin on it with a blank.
        Rectangle2D letters = onPage(toPage, characters, CAPITAL_HEIGHT);
        for (Ground ground : grounds) {
            if (ground.area().contains(letters.getCenterX(), letters.getCenterY())) {
                if (ground.luma() < SURE_WHITE && ground.luma() > luma) {
                    String text = text(string, dictionary).strip();
                    findings.addTextOnGrey(text.substring(0, Math.min(text.length(), MAX_TEXT)));
                }
                return;
            }
        }
    }

    private void addAtEdge(byte[] string, COSDictionary dictionary, Matrix toPage, int characters) {
        Rectangle2D letters = toFax.createTransformedShape(onPage(toPage, characters, CAPITAL_HEIGHT))
                .getBounds2D();
        boolean covered = HeaderLine.covers(letters);
        if (covered || HeaderLine.pushesOut(letters, rows)) {
            String text = text(string, dictionary).strip();
            if (!isBlank(text)) {
                String shown = text.substring(0, Math.min(text.length(), MAX_TEXT));
                findings.addAtEdge(covered, shown, () -> place(toPage, characters));
            }
        }
    }

    /** Unlike {@link String#isBlank()}, a space that does not break is blank, too. */
    private static boolean isBlank(String text) {
        return text.codePoints().allMatch(it -> Character.isWhitespace(it) || Character.isSpaceChar(it));
    }

    /** Returns the text of a string. Loads the font, so call it for suspicious strings only. */
    private String text(byte[] string, COSDictionary dictionary) {
        StringBuilder text = new StringBuilder();
        try {
            PDFont font = fonts.get(dictionary);
            if (font == null) {
                font = PDFontFactory.createFont(dictionary);
                fonts.put(dictionary, font);
            }
            ByteArrayInputStream codes = new ByteArrayInputStream(string);
            while (codes.available() > 0) {
                String character = font.toUnicode(font.readCode(codes));
                text.append(character == null ? "?" : character);
            }
        } catch (PdfLimitExceededException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return "?";
        }
        return text.toString();
    }

    /** Returns whether text begins left of the clip and may extend into it. */
    private boolean mayReachClip(Matrix toPage) {
        Rectangle2D clip = state.clip();
        return toPage.getTranslateY() >= clip.getMinY()
                && toPage.getTranslateY() <= clip.getMaxY()
                && toPage.getTranslateX() < clip.getMinX()
                && toPage.getTranslateX() > clip.getMinX() - clip.getWidth();
    }

    private Tone textTone(RenderingMode mode, PDGraphicsState graphics) throws IOException {
        Tone fill = mode.isFill() ? tone(state.fill(), graphics.getNonStrokeAlphaConstant()) : Tone.WHITE;
        return mode.isStroke() ? fill.worse(tone(state.stroke(), graphics.getAlphaConstant())) : fill;
    }

    /** Inspects glyphs that are content streams of their own, each once. */
    private void type3Glyphs(byte[] string, COSDictionary dictionary, Matrix toPage, double size) throws IOException {
        PDType3Font font = new PDType3Font(dictionary, null);
        PDRectangle box = font.getFontBBox();
        if (box != null && box.getHeight() > 0) {
            double height = size * Math.abs(font.getFontMatrix().getScaleY()) * box.getHeight();
            findings.addText(height * FontInfo.DEFAULT_X_HEIGHT, height, () -> place(toPage, string.length));
        }
        float fontSize = getGraphicsState().getTextState().getFontSize();
        for (byte code : string) {
            if (inspected.add(List.of(dictionary, code))) {
                PDType3CharProc glyph = font.getCharProc(code & 0xFF);
                if (glyph != null) {
                    Matrix rendering = new Matrix(fontSize, 0, 0, fontSize, 0, 0).multiply(toPage);
                    nested("glyphs", () -> processType3Stream(glyph, rendering));
                }
            }
        }
    }

    // Paths

    @Override
    public void appendRectangle(Point2D p0, Point2D p1, Point2D p2, Point2D p3) {
        path.moveTo(p0.getX(), p0.getY());
        for (Point2D corner : List.of(p1, p2, p3)) {
            path.include(corner.getX(), corner.getY());
        }
    }

    @Override
    public void moveTo(float x, float y) {
        path.moveTo(x, y);
    }

    @Override
    public void lineTo(float x, float y) {
        path.lineTo(x, y);
    }

    @Override
    public void curveTo(float x1, float y1, float x2, float y2, float x3, float y3) {
        path.include(x1, y1);
        path.include(x2, y2);
        path.lineTo(x3, y3);
    }

    @Override
    public Point2D getCurrentPoint() {
        return path.currentPoint();
    }

    @Override
    public void closePath() {
        // Does not change the extent.
    }

    @Override
    public void endPath() {
        if (clipPending) {
            Rectangle2D clip = state.clip().createIntersection(path.bounds().toRectangle());
            state = new State(state.fill(), state.stroke(), state.font(), clip);
            clipPending = false;
        }
        path.clear();
    }

    @Override
    public void clip(int windingRule) {
        clipPending = true;
    }

    @Override
    public void strokePath() throws IOException {
        paint(false, true);
    }

    @Override
    public void fillPath(int windingRule) throws IOException {
        paint(true, false);
    }

    @Override
    public void fillAndStrokePath(int windingRule) throws IOException {
        paint(true, true);
    }

    private void paint(boolean fill, boolean stroke) throws IOException {
        path.endSubpath();
        if (fill && isPathVisible()) {
            fill();
        }
        if (stroke && isPathVisible()) {
            stroke();
        }
        endPath();
    }

    private boolean isPathVisible() {
        return hiddenLevels == 0 && path.bounds().intersects(state.clip());
    }

    private void fill() throws IOException {
        double alpha = getGraphicsState().getNonStrokeAlphaConstant();
        Tone tone = tone(state.fill(), alpha);
        Rectangle2D whole = rectangle(page.getCropBox());
        Rectangle2D visible = path.bounds().toRectangle().createIntersection(state.clip());
        if (!visible.isEmpty() && state.fill().pattern() == null && grounds.size() < MAX_GROUNDS) {
            grounds.push(new Ground(visible, state.fill().color().luma(alpha)));
        }
        if (!tone.isVisible()) {
            return;
        }
        findings.addTone(tone);
        findings.addShape();
        // A plain ground is not content.
        boolean ground = area(visible) > WHOLE_PAGE * area(whole);
        if (!visible.isEmpty() && !ground && area(visible) > LARGE_SHAPE * area(whole)) {
            findings.addPicture();
        }
        if (path.hasLine()) {
            findings.addLine(path.thinnest(), this::pathPlace);
        }
        findings.addBar(path.thinnestBar(), this::pathPlace);
    }

    private static double area(Rectangle2D rectangle) {
        return rectangle.getWidth() * rectangle.getHeight();
    }

    private void stroke() throws IOException {
        Tone tone = tone(state.stroke(), getGraphicsState().getAlphaConstant());
        if (!tone.isVisible()) {
            return;
        }
        findings.addTone(tone);
        findings.addShape();
        double width = transformWidth(getGraphicsState().getLineWidth()) * scale;
        if (path.hasLine()) {
            findings.addLine(width, this::pathPlace);
        }
        path.stroke(width);
        findings.addBar(path.thinnestBar(), this::pathPlace);
    }

    @Override
    public void shadingFill(COSName name) {
        COSDictionary shadings = getResources().getCOSObject().getCOSDictionary(COSName.SHADING);
        COSDictionary shading = shadings == null ? null : shadings.getCOSDictionary(name);
        if (shading != null && hiddenLevels == 0 && !state.clip().isEmpty()) {
            findings.addTone(tone(shading));
            findings.addPicture();
        }
    }

    // Images and forms

    @Override
    public void drawImage(PDImage image) {
        // Not called: xObject() and processOperator() read images without a PDImage, which would decode them.
    }

    private void xObject(List<COSBase> operands) throws IOException {
        if (operands.isEmpty() || !(operands.get(0) instanceof COSName name)) {
            return;
        }
        PDResources resources = getResources();
        COSDictionary objects = resources.getCOSObject().getCOSDictionary(COSName.XOBJECT);
        COSStream stream = objects == null ? null : objects.getCOSStream(name);
        if (stream == null || hiddenLevels > 0) {
            return;
        }
        addLayer(stream.getCOSDictionary(COSName.OC), COSName.IMAGE.equals(stream.getCOSName(COSName.SUBTYPE)));
        if (visibility.isHidden(stream.getCOSDictionary(COSName.OC))) {
            return;
        }
        if (COSName.IMAGE.equals(stream.getCOSName(COSName.SUBTYPE))) {
            image(stream, false, resources);
            return;
        }
        PDXObject object = resources.getXObject(name);
        if (object instanceof PDTransparencyGroup group) {
            showTransparencyGroup(group);
        } else if (object instanceof PDFormXObject form) {
            showForm(form);
        }
    }

    private void image(COSDictionary image, boolean inline, PDResources resources) throws IOException {
        BoundingBox place = new BoundingBox();
        Matrix matrix = getGraphicsState().getCurrentTransformationMatrix();
        for (int corner = 0; corner < 4; corner++) {
            Point2D.Float at = matrix.transformPoint(corner & 1, corner >> 1);
            place.add(at.x, at.y);
        }
        if (!place.intersects(state.clip())) {
            return;
        }
        double alpha = getGraphicsState().getNonStrokeAlphaConstant();
        Tone tone;
        if (image.getBoolean(COSName.IMAGE_MASK, COSName.IM, false)) {
            tone = tone(state.fill(), alpha);
        } else if (image instanceof COSStream stream && !inline) {
            tone = images.tone(stream, resources);
        } else {
            tone = images.inlineTone(image, resources);
        }
        if (tone == Tone.BLACK) {
            tone = Tone.of(0, 0, 0, alpha);
        }
        if (tone.isVisible() && alpha > 0) {
            findings.addTone(tone);
            findings.addPicture();
            Rectangle2D dots = toFax.createTransformedShape(place.toRectangle()).getBounds2D();
            if (tone == Tone.BLACK) {
                findings.addPictureAtEdges(HeaderLine.covers(dots), HeaderLine.pushesOut(dots, rows));
            }
        }
    }

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        nested("forms", () -> super.showForm(form));
    }

    @Override
    protected void processTransparencyGroup(PDTransparencyGroup group) throws IOException {
        if (hiddenLevels == 0) {
            addKnockout(group.getCOSObject(), group.getCOSObject().getCOSDictionary(COSName.RESOURCES));
        }
        nested("groups", () -> super.processTransparencyGroup(group));
    }

    @Override
    public void showAnnotation(PDAnnotation annotation) throws IOException {
        nested("annotations", () -> super.showAnnotation(annotation));
    }

    private void nested(String what, ResourceBudget.Nested content) throws IOException {
        State outer = state;
        Deque<State> outerStates = savedStates;
        int outerHidden = hiddenLevels;
        budget.nested(what, () -> {
            savedStates = new ArrayDeque<>();
            try {
                content.run();
            } finally {
                state = outer;
                savedStates = outerStates;
                hiddenLevels = outerHidden;
                endPath();
            }
        });
    }

    // Graphics state

    @Override
    public void saveGraphicsState() {
        super.saveGraphicsState();
        budget.requireStackDepth(getGraphicsStackSize());
        savedStates.push(state);
    }

    @Override
    public void restoreGraphicsState() {
        super.restoreGraphicsState();
        State saved = savedStates.poll();
        if (saved != null) {
            state = saved;
        }
    }

    @Override
    public void beginMarkedContentSequence(COSName tag, @Nullable COSDictionary properties) {
        if (COSName.OC.equals(tag)) {
            addLayer(properties, true);
        }
        if (hiddenLevels > 0 || (COSName.OC.equals(tag) && visibility.isHidden(properties))) {
            hiddenLevels++;
        }
    }

    /** @param isHiddenByAll whether all programs hide the content if the layer is off */
    private void addLayer(@Nullable COSDictionary layer, boolean isHiddenByAll) {
        visibility
                .differing(layer)
                .ifPresentOrElse(
                        findings::addLayer,
                        () -> visibility.drawnBySome(layer, isHiddenByAll).ifPresent(findings::addLayerOff));
    }

    @Override
    public void endMarkedContentSequence() {
        hiddenLevels = Math.max(0, hiddenLevels - 1);
    }

    private static Rectangle2D rectangle(PDRectangle box) {
        return new Rectangle2D.Double(box.getLowerLeftX(), box.getLowerLeftY(), box.getWidth(), box.getHeight());
    }
}
