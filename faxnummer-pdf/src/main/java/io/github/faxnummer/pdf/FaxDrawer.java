package io.github.faxnummer.pdf;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.PaintContext;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.GeneralPath;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType3CharProc;
import org.apache.pdfbox.pdmodel.graphics.PDLineDashPattern;
import org.apache.pdfbox.pdmodel.graphics.blend.BlendMode;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDPattern;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
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
 * Draws a page within a budget. PDFBox and Java's 2D draw whatever they are told, so everything that may be large or
 * take long is looked at before.
 */
final class FaxDrawer extends PageDrawer {

    /** Edges times those beside them at the same height: what Java has to compare to make an area of a path. */
    private static final double MOST_COMPARISONS = 200_000;

    /** An image of which only every ninth pixel or fewer would be seen is a trap. */
    private static final int MOST_SAMPLING = 8;

    /** Dashes that are drawn one by one although nobody could tell them apart. */
    private static final double MOST_DASHES = 50_000;

    private static final double SHORTEST_DASH = 0.5;

    private interface Nested {
        void draw() throws IOException;
    }

    private final Budget budget;
    private final BufferedImage canvas;
    private @Nullable Graphics2D onCanvas;
    private @Nullable Paint shading;
    private double layers;
    private final Stamps stamps;
    private AffineTransform toCanvas = new AffineTransform();
    private boolean hasLayers;
    private @Nullable PDFont lastFont;
    private boolean lastIsOwn;
    private AffineTransform fontMatrix = new AffineTransform();
    private @Nullable List<Path2D> lastClips;
    private @Nullable Rectangle lastClip;
    private @Nullable PDColor lastColor;
    private @Nullable Color lastPaint;

    FaxDrawer(PageDrawerParameters parameters, Budget budget, BufferedImage canvas, Stamps stamps) throws IOException {
        super(parameters);
        this.stamps = stamps;
        this.budget = budget;
        this.canvas = canvas;
        this.layers = bytes(canvas.getWidth(), canvas.getHeight());
    }

    @Override
    public void drawPage(Graphics2D graphics, PDRectangle pageSize) throws IOException {
        onCanvas = graphics;
        graphics.setClip(null);
        toCanvas = new AffineTransform(graphics.getTransform());
        // As PDFBox does it with the graphics.
        toCanvas.translate(0, pageSize.getHeight());
        toCanvas.scale(1, -1);
        toCanvas.translate(-pageSize.getLowerLeftX(), -pageSize.getLowerLeftY());
        super.drawPage(graphics, pageSize);
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        budget.operator();
        if ("BI".equals(operator.getName()) && operator.getImageData() != null) {
            COSDictionary image = operator.getImageParameters();
            SampledFunctions.disarm(image);
            byte[] data = operator.getImageData();
            new Decoding(image, budget, budget.memory())
                    .requireRoom(
                            image.getDictionaryObject(COSName.F, COSName.FILTER),
                            data.length,
                            () -> new ByteArrayInputStream(data));
        }
        super.processOperator(operator, operands);
    }

    @Override
    public void saveGraphicsState() {
        super.saveGraphicsState();
        budget.states(getGraphicsStackSize());
    }

    // Text

    @Override
    protected void showFontGlyph(Matrix rendering, PDFont font, int code, Vector displacement) throws IOException {
        if (!isStamped(rendering, font, code)) {
            super.showFontGlyph(rendering, font, code, displacement);
        }
    }

    private boolean isStamped(Matrix rendering, PDFont font, int code) throws IOException {
        PDGraphicsState state = getGraphicsState();
        boolean plain = !hasLayers
                && getGraphics() == onCanvas
                && state.getTextState().getRenderingMode() == RenderingMode.FILL
                && state.getSoftMask() == null
                && state.getNonStrokeAlphaConstant() == 1
                && state.getBlendMode() == BlendMode.NORMAL
                && isOwn(font);
        Rectangle clip = plain ? clip(state) : null;
        Color color = clip == null ? null : color(state.getNonStrokingColor());
        if (clip == null || color == null || color.getAlpha() != 255) {
            return false;
        }
        AffineTransform toPixels = new AffineTransform(toCanvas);
        toPixels.concatenate(rendering.createAffineTransform());
        toPixels.concatenate(fontMatrix);
        return stamps.stamp(canvas, font, code, toPixels, clip, color.getRGB());
    }

