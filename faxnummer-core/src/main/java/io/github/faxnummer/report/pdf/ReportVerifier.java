package io.github.faxnummer.report.pdf;

import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.json.JsonObject;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.signature.SignatureVerifier;
import io.github.faxnummer.signature.VerificationOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;

/** Checks the signature of a transmission report, and compares what it prints with the files that are embedded in it. */
public final class ReportVerifier {

    private static final String DATA = "fax-report.json";

    private static final String ENCLOSED = "report.enclosed";
    private static final List<String> ENCLOSED_AS =
            List.of("report.enclosed.value", "report.enclosed.unsent", "report.enclosed.earlier-run");
    private static final List<String> NOT_ENCLOSED = List.of(
            "report.enclosed.off",
            "report.enclosed.large",
            "report.enclosed.gone",
            "report.enclosed.changed",
            "report.enclosed.changed-unsent");

    private final List<Verification> found = new ArrayList<>();

    private ReportVerifier() {}

    /** Checks a {@code fax-report.pdf}. Any file may be given. */
    public static List<Verification> verify(Path report) {
        return verify(report, VerificationOptions.NONE);
    }

    /** The first check of a {@code fax-report.pdf} that is not met, in words. */
    public static Optional<Message> failure(Path report) {
        return verify(report).stream()
                .filter(it -> it.result() == Verification.Result.NOT_MET)
                .map(Verification::text)
                .findFirst();
    }

    /** Checks a {@code fax-report.pdf}, and what its signature must have. Any file may be given. */
    public static List<Verification> verify(Path report, VerificationOptions options) {
        ReportVerifier verifier = new ReportVerifier();
        try {
            SignatureVerifier.Checked signature = SignatureVerifier.verify(Files.readAllBytes(report), options);
            verifier.found.addAll(signature.checks());
            if (!signature.isReadable()) {
                return List.copyOf(verifier.found);
            }
            try (PDDocument document = Loader.loadPDF(signature.revision())) {
                verifier.verify(document);
            }
            if (signature.level().isPresent()) {
                verifier.found.add(Verification.met("verify.signature.revision"));
            } else if (!signature.isSigned() && !options.signatureRequired()) {
                verifier.found.add(Verification.note("verify.report.not-signed"));
            }
        } catch (IOException | RuntimeException e) {
            verifier.found.add(Verification.notMet("verify.report.unreadable", String.valueOf(e.getMessage())));
        }
        return List.copyOf(verifier.found);
    }

    /** The files that are embedded in a report, by their names. */
    public static Map<String, byte[]> embedded(byte[] report) throws IOException {
        try (PDDocument document = Loader.loadPDF(report)) {
            return embedded(document);
        }
    }

    private void verify(PDDocument document) throws IOException {
        Map<String, byte[]> files = embedded(document);
        byte[] data = files.remove(DATA);
        if (data == null) {
            found.add(Verification.notMet("verify.report.no-data", DATA));
            return;
        }
        JsonObject json = JsonObject.parse(new String(data, StandardCharsets.UTF_8));
        List<PrintedPage> pages = verifyPages(document, json, data);
        verifyDocuments(json, files, pages);
    }

    /** Returns the pages of the transmissions. */
    private List<PrintedPage> verifyPages(PDDocument document, JsonObject json, byte[] data) throws IOException {
        Locale language = Locale.forLanguageTag(json.text("language"));
        int transmissions = json.objects("transmissions").size();
        List<PrintedPage> pages = new ArrayList<>();
        for (int i = 1; i <= Math.min(Math.max(1, transmissions), document.getNumberOfPages()); i++) {
            pages.add(PrintedPage.of(document, i, language));
        }
        boolean isComplete = transmissions == 0
                ? pages.stream().allMatch(PrintedPage::isNothing)
                : IntStream.rangeClosed(1, transmissions)
                        .allMatch(it -> it <= pages.size() && pages.get(it - 1).isTransmission(it, transmissions));
        if (isComplete) {
            verifyFacts(pages, json);
        } else {
            found.add(Verification.notMet("verify.report.pages", transmissions));
        }
        verifyChecksum(pages, data);
        return pages;
    }

    /** Of reports that print one: also what pages do not print, or not in the same words, may not change. */
    private void verifyChecksum(List<PrintedPage> pages, byte[] data) {
        if (pages.stream().noneMatch(it -> it.hasChecksum(DATA))) {
            found.add(Verification.note("verify.report.no-checksum", DATA));
        } else if (pages.stream().allMatch(it -> it.hasChecksum(DATA, data))) {
            found.add(Verification.met("verify.report.checksum", DATA));
        } else {
            found.add(Verification.notMet("verify.report.checksum.differs", DATA));
        }
    }

