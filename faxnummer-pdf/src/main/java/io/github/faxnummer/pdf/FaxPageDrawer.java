package io.github.faxnummer.pdf;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.TexturePaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pdfbox.contentstream.operator.MissingOperandException;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.state.EmptyGraphicsStackException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType3CharProc;
import org.apache.pdfbox.pdmodel.graphics.PDLineDashPattern;
import org.apache.pdfbox.pdmodel.graphics.blend.BlendMode;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDColorSpace;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.color.PDPattern;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroupAttributes;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDShadingPattern;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDTilingPattern;
import org.apache.pdfbox.pdmodel.graphics.shading.PDShading;
import org.apache.pdfbox.pdmodel.graphics.state.PDGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Guards the drawing of a page: checks everything that may be large or slow before PDFBox and Java 2D draw it.
 *
 * <p>A page is drawn as the stock renderer draws it, except:
 *
 * <ul>
 *   <li>Nothing is antialiased, and the page is placed as on a fax: {@link FaxRenderer}, {@link PageLayout}.
 *   <li>Layers and annotations are drawn as in print: {@link Visibility}. Values of fields without appearance get one:
 *       {@link CatalogInspector}.
 *   <li>What cannot be drawn is left out with a finding; a path that is too complex is replaced by its bounds, and dashes
 *       that are too many by a line: {@link PathGuard}.
 *   <li>Images too large for memory are read at a distance of up to eight pixels, or reduced: {@link ReducedScan}. A
 *       black-and-white image stays black and white when it is scaled.
 *   <li>Thin shapes and flat lines are widened: {@link ThinShapes}.
 *   <li>Text, thin lines and the grounds behind them become black or white: {@link Contrast}, {@link GlyphPainter}.
 *   <li>What is almost black or white becomes so, and greys become dots: {@link Tone}, {@link Dither}.
 *   <li>A page that blends with white paper is drawn on nothing first. A group that looks like its content is drawn without
 *       one.
 *   <li>A gradient is filled into the clip as a path of any plain color is, and a pattern into a path without an area of it.
 *   <li>The tile of a pattern is drawn as a page of its own, with the cells that reach into it; a step larger than the page
 *       is shortened.
 * </ul>
 */
final class FaxPageDrawer extends PageDrawer {

    /** Useful images need no coarser sampling than every eighth pixel. */
    private static final List<COSName> MASKS = List.of(COSName.SMASK, COSName.MASK);

    private static final int MAX_SUBSAMPLING = 8;

    /** Blend modes in which a color on white is that color. */
    private static final Set<String> SAME_ON_WHITE = Set.of("Normal", "Compatible", "Multiply", "Darken");

    /** Dictionaries of resources that are looked at for a page. */
    private static final int MAX_RESOURCES = 1_000;

    /** Rows. */
    private static final int BAND = 64;

    /** Deviation of the sum of red, green and blue from black or white. */
    private static final float ALMOST = 0.1f;

    /** Where an image is drawn before it is transformed. */
    private static final Rectangle2D UNIT = new Rectangle2D.Double(0, 0, 1, 1);

    private static final double X_HEIGHT = 0.5;

    /** In pixels: wider lines are areas. */
    private static final double MAX_LINE = 8;

    /** Where along a line its ground is looked at. */
    private static final double[] SAMPLES = {0.2, 0.5, 0.8};

    /** PDF filters whose decoder is a plugin of ImageIO, and the name of the format. */
    private static final Map<String, String> PLUGIN_FORMATS = Map.of("JBIG2Decode", "JBIG2", "JPXDecode", "JPEG2000");

    /** Cells of a pattern that reach into one tile: what overlaps more often is no picture of anything. */
    private static final int MAX_CELLS = 1_000;

    /** Of the size of a cell: generators round it. */
    private static final double ROUNDING = 1e-3;

    private static final int MAX_PATTERNS = 100;

    /**
     * The tile of a pattern.
     *
     * @param space of the color; null if the pattern has its own colors
     * @param resources of the content around it, for a pattern without its own
     * @param cells where the pattern's cell is to be drawn in the tile
     */
    private record Tile(
            PDTilingPattern pattern,
            @Nullable PDColorSpace space,
            @Nullable PDColor color,
            @Nullable PDResources resources,
            List<Matrix> cells) {}

    private final PageDrawerParameters parameters;
    private final ResourceBudget budget;
    private final BufferedImage canvas;
    private final GlyphCache cache;
    private final GlyphPainter glyphs;
    private final @Nullable Contrast contrast;
    private final PageFindings findings;
    private final boolean touched;
    /** Null if a page is drawn. */
    private final @Nullable Tile tile;

    private final Map<List<Object>, WeakReference<Paint>> tilePaints = new HashMap<>();

    /** Empty if a tile is drawn. */
    private Rectangle2D page = new Rectangle2D.Double();

    private @Nullable Graphics2D pageGraphics;
    private AffineTransform toCanvas = new AffineTransform();
    private @Nullable PDShading shading;
    private @Nullable Color ink;
    private double layerBytes;
    private boolean hasLayers;
    private boolean isFontDamaged;
    private boolean drawsImage;
    private boolean drawsMask;

