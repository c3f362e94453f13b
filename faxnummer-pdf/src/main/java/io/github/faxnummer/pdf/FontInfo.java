package io.github.faxnummer.pdf;

import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.jspecify.annotations.Nullable;

/** Reads a font's dictionary without loading the font. */
record FontInfo(COSDictionary font) {

    /** The x-height of common fonts, for those that do not state it. */
    static final double DEFAULT_X_HEIGHT = 0.5;

    boolean isType3() {
        return COSName.TYPE3.equals(font.getCOSName(COSName.SUBTYPE));
    }

    boolean isComposite() {
        return COSName.TYPE0.equals(font.getCOSName(COSName.SUBTYPE));
    }

    /** Returns the number of characters in a string, without spaces. */
    int characters(byte[] string) {
        if (isComposite()) {
            return string.length / 2;
        }
        int count = 0;
        for (byte b : string) {
            count += b == ' ' ? 0 : 1;
        }
        return count;
    }

    /** Returns the x-height as a share of the font size. */
    double xHeight() {
        COSDictionary descriptor = descriptor();
        double stated = descriptor == null ? 0 : descriptor.getFloat(COSName.XHEIGHT, 0) / 1000;
        return stated >= 0.3 && stated <= 0.8 ? stated : DEFAULT_X_HEIGHT;
    }

    String name() {
        return font.getNameAsString(COSName.BASE_FONT, "");
    }

    /**
     * Returns whether the font is embedded, or one that every program has. The codes of a composite font are the
     * numbers of its glyphs, which no other font has in the same order.
     */
    boolean isAvailable() {
        COSDictionary descriptor = descriptor();
        boolean embedded = descriptor != null
                && (descriptor.containsKey(COSName.FONT_FILE)
                        || descriptor.containsKey(COSName.FONT_FILE2)
                        || descriptor.containsKey(COSName.FONT_FILE3));
        return embedded || (!isComposite() && Standard14Fonts.containsName(name()));
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
