package io.github.faxnummer.report.pdf;

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
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.text.PDFTextStripper;

/** Checks the signature of a transmission report, and compares what it prints with the files that are embedded in it. */
public final class ReportVerifier {

    private static final String DATA = "fax-report.json";

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

    private void verify(PDDocument document) throws IOException {
        Map<String, byte[]> files = embedded(document);
        byte[] data = files.remove(DATA);
        if (data == null) {
            found.add(Verification.notMet("verify.report.no-data", DATA));
            return;
        }
        JsonObject json = JsonObject.parse(new String(data, StandardCharsets.UTF_8));
        verifyFacts(document, json);
        verifyDocuments(json, files);
    }

    private void verifyFacts(PDDocument document, JsonObject json) throws IOException {
        List<JsonObject> transmissions = json.objects("transmissions");
        Map<String, String> checksums = new LinkedHashMap<>();
        for (JsonObject sent : json.objects("documents")) {
            checksums.put(sent.text("path"), sent.text("sha256"));
        }
        int facts = 0;
        boolean isSame = document.getNumberOfPages() >= transmissions.size();
        for (int i = 0; isSame && i < transmissions.size(); i++) {
            JsonObject transmission = transmissions.get(i);
            String page = page(document, i + 1);
            for (Map.Entry<String, String> fact : facts(transmission, checksums).entrySet()) {
                facts++;
                if (!page.contains(plain(fact.getValue()))) {
                    isSame = false;
                    found.add(Verification.notMet("verify.report.differs", i + 1, fact.getKey(), fact.getValue()));
                }
            }
        }
        if (isSame) {
            found.add(Verification.met("verify.report.facts", facts, DATA));
        } else if (facts == 0) {
            found.add(Verification.notMet("verify.report.pages", transmissions.size()));
        }
    }

    /** What each page prints and the data have alike in every language. */
    private static Map<String, String> facts(JsonObject transmission, Map<String, String> checksums)
            throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("recipient", transmission.text("recipient"));
        facts.put("jobId", transmission.textOrEmpty("jobId"));
        // What is under way is printed in the provider's words.
        facts.put("outcome", transmission.hasText("outcome", "SUBMITTED") ? "" : transmission.text("outcome"));
        facts.put("sha256", checksums.getOrDefault(transmission.text("path"), ""));
        facts.values().removeIf(String::isBlank);
        return facts;
    }

    private void verifyDocuments(JsonObject json, Map<String, byte[]> files) throws IOException {
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
        if (isSame) {
            found.add(Verification.met("verify.report.documents", enclosed));
        }
        if (!expected.isEmpty() && isSame) {
            found.add(Verification.note("verify.report.not-enclosed", expected.size()));
        }
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

    private static String page(PDDocument document, int number) throws IOException {
        PDFTextStripper text = new PDFTextStripper();
        text.setStartPage(number);
        text.setEndPage(number);
        return plain(text.getText(document));
    }

    /** Without blanks and line ends: a long value is printed on several lines. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("\\s+", "");
    }
}