    /**
     * @param contrast makes text and lines legible; null: they keep their shade
     * @param touched whether narrow rectangles fill all dots that they touch
     */
    FaxPageDrawer(
            PageDrawerParameters parameters,
            ResourceBudget budget,
            BufferedImage canvas,
            GlyphCache cache,
            @Nullable Contrast contrast,
            PageFindings findings,
            boolean touched)
            throws IOException {
        this(parameters, budget, canvas, cache, contrast, findings, touched, null);
    }

    private FaxPageDrawer(
            PageDrawerParameters parameters,
            ResourceBudget budget,
            BufferedImage canvas,
            GlyphCache cache,
            @Nullable Contrast contrast,
            PageFindings findings,
            boolean touched,
            @Nullable Tile tile)
            throws IOException {
        super(parameters);
        this.parameters = parameters;
        this.cache = cache;
        this.tile = tile;
        this.touched = touched;
        this.findings = findings;
        this.budget = budget;
        this.canvas = canvas;
        this.contrast = contrast;
        this.glyphs = new GlyphPainter(canvas, cache, contrast);
        this.layerBytes = bytes(canvas.getWidth(), canvas.getHeight());
    }

    @Override
    public void drawPage(Graphics2D graphics, PDRectangle pageSize) throws IOException {
        if (tile != null) {
            super.drawPage(graphics, pageSize);
            return;
        }
        pageGraphics = graphics;
        page = new Rectangle2D.Double(
                pageSize.getLowerLeftX(), pageSize.getLowerLeftY(), pageSize.getWidth(), pageSize.getHeight());
        graphics.setClip(null);
        // PDFBox transforms the graphics in the same way.
        AffineTransform toPixels = new AffineTransform(graphics.getTransform());
        toPixels.translate(0, pageSize.getHeight());
        toPixels.scale(1, -1);
        toPixels.translate(-pageSize.getLowerLeftX(), -pageSize.getLowerLeftY());
        glyphs.setTransform(toPixels);
        toCanvas = toPixels;
        if (!blendsWithPaper(
                getPage().getResources().getCOSObject(), Collections.newSetFromMap(new IdentityHashMap<>()))) {
            super.drawPage(graphics, pageSize);
            return;
        }
        double layer = bytes(canvas.getWidth(), canvas.getHeight());
        budget.requireMemory(layerBytes + layer, "layers");
        layerBytes += layer;
        BufferedImage image = new BufferedImage(canvas.getWidth(), canvas.getHeight(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D onNothing = image.createGraphics();
        onNothing.setTransform(graphics.getTransform());
        try {
            super.drawPage(onNothing, pageSize);
        } finally {
            onNothing.dispose();
            layerBytes -= layer;
        }
        graphics.setTransform(new AffineTransform());
        graphics.drawImage(image, 0, 0, null);
    }

    @Override
    public void processPage(PDPage drawn) throws IOException {
        if (tile == null) {
            super.processPage(drawn);
            return;
        }
        // Nothing of the page but where it starts.
        PDPage empty = new PDPage(new PDRectangle());
        empty.setResources(tile.resources());
        super.processPage(empty);
        for (Matrix cell : tile.cells()) {
            processTilingPattern(tile.pattern(), tile.color(), tile.space(), cell);
        }
    }

    /**
     * Returns whether a page may blend in a way that looks different on white than on nothing, as it has to begin (ISO
     * 32000-1, 11.4.7): black that lightens white is not to be seen.
     */
    private static boolean blendsWithPaper(@Nullable COSDictionary resources, Set<COSDictionary> seen) {
        if (resources == null || !seen.add(resources) || seen.size() > MAX_RESOURCES) {
            return false;
        }
        COSDictionary states = resources.getCOSDictionary(COSName.EXT_G_STATE);
        for (COSName name : states == null ? Set.<COSName>of() : states.keySet()) {
            COSDictionary state = states.getCOSDictionary(name);
            COSBase entry = state == null ? null : state.getDictionaryObject(COSName.BM);
            COSBase mode = entry instanceof COSArray several && several.size() > 0 ? several.getObject(0) : entry;
            if (mode instanceof COSName one && !SAME_ON_WHITE.contains(one.getName())) {
                return true;
            }
        }
        COSDictionary objects = resources.getCOSDictionary(COSName.XOBJECT);
        for (COSName name : objects == null ? Set.<COSName>of() : objects.keySet()) {
            COSStream object = objects.getCOSStream(name);
            if (object != null && blendsWithPaper(object.getCOSDictionary(COSName.RESOURCES), seen)) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        budget.nextOperator();
        if ("Tf".equals(operator.getName())) {
            isFontDamaged = false;
        }
        if ("BI".equals(operator.getName()) && operator.getImageData() != null) {
            COSDictionary image = operator.getImageParameters();
            SampledFunctionGuard.disarm(image);
            byte[] data = operator.getImageData();
            new DecodedSizeGuard(image, budget, budget.memory())
                    .check(
                            image.getDictionaryObject(COSName.F, COSName.FILTER),
                            data.length,
                            () -> new ByteArrayInputStream(data));
        }
        try {
            super.processOperator(operator, operands);
        } catch (PdfLimitExceededException e) {
            throw e;
        } catch (RuntimeException e) {
            operatorException(operator, operands, new IOException(e));
        }
    }

    // What cannot be drawn is left out, as other programs do, but not without a word.
    @Override
    protected void operatorException(Operator operator, List<COSBase> operands, IOException exception) {
        budget.check();
        if (exception instanceof MissingOperandException || exception instanceof EmptyGraphicsStackException) {
            return;
        }
        COSDictionary image = operator.getImageParameters();
        if (!operands.isEmpty() && operands.get(0) instanceof COSName name && "Do".equals(operator.getName())) {
            COSDictionary objects = getResources().getCOSObject().getCOSDictionary(COSName.XOBJECT);
            COSStream object = objects == null ? null : objects.getCOSStream(name);
            image = object != null && COSName.IMAGE.equals(object.getCOSName(COSName.SUBTYPE)) ? object : null;
        }
        if ("Tf".equals(operator.getName())) {
            // PDFBox would go on with the font before.
            isFontDamaged = true;
            getGraphicsState().getTextState().setFont(null);
        }
        if (image == null) {
            findings.addUndrawnPart(operator.getName());
            addMissing(place(operator.getName(), operands));
        } else if (isOnPage()) {
            findings.addUndrawnPicture(format(image));
            addMissing(onPage(UNIT));
        }
    }

    private boolean isOnPage() {
        return getGraphicsState().getCurrentClippingPath().intersects(onPage(UNIT));
    }

    private Rectangle2D onPage(Shape shape) {
        return getGraphicsState()
                .getCurrentTransformationMatrix()
                .createAffineTransform()
                .createTransformedShape(shape)
                .getBounds2D();
    }

    /** Returns about where an operator would have drawn. */
    private Rectangle2D place(String operator, List<COSBase> operands) {
        return switch (operator) {
            case "f", "F", "f*", "B", "B*", "b", "b*", "s", "S" -> getLinePath().getBounds2D();
            case "Do", "sh" -> getGraphicsState().getCurrentClippingPath().getBounds2D();
            case "Tj", "TJ", "'", "\"" -> {
                int characters = 0;
                for (COSBase operand : operands) {
                    characters += operand instanceof COSArray array
                            ? StreamSupport.stream(array.spliterator(), false)
                                    .mapToInt(FaxPageDrawer::length)
                                    .sum()
                            : length(operand);
                }
                PDGraphicsState state = getGraphicsState();
                AffineTransform toPage = state.getCurrentTransformationMatrix().createAffineTransform();
                Matrix text = state.getTextMatrix();
                if (text != null) {
                    toPage.concatenate(text.createAffineTransform());
                }
                double size = state.getTextState().getFontSize();
                yield toPage.createTransformedShape(
                                new Rectangle2D.Double(0, 0, characters * X_HEIGHT * Math.abs(size), Math.abs(size)))
                        .getBounds2D();
            }
            default -> new Rectangle2D.Double();
        };
    }

    private static int length(COSBase operand) {
        return operand instanceof COSString string ? string.getBytes().length : 0;
    }

    private void addMissing(Rectangle2D place) {
        findings.addMissing(
                place.createIntersection(
                        getGraphicsState().getCurrentClippingPath().getBounds2D()),
                page);
    }

    /** Returns the format of an image, or that of its mask if its decoder is a plugin. */
    private static String format(COSDictionary image) {
        for (COSName part : MASKS) {
            String format = image.getDictionaryObject(part) instanceof COSStream mask
                    ? PLUGIN_FORMATS.get(ImageAnalyzer.lastFilter(mask))
                    : null;
            if (format != null) {
                return format;
            }
        }
        String filter = image instanceof COSStream stream ? ImageAnalyzer.lastFilter(stream) : "";
        return PLUGIN_FORMATS.getOrDefault(filter, filter);
    }

    @Override
    public void saveGraphicsState() {
        super.saveGraphicsState();
        budget.requireStackDepth(getGraphicsStackSize());
    }

    @Override
    protected void showFontGlyph(Matrix rendering, PDFont font, int code, Vector displacement) throws IOException {
        PDGraphicsState state = getGraphicsState();
        if (isFontDamaged && state.getTextState().getFont() == null) {
            addMissing(rendering
                    .createAffineTransform()
                    .createTransformedShape(new Rectangle2D.Double(0, 0, displacement.getX(), 1))
                    .getBounds2D());
        }
        boolean opaque = !hasLayers
                && getGraphics() == pageGraphics
                && state.getTextState().getRenderingMode() == RenderingMode.FILL
                && isOpaque(state);
        if (!opaque || !glyphs.draw(rendering, font, code, state, this::getPaint)) {
            ink = textColor(rendering, displacement);
            try {
                super.showFontGlyph(rendering, font, code, displacement);
            } finally {
                ink = null;
            }
        }
    }

    private static boolean isOpaque(PDGraphicsState state) {
        return state.getSoftMask() == null
                && state.getNonStrokeAlphaConstant() == 1
                && state.getBlendMode() == BlendMode.NORMAL;
    }

    /** Returns the color in which text is legible, or null if it keeps its color, as large light text does. */
    private @Nullable Color textColor(Matrix rendering, Vector displacement) throws IOException {
        Color color = contrast == null ? null : plain(getGraphicsState().getNonStrokingColor());
        if (contrast == null || color == null) {
            return null;
        }
        AffineTransform toPage = rendering.createAffineTransform();
        AffineTransform toPixels = new AffineTransform(getGraphics().getTransform());
        toPixels.concatenate(toPage);
        if (Contrast.isLegible(toPixels, color)) {
            return null;
        }
        boolean onPage = getGraphics() == pageGraphics;
        if (!onPage && (drawsMask || Contrast.isWhite(color))) {
            return null;
        }
        if (!onPage && Contrast.isBlack(color)) {
            return Color.BLACK;
        }
        Rectangle2D box = new Rectangle2D.Double(0, 0, Math.max(0.1, displacement.getX()), X_HEIGHT);
        int[] xs = new int[4];
        int[] ys = new int[4];
        int[] above = new int[4];
        for (int i = 0; i < xs.length; i++) {
            Point2D corner = toPage.transform(
                    new Point2D.Double(box.getX() + (i & 1) * box.getWidth(), box.getY() + (i >> 1) * box.getHeight()),
                    null);
            above[i] = onPage ? 0 : pixel(corner);
            // Where a tile will be on the page is unknown.
            Point2D pixel = tile != null ? new Point2D.Double(-1, -1) : toCanvas.transform(corner, null);
            xs[i] = (int) Math.floor(pixel.getX());
            ys[i] = (int) Math.floor(pixel.getY());
        }
        return contrast.textOn(xs, ys, above, color.getRGB());
    }

    /** Returns what is drawn at a point of a group or tile, with its opacity in the highest byte. */
    private int pixel(Point2D at) {
        Graphics2D graphics = getGraphics();
        AffineTransform transform = graphics.getTransform();
        Point2D pixel = transform.transform(at, null);
        List<Integer> seen = new ArrayList<>(1);
        setClip();
        graphics.setTransform(new AffineTransform());
        graphics.setPaint(Color.BLACK);
        graphics.setComposite(new PixelComposite(it -> {
            seen.add(it);
            return it;
        }));
        graphics.fillRect((int) Math.floor(pixel.getX()), (int) Math.floor(pixel.getY()), 1, 1);
        graphics.setTransform(transform);
        // Nothing beyond the clip.
        return seen.isEmpty() ? 0 : seen.get(0);
    }

    private @Nullable Color plain(PDColor color) throws IOException {
        return color.getColorSpace() instanceof PDPattern || !(getPaint(color) instanceof Color plain) ? null : plain;
    }

    @Override
    public void beginMarkedContentSequence(COSName tag, @Nullable COSDictionary properties) {
        hasLayers |= COSName.OC.equals(tag);
        super.beginMarkedContentSequence(tag, properties);
    }

    // Paths

    @Override
    public void appendRectangle(Point2D p0, Point2D p1, Point2D p2, Point2D p3) {
        budget.addPathPoint();
        super.appendRectangle(p0, p1, p2, p3);
    }

    @Override
    public void moveTo(float x, float y) {
        budget.addPathPoint();
        super.moveTo(x, y);
    }

    @Override
    public void lineTo(float x, float y) {
        budget.addPathPoint();
        super.lineTo(x, y);
    }

    @Override
    public void curveTo(float x1, float y1, float x2, float y2, float x3, float y3) {
        budget.addPathPoint();
        super.curveTo(x1, y1, x2, y2, x3, y3);
    }

    @Override
    public void endPath() {
        budget.endPath();
        super.endPath();
    }

    @Override
    public void clip(int windingRule) {
        if (isTooComplex()) {
            replaceByBounds("W");
        }
        super.clip(windingRule);
        // Intersects at once, so that the next clip is checked against the result.
        getGraphicsState().getCurrentClippingPath();
    }

    @Override
    public void strokePath() throws IOException {
        budget.endPath();
        PDGraphicsState state = getGraphicsState();
        float[] dashes = state.getLineDashPattern().getDashArray();
        double dash = dashes.length == 0 ? 0 : transformWidth(sum(dashes)) / dashes.length;
        if (dashes.length > 0
                && !PathGuard.isDashable(getLinePath(), dash, getGraphics().getTransform())) {
            state.setLineDashPattern(new PDLineDashPattern(new COSArray(), 0));
        }
        double pixels = Math.sqrt(Math.abs(getGraphics().getTransform().getDeterminant()));
        if (contrast != null && transformWidth(state.getLineWidth()) * pixels <= MAX_LINE) {
            ink = lineColor(contrast, state.getStrokingColor(), firstSegment());
        }
        try {
            if (state.getLineDashPattern().getDashArray().length == 0
                    && !(state.getStrokingColorSpace() instanceof PDPattern)) {
                fillFlatLines(ThinShapes.takeFlatLines(
                        getLinePath(),
                        transformWidth(state.getLineWidth()),
                        getGraphics().getTransform()));
            }
            super.strokePath();
        } finally {
            ink = null;
        }
    }

    /** Fills a shape with the color of strokes, and leaves the path as it is. */
    private void fillFlatLines(Path2D lines) throws IOException {
        if (lines.getCurrentPoint() == null) {
            return;
        }
        PDGraphicsState state = getGraphicsState();
        PDColor color = state.getNonStrokingColor();
        PDColorSpace space = state.getNonStrokingColorSpace();
        double opacity = state.getNonStrokeAlphaConstant();
        Path2D path = (Path2D) getLinePath().clone();
        getLinePath().reset();
        getLinePath().append(lines, false);
        state.setNonStrokingColorSpace(state.getStrokingColorSpace());
        state.setNonStrokingColor(state.getStrokingColor());
        state.setNonStrokeAlphaConstant(state.getAlphaConstant());
        try {
            super.fillPath(Path2D.WIND_NON_ZERO);
        } finally {
            state.setNonStrokingColorSpace(space);
            state.setNonStrokingColor(color);
            state.setNonStrokeAlphaConstant(opacity);
            getLinePath().reset();
            getLinePath().append(path, false);
        }
    }

    private @Nullable Color lineColor(Contrast page, PDColor color, @Nullable Line2D line) throws IOException {
        Color plain = line == null || getGraphics() != pageGraphics ? null : plain(color);
        if (plain == null || line == null) {
            return null;
        }
        int[] xs = new int[SAMPLES.length];
        int[] ys = new int[SAMPLES.length];
        for (int i = 0; i < SAMPLES.length; i++) {
            Point2D at = new Point2D.Double(
                    line.getX1() + SAMPLES[i] * (line.getX2() - line.getX1()),
                    line.getY1() + SAMPLES[i] * (line.getY2() - line.getY1()));
            getGraphics().getTransform().transform(at, at);
            xs[i] = (int) Math.floor(at.getX());
            ys[i] = (int) Math.floor(at.getY());
        }
        return page.lineOn(xs, ys, plain.getRGB());
    }

    private @Nullable Line2D firstSegment() {
        double[] points = new double[6];
        Point2D start = null;
        for (PathIterator path = getLinePath().getPathIterator(null); !path.isDone(); path.next()) {
            int type = path.currentSegment(points);
            if (type == PathIterator.SEG_MOVETO) {
                start = new Point2D.Double(points[0], points[1]);
            } else if (start != null && type != PathIterator.SEG_CLOSE) {
                int end = type == PathIterator.SEG_LINETO ? 0 : type == PathIterator.SEG_QUADTO ? 2 : 4;
                return new Line2D.Double(start, new Point2D.Double(points[end], points[end + 1]));
            }
        }
        return null;
    }

    @Override
    public void fillPath(int windingRule) throws IOException {
        budget.endPath();
        if (getGraphicsState().getNonStrokingColorSpace() instanceof PDPattern && isTooComplex()) {
            if (isFilledWithoutArea()) {
                fillAsItIs(windingRule);
                return;
            }
            replaceByBounds("f");
        }
        ThinShapes.widen(getLinePath(), getGraphics().getTransform(), touched);
        if (contrast == null || getGraphics() != pageGraphics) {
            super.fillPath(windingRule);
            return;
        }
        Rectangle2D box = getLinePath().getBounds2D();
        Rectangle2D pixels =
                getGraphics().getTransform().createTransformedShape(box).getBounds2D();
        boolean line = Math.min(pixels.getWidth(), pixels.getHeight()) <= MAX_LINE
                && Math.max(pixels.getWidth(), pixels.getHeight()) > 2 * MAX_LINE;
        boolean area = !line
                && !(getGraphicsState().getNonStrokingColorSpace() instanceof PDPattern)
                && getLinePath().contains(box.getCenterX(), box.getCenterY())
                && getGraphicsState().getCurrentClippingPath().contains(box.getCenterX(), box.getCenterY());
        if (line) {
            ink = lineColor(contrast, getGraphicsState().getNonStrokingColor(), axis(box));
        }
        try {
            super.fillPath(windingRule);
        } finally {
            ink = null;
        }
        if (area) {
            contrast.addArea((int) pixels.getCenterX(), (int) pixels.getCenterY());
        }
    }

    private static Line2D axis(Rectangle2D box) {
        return box.getWidth() > box.getHeight()
                ? new Line2D.Double(box.getMinX(), box.getCenterY(), box.getMaxX(), box.getCenterY())
                : new Line2D.Double(box.getCenterX(), box.getMinY(), box.getCenterX(), box.getMaxY());
    }

    private static float sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += Math.abs(value);
        }
        return (float) sum;
    }

    private boolean isTooComplex() {
        return PathGuard.isTooComplex(getLinePath(), getGraphicsState().getCurrentClippingPaths());
    }

    private void replaceByBounds(String operator) {
        Rectangle2D bounds = getLinePath().getBounds2D();
        if (getGraphicsState().getCurrentClippingPath().intersects(bounds)) {
            findings.addUndrawnPart(operator);
            addMissing(bounds);
        }
        getLinePath().reset();
        getLinePath().append(bounds, false);
    }

    /**
     * Returns whether the path needs no area to be filled with a pattern: PDFBox makes one for the bounds of a gradient,
     * and because a gradient prepares all pixels of the path, even beyond the page.
     */
    private boolean isFilledWithoutArea() throws IOException {
        Rectangle2D pixels = getGraphics()
                .getTransform()
                .createTransformedShape(getLinePath().getBounds2D())
                .getBounds2D();
        PDColor color = getGraphicsState().getNonStrokingColor();
        return pixels.getWidth() <= 2.0 * canvas.getWidth()
                && pixels.getHeight() <= 2.0 * canvas.getHeight()
                && color.getColorSpace() instanceof PDPattern patterns
                && !(patterns.getPattern(color) instanceof PDShadingPattern gradient
                        && (gradient.getShading() == null
                                || gradient.getShading().getBBox() != null));
    }

    // Paints

    @Override
    protected Paint getPaint(PDColor color) throws IOException {
        if (shading != null) {
            Matrix matrix = getGraphicsState().getCurrentTransformationMatrix();
            return new GuardedPaint(shading.toPaint(matrix), budget);
        }
        if (ink != null) {
            return ink;
        }
        Paint[] paint = {Color.BLACK};
        budget.nested(
                "patterns",
                () -> paint[0] = color.getColorSpace() instanceof PDPattern patterns
                                && patterns.getPattern(color) instanceof PDTilingPattern tiling
                                && tiling.getBBox() != null
                        ? tilePaint(tiling, patterns, color)
                        : super.getPaint(color));
        return paint[0] instanceof Color ? paint[0] : new GuardedPaint(paint[0], budget);
    }

    /**
     * Returns a paint whose tile is drawn as a page of its own. PDFBox draws a tile as a part of the page: if that is moved
     * or turned, the tile's transparency groups and soft masks are lost. It also cuts off what a cell that is larger than
     * its step has in the tiles beside it.
     */
    private Paint tilePaint(PDTilingPattern pattern, PDPattern patterns, PDColor color) throws IOException {
        PDRectangle box = pattern.getBBox();
        AffineTransform toUser =
                Matrix.concatenate(getInitialMatrix(), pattern.getMatrix()).createAffineTransform();
        AffineTransform toPixels = new AffineTransform(getGraphics().getTransform());
        toPixels.concatenate(toUser);
        double across = scaleX(toPixels);
        double down = scaleY(toPixels);
        double xStep = step(pattern.getXStep(), box.getWidth());
        double yStep = step(pattern.getYStep(), box.getHeight());
        if (!(xStep * across > 0 && yStep * down > 0)) {
            return new Color(0, true);
        }
        if (bytes(pixels(xStep * across), pixels(yStep * down)) > bytes(canvas.getWidth(), canvas.getHeight())) {
            // With a step larger than the page, a single tile is visible.
            xStep = Math.min(xStep, Math.max(box.getWidth(), canvas.getWidth() / across));
            yStep = Math.min(yStep, Math.max(box.getHeight(), canvas.getHeight() / down));
        }
        double bytes = bytes(pixels(xStep * across), pixels(yStep * down));
        budget.requireMemory(layerBytes + bytes, "pattern");
        PDColorSpace space =
                pattern.getPaintType() == PDTilingPattern.PAINT_COLORED ? null : patterns.getUnderlyingColorSpace();
        List<Object> key = List.of(
                pattern.getCOSObject(),
                new AffineTransform(toUser),
                across,
                down,
                drawsMask,
                space == null ? "" : space.getCOSObject(),
                space == null ? "" : Arrays.toString(color.getComponents()));
        WeakReference<Paint> reference = tilePaints.get(key);
        Paint known = reference == null ? null : reference.get();
        if (known != null) {
            return known;
        }
        // Lines have a least width in units of the page.
        double unitX = scaleX(toUser);
        double unitY = scaleY(toUser);
        Tile drawn = new Tile(
                pattern, space, space == null ? null : color, getResources(), cells(box, xStep, yStep, unitX, unitY));
        FaxPageDrawer drawer = new FaxPageDrawer(parameters, budget, canvas, cache, contrast, findings, touched, drawn);
        drawer.setAnnotationFilter(it -> false);
        drawer.layerBytes = layerBytes + bytes;
        drawer.drawsMask = drawsMask;
        BufferedImage image = new BufferedImage(
                (int) pixels(xStep * across), (int) pixels(yStep * down), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(image.getWidth() / (xStep * unitX), image.getHeight() / (yStep * unitY));
            drawer.drawPage(
                    graphics,
                    new PDRectangle(
                            (float) (box.getLowerLeftX() * unitX),
                            (float) (box.getLowerLeftY() * unitY),
                            (float) (xStep * unitX),
                            (float) (yStep * unitY)));
        } finally {
            graphics.dispose();
        }
        toUser.scale(1, -1);
        Rectangle2D anchor = new Rectangle2D.Double(box.getLowerLeftX(), -box.getLowerLeftY() - yStep, xStep, yStep);
        Paint paint = new TilePaint(new TexturePaint(image, anchor), toUser);
        if (tilePaints.size() >= MAX_PATTERNS) {
            tilePaints.clear();
        }
        tilePaints.put(key, new WeakReference<>(paint));
        return paint;
    }

    /** Returns the places of the cells that reach into a tile, that of the tile itself last. */
    private List<Matrix> cells(PDRectangle box, double xStep, double yStep, double unitX, double unitY) {
        double columns = Math.ceil(box.getWidth() / xStep - ROUNDING);
        double rows = Math.ceil(box.getHeight() / yStep - ROUNDING);
        if (columns * rows > MAX_CELLS) {
            findings.addUndrawnPart("pattern");
            columns = 1;
            rows = 1;
        }
        List<Matrix> cells = new ArrayList<>();
        for (int row = Math.max(1, (int) rows) - 1; row >= 0; row--) {
            for (int column = Math.max(1, (int) columns) - 1; column >= 0; column--) {
                Matrix cell = Matrix.getScaleInstance((float) unitX, (float) unitY);
                cell.concatenate(Matrix.getTranslateInstance((float) (-column * xStep), (float) (-row * yStep)));
                cells.add(cell);
            }
        }
        return cells;
    }

    private static double scaleX(AffineTransform transform) {
        return Math.hypot(transform.getScaleX(), transform.getShearY());
    }

    private static double scaleY(AffineTransform transform) {
        return Math.hypot(transform.getShearX(), transform.getScaleY());
    }

    private static double pixels(double size) {
        return Math.max(1, Math.ceil(size - ROUNDING));
    }

    private static double step(float step, float size) {
        return step == 0 ? size : Math.abs(step);
    }

    @Override
    public void shadingFill(COSName name) throws IOException {
        PDShading found = getResources().getShading(name);
        if (found == null) {
            return;
        }
        // Like PDFBox, but with a paint that checks the budget.
        PDGraphicsState state = getGraphicsState();
        Matrix matrix = state.getCurrentTransformationMatrix();
        Area area = new Area(state.getCurrentClippingPath());
        PDRectangle box = found.getBBox();
        Rectangle2D bounds = box == null ? found.getBounds(new AffineTransform(), matrix) : null;
        if (box != null) {
            area.intersect(new Area(box.transform(matrix)));
        } else if (bounds != null) {
            bounds.setRect(bounds.getX() - 1, bounds.getY() - 1, bounds.getWidth() + 2, bounds.getHeight() + 2);
            area.intersect(new Area(bounds));
        }
        if (area.isEmpty()) {
            return;
        }
        // The path of PDFBox is filled only if its layer is visible, and in the clip of the state.
        Path2D unfinished = (Path2D) getLinePath().clone();
        getLinePath().reset();
        getLinePath().append(area, false);
        shading = found;
        try {
            fillAsItIs(Path2D.WIND_NON_ZERO);
        } finally {
            shading = null;
            getLinePath().reset();
            getLinePath().append(unfinished, false);
        }
    }

    /** Fills the path with any paint as with a plain color: for a pattern, PDFBox would make an area of it. */
    private void fillAsItIs(int windingRule) throws IOException {
        PDGraphicsState state = getGraphicsState();
        PDColorSpace space = state.getNonStrokingColorSpace();
        state.setNonStrokingColorSpace(PDDeviceGray.INSTANCE);
        try {
            super.fillPath(windingRule);
        } finally {
            state.setNonStrokingColorSpace(space);
        }
    }

    // Images

    @Override
    public void drawImage(PDImage original) throws IOException {
        PDImage image = ReducedScan.of(original, getResources(), budget);
        int width = image.getWidth();
        int height = image.getHeight();
        int subsampling = image.isStencil() ? 1 : subsampling(image);
        budget.requireMemory(
                layerBytes + bytes((double) width / subsampling, (double) height / subsampling),
                "image " + ResourceBudget.dimensions(width, height));
        for (COSName mask : MASKS) {
            if (image.getCOSObject().getDictionaryObject(mask) instanceof COSStream stream) {
                int maskWidth = width(stream);
                int maskHeight = height(stream);
                budget.requireMemory(
                        layerBytes + 2 * bytes((double) maskWidth / subsampling, (double) maskHeight / subsampling),
                        "image " + ResourceBudget.dimensions(maskWidth, maskHeight));
            }
        }
        drawsImage = false;
        super.drawImage(image);
        if (drawsImage && getGraphics() == pageGraphics && isOpaque(getGraphicsState()) && isBlackAndWhite(image)) {
            sharpen();
        }
    }

    /** Returns whether an image covers its place with black and white only. */
    private static boolean isBlackAndWhite(PDImage image) throws IOException {
        if (image.getBitsPerComponent() != 1
                || image.isStencil()
                || MASKS.stream().anyMatch(image.getCOSObject()::containsKey)) {
            return false;
        }
        PDColorSpace space = image.getColorSpace();
        if (space == null || space.getNumberOfComponents() != 1) {
            return false;
        }
        for (float value : new float[] {0, 1}) {
            float[] color = space.toRGB(new float[] {value});
            float sum = color[0] + color[1] + color[2];
            if (sum > ALMOST && sum < color.length - ALMOST) {
                return false;
            }
        }
        return true;
    }

    // A scan is black and white: grey pixels from scaling would become dots along its edges.
    private void sharpen() {
        Graphics2D graphics = getGraphics();
        AffineTransform transform = graphics.getTransform();
        AffineTransform toPixels = new AffineTransform(transform);
        toPixels.concatenate(getGraphicsState().getCurrentTransformationMatrix().createAffineTransform());
        Shape shape = toPixels.createTransformedShape(UNIT);
        Area area = new Area(shape);
        if (area.isRectangular()) {
            area = new Area(shape.getBounds());
        }
        Rectangle bounds = area.getBounds().intersection(new Rectangle(0, 0, canvas.getWidth(), canvas.getHeight()));
        graphics.setTransform(new AffineTransform());
        graphics.setPaint(Color.BLACK);
        graphics.setComposite(new PixelComposite(it -> (it >> 8 & 0xFF) < 128 ? 0xFF000000 : 0xFFFFFFFF));
        // Java copies all pixels of a shape at once.
        for (int y = bounds.y; y < bounds.y + bounds.height; y += BAND) {
            Area band = new Area(new Rectangle(bounds.x, y, bounds.width, BAND));
            band.intersect(area);
            graphics.fill(band);
        }
        graphics.setTransform(transform);
    }

    @Override
    protected int getSubsampling(PDImage image, AffineTransform at) {
        // Not called for an image on a hidden layer.
        drawsImage = true;
        return subsampling(image);
    }

    /**
     * Returns 1 if all pixels of the image and its mask fit into memory, or else the distance of the pixels to read.
     * PDFBox reads both at this distance, and makes a third image of them.
     */
    private int subsampling(PDImage image) {
        double bytes = 2 * bytes(image.getWidth(), image.getHeight());
        for (COSName mask : MASKS) {
            if (image.getCOSObject().getDictionaryObject(mask) instanceof COSStream stream) {
                bytes = Math.max(bytes, 4 * bytes(width(stream), height(stream)));
            }
        }
        double wanted = Math.ceil(Math.sqrt(bytes / budget.memory()));
        return (int) Math.max(1, Math.min(MAX_SUBSAMPLING, wanted));
    }

    private static int width(COSStream image) {
        return image.getInt(COSName.WIDTH, COSName.W, 0);
    }

    private static int height(COSStream image) {
        return image.getInt(COSName.HEIGHT, COSName.H, 0);
    }

    // Nested content

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        budget.nested("forms", () -> super.showForm(form));
    }