    // PDFBox fits the letters of a font that takes another's place.
    private boolean isOwn(PDFont font) {
        if (!font.equals(lastFont)) {
            lastFont = font;
            lastIsOwn = font.isEmbedded() || font.isStandard14();
            fontMatrix = font.getFontMatrix().createAffineTransform();
        }
        return lastIsOwn;
    }

    private @Nullable Color color(PDColor color) throws IOException {
        if (color != lastColor) {
            lastColor = color;
            lastPaint =
                    color.getColorSpace() instanceof PDPattern ? null : getPaint(color) instanceof Color it ? it : null;
        }
        return lastPaint;
    }

    /** In pixels; none if it is no upright rectangle. */
    private @Nullable Rectangle clip(PDGraphicsState state) {
        if (state.getCurrentClippingPaths() != lastClips) {
            Area area = state.getCurrentClippingPath();
            lastClips = state.getCurrentClippingPaths();
            Rectangle2D pixels =
                    toCanvas.createTransformedShape(area.getBounds2D()).getBounds2D();
            int left = (int) Math.ceil(Math.max(0, pixels.getMinX()) - 0.5);
            int top = (int) Math.ceil(Math.max(0, pixels.getMinY()) - 0.5);
            int right = (int) Math.ceil(Math.min(canvas.getWidth(), pixels.getMaxX()) - 0.5);
            int bottom = (int) Math.ceil(Math.min(canvas.getHeight(), pixels.getMaxY()) - 0.5);
            lastClip = area.isEmpty() || area.isRectangular()
                    ? new Rectangle(left, top, Math.max(0, right - left), Math.max(0, bottom - top))
                    : null;
        }
        return lastClip;
    }

    @Override
    public void beginMarkedContentSequence(COSName tag, @Nullable COSDictionary properties) {
        hasLayers |= COSName.OC.equals(tag);
        super.beginMarkedContentSequence(tag, properties);
    }

    // Paths

    @Override
    public void appendRectangle(Point2D p0, Point2D p1, Point2D p2, Point2D p3) {
        budget.point();
        super.appendRectangle(p0, p1, p2, p3);
    }

    @Override
    public void moveTo(float x, float y) {
        budget.point();
        super.moveTo(x, y);
    }

    @Override
    public void lineTo(float x, float y) {
        budget.point();
        super.lineTo(x, y);
    }

    @Override
    public void curveTo(float x1, float y1, float x2, float y2, float x3, float y3) {
        budget.point();
        super.curveTo(x1, y1, x2, y2, x3, y3);
    }

    @Override
    public void endPath() {
        budget.pathEnds();
        super.endPath();
    }

    @Override
    public void clip(int windingRule) {
        simplify();
        super.clip(windingRule);
        // At once, so that the next one is judged by what is left of them all.
        getGraphicsState().getCurrentClippingPath();
    }

    @Override
    public void strokePath() throws IOException {
        budget.pathEnds();
        PDGraphicsState state = getGraphicsState();
        float[] dashes = state.getLineDashPattern().getDashArray();
        if (dashes.length > 0 && !isDashable(dashes)) {
            state.setLineDashPattern(new PDLineDashPattern(new COSArray(), 0));
        }
        super.strokePath();
    }

    @Override
    public void fillPath(int windingRule) throws IOException {
        budget.pathEnds();
        if (getGraphicsState().getNonStrokingColorSpace() instanceof PDPattern) {
            simplify();
        }
        thicken();
        super.fillPath(windingRule);
    }

