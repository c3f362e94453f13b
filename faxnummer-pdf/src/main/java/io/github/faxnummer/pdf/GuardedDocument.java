package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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

/**
 * Guards an open PDF: the parser, the streams and the pages check the budget. The pages are those that the page tree
 * contains, whatever their stated number.
 */
final class GuardedDocument implements AutoCloseable {

    /** Common readers search as many bytes for the header and the end of the file. */
    private static final int SEARCHED_BYTES = 1024;

    private static final String END = "%%EOF";
    private static final String BEFORE_END = "startxref";

    /** The table of objects and what is behind it may be as long. */
    private static final int SEARCHED_FOR_OBJECTS = 1 << 20;

    private static final String END_OF_OBJECT = "endobj";

    /** Where a file is repaired, PDFBox forgets it, and the pages are illegible. A trailer may end before it names it. */
    private static final Pattern ENCRYPTION = Pattern.compile("/Encrypt|/Standard\\b|/Adobe\\.PubSec");

    /** The table is whole if its trailer has begun. */
    private static final Pattern TRAILER =
            Pattern.compile("trailer\\s{0,9}<<[^<>]{0,999}/Root\\s{1,9}\\d+\\s{1,9}\\d+\\s{1,9}R");

    private static final Pattern OBJECT = Pattern.compile("\\d\\s{1,9}\\d{1,9}\\s{1,9}obj");

    private final PDDocument document;
    private final RandomAccessRead source;
    private final List<GuardedPage> pages;
    private final List<Finding> findings;

    private GuardedDocument(
            PDDocument document, RandomAccessRead source, List<GuardedPage> pages, List<Finding> findings) {
        this.document = document;
        this.source = source;
        this.findings = findings;
        this.pages = Collections.unmodifiableList(pages);
        if (document instanceof Document flat) {
            flat.pages = pages;
        }
    }

