package io.github.faxnummer.pdf.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.Adler32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Builds a valid or invalid PDF object by object. Object 1 is the catalog. */
public final class RawPdf {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Integer> offsets = new ArrayList<>();

    public RawPdf() {
        write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
    }

    /** Returns the number of the next object. */
    public int next() {
        return offsets.size() + 1;
    }

    public RawPdf object(String body) {
        begin();
        write(body + "\nendobj\n");
        return this;
    }

    public RawPdf stream(String dictionary, byte[] content) {
        begin();
        write("<<" + dictionary + " /Length " + content.length + ">>\nstream\n");
        bytes.writeBytes(content);
        write("\nendstream\nendobj\n");
        return this;
    }

    public RawPdf stream(String dictionary, String content) {
        return stream(dictionary, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void begin() {
        offsets.add(bytes.size());
        write(offsets.size() + " 0 obj\n");
    }

    private void write(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public byte[] end() {
        return end("");
    }

    /** Returns the file with additional entries in the trailer. */
    public byte[] end(String trailer) {
        int xref = bytes.size();
        StringBuilder table = new StringBuilder("xref\n0 " + next() + "\n0000000000 65535 f \n");
        for (int offset : offsets) {
            table.append(String.format(Locale.ROOT, "%010d 00000 n \n", offset));
        }
        write(table + "trailer\n<</Size " + next() + " /Root 1 0 R " + trailer + ">>\nstartxref\n" + xref
                + "\n%%EOF\n");
        return bytes.toByteArray();
    }

    /** Returns the file with a cross-reference stream; all objects before the given object stream are inside it. */
    public byte[] endWithObjectsIn(int stream) {
        int xref = bytes.size();
        int self = next();
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        for (int i = 0; i <= self; i++) {
            boolean packed = i > 0 && i < stream;
            int offset = packed ? stream : i == 0 ? 0 : i == self ? xref : offsets.get(i - 1);
            entries.writeBytes(new byte[] {
                (byte) (i == 0 ? 0 : packed ? 2 : 1),
                (byte) (offset >> 24),
                (byte) (offset >> 16),
                (byte) (offset >> 8),
                (byte) offset,
                (byte) (packed ? i - 1 : 0)
            });
        }
        stream("/Type /XRef /W [1 4 1] /Root 1 0 R /Size " + (self + 1), entries.toByteArray());
        write("startxref\n" + xref + "\n%%EOF\n");
        return bytes.toByteArray();
    }

    /** Starts a file with one A4 page. Its content is object 4; further objects start at 5. */
    public static RawPdf page(String resources, String content) {
        return page(
                "/MediaBox [0 0 595 842] /Resources <<" + resources + ">>",
                "",
                content.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static RawPdf page(String entries, String contentEntries, byte[] content) {
        return new RawPdf()
                        .object("<</Type /Catalog /Pages 2 0 R>>")
                        .object("<</Type /Pages /Kids [3 0 R] /Count 1>>")
                        .object("<</Type /Page /Parent 2 0 R /Contents 4 0 R " + entries + ">>")
                        .stream(contentEntries, content);
    }

    /** Returns deflated data that expands to at least this size, by repeating a text. */
    public static byte[] bomb(String text, long size) {
        byte[] block = text.repeat(1 << 18).getBytes(StandardCharsets.ISO_8859_1);
        // A block that refers to nothing before it is packed once and repeated.
        byte[] packed = new byte[block.length / 100 + 1000];
        Deflater best = new Deflater(Deflater.BEST_COMPRESSION, true);
        best.setInput(block);
        int length = best.deflate(packed, 0, packed.length, Deflater.FULL_FLUSH);
        best.end();
        Adler32 checksum = new Adler32();
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(new byte[] {0x78, (byte) 0xDA});
        for (long done = 0; done < size; done += block.length) {
            bomb.write(packed, 0, length);
            checksum.update(block);
        }
        // An empty last block of fixed codes.
        bomb.writeBytes(new byte[] {3, 0});
        bomb.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) checksum.getValue())
                .array());
        return bomb.toByteArray();
    }

    public static byte[] deflated(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
