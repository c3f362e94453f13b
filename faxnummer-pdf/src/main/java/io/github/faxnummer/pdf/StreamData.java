package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.FilterFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hashes the data of streams: decoded as far as the filters are lossless, so that the compression does not count, and
 * as it is from the first lossy filter on, whose output differs between decoders.
 */
record StreamData(ResourceBudget budget, ObjectHasher objects) {

    private static final Set<COSName> LOSSY =
            Set.of(COSName.DCT_DECODE, COSName.DCT_DECODE_ABBREVIATION, COSName.JPX_DECODE, COSName.JBIG2_DECODE);

    private static final Set<COSName> FAX = Set.of(COSName.CCITTFAX_DECODE, COSName.CCITTFAX_DECODE_ABBREVIATION);

    /** The share of the memory limit for data between two filters: a buffer grows by doubling and is copied. */
    private static final int BUFFER_SHARE = 4;

    void add(CanonicalDigest out, COSStream stream) throws IOException {
        add(out, stream, Long.MAX_VALUE);
    }

    /** @param length how many decoded bytes count at most */
    void add(CanonicalDigest out, COSStream stream, long length) throws IOException {
        List<COSName> filters = List.copyOf(DecodedSizeGuard.names(stream.getFilters()));
        add(out, stream, filters, length, stream::createRawInputStream);
    }

    /** @param normalizer blanks bytes that do not count, in decoded data */
    void add(CanonicalDigest out, COSStream stream, Consumer<byte[]> normalizer) throws IOException {
        List<COSName> filters = List.copyOf(DecodedSizeGuard.names(stream.getFilters()));
        byte[] decoded;
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            if (decode(stream, filters, stream::createRawInputStream, new LimitedOutput(bytes)) < filters.size()) {
                throw new IOException("a lossy filter");
            }
            decoded = bytes.toByteArray();
        } catch (IOException e) {
            budget.check();
            add(out, stream);
            return;
        }
        normalizer.accept(decoded);
        out.hash(CanonicalDigest.sha256().digest(decoded));
    }

    /** Adds the data of a stream or of an inline image. */
    void add(
            CanonicalDigest out,
            COSDictionary stream,
            List<COSName> filters,
            long length,
            DecodedSizeGuard.EncodedSource encoded)
            throws IOException {
        MessageDigest sha256 = CanonicalDigest.sha256();
        int decoded;
        try {
            decoded = decode(
                    stream,
                    filters,
                    encoded,
                    new DigestOutput(sha256, filters.stream().anyMatch(LOSSY::contains) ? Long.MAX_VALUE : length));
        } catch (IOException e) {
            // What cannot be decoded is compared as it is.
            budget.check();
            decoded = 0;
            sha256.reset();
            try (InputStream input = encoded.open()) {
                input.transferTo(new DigestOutput(sha256, Long.MAX_VALUE));
            }
        }
        out.hash(sha256.digest());
        COSBase parameters = stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
        for (int i = decoded; i < filters.size(); i++) {
            out.name(filters.get(i).getBytes());
            objects.value(out, parameters(parameters, i));
        }
    }

    private static @Nullable COSBase parameters(@Nullable COSBase parameters, int filter) {
        if (parameters instanceof COSArray array) {
            return filter < array.size() ? array.getObject(filter) : null;
        }
        return parameters;
    }

    /** Returns the number of filters whose output was written. */
    private int decode(
            COSDictionary stream, List<COSName> filters, DecodedSizeGuard.EncodedSource encoded, OutputStream output)
            throws IOException {
        new DecodedSizeGuard(stream, budget, budget.memory())
                .requireMemoryForRows(stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP));
        int lossless = 0;
        while (lossless < filters.size() && !LOSSY.contains(filters.get(lossless))) {
            lossless++;
        }
        InputStream input = encoded.open();
        try {
            for (int i = 0; i < lossless; i++) {
                COSName filter = filters.get(i);
                if (FAX.contains(filter) && !fits(ImageHeader.read(filter, input, stream, i))) {
                    throw new IOException("larger than the memory");
                }
                ByteArrayOutputStream between = new ByteArrayOutputStream();
                OutputStream target = i == lossless - 1 ? output : new LimitedOutput(between);
                FilterFactory.INSTANCE.getFilter(filter).decode(input, target, stream, i, DecodeOptions.DEFAULT);
                input.close();
                input = new ByteArrayInputStream(between.toByteArray());
            }
            if (lossless == 0) {
                input.transferTo(output);
            }
        } finally {
            input.close();
        }
        return lossless;
    }

    private boolean fits(ImageHeader header) {
        return (double) header.width() * header.height() * header.components()
                <= (double) budget.memory() / BUFFER_SHARE;
    }

    /** Sets bytes to zero, as far as there are so many. */
    static void blank(byte[] bytes, long offset, int length) {
        for (long i = Math.max(0, offset); i < offset + length && i < bytes.length; i++) {
            bytes[(int) i] = 0;
        }
    }

    /** Ends in time, however much is written. */
    private final class DigestOutput extends OutputStream {

        private final MessageDigest sha256;
        private long remaining;

        DigestOutput(MessageDigest sha256, long length) {
            this.sha256 = sha256;
            this.remaining = length;
        }

        @Override
        public void write(int value) {
            if (remaining > 0) {
                remaining--;
                sha256.update((byte) value);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            budget.check();
            int count = (int) Math.min(length, remaining);
            remaining -= count;
            sha256.update(bytes, offset, count);
        }
    }

    private final class LimitedOutput extends OutputStream {

        private final ByteArrayOutputStream kept;

        LimitedOutput(ByteArrayOutputStream kept) {
            this.kept = kept;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            budget.check();
            if (kept.size() + (long) length > budget.memory() / BUFFER_SHARE) {
                throw budget.fail(Kind.TOO_MUCH_MEMORY, "stream");
            }
            kept.write(bytes, offset, length);
        }
    }
}
