package io.github.faxnummer.signature;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/**
 * The incremental update by which a report is signed. It may say nothing new: otherwise another report could be signed
 * behind an archived one. PDF readers differ in how they take what is ambiguous, such as two keys of one name, and in
 * what they repair; so only what {@link SignedPdf#sign} makes passes, and not all that is valid.
 */
final class SigningUpdate {

    private static final COSName DOC_MDP = COSName.getPDFName("DocMDP");

    /** What differs in the trailers of two revisions. */
    private static final Set<COSName> OF_REVISION =
            Set.of(COSName.PREV, COSName.SIZE, COSName.INDEX, COSName.W, COSName.LENGTH, COSName.ID);

    /** Without comments, escapes and nested parentheses: this program's updates have them in the signature only. */
    private static final Pattern TOKEN = Pattern.compile("[\\x00\\t\\n\\f\\r ]*+("
            + "<<|>>|\\[|]|<[0-9A-Fa-f]*+>|\\([^()\\\\]*+\\)|/[^\\x00\\t\\n\\f\\r ()<>\\[\\]{}/%]++"
            + "|(?:[-+]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)|R|obj|true|false|null|endobj|stream)"
            + "(?=[\\x00\\t\\n\\f\\r ()<>\\[\\]/]))");

    private static final Pattern EMPTY = Pattern.compile("\r?\n\r?\nendstream\\s+endobj\\s");
    private static final Pattern END = Pattern.compile("endstream\\s+endobj\\s+startxref\\s+([0-9]+)\\s+%%EOF\\s*+");
    private static final int TABLE_LIMIT = 4096;

    private final int begin;
    private final long size;
    private final String file;
    private final COSDocument before;
    private final COSDocument after;
    private final Map<Long, Integer> offsets = new TreeMap<>();

    private SigningUpdate(int begin, String file, COSDocument before, COSDocument after) {
        this.begin = begin;
        this.file = file;
        this.before = before;
        this.after = after;
        this.size = before.getTrailer().getLong(COSName.SIZE);
    }

    /**
     * Finds what is more than a signature.
     *
     * @param earlier the report before it was signed
     * @param revision the report with its signature, and nothing behind that
     * @throws IOException if the report says or shows something else than before, or may do so in some reader
     * @throws RuntimeException if one of them is not built as this program does it
     */
    static void check(byte[] earlier, byte[] revision) throws IOException {
        require(Arrays.mismatch(earlier, revision) == earlier.length, "beginning");
        try (PDDocument before = parse(earlier);
                PDDocument after = parse(revision)) {
            new SigningUpdate(
                            earlier.length,
                            new String(revision, StandardCharsets.ISO_8859_1),
                            before.getDocument(),
                            after.getDocument())
                    .check();
        }
    }

    /** Without repairs, which every reader makes in another way. */
    private static PDDocument parse(byte[] file) throws IOException {
        return new PDFParser(new RandomAccessReadBuffer(file)).parse(false);
    }

    private void check() throws IOException {
        readTable();
        for (COSObjectKey key : before.getXrefTable().keySet()) {
            for (COSBase part : parts(object(before, key))) {
                boolean isOpen =
                        part instanceof COSObject reference && key(reference).getNumber() >= size;
                require(!isOpen, "what referred to nothing would refer to something");
            }
        }
        COSObjectKey root = key(before.getTrailer().getItem(COSName.ROOT));
        List<Long> changed = offsets.keySet().stream()
                .filter(it -> it < size && it != root.getNumber())
                .toList();
        require(changed.size() == 1 && offsets.containsKey(root.getNumber()), "changed objects");
        COSBase widget = checkPage(new COSObjectKey(changed.get(0), 0));
        COSBase signature = checkWidget(widget, changed.get(0));
        checkCatalog(root, widget, signature);
        long signatureNumber = key(signature).getNumber();
        for (Map.Entry<Long, Integer> object : offsets.entrySet()) {
            // The keys of the signature draw nothing, and its remark may be any text.
            if (object.getKey() != signatureNumber) {
                checkText(object.getKey(), object.getValue());
            }
        }
    }

