package io.github.faxnummer.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.faxnummer.testing.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports that are signed behind an archived one, and are not the same. */
class SigningUpdateTest {

    private static final int RESERVED = 8192;
    private static final Pattern OBJECT = Pattern.compile("(?m)^([0-9]+) 0 obj$");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SigningKey key;

    @SuppressWarnings("NullAway.Init")
    private static byte[] unsigned;

    @SuppressWarnings("NullAway.Init")
    private static byte[] signed;

    @SuppressWarnings("NullAway.Init")
    private static byte[] signedLt;

    @SuppressWarnings("NullAway.Init")
    private static byte[] stamped;

    @BeforeAll
    static void sign() throws Exception {
        try (TestAuthority authority = new TestAuthority()) {
            Path report = SignedReports.report(folder);
            unsigned = Files.readAllBytes(report);
            Path store = TestAuthority.keyStore(folder.resolve("k.p12"), authority.signer(TestAuthority.rsa(2048)));
            key = SigningKey.load(store, "", SignaturePassword.of(TestAuthority.PASSWORD), Instant.now())
                    .value()
                    .orElseThrow();
            signed = SignedPdf.sign(unsigned, key, RESERVED, Instant.now(), Optional.of("(a/b) % \\ \u00e4"));
            authority.setRevocationKnown(false);
            assertThat(SignedReports.signer(store, authority.timestampServer())
                            .sign(report)
                            .level())
                    .contains(SignatureLevel.T);
            stamped = Files.readAllBytes(report);
            authority.setRevocationKnown(true);
            SignedReports.signer(store, authority.timestampServer()).sign(report);
            signedLt = Files.readAllBytes(report);
        }
    }

    @Test
    void acceptsWhatIsOnlySigned() throws Exception {
        assertThat(SignatureVerifier.verify(signedLt).level()).contains(SignatureLevel.LT);
        for (byte[] form : List.of(signed, stamped, signedLt)) {
            SigningUpdate.check(unsigned, SignedPdf.of(form).orElseThrow().revision());
            assertThat(SignatureVerifier.isSignedForm(form, unsigned)).isTrue();
        }
        assertThat(SignatureVerifier.isSignedForm(signedLt, stamped)).isTrue();
        assertThat(SignatureVerifier.isSignedForm(unsigned, unsigned)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "rsassa-pss", "ec"})
    void acceptsReportsOfEarlierVersions(String kind) throws Exception {
        byte[] form;
        try (var in = Objects.requireNonNull(SigningUpdateTest.class.getResourceAsStream("lt-" + kind + ".pdf"))) {
            form = in.readAllBytes();
        }
        // The last revision before the one that has the signature.
        String text = new String(form, ISO_8859_1);
        int begin = text.lastIndexOf("%%EOF\n", text.indexOf("/ByteRange")) + "%%EOF\n".length();

        assertThat(SignatureVerifier.isSignedForm(form, Arrays.copyOf(form, begin)))
                .isTrue();
    }

