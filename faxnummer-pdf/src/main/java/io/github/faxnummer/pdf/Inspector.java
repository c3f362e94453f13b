package io.github.faxnummer.pdf;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.contentstream.PDFGraphicsStreamEngine;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorProcessor;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType3CharProc;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.pdmodel.graphics.PDXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDAbstractPattern;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDTilingPattern;
import org.apache.pdfbox.pdmodel.graphics.state.PDGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.util.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a page draws without drawing it. Fonts, colour spaces and images are looked at no more than it needs:
 * PDFBox would load each of them in full, and that is where its time goes.
 */
final class Inspector extends PDFGraphicsStreamEngine {

    /** What is shorter, in points, belongs to a letter or a picture and is no line. */
    private static final double SHORTEST_LINE = 4;

    /** What is filled and larger, as a share of the page, is meant to be seen. */
    private static final double LARGE_SHAPE = 0.02;

    /** The colours, the font and what is left of the page to draw on: what PDFBox's state holds in a heavier form. */
    private record State(
            Ink fill,
            Ink stroke,
            @Nullable COSBase fillSpace,
            @Nullable COSBase strokeSpace,
            @Nullable PDAbstractPattern fillPattern,
            @Nullable PDAbstractPattern strokePattern,
            @Nullable COSDictionary font,
            Rectangle2D clip) {

        State fill(Ink ink, @Nullable COSBase space, @Nullable PDAbstractPattern pattern) {
            return new State(ink, stroke, space, strokeSpace, pattern, strokePattern, font, clip);
        }

        State stroke(Ink ink, @Nullable COSBase space, @Nullable PDAbstractPattern pattern) {
            return new State(fill, ink, fillSpace, space, fillPattern, pattern, font, clip);
        }

        State font(COSDictionary dictionary) {
            return new State(fill, stroke, fillSpace, strokeSpace, fillPattern, strokePattern, dictionary, clip);
        }

        State clip(Rectangle2D area) {
            return new State(fill, stroke, fillSpace, strokeSpace, fillPattern, strokePattern, font, area);
        }
    }

    private interface Nested {
        void draw() throws IOException;
    }

    private interface Operands {
        void process(List<COSBase> operands) throws IOException;
    }

    private final Budget budget;
    private final PictureLook pictures;
    private final Visibility visibility;
    private final GuardedPage page;
    private final double scale;
    private final Set<Object> seen = new HashSet<>();
    private final PageFindings findings = new PageFindings();

    private State state;
    private Deque<State> saved = new ArrayDeque<>();
    private int hidden;
    private int clipRule = -1;

    private final Point2D.Float point = new Point2D.Float();
    private final Bounds path = new Bounds();
    private final Bounds part = new Bounds();
    private double thinnestPart = Double.POSITIVE_INFINITY;
    private boolean longEnough;

    /** @param scale how the page is made smaller to fit */
    Inspector(GuardedPage page, double scale, Budget budget, PictureLook pictures, Visibility visibility) {
        super(page);
        this.page = page;
        this.budget = budget;
        this.pictures = pictures;
        this.visibility = visibility;
        this.scale = scale * page.getUserUnit();
        this.state = new State(Ink.BLACK, Ink.BLACK, null, null, null, null, null, rectangle(page.getCropBox()));
        colours();
        on("Tf", this::font);
        on("Do", this::external);
    }

    /** What will suffer on the page. */
    List<Finding> inspect() throws IOException {
        processPage(page);
        for (PDAnnotation annotation : page.getAnnotations()) {
            if (visibility.isPrinted(annotation)) {
                showAnnotation(annotation);
            }
        }
        return findings.all(budget.page());
    }

    // Colours

    private void colours() {
        on("g", it -> fill(Ink.of(COSName.DEVICEGRAY, it), COSName.DEVICEGRAY));
        on("G", it -> stroke(Ink.of(COSName.DEVICEGRAY, it), COSName.DEVICEGRAY));
        on("rg", it -> fill(Ink.of(COSName.DEVICERGB, it), COSName.DEVICERGB));
        on("RG", it -> stroke(Ink.of(COSName.DEVICERGB, it), COSName.DEVICERGB));
        on("k", it -> fill(Ink.of(COSName.DEVICECMYK, it), COSName.DEVICECMYK));
        on("K", it -> stroke(Ink.of(COSName.DEVICECMYK, it), COSName.DEVICECMYK));
        on("cs", it -> {
            COSBase space = space(it);
            fill(Ink.initial(space), space);
        });
        on("CS", it -> {
            COSBase space = space(it);
            stroke(Ink.initial(space), space);
        });
        for (String operator : List.of("sc", "scn")) {
            on(operator, it -> {
                PDAbstractPattern pattern = pattern(it);
                state = state.fill(ink(state.fillSpace(), it, pattern), state.fillSpace(), pattern);
            });
        }
        for (String operator : List.of("SC", "SCN")) {
            on(operator, it -> {
                PDAbstractPattern pattern = pattern(it);
                state = state.stroke(ink(state.strokeSpace(), it, pattern), state.strokeSpace(), pattern);
            });
        }
    }