    /** From the bytes: PDFBox skips entries by which objects are deleted, and the second of two for one object. */
    private void readTable() throws IOException {
        COSObjectKey key = after.getXrefTable().entrySet().stream()
                .filter(it -> it.getValue() == after.getStartXref())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        COSStream table = (COSStream) object(after, key);
        require(table.getLong(COSName.PREV) == before.getStartXref(), "previous table");
        require(
                same(without(before.getTrailer(), OF_REVISION), without(table, OF_REVISION))
                        && table.containsKey(COSName.ID) == before.getTrailer().containsKey(COSName.ID),
                "trailer");
        byte[] rows;
        try (InputStream in = table.createInputStream()) {
            rows = in.readNBytes(TABLE_LIMIT);
        }
        COSArray widths = table.getCOSArray(COSName.W);
        COSArray index = table.getCOSArray(COSName.INDEX);
        int at = 0;
        for (int i = 0; i < index.size(); i += 2) {
            for (int n = 0; n < index.getInt(i + 1); n++) {
                long number = (long) index.getInt(i) + n;
                long[] row = new long[3];
                for (int field = 0; field < row.length; field++) {
                    int width = widths.getInt(field);
                    row[field] = new BigInteger(1, rows, at, width).longValueExact();
                    at += width;
                }
                if (number == 0 && row[0] == 0) {
                    continue;
                }
                require(row[0] == 1 && row[1] >= begin && row[1] < file.length() && row[2] == 0, "entry");
                require(offsets.put(number, (int) row[1]) == null, "second entry");
            }
        }
        require(at == rows.length, "table");
        // Some readers take the last start of a table, PDFBox the last that has an end of file.
        String rest = file.substring(file.lastIndexOf("endstream"));
        Matcher end = END.matcher(rest);
        require(end.matches() && end.group(1).equals(String.valueOf(after.getStartXref())), "end of file");
    }

    /** One annotation more. */
    private COSBase checkPage(COSObjectKey key) throws IOException {
        COSDictionary old = (COSDictionary) object(before, key);
        COSDictionary page = (COSDictionary) object(after, key);
        Set<COSName> added = Set.of(COSName.ANNOTS);
        require(
                COSName.PAGE.equals(old.getItem(COSName.TYPE)) && same(without(old, added), without(page, added)),
                "page");
        COSArray all = page.getCOSArray(COSName.ANNOTS);
        COSArray earlier = old.getCOSArray(COSName.ANNOTS);
        int last = all.size() - 1;
        COSBase widget = all.get(last);
        COSArray rest = new COSArray(all.toList().subList(0, last));
        require(same(earlier == null ? new COSArray() : earlier, rest), "annotations");
        return widget;
    }

    /** Draws nothing, does nothing. */
    private COSBase checkWidget(COSBase reference, long page) throws IOException {
        COSDictionary widget = (COSDictionary) added(reference);
        require(
                widget.keySet()
                        .equals(Set.of(
                                COSName.TYPE,
                                COSName.SUBTYPE,
                                COSName.FT,
                                COSName.F,
                                COSName.T,
                                COSName.V,
                                COSName.P,
                                COSName.RECT,
                                COSName.AP)),
                "field");
        require(
                COSName.WIDGET.equals(widget.getItem(COSName.SUBTYPE))
                        && COSName.SIG.equals(widget.getItem(COSName.FT))
                        && key(widget.getItem(COSName.P)).getNumber() == page,
                "kind of field");
        COSArray rectangle = widget.getCOSArray(COSName.RECT);
        require(rectangle.size() == 4, "rectangle");
        for (COSBase side : rectangle) {
            require(((COSNumber) side).floatValue() == 0, "rectangle");
        }
        COSDictionary appearance = widget.getCOSDictionary(COSName.AP);
        require(appearance.keySet().equals(Set.of(COSName.N)), "appearances");
        // That it is empty is seen in its text.
        COSStream drawn = (COSStream) added(appearance.getItem(COSName.N));
        require(
                drawn.keySet().equals(Set.of(COSName.TYPE, COSName.SUBTYPE, COSName.BBOX, COSName.LENGTH)),
                "appearance");
        COSBase signature = widget.getItem(COSName.V);
        require(added(signature) instanceof COSDictionary, "signature");
        return signature;
    }

