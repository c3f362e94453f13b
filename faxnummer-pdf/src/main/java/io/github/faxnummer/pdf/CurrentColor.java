package io.github.faxnummer.pdf;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDAbstractPattern;
import org.jspecify.annotations.Nullable;

/** The color that a page fills or strokes with. PDFBox's own state would load color profiles. */
record CurrentColor(
        ApproximateColor color,
        @Nullable COSBase space,
        @Nullable PDAbstractPattern pattern) {

    static final CurrentColor BLACK = new CurrentColor(ApproximateColor.BLACK, null, null);

    /**
     * Returns the color that an operator sets.
     *
     * @param operator in its form for filling: g, rg, k, cs, sc or scn
     */
    CurrentColor apply(String operator, List<COSBase> operands, PDResources resources) throws IOException {
        return switch (operator) {
            case "g" -> of(COSName.DEVICEGRAY, operands);
            case "rg" -> of(COSName.DEVICERGB, operands);
            case "k" -> of(COSName.DEVICECMYK, operands);
            case "cs" -> {
                COSBase newSpace =
                        operands.isEmpty() ? null : ApproximateColor.resolve(operands.get(0), resources.getCOSObject());
                yield new CurrentColor(ApproximateColor.initial(newSpace), newSpace, null);
            }
            default ->
                !operands.isEmpty() && operands.get(operands.size() - 1) instanceof COSName name
                        ? withPattern(resources.getPattern(name), operands)
                        : withPattern(null, operands);
        };
    }

    private static CurrentColor of(COSName space, List<COSBase> operands) {
        return new CurrentColor(ApproximateColor.of(space, operands), space, null);
    }

    private CurrentColor withPattern(@Nullable PDAbstractPattern newPattern, List<COSBase> operands) {
        if (newPattern == null) {
            COSBase effective = space == null ? COSName.DEVICEGRAY : space;
            return new CurrentColor(ApproximateColor.of(effective, operands), space, null);
        }
        // An uncolored pattern gets its color in the space that follows the name Pattern.
        ApproximateColor newColor = space instanceof COSArray array && array.size() > 1 && operands.size() > 1
                ? ApproximateColor.of(array.getObject(1), operands)
                : ApproximateColor.BLACK;
        return new CurrentColor(newColor, space, newPattern);
    }
}
