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
 * Guards against sampled functions without a stream. {@link GuardedStream} checks the size of sampled functions, but
 * PDFBox accepts a plain dictionary as well, and allocates its samples before it notices that there is no data.
 */
final class SampledFunctionGuard {

    private SampledFunctionGuard() {}

    /** Removes the function type of such dictionaries in a parsed object, without following references. */
    static void disarm(@Nullable COSBase parsed) {
        Deque<COSBase> remaining = new ArrayDeque<>();
        if (parsed != null) {
            remaining.push(parsed);
        }
        while (!remaining.isEmpty()) {
            COSBase next = remaining.pop();
            if (next instanceof COSArray array) {
                for (int i = 0; i < array.size(); i++) {
                    add(remaining, array.get(i));
                }
            } else if (next instanceof COSDictionary dictionary) {
                if (!(dictionary instanceof COSStream) && dictionary.containsKey(COSName.SIZE)) {
                    dictionary.removeItem(COSName.FUNCTION_TYPE);
                }
                dictionary.getValues().forEach(it -> add(remaining, it));
            }
        }
    }

    private static void add(Deque<COSBase> remaining, @Nullable COSBase value) {
        if (value instanceof COSArray || value instanceof COSDictionary) {
            remaining.push(value);
        }
    }
}
