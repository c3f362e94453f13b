package io.github.faxnummer.jenkins.agent;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.ContentFingerprint;
import io.github.faxnummer.pdf.FaxFile;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.UnreadablePdfException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an agent says about a file, in plain text and numbers: an agent is not trusted to send other things.
 *
 * @param fingerprint of what its pages show; empty: none
 * @param sentSha256 of the file that is sent
 * @param sentBytes of the file that is sent
 * @param problemKey empty: there is none
 */
public record FoundDocument(
        String path,
        String name,
        String sha256,
        String fingerprint,
        long bytes,
        String version,
        ArrayList<FoundPage> pages,
        ArrayList<FoundFinding> findings,
        ArrayList<FoundSeconds> pageSeconds,
        String sentSha256,
        long sentBytes,
        String problemValue,
        String problemKey,
        ArrayList<String> problemArguments)
        implements Serializable {

    /** See {@link PageSize}. */
    record FoundPage(double width, double height) implements Serializable {}

    /** See {@link Finding}. */
    record FoundFinding(String kind, int page, String detail) implements Serializable {}

    /** See {@link LineSeconds}. */
    record FoundSeconds(double predicted, double low, double high) implements Serializable {}

    public static FoundDocument of(Validated<Document> checked, PdfLimits limits) throws IOException {
        if (checked.value().isPresent()) {
            Document document = checked.value().get();
            PdfFacts facts = document.facts();
            ArrayList<FoundPage> pages = new ArrayList<>();
            facts.pages().forEach(it -> pages.add(new FoundPage(it.width(), it.height())));
            ArrayList<FoundFinding> findings = new ArrayList<>();
            facts.findings()
                    .forEach(it -> findings.add(new FoundFinding(it.kind().name(), it.page(), it.detail())));
            ArrayList<FoundSeconds> seconds = new ArrayList<>();
            facts.pageSeconds().forEach(it -> seconds.add(new FoundSeconds(it.predicted(), it.low(), it.high())));
            return new FoundDocument(
                    document.path(),
                    document.name(),
                    facts.sha256(),
                    fingerprint(document, limits),
                    facts.bytes(),
                    facts.version(),
                    pages,
                    findings,
                    seconds,
                    document.sent().sha256(),
                    document.sent().bytes(),
                    "",
                    "",
                    new ArrayList<>());
        }
        Problem problem = checked.problems().get(0);
        ArrayList<String> arguments = new ArrayList<>();
        problem.advice().arguments().forEach(it -> arguments.add(it.toString()));
        return problem(problem.value(), problem.advice().key(), arguments);
    }

    public static FoundDocument problem(String value, String key, ArrayList<String> arguments) {
        return new FoundDocument(
                "",
                "",
                "",
                "",
                0,
                "",
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                "",
                0,
                value,
                key,
                arguments);
    }

    public Validated<Document> checked() {
        return problemKey.isEmpty()
                ? Document.checked(path, name, facts()).map(it -> it.as(new FaxFile(sentSha256, sentBytes)))
                : Validated.invalid(
                        FaxParameters.DOCUMENTS.name(),
                        problemValue,
                        Message.of(problemKey, problemArguments.toArray()));
    }

    /** What it shows, or else what is in it or what is wrong with it. */
    public String identity() {
        if (!problemKey.isEmpty()) {
            return problemKey + " " + problemValue;
        }
        return fingerprint.isEmpty() ? sha256 : fingerprint;
    }

    /** Empty if it cannot be had: then the file's hash stands for it. */
    private static String fingerprint(Document document, PdfLimits limits) throws IOException {
        try {
            return ContentFingerprint.of(Path.of(document.path()), limits).value();
        } catch (UnreadablePdfException e) {
            return "";
        }
    }

    private PdfFacts facts() {
        return new PdfFacts(
                sha256,
                bytes,
                version,
                pages.stream().map(it -> new PageSize(it.width(), it.height())).toList(),
                findings.stream()
                        .map(it -> new Finding(Finding.Kind.valueOf(it.kind()), it.page(), it.detail()))
                        .toList(),
                pageSeconds.stream()
                        .map(it -> new LineSeconds(it.predicted(), it.low(), it.high()))
                        .toList());
    }

    public static List<Validated<Document>> checked(List<FoundDocument> found) {
        return found.stream().map(FoundDocument::checked).toList();
    }

    /** Of the documents that have one, by the SHA-256 of their file. */
    public static Map<String, String> fingerprints(List<FoundDocument> found) {
        Map<String, String> fingerprints = new HashMap<>();
        found.stream()
                .filter(it -> !it.fingerprint().isEmpty())
                .forEach(it -> fingerprints.put(it.sha256(), it.fingerprint()));
        return fingerprints;
    }
}