    private void checkCatalog(COSObjectKey key, COSBase widget, COSBase signature) throws IOException {
        COSDictionary catalog = (COSDictionary) object(after, key);
        require(same(object(before, key), without(catalog, Set.of(COSName.ACRO_FORM, COSName.PERMS))), "catalog");
        COSDictionary form = catalog.getCOSDictionary(COSName.ACRO_FORM);
        COSArray fields = form.getCOSArray(COSName.FIELDS);
        require(
                form.keySet().equals(Set.of(COSName.FIELDS, COSName.SIG_FLAGS))
                        && fields.size() == 1
                        && same(widget, fields.get(0)),
                "form");
        COSDictionary permissions = catalog.getCOSDictionary(COSName.PERMS);
        require(
                permissions.keySet().equals(Set.of(DOC_MDP)) && same(signature, permissions.getItem(DOC_MDP)),
                "permissions");
    }

    /** Each name of the text counts: of two keys of one name PDFBox takes one, other readers the other. */
    private void checkText(long number, int offset) throws IOException {
        Matcher token = TOKEN.matcher(file);
        int at = offset;
        int depth = 0;
        int names = 0;
        String last = "";
        for (int i = 0; i < 4 || depth > 0; i++) {
            require(token.region(at, file.length()).lookingAt(), "token");
            last = token.group(1);
            require(
                    i > 3
                            || last.equals(List.of(String.valueOf(number), "0", "obj", "<<")
                                    .get(i)),
                    "object");
            require(i < 3 || !Set.of("obj", "stream", "endobj").contains(last), "end");
            depth += last.equals("<<") ? 1 : last.equals(">>") ? -1 : 0;
            names += last.startsWith("/") ? 1 : 0;
            at = token.end();
        }
        long read = parts(object(after, new COSObjectKey(number, 0))).stream()
                .filter(COSName.class::isInstance)
                .count();
        require(names == read, "names");
        require(token.region(at, file.length()).lookingAt(), "token");
        boolean isTable = offset == after.getStartXref();
        boolean isEmpty = EMPTY.matcher(file).region(token.end(), file.length()).lookingAt();
        require(token.group(1).equals("endobj") || (token.group(1).equals("stream") && (isTable || isEmpty)), "end");
    }

    /** An object that came with the update. */
    private COSBase added(COSBase reference) throws IOException {
        long number = key(reference).getNumber();
        require(number >= size && offsets.containsKey(number), "added object");
        return object(after, key(reference));
    }

    private static COSBase object(COSDocument document, COSObjectKey key) {
        return document.getObjectFromPool(key).getObject();
    }

    private static COSObjectKey key(COSBase reference) {
        return ((COSObject) reference).getKey();
    }

    private static COSDictionary without(COSDictionary dictionary, Set<COSName> keys) {
        COSDictionary rest = new COSDictionary(dictionary);
        keys.forEach(rest::removeItem);
        return rest;
    }

    /** References are compared, and not followed; so the depth is at most the one that PDFBox reads, 500. */
    private static boolean same(@Nullable COSBase one, @Nullable COSBase other) {
        if (one instanceof COSObject reference && other instanceof COSObject second) {
            return reference.getKey().equals(second.getKey());
        }
        if (one instanceof COSDictionary dictionary && other instanceof COSDictionary second) {
            return dictionary.keySet().equals(second.keySet())
                    && dictionary.keySet().stream().allMatch(it -> same(dictionary.getItem(it), second.getItem(it)));
        }
        if (one instanceof COSArray array && other instanceof COSArray second) {
            boolean isSame = array.size() == second.size();
            for (int i = 0; isSame && i < array.size(); i++) {
                isSame = same(array.get(i), second.get(i));
            }
            return isSame;
        }
        if (one instanceof COSString text && other instanceof COSString second) {
            return Arrays.equals(text.getBytes(), second.getBytes());
        }
        return one != null && one.equals(other);
    }

    /** The object, the keys and values in it, and the parts of those. */
    private static List<COSBase> parts(@Nullable COSBase base) {
        List<COSBase> parts = new ArrayList<>();
        addParts(base, parts);
        return parts;
    }

    private static void addParts(@Nullable COSBase base, List<COSBase> parts) {
        if (base == null) {
            return;
        }
        parts.add(base);
        if (base instanceof COSDictionary dictionary) {
            parts.addAll(dictionary.keySet());
            dictionary.getValues().forEach(it -> addParts(it, parts));
        } else if (base instanceof COSArray array) {
            array.forEach(it -> addParts(it, parts));
        }
    }

    private static void require(boolean isMet, String what) throws IOException {
        if (!isMet) {
            throw new IOException("not only signed: " + what);
        }
    }
}