    @Override
    protected void processType3Stream(PDType3CharProc glyph, Matrix matrix) throws IOException {
        budget.nested("glyphs", () -> super.processType3Stream(glyph, matrix));
    }

    @Override
    public void showAnnotation(PDAnnotation annotation) throws IOException {
        Deque<PDGraphicsState> states = saveGraphicsStack();
        try {
            budget.nested("annotations", () -> super.showAnnotation(annotation));
        } catch (PdfLimitExceededException e) {
            throw e;
        } catch (RuntimeException e) {
            // PDFBox makes an appearance of entries that may be damaged.
            findings.addUndrawnPart(String.valueOf(annotation.getSubtype()));
            PDRectangle place = annotation.getRectangle();
            if (place != null) {
                addMissing(new Rectangle2D.Double(
                        place.getLowerLeftX(), place.getLowerLeftY(), place.getWidth(), place.getHeight()));
            }
        } finally {
            restoreGraphicsStack(states);
        }
    }

    @Override
    public void showTransparencyGroup(PDTransparencyGroup group) throws IOException {
        if (isPlain(group)) {
            showForm(group);
            return;
        }
        layer(() -> super.showTransparencyGroup(group));
    }

    /**
     * Returns whether a group looks like its content without one (ISO 32000-1, 11.4.4). PDFBox takes what is behind such a
     * group from an image that only it draws into, so that a highlighted text would be hidden.
     */
    private boolean isPlain(PDTransparencyGroup group) {
        PDTransparencyGroupAttributes attributes = group.getGroup();
        PDGraphicsState state = getGraphicsState();
        return attributes != null
                && !attributes.isIsolated()
                && !attributes.isKnockout()
                && state.getAlphaConstant() == 1
                && isOpaque(state);
    }

    @Override
    protected void processSoftMask(PDTransparencyGroup group) throws IOException {
        boolean outer = drawsMask;
        drawsMask = true;
        try {
            layer(() -> super.processSoftMask(group));
        } finally {
            drawsMask = outer;
        }
    }

    private void layer(ResourceBudget.Nested content) throws IOException {
        Rectangle2D clip = getGraphicsState().getCurrentClippingPath().getBounds2D();
        Rectangle2D pixels =
                getGraphics().getTransform().createTransformedShape(clip).getBounds2D();
        double layer = 2
                * bytes(
                        Math.min(pixels.getWidth(), canvas.getWidth()),
                        Math.min(pixels.getHeight(), canvas.getHeight()));
        budget.requireMemory(layerBytes + layer, "layers");
        layerBytes += layer;
        // What is drawn with a soft mask has a color that the mask itself has not.
        Color outerInk = ink;
        PDShading outerShading = shading;
        ink = null;
        shading = null;
        try {
            budget.nested("groups", content);
        } finally {
            layerBytes -= layer;
            ink = outerInk;
            shading = outerShading;
        }
    }

    private static double bytes(double width, double height) {
        return width * height * Integer.BYTES;
    }
}