    // Rather too much is drawn than nothing.
    private void simplify() {
        GeneralPath path = getLinePath();
        double edges = 0;
        double heights = 0;
        double[] at = new double[6];
        List<Path2D> paths = new ArrayList<>(getGraphicsState().getCurrentClippingPaths());
        paths.add(path);
        for (Path2D each : paths) {
            double before = Double.NaN;
            for (PathIterator it = each.getPathIterator(null); !it.isDone(); it.next()) {
                int last = lastPoint(it.currentSegment(at));
                edges++;
                heights += Double.isNaN(before) ? 0 : Math.abs(at[last + 1] - before);
                before = at[last + 1];
            }
        }
        Rectangle2D bounds = path.getBounds2D();
        if (edges * Math.min(edges, heights / Math.max(1, bounds.getHeight())) > MOST_COMPARISONS) {
            path.reset();
            path.append(bounds, false);
        }
    }

    private static int lastPoint(int segment) {
        return segment == PathIterator.SEG_CUBICTO ? 4 : segment == PathIterator.SEG_QUADTO ? 2 : 0;
    }

    // Java's dasher makes every dash, also those beyond the page.
    private boolean isDashable(float[] dashes) {
        double period = 0;
        for (float dash : dashes) {
            period += Math.abs(dash);
        }
        AffineTransform toPixels = getGraphics().getTransform();
        double pixels = Math.sqrt(Math.abs(toPixels.getDeterminant()));
        double perDash = transformWidth((float) period) / dashes.length;
        double length = 0;
        double[] at = new double[6];
        double x = 0;
        double y = 0;
        for (PathIterator it = getLinePath().getPathIterator(null); !it.isDone(); it.next()) {
            int kind = it.currentSegment(at);
            int last = lastPoint(kind);
            if (kind != PathIterator.SEG_CLOSE) {
                length += kind == PathIterator.SEG_MOVETO ? 0 : Math.hypot(at[last] - x, at[last + 1] - y);
                x = at[last];
                y = at[last + 1];
            }
        }
        return perDash * pixels >= SHORTEST_DASH && length / perDash <= MOST_DASHES;
    }

    // Java fills a pixel if its middle is covered: of a bar thinner than that, often nothing would be left, where
    // other programs draw a line.
    private void thicken() {
        GeneralPath path = getLinePath();
        AffineTransform toPixels = getGraphics().getTransform();
        double thin = 1
                / Math.min(
                        Math.hypot(toPixels.getScaleX(), toPixels.getShearY()),
                        Math.hypot(toPixels.getShearX(), toPixels.getScaleY()));
        Path2D.Double thick = new Path2D.Double(path.getWindingRule());
        boolean any = false;
        for (Path2D.Double part : parts(path, thin)) {
            Rectangle2D bounds = part.getBounds2D();
            if (bounds.getWidth() < thin || bounds.getHeight() < thin) {
                any = true;
                double width = Math.max(bounds.getWidth(), thin);
                double height = Math.max(bounds.getHeight(), thin);
                thick.append(
                        new Rectangle2D.Double(
                                bounds.getCenterX() - width / 2, bounds.getCenterY() - height / 2, width, height),
                        false);
            } else {
                thick.append(part, false);
            }
        }
        if (any) {
            path.reset();
            path.append(thick, false);
        }
    }

    private static List<Path2D.Double> parts(GeneralPath path, double thin) {
        Rectangle2D all = path.getBounds2D();
        boolean manyParts = false;
        int moves = 0;
        for (PathIterator it = path.getPathIterator(null); !it.isDone(); it.next()) {
            moves += it.currentSegment(new double[6]) == PathIterator.SEG_MOVETO ? 1 : 0;
            manyParts = moves > 1;
        }
        if (!manyParts && all.getWidth() >= thin && all.getHeight() >= thin) {
            return List.of();
        }
        List<Path2D.Double> parts = new ArrayList<>();
        Path2D.Double part = new Path2D.Double();
        double[] at = new double[6];
        for (PathIterator it = path.getPathIterator(null); !it.isDone(); it.next()) {
            switch (it.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> {
                    part = new Path2D.Double();
                    parts.add(part);
                    part.moveTo(at[0], at[1]);
                }
                case PathIterator.SEG_LINETO -> part.lineTo(at[0], at[1]);
                case PathIterator.SEG_QUADTO -> part.quadTo(at[0], at[1], at[2], at[3]);
                case PathIterator.SEG_CUBICTO -> part.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
                default -> part.closePath();
            }
        }
        return parts;
    }

