package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.filter.FilterFactory;
import org.jspecify.annotations.Nullable;

/**
 * Guards against streams that decode to more than fits into memory. PDFBox decodes into memory; so if the worst
 * ratio of the filters could exceed the limit, this class decodes the stream first and counts the bytes.
 *
 * @param max the limit for the decoded bytes
 */
record DecodedSizeGuard(COSDictionary stream, ResourceBudget budget, long max) {

    private static final Set<COSName> IMAGES = Set.of(
            COSName.DCT_DECODE,
            COSName.DCT_DECODE_ABBREVIATION,
            COSName.JPX_DECODE,
            COSName.JBIG2_DECODE,
            COSName.CCITTFAX_DECODE,
            COSName.CCITTFAX_DECODE_ABBREVIATION);

    /** Decoded bytes per encoded byte: RFC 1951 has 258 bytes for two bits; LZW stays below it. */
    private static final double WORST_RATIO = 2048;

    /** Opens the encoded bytes. */
    interface EncodedSource {
        InputStream open() throws IOException;
    }

    /** @throws PdfLimitExceededException if the decoded bytes exceed a limit */
    void check(@Nullable COSBase filters, long length, EncodedSource encoded) throws IOException {
        budget.check();
        Set<COSName> names = names(filters);
        double worst = length;
        boolean image = false;
        for (COSName name : names) {
            image |= IMAGES.contains(name);
            worst *= IMAGES.contains(name) ? 1 : WORST_RATIO;
        }
        requireMemoryForRows(stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP));
        if (names.isEmpty() && length > max) {
            throw budget.fail(Kind.TOO_MUCH_MEMORY, "stream");
        }
        if (worst > max || image) {
            count(new ArrayList<>(names), encoded);
        }
    }

    // PDFBox skips repeated filters.
    static Set<COSName> names(@Nullable COSBase filters) {
        Set<COSName> names = new LinkedHashSet<>();
        if (filters instanceof COSName name) {
            names.add(name);
        } else if (filters instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.getObject(i) instanceof COSName name) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    void requireMemoryForRows(@Nullable COSBase decode) {
        if (decode instanceof COSDictionary dictionary) {
            double bits = (double) dictionary.getInt(COSName.COLORS, 1)
                    * dictionary.getInt(COSName.BITS_PER_COMPONENT, 8)
                    * dictionary.getInt(COSName.COLUMNS, 1);
            // PDFBox holds two rows.
            budget.requireMemory(Math.abs(bits) / 4, "rows");
        } else if (decode instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.getObject(i) instanceof COSDictionary dictionary) {
                    requireMemoryForRows(dictionary);
                }
            }
        }
    }

    private void count(List<COSName> filters, EncodedSource encoded) throws IOException {
        InputStream input = encoded.open();
        try {
            for (int i = 0; i < filters.size(); i++) {
                COSName name = filters.get(i);
                if (IMAGES.contains(name)) {
                    ImageHeader.read(name, input, stream, i).check(budget);
                    return;
                }
                Filter filter = FilterFactory.INSTANCE.getFilter(name);
                // The output of all filters but the last is the input of the next one.
                Counter counter = new Counter(i < filters.size() - 1);
                filter.decode(input, counter, stream, i, DecodeOptions.DEFAULT);
                input.close();
                input = counter.input();
            }
        } finally {
            input.close();
        }
    }

    private final class Counter extends OutputStream {

        private final @Nullable ByteArrayOutputStream kept;
        private long count;

        Counter(boolean keep) {
            this.kept = keep ? new ByteArrayOutputStream() : null;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            budget.check();
            count += length;
            // A kept buffer grows by doubling and is copied.
            if (count > (kept == null ? max : max / 4)) {
                throw budget.fail(Kind.TOO_MUCH_MEMORY, "stream");
            }
            if (kept != null) {
                kept.write(bytes, offset, length);
            }
        }

        InputStream input() {
            return kept == null ? InputStream.nullInputStream() : new ByteArrayInputStream(kept.toByteArray());
        }
    }
}
