package io.github.faxnummer.pdf;

import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.jspecify.annotations.Nullable;

/** What a font's dictionary says, without loading the font. */
record FontLook(COSDictionary font) {

    /** Of fonts that do not tell their x-height: what common fonts have. */
    static final double USUAL_X_HEIGHT = 0.5;

    boolean isType3() {
        return COSName.TYPE3.equals(font.getCOSName(COSName.SUBTYPE));
    }

    /** How many characters but spaces a string shows. */
    int characters(byte[] string) {
        if (COSName.TYPE0.equals(font.getCOSName(COSName.SUBTYPE))) {
            return string.length / 2;
        }
        int count = 0;
        for (byte b : string) {
            count += b == ' ' ? 0 : 1;
        }
        return count;
    }

    /** As a share of the font's size. */
    double xHeight() {
        COSDictionary descriptor = descriptor();
        double told = descriptor == null ? 0 : descriptor.getFloat(COSName.XHEIGHT, 0) / 1000;
        return told >= 0.3 && told <= 0.8 ? told : USUAL_X_HEIGHT;
    }

    String name() {
        return font.getNameAsString(COSName.BASE_FONT, "");
    }

    /** Whether every program has it, or it is in the file. */
    boolean isAtHand() {
        COSDictionary descriptor = descriptor();
        boolean embedded = descriptor != null
                && (descriptor.containsKey(COSName.FONT_FILE)
                        || descriptor.containsKey(COSName.FONT_FILE2)
                        || descriptor.containsKey(COSName.FONT_FILE3));
        return embedded || Standard14Fonts.containsName(name());
    }

    private @Nullable COSDictionary descriptor() {
        COSArray descendants = font.getCOSArray(COSName.DESCENDANT_FONTS);
        COSDictionary described = descendants != null
                        && descendants.size() > 0
                        && descendants.getObject(0) instanceof COSDictionary descendant
                ? descendant
                : font;
        return described.getCOSDictionary(COSName.FONT_DESC);
    }
}