    // Paints

    @Override
    protected Paint getPaint(PDColor color) throws IOException {
        if (shading != null) {
            return shading;
        }
        if (color.getColorSpace() instanceof PDPattern patterns
                && patterns.getPattern(color) instanceof PDTilingPattern tiling) {
            requireRoom(tiling);
        }
        budget.dive("patterns");
        try {
            Paint paint = super.getPaint(color);
            return paint instanceof Color ? paint : new GuardedPaint(paint, budget);
        } finally {
            budget.rise();
        }
    }

    // PDFBox bounds a tile in points, and then makes it as large as its pixels.
    private void requireRoom(PDTilingPattern tiling) throws IOException {
        PDRectangle box = tiling.getBBox();
        if (box == null) {
            return;
        }
        Matrix matrix = Matrix.concatenate(getInitialMatrix(), tiling.getMatrix());
        AffineTransform toPixels = getGraphics().getTransform();
        double pixels = Math.sqrt(Math.abs(toPixels.getDeterminant()));
        double across = Math.abs(matrix.getScalingFactorX()) * pixels;
        double down = Math.abs(matrix.getScalingFactorY()) * pixels;
        double width = Math.max(1, Math.abs(step(tiling.getXStep(), box.getWidth())) * across);
        double height = Math.max(1, Math.abs(step(tiling.getYStep(), box.getHeight())) * down);
        if (bytes(width, height) > bytes(canvas.getWidth(), canvas.getHeight())) {
            // A step beyond the page only says that there is one tile.
            tiling.setXStep((float)
                    Math.min(Math.abs(tiling.getXStep()), Math.max(box.getWidth(), canvas.getWidth() / across)));
            tiling.setYStep((float)
                    Math.min(Math.abs(tiling.getYStep()), Math.max(box.getHeight(), canvas.getHeight() / down)));
            width = Math.max(1, tiling.getXStep() * across);
            height = Math.max(1, tiling.getYStep() * down);
        }
        budget.room(layers + bytes(width, height), "pattern");
    }

    private static double step(float step, float size) {
        return step == 0 ? size : step;
    }

    @Override
    public void shadingFill(COSName name) throws IOException {
        PDShading found = getResources().getShading(name);
        if (found == null) {
            return;
        }
        // As PDFBox does it, but for a paint that looks at the clock.
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
        Graphics2D graphics = getGraphics();
        graphics.setComposite(state.getNonStrokingJavaComposite());
        Shape clip = graphics.getClip();
        shading = new GuardedPaint(found.toPaint(matrix), budget);
        try {
            graphics.setPaint(getNonStrokingPaint());
        } finally {
            shading = null;
        }
        setClip();
        graphics.fill(area);
        graphics.setClip(clip);
    }

    // Images

    @Override
    public void drawImage(PDImage image) throws IOException {
        int width = image.getWidth();
        int height = image.getHeight();
        int sampling = image.isStencil() ? 1 : sampling(width, height);
        budget.room(
                layers + bytes((double) width / sampling, (double) height / sampling),
                "image " + Budget.size(width, height));
        for (COSName mask : List.of(COSName.SMASK, COSName.MASK)) {
            if (image.getCOSObject().getDictionaryObject(mask) instanceof COSStream stream) {
                int maskWidth = stream.getInt(COSName.WIDTH, COSName.W, 0);
                int maskHeight = stream.getInt(COSName.HEIGHT, COSName.H, 0);
                budget.room(layers + 2 * bytes(maskWidth, maskHeight), "image " + Budget.size(maskWidth, maskHeight));
            }
        }
        super.drawImage(image);
        if (image.getBitsPerComponent() == 1 && !image.isStencil() && getGraphics() == onCanvas) {
            sharpen();
        }
    }

