package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessStreamCache;
import org.apache.pdfbox.io.RandomAccessStreamCacheImpl;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageTree;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.jspecify.annotations.Nullable;

/**
 * A PDF that was opened within a budget, which every part of it is asked for from then on. Its pages are those that
 * its page tree holds, not those that it counts.
 */
final class OpenPdf implements AutoCloseable {

    /** How far common readers look for the header and for the end. */
    private static final int NEAR = 1024;

    private final PDDocument document;
    private final RandomAccessRead source;
    private final List<GuardedPage> pages;

    private OpenPdf(PDDocument document, RandomAccessRead source, List<GuardedPage> pages) {
        this.document = document;
        this.source = source;
        this.pages = Collections.unmodifiableList(pages);
        if (document instanceof Document asked) {
            asked.pages = pages;
        }
    }

    /**
     * @param source is closed with it, and if it cannot be opened
     * @throws Halt if it cannot be opened
     */
    static OpenPdf open(RandomAccessRead source, Budget budget) throws IOException {
        boolean opened = false;
        try {
            requireEnds(source, budget);
            PDDocument document = new Parser(source, budget).parse();
            try {
                OpenPdf pdf = new OpenPdf(document, source, pages(document, budget));
                opened = true;
                return pdf;
            } finally {
                if (!opened) {
                    document.close();
                }
            }
        } catch (InvalidPasswordException e) {
            throw budget.halt(Kind.ENCRYPTED, "");
        } catch (IOException e) {
            budget.check();
            // PDFBox says so of what it cannot decrypt for lack of a certificate or a known handler.
            String why = String.valueOf(e.getMessage());
            throw budget.halt(why.contains("ncrypt") || why.contains("ecurity") ? Kind.ENCRYPTED : Kind.NOT_A_PDF, "");
        } finally {
            if (!opened) {
                source.close();
            }
        }
    }

    PDDocument document() {
        return document;
    }

    List<GuardedPage> pages() {
        return pages;
    }

    /** Such as {@code 1.7}. */
    String version() {
        return String.valueOf(document.getVersion());
    }

    @Override
    public void close() throws IOException {
        try {
            document.close();
        } finally {
            source.close();
        }
    }

    // PDFBox repairs what was cut off, and would fax the part of a report that happened to be written.
    private static void requireEnds(RandomAccessRead source, Budget budget) throws IOException {
        if (!text(source, 0).contains("%PDF-")) {
            throw budget.halt(Kind.NOT_A_PDF, "%PDF");
        }
        String end = text(source, Math.max(0, source.length() - NEAR));
        if (!end.contains("%%EOF")) {
            throw budget.halt(Kind.NOT_A_PDF, "%%EOF");
        }
        source.seek(0);
    }

    private static String text(RandomAccessRead source, long position) throws IOException {
        byte[] bytes = new byte[(int) Math.min(NEAR, source.length() - position)];
        if (bytes.length > 0) {
            source.seek(position);
            source.readFully(bytes);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static List<GuardedPage> pages(PDDocument document, Budget budget) {
        List<GuardedPage> pages = new ArrayList<>();
        Set<COSDictionary> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        COSDictionary root = document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.PAGES);
        if (root == null) {
            throw budget.halt(Kind.NO_PAGE, "");
        }
        Deque<Kids> nodes = new ArrayDeque<>();
        if (isPage(root)) {
            pages.add(new GuardedPage(root, document.getResourceCache(), budget));
        } else {
            seen.add(root);
            nodes.push(new Kids(root));
        }
        while (!nodes.isEmpty()) {
            budget.check();
            COSDictionary kid = nodes.element().next();
            if (kid == null) {
                nodes.pop();
            } else if (isPage(kid)) {
                pages.add(new GuardedPage(kid, document.getResourceCache(), budget));
                budget.room(pages.size() * 500.0, "pages");
            } else if (seen.add(kid)) {
                nodes.push(new Kids(kid));
            } else {
                throw budget.halt(Kind.NOT_A_PDF, "pages in themselves");
            }
        }
        return pages;
    }

    private static boolean isPage(COSDictionary node) {
        return !COSName.PAGES.equals(node.getCOSName(COSName.TYPE)) && !node.containsKey(COSName.KIDS);
    }

    private static final class Kids {

        private final @Nullable COSArray kids;
        private int next;

        Kids(COSDictionary node) {
            kids = node.getCOSArray(COSName.KIDS);
        }

        @Nullable
        COSDictionary next() {
            while (kids != null && next < kids.size()) {
                if (kids.getObject(next++) instanceof COSDictionary kid) {
                    return kid;
                }
            }
            return null;
        }
    }

    /** What PDFBox's renderer asks for pages. */
    private static final class Document extends PDDocument {

        private List<GuardedPage> pages = List.of();

        Document(COSDocument document, RandomAccessRead source, AccessPermission permission) {
            super(document, source, permission);
        }

        @Override
        public PDPageTree getPages() {
            return new PDPageTree(new COSDictionary()) {
                @Override
                public PDPage get(int index) {
                    return pages.get(index);
                }
            };
        }
    }

    /** Reads a PDF whose streams are guarded. */
    private static final class Parser extends PDFParser {

        private final Budget budget;

        Parser(RandomAccessRead source, Budget budget) throws IOException {
            super(new GuardedSource(source, budget, budget::kept));
            this.budget = budget;
            COSDocument unguarded = document;
            document = new Guarded(new RandomAccessStreamCacheImpl());
            unguarded.close();
        }

        @Override
        public COSBase dereferenceCOSObject(COSObject object) throws IOException {
            COSBase parsed = super.dereferenceCOSObject(object);
            SampledFunctions.disarm(parsed);
            return parsed;
        }

        @Override
        protected PDDocument createDocument() throws IOException {
            SampledFunctions.disarm(document.getTrailer());
            return new Document(document, source, getAccessPermission());
        }

        private final class Guarded extends COSDocument {

            private final RandomAccessStreamCache cache;

            Guarded(RandomAccessStreamCache cache) {
                super(() -> cache, Parser.this);
                this.cache = cache;
            }

            @Override
            public COSStream createCOSStream(COSDictionary dictionary, long start, long length) throws IOException {
                COSStream stream = new GuardedStream(cache, createRandomAccessReadView(start, length), budget);
                dictionary.forEach(stream::setItem);
                stream.setKey(dictionary.getKey());
                return stream;
            }
        }
    }
}
