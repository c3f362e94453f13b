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
 * Whether there is room for what a stream is decoded to. PDFBox decodes into memory, so that a kilobyte that unpacks to
 * gigabytes must be found out before: where the worst ratio of its filters could fill the room, it is unpacked and
 * counted first.
 */
record Decoding(COSDictionary parameters, Budget budget, long most) {

    private static final Set<COSName> IMAGES = Set.of(
            COSName.DCT_DECODE,
            COSName.DCT_DECODE_ABBREVIATION,
            COSName.JPX_DECODE,
            COSName.JBIG2_DECODE,
            COSName.CCITTFAX_DECODE,
            COSName.CCITTFAX_DECODE_ABBREVIATION);

    /** What a byte becomes at most: RFC 1951 has 258 bytes for two bits; LZW's longest codes stay below it. */
    private static final double WORST_RATIO = 2048;

    interface Raw {
        InputStream open() throws IOException;
    }

    /** @throws Halt if there is none */
    void requireRoom(@Nullable COSBase filters, long length, Raw raw) throws IOException {
        budget.check();
        Set<COSName> names = names(filters);
        double worst = length;
        boolean image = false;
        for (COSName name : names) {
            image |= IMAGES.contains(name);
            worst *= IMAGES.contains(name) ? 1 : WORST_RATIO;
        }
        requireRows(parameters.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP));
        if (names.isEmpty() && length > most) {
            throw budget.halt(Kind.TOO_MUCH_MEMORY, "stream");
        }
        if (worst > most || image) {
            count(new ArrayList<>(names), raw);
        }
    }

    // Each once: PDFBox leaves out those that come again.
    private static Set<COSName> names(@Nullable COSBase filters) {
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

    private void requireRows(@Nullable COSBase decode) {
        if (decode instanceof COSDictionary dictionary) {
            double bits = (double) dictionary.getInt(COSName.COLORS, 1)
                    * dictionary.getInt(COSName.BITS_PER_COMPONENT, 8)
                    * dictionary.getInt(COSName.COLUMNS, 1);
            // PDFBox holds two rows.
            budget.room(Math.abs(bits) / 4, "rows");
        } else if (decode instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.getObject(i) instanceof COSDictionary dictionary) {
                    requireRows(dictionary);
                }
            }
        }
    }

    private void count(List<COSName> filters, Raw raw) throws IOException {
        InputStream input = raw.open();
        try {
            for (int i = 0; i < filters.size(); i++) {
                COSName name = filters.get(i);
                if (IMAGES.contains(name)) {
                    ImageHeader.read(name, input, parameters, i).check(budget);
                    return;
                }
                Filter filter = FilterFactory.INSTANCE.getFilter(name);
                // The last step is only counted, as whoever asked decodes it again; the others are the next one's
                // input.
                Counter counter = new Counter(i < filters.size() - 1);
                filter.decode(input, counter, parameters, i, DecodeOptions.DEFAULT);
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
            // What is kept grows by doubling, and is copied.
            if (count > (kept == null ? most : most / 4)) {
                throw budget.halt(Kind.TOO_MUCH_MEMORY, "stream");
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