    @Test
    void refusesWhatFollowsTheSignature() throws Exception {
        for (byte[] form : List.of(signed, stamped, signedLt)) {
            byte[] changed = updated(form, it -> append(it, "Result: sent"));

            assertThat(changed).startsWith(form);
            assertThat(SignatureVerifier.isSignedForm(changed, unsigned)).isFalse();
            assertThat(SignatureVerifier.isSignedForm(changed, form)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void refusesReportThatIsChangedWhileItIsSigned(String name, Change change) throws Exception {
        byte[] changed = signed(unsigned, change);

        assertThat(changed).startsWith(unsigned);
        assertThat(SignatureVerifier.verify(changed).level()).contains(SignatureLevel.B);
        assertThat(SignatureVerifier.isSignedForm(changed, unsigned)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void refusesReportThatIsChangedBeforeItIsSigned(String name, Change change) throws Exception {
        byte[] changed = SignedPdf.sign(updated(unsigned, change), key, RESERVED, Instant.now(), Optional.empty());

        assertThat(changed).startsWith(unsigned);
        assertThat(SignatureVerifier.verify(changed).level()).contains(SignatureLevel.B);
        assertThat(SignatureVerifier.isSignedForm(changed, unsigned)).isFalse();
    }

    static Stream<Object> changes() {
        return Stream.of(
                change("text on the page", it -> append(it, "Result: sent")),
                change("text in place of the page's", it -> write(contents(it), "q Q")),
                change("embedded data", it -> write(data(it), "{\"transmissions\":[]}")),
                change("embedded files", it -> {
                    it.getDocumentCatalog().getCOSObject().removeItem(COSName.NAMES);
                }),
                change("other pages", it -> {
                    COSDictionary pages = new COSDictionary(it.getPages().getCOSObject());
                    it.getDocumentCatalog().getCOSObject().setItem(COSName.PAGES, pages);
                }),
                change("one page more", it -> {
                    it.addPage(new PDPage());
                    it.getPages().getCOSObject().setNeedToBeUpdated(true);
                    it.getPages().getCOSObject().getCOSArray(COSName.KIDS).setNeedToBeUpdated(true);
                }),
                change("annotation", it -> {
                    PDAnnotationText note = new PDAnnotationText();
                    note.setRectangle(new PDRectangle(0, 0, 500, 800));
                    it.getPage(0).setAnnotations(List.of(note));
                }),
                change("size of the page", it -> it.getPage(0).setCropBox(new PDRectangle(0, 0, 10, 10))),
                change("title", it -> {
                    it.getDocumentInformation().setTitle("Another");
                    it.getDocumentInformation().getCOSObject().setNeedToBeUpdated(true);
                }),
                change(
                        "metadata",
                        it -> write(it.getDocumentCatalog().getMetadata().getCOSObject(), "<x/>")),
                change("language", it -> it.getDocumentCatalog().setLanguage("fr")),
                change("version", it -> it.getDocumentCatalog().setVersion("2.0")),
                change("action", it -> it.getDocumentCatalog().setOpenAction(new PDActionURI())));
    }

    @Test
    void refusesEachChangeOfOneObject() throws Exception {
        long seed = Long.getLong("campaign.seed", 20261129);
        assertThat(SignatureVerifier.isSignedForm(signed(unsigned, it -> {}), unsigned))
                .as("without a change")
                .isTrue();
        for (int i = 0; i < 100; i++) {
            Random random = new Random(seed + i);
            String[] what = new String[1];
            Change change = it -> what[0] = changeOne(it, random);
            byte[] changed = i % 2 == 0
                    ? signed(unsigned, change)
                    : SignedPdf.sign(updated(unsigned, change), key, RESERVED, Instant.now(), Optional.empty());

            assertThat(SignedPdf.of(changed)).isPresent();
            assertThat(SignatureVerifier.isSignedForm(changed, unsigned))
                    .as("seed %d: %s", seed + i, what[0])
                    .isFalse();
        }
    }

    /** What PDFBox does not write, or does not notice. */
    @Test
    void refusesWhatReadersTakeInDifferentWays() throws Exception {
        String page = object("/Type /Page\n");
        String content = match("/Contents ([0-9]+) 0 R");
        String widget = object("/Type /Annot\n");
        String signature = match("/V ([0-9]+) 0 R");
        assertAccepted(it -> it);
        assertAccepted(it -> it.replace("/SigFlags 3", "/SigFlags 1"));

        assertRefused(
                "names",
                it -> it.replace("/Contents " + content, "/Contents " + signature + " 0 R /Contents " + content));
        assertRefused(
                "token",
                it -> it.replace("/Contents " + content, "/Contents 17 0 R % /Contents\n /Contents " + content));
        assertRefused("names", it -> it.replace("/Rect [", "/Rect [0 0 500 800] /Rect ["));
        assertRefused("names", it -> it.replace("/Pages ", "/Pages " + page + " 0 R /Pages "));
        assertRefused("names", it -> it.replace("/Root ", "/Root " + page + " 0 R /Root "));
        assertRefused("names", it -> it.replace("/BBox [", "/Length 10 /BBox ["));
        assertRefused("end of file", rebuilt("startxref\n20\n", it -> it));
        // PDFBox does not see that the content is deleted, or replaced by a line that comes second.
        assertRefused("entry", it -> it, Entry.free(Long.parseLong(content)));
        assertRefused("entry", it -> it, new Entry(Long.parseLong(content), 1, unsigned.length + 2L, 1));
        assertRefused("entry", it -> it, new Entry(Long.parseLong(content), 2, Long.parseLong(widget), 0));
        assertRefused("entry", it -> it, new Entry(Long.parseLong(content), 1, 20, 0));
        assertRefused("second entry", it -> it, new Entry(Long.parseLong(page), 1, unsigned.length + 2L, 0));
        assertRefused("changed objects", it -> it, new Entry(Long.parseLong(content), 1, unsigned.length + 2L, 0));
    }

    @Test
    void refusesSignatureThatDrawsOrDoesSomething() throws Exception {
        assertRefused("rectangle", it -> it.replaceFirst("/Rect \\[[^]]*]", "/Rect [0 0 500 800]"));
        assertRefused("end", it -> it.replaceFirst("(/Type /XObject[^>]*>>\nstream\r\n)", "$1q Q\n"));
        assertRefused("end", it -> it.replaceFirst("/Length 0(\n/Type /XObject[^>]*>>\nstream\r\n)", "/Length 3$1q Q"));
        assertRefused("appearance", it -> it.replace("/Type /XObject", "/Type /XObject /Resources <<>>"));
        assertRefused("field", it -> it.replace("/FT /Sig", "/FT /Sig /AA << /PO << /S /JavaScript /JS (x) >> >>"));
        assertRefused("form", it -> it.replace("/SigFlags 3", "/SigFlags 3 /NeedAppearances true"));
        assertRefused("form", it -> it.replaceFirst("/Fields \\[([0-9]+) 0 R", "/Fields [$1 0 R null"));
        assertRefused("annotations", it -> it.replaceFirst("/Annots \\[([0-9]+) 0 R", "/Annots [$1 0 R $1 0 R"));
        assertRefused(
                "permissions",
                it -> it.replaceFirst("/Perms <<\n", "/Perms << /UR3 " + object("/Type /Sig\n") + " 0 R "));
    }

    private static void assertAccepted(UnaryOperator<String> edit) throws Exception {
        byte[] form = rebuilt(edit);
        SigningUpdate.check(unsigned, SignedPdf.of(form).orElseThrow().revision());
        assertThat(SignatureVerifier.isSignedForm(form, unsigned)).isTrue();
    }

    private static void assertRefused(String reason, UnaryOperator<String> edit, Entry... added) throws Exception {
        assertRefused(reason, rebuilt(edit, added));
    }

    private static void assertRefused(String reason, byte[] form) throws Exception {
        assertThat(form).isNotEqualTo(rebuilt(it -> it));
        assertThat(SignatureVerifier.isSignedForm(form, unsigned)).isFalse();
        byte[] revision = SignedPdf.of(form).orElseThrow().revision();
        assertThatThrownBy(() -> SigningUpdate.check(unsigned, revision)).hasMessage("not only signed: " + reason);
    }

    /** A line of a cross-reference table. */
    private record Entry(long number, int type, long offset, int generation) {
        static Entry free(long number) {
            return new Entry(number, 0, 0, 1);
        }
    }

    /** The signed report with an edited update and a table that fits it. */
    private static byte[] rebuilt(UnaryOperator<String> edit, Entry... added) throws IOException {
        return rebuilt("", edit, added);
    }

    private static byte[] rebuilt(String behind, UnaryOperator<String> edit, Entry... added) throws IOException {
        String text = new String(signed, ISO_8859_1);
        int table = Integer.parseInt(match("startxref\\s+([0-9]+)"));
        int rows = text.indexOf("stream", table);
        String update = edit.apply(text.substring(unsigned.length, rows));
        Matcher objects = OBJECT.matcher(update);
        List<Entry> entries = Stream.concat(
                        objects.results()
                                .map(it -> new Entry(
                                        Long.parseLong(it.group(1)), 1, (long) unsigned.length + it.start(), 0)),
                        Stream.of(added))
                .sorted(Comparator.comparingLong(Entry::number))
                .toList();
        ByteBuffer content = ByteBuffer.allocate(7 * entries.size());
        StringBuilder index = new StringBuilder();
        for (Entry entry : entries) {
            index.append(entry.number()).append(" 1 ");
            content.put((byte) entry.type()).putInt((int) entry.offset()).putShort((short) entry.generation());
        }
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(content.array());
        }
        int last = update.lastIndexOf(" 0 obj");
        String head = update.substring(last)
                .replaceFirst("/W \\[[^]]*]", "/W [1 4 2]")
                .replaceFirst("/Index \\[[^]]*]", "/Index [" + index + "]")
                .replaceFirst("/Length [0-9]+", "/Length " + deflated.size());
        long start = unsigned.length + update.lastIndexOf('\n', last) + 1L;
        String whole = text.substring(0, unsigned.length)
                + update.substring(0, last)
                + head
                + "stream\r\n"
                + deflated.toString(ISO_8859_1)
                + "\r\nendstream\nendobj\nstartxref\n"
                + start
                + "\n%%EOF\n"
                + behind;
        Matcher hole = Pattern.compile("<[0-9A-F]{1000,}>").matcher(whole);
        assertThat(hole.find()).isTrue();
        String range = "/ByteRange [0 " + hole.start() + " " + hole.end() + " " + (whole.length() - hole.end()) + "]";
        Matcher old = Pattern.compile("/ByteRange \\[[^]]*] *").matcher(whole);
        assertThat(old.find()).isTrue();
        String fitting = range + " ".repeat(old.end() - old.start() - range.length());
        return (whole.substring(0, old.start()) + fitting + whole.substring(old.end())).getBytes(ISO_8859_1);
    }

    private static String match(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(update());
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    /** The number of the object of the update that has something. */
    private static String object(String part) {
        String before = update().substring(0, update().indexOf(part));
        return OBJECT.matcher(before)
                .results()
                .reduce((a, b) -> b)
                .orElseThrow()
                .group(1);
    }

    private static String update() {
        return new String(signed, unsigned.length, signed.length - unsigned.length, ISO_8859_1);
    }

    @FunctionalInterface
    private interface Change {
        void apply(PDDocument document) throws IOException;
    }

    private static Object change(String name, Change change) {
        return arguments(name, (Change) it -> {
            change.apply(it);
            // PDFBox writes what is marked.
            it.getDocumentCatalog().getCOSObject().setNeedToBeUpdated(true);
            it.getPage(0).getCOSObject().setNeedToBeUpdated(true);
        });
    }

    private static byte[] signed(byte[] pdf, Change change) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            change.apply(document);
            return SignedPdf.sign(document, key, RESERVED, Instant.now(), Optional.empty());
        }
    }

    private static byte[] updated(byte[] pdf, Change change) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            change.apply(document);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.saveIncremental(out);
            return out.toByteArray();
        }
    }

    private static void append(PDDocument document, String comment) throws IOException {
        PDPage page = document.getPage(0);
        page.getCOSObject().setNeedToBeUpdated(true);
        try (PDPageContentStream out =
                new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true)) {
            out.addComment(comment);
        }
    }