    private void fill(Ink ink, @Nullable COSBase space) {
        if (isShouldProcessColorOperators()) {
            state = state.fill(ink, space, null);
        }
    }

    private void stroke(Ink ink, @Nullable COSBase space) {
        if (isShouldProcessColorOperators()) {
            state = state.stroke(ink, space, null);
        }
    }

    private @Nullable COSBase space(List<COSBase> operands) {
        return operands.isEmpty()
                ? null
                : Ink.resolve(operands.get(0), getResources().getCOSObject());
    }

    private @Nullable PDAbstractPattern pattern(List<COSBase> operands) throws IOException {
        return !operands.isEmpty() && operands.get(operands.size() - 1) instanceof COSName name
                ? getResources().getPattern(name)
                : null;
    }

    private static Ink ink(@Nullable COSBase space, List<COSBase> operands, @Nullable PDAbstractPattern pattern) {
        if (pattern == null) {
            return Ink.of(space == null ? COSName.DEVICEGRAY : space, operands);
        }
        // A pattern without colours of its own is given one in the space that comes after the word Pattern.
        return space instanceof COSArray array && array.size() > 1 && operands.size() > 1
                ? Ink.of(array.getObject(1), operands)
                : Ink.BLACK;
    }

    private Shade shade(Ink ink, @Nullable PDAbstractPattern pattern, double alpha) throws IOException {
        if (pattern instanceof PDTilingPattern tiling && tiling.getPaintType() == PDTilingPattern.PAINT_COLORED) {
            if (seen.add(tiling.getCOSObject())) {
                nested("patterns", () -> processTilingPattern(tiling, null, null));
            }
            return Shade.BLACK;
        }
        if (pattern != null && !(pattern instanceof PDTilingPattern)) {
            COSDictionary shading = pattern.getCOSObject().getCOSDictionary(COSName.SHADING);
            return shading == null ? Shade.WHITE : shaded(shading);
        }
        return ink.shade(alpha);
    }

    // A shading from black to black is possible, but nobody makes one.
    private Shade shaded(COSDictionary shading) {
        COSBase space = Ink.resolve(
                shading.getDictionaryObject(COSName.COLORSPACE), getResources().getCOSObject());
        return Ink.components(space) == 1 && !Ink.isIndexed(space) ? Shade.GREY : Shade.COLOUR;
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
        state = state.font(found == null ? new COSDictionary() : found);
    }

    @Override
    protected void showText(byte[] string) throws IOException {
        PDGraphicsState graphics = getGraphicsState();
        RenderingMode mode = graphics.getTextState().getRenderingMode();
        COSDictionary font = state.font();
        if (hidden > 0 || font == null || !(mode.isFill() || mode.isStroke())) {
            return;
        }
        FontLook look = new FontLook(font);
        Matrix toPage = graphics.getTextMatrix().multiply(graphics.getCurrentTransformationMatrix());
        if (!state.clip().contains(toPage.getTranslateX(), toPage.getTranslateY()) && !isNear(toPage)) {
            return;
        }
        int shown = look.characters(string);
        if (shown == 0) {
            return;
        }
        Shade shade = look.isType3() ? Shade.BLACK : textShade(mode, graphics);
        if (!shade.isSeen()) {
            return;
        }
        findings.mark(shade);
        findings.characters(shown);
        double size = Math.abs(graphics.getTextState().getFontSize())
                * Math.hypot(toPage.getShearX(), toPage.getScaleY())
                * scale;
        if (look.isType3()) {
            glyphs(string, font, toPage, size);
            return;
        }
        findings.text(size * look.xHeight(), size);
        if (seen.add(font) && !look.isAtHand()) {
            findings.foreignFont(look.name());
        }
    }

