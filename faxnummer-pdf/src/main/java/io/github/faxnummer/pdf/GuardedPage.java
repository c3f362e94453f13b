package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageTree;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.ResourceCache;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jspecify.annotations.Nullable;

/** Guards a page: its size, and the content streams that are read for it. */
final class GuardedPage extends PDPage {

    static final double POINTS_PER_INCH = 72;

    private static final double MILLIMETRES_PER_POINT = 25.4 / POINTS_PER_INCH;

    /** PDF limits a page to 14400 units. */
    private static final double MAX_LENGTH = 14_400 * MILLIMETRES_PER_POINT;

    private static final double MIN_LENGTH = MILLIMETRES_PER_POINT;

    /** In points; less is not noticed on paper. */
    private static final double MAX_MOVE = 6;

    private static final int ZLIB_HEADER = 2;
    private static final int BUFFER = 1 << 13;

    private final ResourceCache cache;
    private final ResourceBudget budget;
    private @Nullable PDResources resources;

    GuardedPage(COSDictionary page, ResourceCache cache, ResourceBudget budget) {
        super(page);
        this.cache = cache;
        this.budget = budget;
    }

    // PDFBox intersects the boxes even if they lie apart; other programs then show the whole page.
    @Override
    public PDRectangle getCropBox() {
        PDRectangle box = super.getCropBox();
        return box.getWidth() > 0 && box.getHeight() > 0 ? box : getMediaBox();
    }

    /** Returns the box that fax services may place or cut differently, or an empty text. */
    String unusualBox() {
        PDRectangle media = getMediaBox();
        PDRectangle crop = getCropBox();
        boolean cropped = Math.abs(media.getWidth() - crop.getWidth()) > MAX_MOVE
                || Math.abs(media.getHeight() - crop.getHeight()) > MAX_MOVE;
        boolean moved = Math.abs(media.getLowerLeftX()) > MAX_MOVE || Math.abs(media.getLowerLeftY()) > MAX_MOVE;
        return cropped ? "CropBox" : moved ? "MediaBox" : "";
    }

    /** @throws PdfLimitExceededException if the size is outside what PDF allows */
    PageSize size() {
        PDRectangle box = getCropBox();
        double unit = getUserUnit() * MILLIMETRES_PER_POINT;
        double width = box.getWidth() * unit;
        double height = box.getHeight() * unit;
        if (!(Math.min(width, height) >= MIN_LENGTH && Math.max(width, height) <= MAX_LENGTH)) {
            throw new PdfLimitExceededException(Kind.DAMAGED_PAGE, ResourceBudget.dimensions(width, height) + " mm");
        }
        return isRotatedSideways() ? new PageSize(height, width) : new PageSize(width, height);
    }

    /** Maps the coordinates of the page to points from its upper left corner, as it is rotated for reading. */
    AffineTransform toView() {
        PDRectangle box = getCropBox();
        AffineTransform transform = AffineTransform.getScaleInstance(getUserUnit(), getUserUnit());
        int quarters = Math.floorMod(getRotation() / 90, 4);
        boolean sideways = quarters % 2 != 0;
        transform.translate(
                quarters == 1 || quarters == 2 ? (sideways ? box.getHeight() : box.getWidth()) : 0,
                quarters >= 2 ? (sideways ? box.getWidth() : box.getHeight()) : 0);
        transform.quadrantRotate(quarters);
        transform.translate(0, box.getHeight());
        transform.scale(1, -1);
        transform.translate(-box.getLowerLeftX(), -box.getLowerLeftY());
        return transform;
    }

    private boolean isRotatedSideways() {
        return getRotation() % 180 != 0;
    }

    // PDFBox passes its cache only to pages of its own tree; without it each page would load its fonts again.
    @Override
    public PDResources getResources() {
        PDResources known = resources;
        if (known == null) {
            known = PDPageTree.getInheritableAttribute(getCOSObject(), COSName.RESOURCES) instanceof COSDictionary found
                    ? new PDResources(found, cache)
                    : new PDResources();
            resources = known;
        }
        return known;
    }

    @Override
    public RandomAccessRead getContentsForStreamParsing() throws IOException {
        if (getCOSObject().getDictionaryObject(COSName.CONTENTS) instanceof COSArray parts) {
            requireMemory(parts);
        }
        return new GuardedSource(super.getContentsForStreamParsing(), budget, budget::countOperandBytes);
    }

    /** Whether PDFBox reads the contents only up to a damage: it takes one for the end of the stream. */
    boolean hasDamagedContents() throws IOException {
        COSBase contents = getCOSObject().getDictionaryObject(COSName.CONTENTS);
        if (contents instanceof COSArray parts) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.getObject(i) instanceof COSStream part && isDamaged(part)) {
                    return true;
                }
            }
        }
        return contents instanceof COSStream stream && isDamaged(stream);
    }

    private boolean isDamaged(COSStream stream) throws IOException {
        COSName first =
                DecodedSizeGuard.names(stream.getFilters()).stream().findFirst().orElse(COSName.IDENTITY);
        if (!first.equals(COSName.FLATE_DECODE) && !first.equals(COSName.FLATE_DECODE_ABBREVIATION)) {
            return false;
        }
        // Neither the header nor the checksum says that something is missing.
        Inflater inflater = new Inflater(true);
        try (InputStream packed = stream.createRawInputStream()) {
            packed.readNBytes(ZLIB_HEADER);
            byte[] input = new byte[BUFFER];
            byte[] output = new byte[BUFFER];
            while (!inflater.finished()) {
                budget.check();
                if (inflater.needsInput()) {
                    int count = packed.read(input);
                    if (count <= 0) {
                        return false;
                    }
                    inflater.setInput(input, 0, count);
                }
                inflater.inflate(output);
            }
            return false;
        } catch (DataFormatException e) {
            return true;
        } finally {
            inflater.end();
        }
    }

    // PDFBox opens all parts at once.
    private void requireMemory(COSArray parts) throws IOException {
        long all = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.getObject(i) instanceof COSStream part) {
                try (RandomAccessRead view = part.createView()) {
                    all += view.length();
                }
                budget.requireMemory((double) all, "contents");
            }
        }
    }
}
