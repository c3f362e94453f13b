package io.github.faxnummer.signature;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * The update behind a signed revision that holds its validation data, the document security store. The same revision and data
 * give the same bytes, in every version of this program: so a verification can tell that nothing else was added. For
 * that reason no library writes it.
 */
final class ValidationUpdate {

    private static final COSName STORE = COSName.getPDFName("DSS");
    private static final COSName CERTIFICATES = COSName.getPDFName("Certs");
    private static final COSName LISTS = COSName.getPDFName("CRLs");
    private static final COSName RESPONSES = COSName.getPDFName("OCSPs");
    private static final Pattern START = Pattern.compile("startxref\\s+([0-9]{1,10})\\s+%%EOF\\s*$");
    private static final int TAIL = 64;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Long, Integer> offsets = new TreeMap<>();

    private ValidationUpdate() {}

    /** The revision with the update behind it. */
    static byte[] append(byte[] revision, ValidationData data) throws IOException {
        ValidationUpdate update = new ValidationUpdate();
        update.write(revision, data);
        return update.out.toByteArray();
    }

    /** The validation data of a file; nothing in it is checked. */
    static ValidationData read(byte[] file) throws IOException {
        try (PDDocument document = Loader.loadPDF(file)) {
            COSDictionary store = document.getDocumentCatalog().getCOSObject().getCOSDictionary(STORE);
            return store == null
                    ? new ValidationData(List.of(), List.of(), List.of())
                    : new ValidationData(
                            streams(store, CERTIFICATES), streams(store, LISTS), streams(store, RESPONSES));
        }
    }

    /** What follows the signed revision; empty if it is not, to the byte, the update of this program. */
    static Optional<ValidationData> behind(SignedPdf pdf) {
        try {
            ValidationData data = read(pdf.file());
            return !data.certificates().isEmpty() && MessageDigest.isEqual(append(pdf.revision(), data), pdf.file())
                    ? Optional.of(data)
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static List<byte[]> streams(COSDictionary store, COSName name) throws IOException {
        List<byte[]> streams = new ArrayList<>();
        COSArray array = store.getCOSArray(name);
        for (int i = 0; array != null && i < array.size(); i++) {
            if (!(array.getObject(i) instanceof COSStream stream)) {
                throw new IOException(name.getName() + " " + i);
            }
            try (java.io.InputStream in = stream.createInputStream()) {
                streams.add(in.readAllBytes());
            }
        }
        return streams;
    }

    private void write(byte[] revision, ValidationData data) throws IOException {
        out.write(revision);
        text("\n");
        try (PDDocument document = Loader.loadPDF(revision)) {
            COSDictionary trailer = document.getDocument().getTrailer();
            if (!(trailer.getItem(COSName.ROOT) instanceof COSObject root) || root.getKey() == null) {
                throw new IOException("no catalog");
            }
            long next = Math.max(
                    trailer.getInt(COSName.SIZE),
                    document.getDocument().getXrefTable().keySet().stream()
                                    .mapToLong(COSObjectKey::getNumber)
                                    .max()
                                    .orElse(0)
                            + 1);
            StringBuilder store = new StringBuilder("<< /Type /DSS");
            next = streams(next, "Certs", data.certificates(), store);
            next = streams(next, "CRLs", data.lists(), store);
            next = streams(next, "OCSPs", data.responses(), store);
            COSDictionary catalog = new COSDictionary((COSDictionary) root.getObject());
            catalog.removeItem(STORE);
            long catalogNumber = root.getKey().getNumber();
            begin(catalogNumber);
            text("<<");
            entries(catalog);
            text("/DSS " + next + " 0 R >>\nendobj\n");
            begin(next);
            text(store + " >>\nendobj\n");
            table(next + 1, revision, trailer);
        }
    }

    private long streams(long first, String name, List<byte[]> contents, StringBuilder store) throws IOException {
        long next = first;
        if (!contents.isEmpty()) {
            store.append(" /").append(name).append(" [");
            for (byte[] content : contents) {
                begin(next);
                text("<< /Length " + content.length + " >>\nstream\n");
                out.write(content);
                text("\nendstream\nendobj\n");
                store.append(' ').append(next).append(" 0 R");
                next++;
            }
            store.append(" ]");
        }
        return next;
    }

    /** A cross-reference stream: the report has one, too. */
    private void table(long number, byte[] revision, COSDictionary trailer) throws IOException {
        int start = out.size();
        begin(number);
        ByteBuffer rows = ByteBuffer.allocate(7 * offsets.size());
        StringBuilder index = new StringBuilder();
        offsets.forEach((object, offset) -> {
            index.append(object).append(" 1 ");
            rows.put((byte) 1).putInt(offset).putShort((short) 0);
        });
        text("<< /Type /XRef /Size " + (number + 1) + " /W [1 4 2] /Index [ " + index + "] /Prev "
                + previous(revision));
        for (COSName name : List.of(COSName.ROOT, COSName.INFO, COSName.ID)) {
            if (trailer.containsKey(name)) {
                text(" ");
                name.writePDF(out);
                text(" ");
                value(trailer.getItem(name));
            }
        }
        text(" /Length " + rows.capacity() + " >>\nstream\n");
        out.write(rows.array());
        text("\nendstream\nendobj\nstartxref\n" + start + "\n%%EOF\n");
    }

    private static long previous(byte[] revision) throws IOException {
        int from = Math.max(0, revision.length - TAIL);
        Matcher matcher =
                START.matcher(new String(revision, from, revision.length - from, StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new IOException("startxref");
        }
        return Long.parseLong(matcher.group(1));
    }

    private void begin(long number) {
        offsets.put(number, out.size());
        text(number + " 0 obj\n");
    }

    private void entries(COSDictionary dictionary) throws IOException {
        for (Map.Entry<COSName, COSBase> entry : dictionary.entrySet()) {
            text(" ");
            entry.getKey().writePDF(out);
            text(" ");
            value(entry.getValue());
        }
        text(" ");
    }

    private void value(COSBase value) throws IOException {
        if (value instanceof COSObject reference && reference.getKey() != null) {
            text(reference.getKey().getNumber() + " " + reference.getKey().getGeneration() + " R");
        } else if (value instanceof COSStream) {
            throw new IOException("a stream that is no object");
        } else if (value instanceof COSDictionary dictionary) {
            text("<<");
            entries(dictionary);
            text(">>");
        } else if (value instanceof COSArray array) {
            text("[");
            for (int i = 0; i < array.size(); i++) {
                text(" ");
                value(array.get(i));
            }
            text(" ]");
        } else if (value instanceof COSName name) {
            name.writePDF(out);
        } else if (value instanceof COSString string) {
            text("<" + string.toHexString() + ">");
        } else if (value instanceof COSBoolean bool) {
            text(String.valueOf(bool.getValue()));
        } else if (value instanceof COSNumber number) {
            text(
                    number instanceof org.apache.pdfbox.cos.COSFloat real
                            ? java.math.BigDecimal.valueOf(real.floatValue()).toPlainString()
                            : String.valueOf(number.longValue()));
        } else if (value instanceof COSNull) {
            text("null");
        } else {
            throw new IOException(value.getClass().getSimpleName());
        }
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
