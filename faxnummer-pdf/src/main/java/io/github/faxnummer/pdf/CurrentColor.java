package io.github.faxnummer.pdf;

import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDAbstractPattern;
import org.jspecify.annotations.Nullable;

/** The color that a page fills or strokes with. PDFBox's own state would load color profiles. */
record CurrentColor(
        ApproximateColor color,
        @Nullable COSBase space,
        @Nullable PDAbstractPattern pattern) {

    static final CurrentColor BLACK = new CurrentColor(ApproximateColor.BLACK, null, null);

    static CurrentColor of(COSName space, List<COSBase> operands) {
        return new CurrentColor(ApproximateColor.of(space, operands), space, null);
    }

    static CurrentColor initial(@Nullable COSBase space) {
        return new CurrentColor(ApproximateColor.initial(space), space, null);
    }

    /** Returns a color of the same color space. */
    CurrentColor with(List<COSBase> operands, @Nullable PDAbstractPattern newPattern) {
        return new CurrentColor(color(operands, newPattern), space, newPattern);
    }

    private ApproximateColor color(List<COSBase> operands, @Nullable PDAbstractPattern newPattern) {
        if (newPattern == null) {
            return ApproximateColor.of(space == null ? COSName.DEVICEGRAY : space, operands);
        }
        // An uncolored pattern gets its color in the space that follows the name Pattern.
        return space instanceof COSArray array && array.size() > 1 && operands.size() > 1
                ? ApproximateColor.of(array.getObject(1), operands)
                : ApproximateColor.BLACK;
    }
}