    // Most text begins within what is visible; where it begins left of it, it may still reach in.
    private boolean isNear(Matrix toPage) {
        Rectangle2D clip = state.clip();
        return toPage.getTranslateY() >= clip.getMinY()
                && toPage.getTranslateY() <= clip.getMaxY()
                && toPage.getTranslateX() < clip.getMinX()
                && toPage.getTranslateX() > clip.getMinX() - clip.getWidth();
    }

    private Shade textShade(RenderingMode mode, PDGraphicsState graphics) throws IOException {
        Shade shade = Shade.WHITE;
        if (mode.isFill()) {
            shade = shade(state.fill(), state.fillPattern(), graphics.getNonStrokeAlphaConstant());
        }
        if (mode.isStroke()) {
            shade = shade.worse(shade(state.stroke(), state.strokePattern(), graphics.getAlphaConstant()));
        }
        return shade;
    }

    // Their glyphs are small pages: what they draw counts, but each only once.
    private void glyphs(byte[] string, COSDictionary dictionary, Matrix toPage, double size) throws IOException {
        PDType3Font font = new PDType3Font(dictionary, null);
        PDRectangle box = font.getFontBBox();
        if (box != null && box.getHeight() > 0) {
            double height = size * Math.abs(font.getFontMatrix().getScaleY()) * box.getHeight();
            findings.text(height * FontLook.USUAL_X_HEIGHT, height);
        }
        float fontSize = getGraphicsState().getTextState().getFontSize();
        for (byte code : string) {
            if (seen.add(List.of(dictionary, code))) {
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
        begin((float) p0.getX(), (float) p0.getY());
        add(p1.getX(), p1.getY());
        add(p2.getX(), p2.getY());
        add(p3.getX(), p3.getY());
    }

    @Override
    public void moveTo(float x, float y) {
        begin(x, y);
    }

    @Override
    public void lineTo(float x, float y) {
        add(x, y);
        point.setLocation(x, y);
    }

    @Override
    public void curveTo(float x1, float y1, float x2, float y2, float x3, float y3) {
        add(x1, y1);
        add(x2, y2);
        add(x3, y3);
        point.setLocation(x3, y3);
    }

    @Override
    public Point2D getCurrentPoint() {
        return new Point2D.Float(point.x, point.y);
    }

    @Override
    public void closePath() {
        // Nothing that is measured changes.
    }

    @Override
    public void endPath() {
        if (clipRule != -1) {
            state = state.clip(state.clip().createIntersection(path.rectangle()));
            clipRule = -1;
        }
        path.clear();
        part.clear();
        thinnestPart = Double.POSITIVE_INFINITY;
        longEnough = false;
    }

    @Override
    public void clip(int windingRule) {
        clipRule = windingRule;
    }

    @Override
    public void strokePath() throws IOException {
        partEnds();
        stroked();
        endPath();
    }

    @Override
    public void fillPath(int windingRule) throws IOException {
        partEnds();
        filled();
        endPath();
    }

    @Override
    public void fillAndStrokePath(int windingRule) throws IOException {
        partEnds();
        filled();
        stroked();
        endPath();
    }

    private void begin(float x, float y) {
        partEnds();
        add(x, y);
        point.setLocation(x, y);
    }

    private void add(double x, double y) {
        path.add(x, y);
        part.add(x, y);
    }

    private void partEnds() {
        if (part.longer() * scale >= SHORTEST_LINE) {
            longEnough = true;
            thinnestPart = Math.min(thinnestPart, part.shorter());
        }
        part.clear();
    }

    private boolean isVisible() {
        return hidden == 0 && path.touches(state.clip());
    }

    private void stroked() throws IOException {
        if (!isVisible()) {
            return;
        }
        PDGraphicsState graphics = getGraphicsState();
        Shade shade = shade(state.stroke(), state.strokePattern(), graphics.getAlphaConstant());
        if (shade.isSeen()) {
            findings.mark(shade);
            findings.shape();
            if (longEnough) {
                findings.line(transformWidth(graphics.getLineWidth()) * scale);
            }
        }
    }

    private void filled() throws IOException {
        if (!isVisible()) {
            return;
        }
        Shade shade =
                shade(state.fill(), state.fillPattern(), getGraphicsState().getNonStrokeAlphaConstant());
        if (shade.isSeen()) {
            findings.mark(shade);
            findings.shape();
            Rectangle2D seen = path.rectangle().createIntersection(rectangle(page.getCropBox()));
            PDRectangle box = page.getCropBox();
            if (!seen.isEmpty()
                    && seen.getWidth() * seen.getHeight() > LARGE_SHAPE * box.getWidth() * box.getHeight()) {
                findings.picture();
            }
            if (longEnough) {
                findings.line(thinnestPart * scale);
            }
        }
    }

    @Override
    public void shadingFill(COSName name) {
        COSDictionary shadings = getResources().getCOSObject().getCOSDictionary(COSName.SHADING);
        COSDictionary shading = shadings == null ? null : shadings.getCOSDictionary(name);
        if (shading != null && hidden == 0 && !state.clip().isEmpty()) {
            findings.mark(shaded(shading));
            findings.picture();
        }
    }

    // Pictures and what is drawn in itself

    @Override
    public void drawImage(PDImage image) {
        // Replaced by external() and inlineImage(): a PDImage decodes more than is needed.
    }

    private void external(List<COSBase> operands) throws IOException {
        if (operands.isEmpty() || !(operands.get(0) instanceof COSName name)) {
            return;
        }
        PDResources resources = getResources();
        COSDictionary objects = resources.getCOSObject().getCOSDictionary(COSName.XOBJECT);
        COSStream stream = objects == null ? null : objects.getCOSStream(name);
        if (stream == null || hidden > 0 || visibility.isHidden(stream.getCOSDictionary(COSName.OC))) {
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
        Bounds place = new Bounds();
        Matrix matrix = getGraphicsState().getCurrentTransformationMatrix();
        for (int corner = 0; corner < 4; corner++) {
            Point2D.Float at = matrix.transformPoint(corner & 1, corner >> 1);
            place.add(at.x, at.y);
        }
        if (!place.touches(state.clip())) {
            return;
        }
        double alpha = getGraphicsState().getNonStrokeAlphaConstant();
        Shade shade;
        if (image.getBoolean(COSName.IMAGE_MASK, COSName.IM, false)) {
            shade = shade(state.fill(), state.fillPattern(), alpha);
        } else if (image instanceof COSStream stream && !inline) {
            shade = pictures.of(stream, resources);
        } else {
            shade = pictures.inline(image, resources);
        }
        if (shade.isSeen() && alpha > 0) {
            findings.mark(shade);
            findings.picture();
            pictures.notDrawn(image).ifPresent(findings::notDrawn);
        }
    }

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        nested("forms", () -> super.showForm(form));
    }

    @Override
    protected void processTransparencyGroup(PDTransparencyGroup group) throws IOException {
        nested("groups", () -> super.processTransparencyGroup(group));
    }

    @Override
    public void showAnnotation(PDAnnotation annotation) throws IOException {
        nested("annotations", () -> super.showAnnotation(annotation));
    }

    private void nested(String what, Nested nested) throws IOException {
        State before = state;
        Deque<State> savedBefore = saved;
        int hiddenBefore = hidden;
        saved = new ArrayDeque<>();
        budget.dive(what);
        try {
            nested.draw();
        } finally {
            budget.rise();
            state = before;
            saved = savedBefore;
            hidden = hiddenBefore;
            endPath();
        }
    }

    // The engine

    private void on(String name, Operands operands) {
        addOperator(new OperatorProcessor(this) {
            @Override
            public void process(Operator operator, List<COSBase> values) throws IOException {
                operands.process(values);
            }

            @Override
            public String getName() {
                return name;
            }
        });
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        budget.operator();
        if ("BI".equals(operator.getName())) {
            COSDictionary image = operator.getImageParameters();
            if (image != null && hidden == 0) {
                image(image, true, getResources());
            }
            return;
        }
        super.processOperator(operator, operands);
    }

    @Override
    public void saveGraphicsState() {
        super.saveGraphicsState();
        budget.states(getGraphicsStackSize());
        saved.push(state);
    }

    @Override
    public void restoreGraphicsState() {
        super.restoreGraphicsState();
        State before = saved.poll();
        if (before != null) {
            state = before;
        }
    }

    @Override
    public void beginMarkedContentSequence(COSName tag, @Nullable COSDictionary properties) {
        if (hidden > 0 || (COSName.OC.equals(tag) && visibility.isHidden(properties))) {
            hidden++;
        }
    }

    @Override
    public void endMarkedContentSequence() {
        hidden = Math.max(0, hidden - 1);
    }

    private static Rectangle2D rectangle(PDRectangle box) {
        return new Rectangle2D.Double(box.getLowerLeftX(), box.getLowerLeftY(), box.getWidth(), box.getHeight());
    }
}