    // A scan is black and white already: what became grey where it was made smaller would be dots along each edge.
    private void sharpen() {
        Rectangle2D unit = new Rectangle2D.Double(0, 0, 1, 1);
        AffineTransform toPixels = new AffineTransform(getGraphics().getTransform());
        toPixels.concatenate(getGraphicsState().getCurrentTransformationMatrix().createAffineTransform());
        Rectangle area = toPixels.createTransformedShape(unit)
                .getBounds()
                .intersection(new Rectangle(0, 0, canvas.getWidth(), canvas.getHeight()));
        int[] row = new int[Math.max(0, area.width)];
        for (int y = area.y; y < area.y + area.height; y++) {
            canvas.getRGB(area.x, y, row.length, 1, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                row[x] = (row[x] >> 8 & 0xFF) < 128 ? 0xFF000000 : 0xFFFFFFFF;
            }
            canvas.setRGB(area.x, y, row.length, 1, row, 0, row.length);
        }
    }

    @Override
    protected int getSubsampling(PDImage image, AffineTransform at) {
        return sampling(image.getWidth(), image.getHeight());
    }

    /** Every how many pixels are read: all of them where there is room. */
    private int sampling(int width, int height) {
        double wanted = Math.ceil(Math.sqrt(2 * bytes(width, height) / budget.memory()));
        return (int) Math.max(1, Math.min(MOST_SAMPLING, wanted));
    }

    // What is drawn within something else

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        nested("forms", () -> super.showForm(form));
    }

    @Override
    protected void processType3Stream(PDType3CharProc glyph, Matrix matrix) throws IOException {
        nested("glyphs", () -> super.processType3Stream(glyph, matrix));
    }

    @Override
    public void showAnnotation(PDAnnotation annotation) throws IOException {
        nested("annotations", () -> super.showAnnotation(annotation));
    }

    @Override
    public void showTransparencyGroup(PDTransparencyGroup group) throws IOException {
        layer(() -> super.showTransparencyGroup(group));
    }

    @Override
    protected void processSoftMask(PDTransparencyGroup group) throws IOException {
        layer(() -> super.processSoftMask(group));
    }

    private void layer(Nested nested) throws IOException {
        Rectangle2D clip = getGraphicsState().getCurrentClippingPath().getBounds2D();
        Rectangle2D pixels =
                getGraphics().getTransform().createTransformedShape(clip).getBounds2D();
        double layer = 2
                * bytes(
                        Math.min(pixels.getWidth(), canvas.getWidth()),
                        Math.min(pixels.getHeight(), canvas.getHeight()));
        budget.room(layers + layer, "layers");
        layers += layer;
        try {
            nested("groups", nested);
        } finally {
            layers -= layer;
        }
    }

    private void nested(String what, Nested nested) throws IOException {
        budget.dive(what);
        try {
            nested.draw();
        } finally {
            budget.rise();
        }
    }

    private static double bytes(double width, double height) {
        return width * height * Integer.BYTES;
    }

    /** A paint that can be very slow, and is asked for a small area at a time. */
    private record GuardedPaint(Paint paint, Budget budget) implements Paint {

        @Override
        public PaintContext createContext(
                ColorModel model, Rectangle device, Rectangle2D user, AffineTransform transform, RenderingHints hints) {
            budget.check();
            PaintContext context = paint.createContext(model, device, user, transform, hints);
            return new PaintContext() {
                @Override
                public void dispose() {
                    context.dispose();
                }

                @Override
                public ColorModel getColorModel() {
                    return context.getColorModel();
                }

                @Override
                public Raster getRaster(int x, int y, int width, int height) {
                    budget.check();
                    return context.getRaster(x, y, width, height);
                }
            };
        }

        @Override
        public int getTransparency() {
            return paint.getTransparency();
        }
    }
}