    /**
     * @param source is closed with the document, and if opening fails
     * @throws PdfLimitExceededException if the file is not a PDF that can be read
     */
    static GuardedDocument open(RandomAccessRead source, ResourceBudget budget) throws IOException {
        boolean opened = false;
        try {
            boolean complete = hasEnd(source, budget);
            PDDocument document = new Parser(source, budget).parse();
            try {
                List<GuardedPage> pages = pages(document, budget);
                List<Finding> findings = new ArrayList<>(CatalogInspector.inspect(document, budget));
                if (!complete) {
                    requireAllPages(document, pages, budget);
                    findings.add(new Finding(Kind.REPAIRED, 0, END));
                }
                GuardedDocument pdf = new GuardedDocument(document, source, pages, List.copyOf(findings));
                opened = true;
                return pdf;
            } finally {
                if (!opened) {
                    document.close();
                }
            }
        } catch (InvalidPasswordException e) {
            throw budget.fail(Kind.ENCRYPTED, "");
        } catch (IOException e) {
            budget.check();
            // The only sign of a document whose certificate or security handler is missing.
            String message = String.valueOf(e.getMessage());
            throw budget.fail(
                    message.contains("ncrypt") || message.contains("ecurity") ? Kind.ENCRYPTED : Kind.NOT_A_PDF, "");
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

    /** Returns what concerns the whole document. */
    List<Finding> findings() {
        return findings;
    }

    /** Returns the version of PDF, such as {@code 1.7}. */
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

    /**
     * Returns whether the end of the file is there. PDFBox repairs files without; one that does not even reach the
     * address of its table, or the trailer behind the table, is partly written and must not be faxed. Nor must an update
     * that is: what it changes would be faxed as it was before.
     */
    private static boolean hasEnd(RandomAccessRead source, ResourceBudget budget) throws IOException {
        if (!text(source, 0, SEARCHED_BYTES).contains("%PDF-")) {
            throw budget.fail(Kind.NOT_A_PDF, "%PDF");
        }
        String end = text(source, source.length() - SEARCHED_BYTES, SEARCHED_BYTES);
        int last = Math.max(end.lastIndexOf(END), end.lastIndexOf(BEFORE_END));
        boolean ends = last >= 0 && !OBJECT.matcher(end.substring(last)).find();
        if (!ends && !hasAllObjects(source)) {
            throw budget.fail(Kind.NOT_A_PDF, END);
        }
        source.seek(0);
        return ends && end.contains(END);
    }

    /** Whether the only revision of a file is there but for its end, or that is hidden by bytes behind it. */
    private static boolean hasAllObjects(RandomAccessRead source) throws IOException {
        String end = text(source, source.length() - SEARCHED_FOR_OBJECTS, SEARCHED_FOR_OBJECTS);
        int objects = end.lastIndexOf(END_OF_OBJECT);
        if (objects < 0
                || end.substring(0, objects).contains(BEFORE_END)
                || ENCRYPTION.matcher(end).find()) {
            return false;
        }
        String behind = end.substring(objects);
        return TRAILER.matcher(behind).find() && !OBJECT.matcher(behind).find();
    }

    // Pages that are missing would not be missed.
    private static void requireAllPages(PDDocument document, List<GuardedPage> pages, ResourceBudget budget) {
        if (pages.size() < document.getDocumentCatalog().getPages().getCount()) {
            throw budget.fail(Kind.NOT_A_PDF, END);
        }
    }

    private static String text(RandomAccessRead source, long position, int max) throws IOException {
        long start = Math.max(0, position);
        byte[] bytes = new byte[(int) Math.min(max, source.length() - start)];
        if (bytes.length > 0) {
            source.seek(start);
            source.readFully(bytes);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static List<GuardedPage> pages(PDDocument document, ResourceBudget budget) {
        COSDictionary root = document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.PAGES);
        if (root == null) {
            throw budget.fail(Kind.NO_PAGE, "");
        }
        List<GuardedPage> pages = new ArrayList<>();
        Set<COSDictionary> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
        boolean isReadable = true;
        Deque<Iterator<? extends COSBase>> levels = new ArrayDeque<>();
        levels.push(List.of(root).iterator());
        while (!levels.isEmpty()) {
            budget.check();
            Iterator<? extends COSBase> kids = levels.element();
            if (!kids.hasNext()) {
                levels.pop();
                continue;
            }
            COSBase kid = kids.next();
            if (!((kid instanceof COSObject reference ? reference.getObject() : kid) instanceof COSDictionary node)) {
                isReadable = false;
                continue;
            }
            if (isPage(node)) {
                pages.add(new GuardedPage(node, document.getResourceCache(), budget));
                budget.requireMemory(pages.size() * 500.0, "pages");
            } else if (nodes.add(node)) {
                COSArray children = node.getCOSArray(COSName.KIDS);
                levels.push(children == null ? Collections.emptyIterator() : children.iterator());
            } else {
                throw budget.fail(Kind.NOT_A_PDF, "pages in themselves");
            }
        }
        // A number alone may be wrong, and programs leave empty places where they take pages out.
        int stated = root.getInt(COSName.COUNT);
        if (!isReadable && pages.size() < stated) {
            throw budget.fail(Kind.DAMAGED_PAGE, pages.size() + " / " + stated);
        }
        return pages;
    }

    private static boolean isPage(COSDictionary node) {
        return !COSName.PAGES.equals(node.getCOSName(COSName.TYPE)) && !node.containsKey(COSName.KIDS);
    }

    /** Returns the guarded pages to PDFBox's renderer. */
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

    /** Creates guarded streams. */
    private static final class Parser extends PDFParser {

        private final ResourceBudget budget;

        Parser(RandomAccessRead source, ResourceBudget budget) throws IOException {
            super(new GuardedSource(source, budget, budget::countObjectBytes));
            this.budget = budget;
            COSDocument unguarded = document;
            document = new GuardedObjects(new RandomAccessStreamCacheImpl());
            unguarded.close();
        }

        @Override
        public COSBase dereferenceCOSObject(COSObject object) throws IOException {
            COSBase parsed = super.dereferenceCOSObject(object);
            SampledFunctionGuard.disarm(parsed);
            Group3Parameters.correct(parsed);
            return parsed;
        }

        @Override
        protected PDDocument createDocument() throws IOException {
            SampledFunctionGuard.disarm(document.getTrailer());
            return new Document(document, source, getAccessPermission());
        }

        private final class GuardedObjects extends COSDocument {

            private final RandomAccessStreamCache cache;

            GuardedObjects(RandomAccessStreamCache cache) {
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