    private void verifyFacts(List<PrintedPage> pages, JsonObject json) throws IOException {
        List<JsonObject> transmissions = json.objects("transmissions");
        Map<String, JsonObject> documents = new LinkedHashMap<>();
        for (JsonObject sent : json.objects("documents")) {
            documents.put(sent.text("path"), sent);
        }
        int facts = 0;
        boolean isSame = true;
        for (int i = 0; i < transmissions.size(); i++) {
            PrintedPage page = pages.get(i);
            Optional<JsonObject> sent =
                    Optional.ofNullable(documents.get(transmissions.get(i).text("path")));
            for (Fact fact : facts(transmissions.get(i), sent)) {
                boolean isPrinted = (fact.value().isBlank() && fact.isOnlyPrintedIfKnown())
                        ? !page.hasRow(fact.label())
                        : page.prints(fact.label(), fact.value());
                facts += fact.value().isBlank() ? 0 : 1;
                if (!isPrinted) {
                    isSame = false;
                    found.add(Verification.notMet("verify.report.differs", i + 1, fact.name(), fact.value()));
                }
            }
        }
        if (isSame) {
            found.add(Verification.met("verify.report.facts", facts, DATA));
        }
    }

    /**
     * What a page prints, and the data have alike in every language.
     *
     * @param name in the data
     * @param label key of the row's label
     * @param value blank if it is not known
     */
    private record Fact(String name, String label, String value, boolean isOnlyPrintedIfKnown) {

        Fact(String name, String label, String value) {
            this(name, label, value, false);
        }
    }

    private static List<Fact> facts(JsonObject transmission, Optional<JsonObject> document) throws IOException {
        String outcome = transmission.text("outcome");
        // What is under way is printed in the provider's words.
        String status = outcome.equals(Outcome.SUBMITTED.label()) ? transmission.textOrEmpty("status") : "";
        String checksum = document.isPresent() ? document.get().text("sha256") : "";
        boolean isDrawn = document.isPresent() && document.get().has("sent");
        return List.of(
                new Fact("recipient", "report.recipient", transmission.text("recipient")),
                new Fact("jobId", "report.job", transmission.textOrEmpty("jobId")),
                new Fact("outcome", "report.outcome", status.isBlank() ? outcome : status),
                new Fact("documentPages", "report.document-pages", count(transmission, "documentPages")),
                new Fact("pagesSent", "report.pages-sent", count(transmission, "pagesSent")),
                new Fact("sha256", "report.sha256", checksum),
                new Fact(
                        "sent.sha256",
                        "report.drawn.sha256",
                        isDrawn ? document.get().object("sent").text("sha256") : "",
                        true));
    }

    private static String count(JsonObject transmission, String name) throws IOException {
        OptionalInt count = transmission.integerIfPresent(name);
        return count.isPresent() ? String.valueOf(count.getAsInt()) : "";
    }

    private void verifyDocuments(JsonObject json, Map<String, byte[]> files, List<PrintedPage> pages)
            throws IOException {
        List<String> expected = new ArrayList<>();
        for (JsonObject sent : json.objects("documents")) {
            expected.add((sent.has("sent") ? sent.object("sent") : sent).text("sha256"));
        }
        int enclosed = files.size();
        boolean isSame = true;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!expected.remove(Sha256.of(file.getValue()))) {
                isSame = false;
                found.add(Verification.notMet("verify.report.document", file.getKey()));
            }
        }
        for (int i = 0; i < pages.size(); i++) {
            if (isMissing(pages.get(i), files.keySet())) {
                isSame = false;
                found.add(Verification.notMet("verify.report.enclosed-missing", i + 1));
            }
        }
        if (isSame) {
            found.add(Verification.met("verify.report.documents", enclosed));
        }
        if (!expected.isEmpty() && isSame) {
            found.add(Verification.note("verify.report.not-enclosed", expected.size()));
        }
    }

    /** Whether a page says that a document is enclosed, and none of this name is. */
    private static boolean isMissing(PrintedPage page, Set<String> files) {
        boolean isEnclosed = page.hasRow(ENCLOSED)
                && !page.prints(ENCLOSED, "")
                && NOT_ENCLOSED.stream().noneMatch(it -> page.prints(ENCLOSED, Message.of(it)));
        return isEnclosed
                && files.stream()
                        .noneMatch(file ->
                                ENCLOSED_AS.stream().anyMatch(it -> page.prints(ENCLOSED, Message.of(it, file))));
    }

    private static Map<String, byte[]> embedded(PDDocument document) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        PDDocumentNameDictionary names = document.getDocumentCatalog().getNames();
        PDEmbeddedFilesNameTreeNode tree = names == null ? null : names.getEmbeddedFiles();
        Map<String, PDComplexFileSpecification> entries = tree == null ? null : tree.getNames();
        if (entries != null) {
            for (Map.Entry<String, PDComplexFileSpecification> entry : entries.entrySet()) {
                files.put(entry.getKey(), entry.getValue().getEmbeddedFile().toByteArray());
            }
        }
        return files;
    }
}
