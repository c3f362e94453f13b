package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import org.apache.pdfbox.cos.COSArray;
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

/** A page whose contents are read within a budget. */
final class GuardedPage extends PDPage {

    static final double POINTS_PER_INCH = 72;

    private static final double MILLIMETRES_PER_POINT = 25.4 / POINTS_PER_INCH;

    /** PDF's own limit is 14400 units; beyond it, and below a point, no page was meant. */
    private static final double LONGEST = 14_400 * MILLIMETRES_PER_POINT;

    private static final double SHORTEST = MILLIMETRES_PER_POINT;

    private final ResourceCache cache;
    private final Budget budget;
    private @Nullable PDResources resources;

    GuardedPage(COSDictionary page, ResourceCache cache, Budget budget) {
        super(page);
        this.cache = cache;
        this.budget = budget;
    }

    /** @throws Halt if nobody can have meant it */
    PageSize size() {
        PDRectangle box = getCropBox();
        double unit = getUserUnit() * MILLIMETRES_PER_POINT;
        double width = box.getWidth() * unit;
        double height = box.getHeight() * unit;
        if (!(Math.min(width, height) >= SHORTEST && Math.max(width, height) <= LONGEST)) {
            throw new Halt(Kind.DAMAGED_PAGE, Budget.size(width, height) + " mm");
        }
        return isTurned() ? new PageSize(height, width) : new PageSize(width, height);
    }

    private boolean isTurned() {
        return getRotation() % 180 != 0;
    }

    // PDFBox gives a page that is not from its own tree no cache, and would load a font anew for each page.
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
            requireRoom(parts);
        }
        return new GuardedSource(super.getContentsForStreamParsing(), budget, budget::operands);
    }

    // PDFBox opens all of them at once.
    private void requireRoom(COSArray parts) throws IOException {
        long all = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.getObject(i) instanceof COSStream part) {
                try (RandomAccessRead view = part.createView()) {
                    all += view.length();
                }
                budget.room((double) all, "contents");
            }
        }
    }
}
