package io.github.faxnummer.pdf.testing;

import static io.github.faxnummer.pdf.testing.FeaturePdf.array;
import static io.github.faxnummer.pdf.testing.FeaturePdf.dictionary;
import static io.github.faxnummer.pdf.testing.FeaturePdf.key;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdfwriter.ContentStreamWriter;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;

/** A change of how a PDF is written that no drawn page shows. */
public enum InvisibleChange {
    INFO_AND_ID((document, random) -> {
        document.getDocumentInformation().setTitle("Report " + random.nextInt());
        document.getDocumentInformation().setProducer("another");
        document.getDocument().setDocumentID(array(new COSString(token(random)), new COSString(token(random))));
        document.getDocument().getTrailer().setItem(key("DocChecksum"), key(token(random)));
    }),
    METADATA((document, random) -> {
        for (COSDictionary dictionary : dictionaries(document)) {
            if (dictionary instanceof COSStream || isPage(dictionary)) {
                dictionary.setItem(
                        COSName.METADATA, stream(document, "<x:xmpmeta>" + random.nextInt() + "</x:xmpmeta>"));
                dictionary.setItem(COSName.LAST_MODIFIED, new COSString("D:2026" + random.nextInt(9999)));
                dictionary.setItem(COSName.PIECE_INFO, dictionary("App", dictionary("A", random.nextInt())));
            }
        }
    }),
    VERSION((document, random) -> document.setVersion(random.nextBoolean() ? 1.4f : 2.0f)),
    OUTLINES_AND_NAMES((document, random) -> {
        COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
        catalog.setItem(COSName.OUTLINES, dictionary("Count", random.nextInt(9)));
        catalog.setItem(COSName.NAMES, dictionary("Dests", dictionary("Names", array())));
        catalog.setItem(COSName.PAGE_LABELS, dictionary("Nums", array(0, dictionary("S", key("r")))));
        catalog.setItem(COSName.PAGE_MODE, key("UseOutlines"));
        catalog.setItem(key("Lang"), new COSString("de"));
        catalog.setItem(COSName.OUTPUT_INTENTS, array(dictionary("S", key("GTS_PDFA1"))));
        catalog.setItem(key("AF"), array(stream(document, token(random))));
    }),
    STRUCTURE((document, random) -> {
        document.getDocumentCatalog().getCOSObject().setItem(COSName.STRUCT_TREE_ROOT, dictionary("K", array()));
        for (PDPage page : document.getPages()) {
            page.getCOSObject().setInt(COSName.STRUCT_PARENTS, random.nextInt(9));
            List<Object> tokens = tokens(page);
            tokens.addAll(0, List.of(key("P"), dictionary("MCID", random.nextInt(9)), Operator.getOperator("BDC")));
            tokens.addAll(List.of(Operator.getOperator("EMC"), key("M"), Operator.getOperator("MP")));
            write(page, tokens);
        }
    }),
    LINK_TARGET((document, random) -> {
        COSDictionary link = (COSDictionary)
                document.getPage(2).getCOSObject().getCOSArray(COSName.ANNOTS).getObject(4);
        link.setItem(
                COSName.A,
                dictionary("S", key("URI"), "URI", new COSString("https://example.org/" + random.nextInt())));
        link.setItem(key("NM"), new COSString(token(random)));
        link.setItem(COSName.M, new COSString("D:20261129"));
    }),
    RESOURCE_NAMES((document, random) -> {
        Map<COSName, COSName> names = new HashMap<>();
        for (COSDictionary dictionary : dictionaries(document)) {
            if (isPage(dictionary) || dictionary.containsKey(COSName.RESOURCES)) {
                rename(dictionary.getCOSDictionary(COSName.RESOURCES), names, random);
            }
        }
        for (COSDictionary dictionary : dictionaries(document)) {
            if (isContent(dictionary)) {
                COSStream stream = (COSStream) dictionary;
                write(stream, renamed(tokens(bytes(stream)), names));
            }
        }
        for (PDPage page : document.getPages()) {
            write(page, renamed(tokens(page), names));
        }
    }),
    UNUSED_RESOURCES((document, random) -> document.getPage(1)
            .getResources()
            .getCOSObject()
            .setItem(COSName.XOBJECT, dictionary("Unused", stream(document, token(random))))),
    SUBSET_TAGS((document, random) -> {
        for (COSDictionary dictionary : dictionaries(document)) {
            for (COSName name : List.of(COSName.BASE_FONT, COSName.FONT_NAME)) {
                String font = dictionary.getNameAsString(name, "");
                if (font.contains("+")) {
                    dictionary.setName(name, tag(random) + font.substring(font.indexOf('+')));
                }
            }
        }
    }),
    FONT_CHECKSUMS((document, random) -> {
        for (COSDictionary dictionary : dictionaries(document)) {
            if (dictionary.getDictionaryObject(COSName.FONT_FILE2) instanceof COSStream program) {
                byte[] bytes = bytes(program);
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                for (int i = 0; i < buffer.getShort(4); i++) {
                    int entry = 12 + 16 * i;
                    if (buffer.getInt(entry) == 0x68656164) {
                        int head = buffer.getInt(entry + 8);
                        buffer.putInt(entry + 4, random.nextInt())
                                .putInt(head + 8, random.nextInt())
                                .putLong(head + 20, random.nextLong())
                                .putLong(head + 28, random.nextLong());
                    }
                }
                write(program, bytes, COSName.FLATE_DECODE);
            }
        }
    }),
    PROFILE_DATES((document, random) -> {
        COSStream profile = (COSStream) dictionaries(document).stream()
                .filter(it -> it.containsKey(COSName.ALTERNATE))
                .findFirst()
                .orElseThrow();
        byte[] bytes = bytes(profile);
        for (int i = 0; i < 12; i++) {
            bytes[24 + i] = (byte) random.nextInt();
        }
        for (int i = 0; i < 16; i++) {
            bytes[84 + i] = (byte) random.nextInt();
        }
        write(profile, bytes, COSName.FLATE_DECODE);
    }),
    FONT_LISTS((document, random) -> {
        for (COSDictionary dictionary : dictionaries(document)) {
            if (dictionary.containsKey(COSName.FONT_FILE2)) {
                dictionary.setItem(COSName.CID_SET, stream(document, token(random)));
                dictionary.setItem(COSName.CHAR_SET, new COSString("/a/b"));
                ((COSStream) dictionary.getDictionaryObject(COSName.FONT_FILE2))
                        .setInt(COSName.LENGTH1, random.nextInt());
            }
            if (COSName.FONT.equals(dictionary.getCOSName(COSName.TYPE))) {
                dictionary.removeItem(COSName.TO_UNICODE);
                dictionary.setItem(COSName.NAME, key(token(random)));
            }
        }
    }),
    FILTERS((document, random) -> {
        for (COSDictionary dictionary : dictionaries(document)) {
            if (dictionary instanceof COSStream stream) {
                COSBase filter = stream.getFilters();
                if (filter == null || COSName.FLATE_DECODE.equals(filter)) {
                    COSArray two = array(COSName.ASCII_HEX_DECODE, COSName.FLATE_DECODE);
                    List<COSBase> filters =
                            List.of(two, COSName.LZW_DECODE, COSName.RUN_LENGTH_DECODE, COSName.ASCII85_DECODE);
                    write(stream, bytes(stream), filters.get(random.nextInt(filters.size())));
                } else if (COSName.DCT_DECODE.equals(filter)) {
                    byte[] raw = stream.createRawInputStream().readAllBytes();
                    write(stream, raw, COSName.FLATE_DECODE);
                    stream.setItem(COSName.FILTER, array(COSName.FLATE_DECODE, COSName.DCT_DECODE));
                }
            }
        }
    }),
    CONTENTS_IN_PARTS((document, random) -> {
        for (PDPage page : document.getPages()) {
            List<Object> tokens = tokens(page);
            int middle = 1 + random.nextInt(tokens.size() - 1);
            page.getCOSObject()
                    .setItem(
                            COSName.CONTENTS,
                            array(
                                    stream(document, tokens.subList(0, middle)),
                                    stream(document, tokens.subList(middle, tokens.size()))));
        }
    }),
    NOTATION((document, random) -> {
        for (PDPage page : document.getPages()) {
            List<Object> tokens = tokens(page);
            tokens.replaceAll(it -> notation(it, random));
            write(page, tokens);
        }
    }),
    PAGE_TREE((document, random) -> {
        COSDictionary root = document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.PAGES);
        COSArray kids = root.getCOSArray(COSName.KIDS);
        COSDictionary page = (COSDictionary) kids.getObject(1);
        COSDictionary node = dictionary(
                "Type",
                COSName.PAGES,
                "Count",
                1,
                "Kids",
                array(page),
                "Parent",
                root,
                "MediaBox",
                page.getItem(COSName.MEDIA_BOX),
                "Resources",
                page.getItem(COSName.RESOURCES));
        page.setItem(COSName.PARENT, node);
        page.removeItem(COSName.MEDIA_BOX);
        page.removeItem(COSName.RESOURCES);
        kids.set(1, node);
    }),
    COPIED_OBJECTS((document, random) -> {
        for (PDPage page : document.getPages()) {
            page.getCOSObject()
                    .setItem(COSName.RESOURCES, copy(page.getResources().getCOSObject(), document));
        }
    }),
    LAYER_NAME((document, random) -> {
        COSDictionary layers = document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.OCPROPERTIES);
        ((COSDictionary) layers.getCOSArray(COSName.OCGS).getObject(0)).setString(COSName.NAME, token(random));
    }),
    HIDDEN_ANNOTATION((document, random) -> document.getPage(2)
            .getCOSObject()
            .getCOSArray(COSName.ANNOTS)
            .add(dictionary("Subtype", key("Popup"), "Rect", array(0, 0, random.nextInt(99), 99)))),
    ENCRYPTION((document, random) -> {
        StandardProtectionPolicy policy = new StandardProtectionPolicy("owner", "", new AccessPermission());
        policy.setEncryptionKeyLength(random.nextBoolean() ? 128 : 256);
        document.protect(policy);
    });

    private interface Change {
        void apply(PDDocument document, Random random) throws IOException;
    }

    // A stateless lambda.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Change change;

    InvisibleChange(Change change) {
        this.change = change;
    }

    public void apply(PDDocument document, Random random) throws IOException {
        change.apply(document, random);
    }

    private static String token(Random random) {
        return Long.toHexString(random.nextLong());
    }

    private static String tag(Random random) {
        StringBuilder tag = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            tag.append((char) ('A' + random.nextInt(26)));
        }
        return tag.toString();
    }

    private static boolean isPage(COSDictionary dictionary) {
        return COSName.PAGE.equals(dictionary.getCOSName(COSName.TYPE));
    }

    /** Forms and patterns: what names resources beside the contents of pages. */
    private static boolean isContent(COSDictionary dictionary) {
        return COSName.FORM.equals(dictionary.getCOSName(COSName.SUBTYPE))
                || dictionary.getInt(COSName.PATTERN_TYPE) == 1;
    }

    private static List<COSDictionary> dictionaries(PDDocument document) {
        List<COSDictionary> found = new ArrayList<>();
        collect(
                document.getDocumentCatalog().getCOSObject(),
                Collections.newSetFromMap(new IdentityHashMap<>()),
                found);
        return found;
    }

    private static void collect(COSBase object, Set<COSBase> seen, List<COSDictionary> found) {
        COSBase value = object instanceof COSObject reference ? reference.getObject() : object;
        if (value instanceof COSArray array && seen.add(value)) {
            for (int i = 0; i < array.size(); i++) {
                collect(array.get(i), seen, found);
            }
        } else if (value instanceof COSDictionary dictionary && seen.add(value)) {
            found.add(dictionary);
            for (COSBase entry : List.copyOf(dictionary.getValues())) {
                collect(entry, seen, found);
            }
        }
    }

    private static void rename(COSDictionary resources, Map<COSName, COSName> names, Random random) {
        for (COSName category : List.copyOf(resources.keySet())) {
            COSDictionary named = resources.getCOSDictionary(category);
            for (COSName name : named == null ? List.<COSName>of() : List.copyOf(named.keySet())) {
                COSBase value = named.getItem(name);
                named.removeItem(name);
                named.setItem(names.computeIfAbsent(name, it -> key("R" + token(random))), value);
            }
        }
    }

    private static List<Object> renamed(List<Object> tokens, Map<COSName, COSName> names) {
        tokens.replaceAll(it -> it instanceof COSName name ? names.getOrDefault(name, name) : it);
        return tokens;
    }

    /** Copies what the resources refer to, so that nothing is shared. */
    private static COSBase copy(COSBase object, PDDocument document) throws IOException {
        COSBase value = object instanceof COSObject reference ? reference.getObject() : object;
        if (value instanceof COSArray array) {
            COSArray copy = new COSArray();
            for (int i = 0; i < array.size(); i++) {
                copy.add(copy(array.get(i), document));
            }
            return copy;
        }
        // The default state of a layer names the layer itself.
        if (!(value instanceof COSDictionary dictionary) || COSName.OCG.equals(dictionary.getCOSName(COSName.TYPE))) {
            return value;
        }
        COSDictionary copy = new COSDictionary();
        if (value instanceof COSStream stream) {
            COSStream copied = document.getDocument().createCOSStream();
            try (OutputStream output = copied.createRawOutputStream()) {
                stream.createRawInputStream().transferTo(output);
            }
            copy = copied;
        }
        for (COSName name : dictionary.keySet()) {
            copy.setItem(name, copy(dictionary.getItem(name), document));
        }
        return copy;
    }

    private static Object notation(Object token, Random random) {
        if (token instanceof COSInteger integer && random.nextBoolean()) {
            return new COSFloat((float) integer.longValue());
        }
        if (token instanceof COSString string) {
            return new COSString(string.getBytes(), true);
        }
        if (token instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, (COSBase) notation(array.get(i), random));
            }
        }
        return token;
    }

    private static byte[] bytes(COSStream stream) throws IOException {
        return stream.createInputStream().readAllBytes();
    }

    private static List<Object> tokens(PDPage page) throws IOException {
        return tokens(page.getContents().readAllBytes());
    }

    private static List<Object> tokens(byte[] content) throws IOException {
        return new ArrayList<>(new PDFStreamParser(content).parse());
    }

    private static byte[] written(List<Object> tokens) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ContentStreamWriter(bytes).writeTokens(tokens);
        return bytes.toByteArray();
    }

    private static void write(PDPage page, List<Object> tokens) throws IOException {
        COSStream stream = new COSStream();
        write(stream, tokens);
        page.getCOSObject().setItem(COSName.CONTENTS, stream);
    }

    private static void write(COSStream stream, List<Object> tokens) throws IOException {
        write(stream, written(tokens), COSName.FLATE_DECODE);
    }

    private static void write(COSStream stream, byte[] bytes, COSBase filter) throws IOException {
        try (OutputStream output = stream.createOutputStream(filter)) {
            output.write(bytes);
        }
    }

    private static COSStream stream(PDDocument document, List<Object> tokens) throws IOException {
        COSStream stream = document.getDocument().createCOSStream();
        write(stream, tokens);
        return stream;
    }

    private static COSStream stream(PDDocument document, String text) throws IOException {
        COSStream stream = document.getDocument().createCOSStream();
        write(stream, text.getBytes(StandardCharsets.ISO_8859_1), COSName.FLATE_DECODE);
        return stream;
    }
}
