package io.github.faxnummer.pdf;

import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.jspecify.annotations.Nullable;

/**
 * Corrects the decode parameters of Group 3 images whose end-of-line codes end on a byte boundary. PDFBox skips to the
 * byte boundary before such a code, and with that the code's own first bits: the image becomes noise. Without the flag it
 * skips fill bits by itself.
 */
final class Group3Parameters {

    private static final COSName END_OF_LINE = COSName.getPDFName("EndOfLine");

    private Group3Parameters() {}

    /** Corrects a parsed object: a stream, or parameters that streams refer to. References are not followed. */
    static void correct(@Nullable COSBase parsed) {
        if (parsed instanceof COSDictionary dictionary) {
            correctParameters(dictionary);
            correctAll(dictionary.getItem(COSName.DECODE_PARMS));
        } else {
            correctAll(parsed);
        }
    }

    private static void correctAll(@Nullable COSBase parameters) {
        if (parameters instanceof COSDictionary dictionary) {
            correctParameters(dictionary);
        } else if (parameters instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof COSDictionary dictionary) {
                    correctParameters(dictionary);
                }
            }
        }
    }

    private static void correctParameters(COSDictionary parameters) {
        boolean isGroup4 = parameters.getItem(COSName.K) instanceof COSNumber k && k.intValue() < 0;
        if (!isGroup4 && isTrue(parameters, END_OF_LINE) && isTrue(parameters, COSName.ENCODED_BYTE_ALIGN)) {
            parameters.setBoolean(COSName.ENCODED_BYTE_ALIGN, false);
        }
    }

    private static boolean isTrue(COSDictionary parameters, COSName name) {
        return parameters.getItem(name) instanceof COSBoolean value && value.getValue();
    }
}
