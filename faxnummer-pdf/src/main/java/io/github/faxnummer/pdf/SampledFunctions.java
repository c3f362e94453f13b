package io.github.faxnummer.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.jspecify.annotations.Nullable;

/**
 * Functions that are a table of values have to be streams, which are asked whether there is room for it. PDFBox takes a
 * plain dictionary for one, too, and makes the table before it misses the values.
 */
final class SampledFunctions {

    private SampledFunctions() {}

    /** Takes away what makes them functions, in what was parsed at once; objects that it refers to are not looked at. */
    static void disarm(@Nullable COSBase parsed) {
        Deque<COSBase> left = new ArrayDeque<>();
        if (parsed != null) {
            left.push(parsed);
        }
        while (!left.isEmpty()) {
            COSBase next = left.pop();
            if (next instanceof COSArray array) {
                for (int i = 0; i < array.size(); i++) {
                    add(left, array.get(i));
                }
            } else if (next instanceof COSDictionary dictionary) {
                if (!(dictionary instanceof COSStream) && dictionary.containsKey(COSName.SIZE)) {
                    dictionary.removeItem(COSName.FUNCTION_TYPE);
                }
                dictionary.getValues().forEach(it -> add(left, it));
            }
        }
    }

    private static void add(Deque<COSBase> left, @Nullable COSBase value) {
        if (value instanceof COSArray || value instanceof COSDictionary) {
            left.push(value);
        }
    }
}