    private static COSStream contents(PDDocument document) {
        return document.getPage(0).getCOSObject().getCOSStream(COSName.CONTENTS);
    }

    private static COSStream data(PDDocument document) throws IOException {
        PDComplexFileSpecification file = document.getDocumentCatalog()
                .getNames()
                .getEmbeddedFiles()
                .getNames()
                .get("fax-report.json");
        return Objects.requireNonNull(file).getEmbeddedFile().getCOSObject();
    }

    private static void write(COSStream stream, String text) throws IOException {
        try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(text.getBytes(ISO_8859_1));
        }
        stream.setNeedToBeUpdated(true);
    }

    /** Changes an object that the document uses. */
    private static String changeOne(PDDocument document, Random random) throws IOException {
        List<COSObjectKey> keys = document.getDocument().getXrefTable().keySet().stream()
                .filter(it -> {
                    COSBase object =
                            document.getDocument().getObjectFromPool(it).getObject();
                    return object instanceof COSArray
                            || (object instanceof COSDictionary dictionary
                                    && !COSName.XREF.equals(dictionary.getItem(COSName.TYPE))
                                    && !COSName.OBJ_STM.equals(dictionary.getItem(COSName.TYPE)));
                })
                .sorted()
                .toList();
        COSObject object = document.getDocument().getObjectFromPool(keys.get(random.nextInt(keys.size())));
        COSBase changed = object.getObject();
        String what;
        if (changed instanceof COSStream stream && random.nextBoolean()) {
            byte[] raw;
            try (var in = stream.createRawInputStream()) {
                raw = in.readAllBytes();
            }
            int at = random.nextInt(raw.length);
            raw[at] ^= (byte) (1 << random.nextInt(8));
            try (OutputStream out = stream.createRawOutputStream()) {
                out.write(raw);
            }
            what = "byte " + at;
        } else if (changed instanceof COSDictionary dictionary) {
            List<COSName> plain = dictionary.keySet().stream()
                    .filter(it -> dictionary.getItem(it) instanceof COSString
                            || (dictionary.getItem(it) instanceof COSInteger
                                    && !List.of(COSName.COUNT, COSName.LENGTH).contains(it)))
                    .toList();
            COSName name = plain.isEmpty() || random.nextBoolean()
                    ? COSName.getPDFName("X" + random.nextInt(10))
                    : plain.get(random.nextInt(plain.size()));
            dictionary.setString(name, "changed");
            what = name.getName();
        } else {
            ((COSArray) changed).add(COSInteger.get(random.nextInt()));
            what = "element";
        }
        ((org.apache.pdfbox.cos.COSUpdateInfo) changed).setNeedToBeUpdated(true);
        return object.getKey() + " " + what;
    }
}
