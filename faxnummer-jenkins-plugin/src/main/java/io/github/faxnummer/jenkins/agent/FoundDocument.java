package io.github.faxnummer.jenkins.agent;

import io.github.faxnummer.ledger.FaxIdentities;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentPart;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.FaxFile;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Place;
import io.github.faxnummer.pdf.Rendering;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says about a file, in plain text and numbers: an agent is not trusted to send other things.
 *
 * @param fingerprint of what its pages show; empty: none
 * @param unidentified why another machine, or this one at another time, may know it by something else; null: nothing
 * @param recipient the only number that it goes to; empty: it goes to all
 * @param sentSha256 of the file that is sent
 * @param sentBytes of the file that is sent
 * @param rendering see {@link Rendering}
 * @param problemParameter whose value is wrong; empty: no problem
 * @param problemKey empty: there is none
 */
public record FoundDocument(
        String path,
        String name,
        String sha256,
        String fingerprint,
        @Nullable FoundProblem unidentified,
        long bytes,
        String version,
        ArrayList<FoundPage> pages,
        ArrayList<FoundFinding> findings,
        ArrayList<FoundSeconds> pageSeconds,
        ArrayList<FoundPart> parts,
        String recipient,
        String sentSha256,
        long sentBytes,
        String rendering,
        String problemParameter,
        String problemValue,
        String problemKey,
        ArrayList<String> problemArguments)
        implements Serializable {

    /** See {@link PageSize}. */
    record FoundPage(double width, double height) implements Serializable {}

    /** See {@link Finding}. */
    record FoundFinding(String kind, int page, String detail, int left, int top, int width, int height)
            implements Serializable {}

    /** See {@link Problem}; its parameter is {@code documents}. */
    record FoundProblem(String value, String key, ArrayList<String> arguments) implements Serializable {

        private static FoundProblem of(Problem problem) {
            return new FoundProblem(problem.value(), problem.advice().key(), FoundDocument.arguments(problem));
        }

        private Problem problem() {
            return new Problem(FaxParameters.DOCUMENTS.name(), value, Message.of(key, arguments.toArray()));
        }
    }

    /** See {@link DocumentPart}. */
    record FoundPart(String kind, String name, String sha256, int firstPage, int lastPage, String made)
            implements Serializable {}

    /** See {@link LineSeconds}. */
    record FoundSeconds(double predicted, double low, double high) implements Serializable {}

    public static FoundDocument of(Validated<Document> checked, PdfLimits limits) throws IOException {
        return of(checked, limits, document -> Optional.empty());
    }

    /** @param known the fingerprint of a document, if it is known already */
    static FoundDocument of(Validated<Document> checked, PdfLimits limits, Function<Document, Optional<String>> known)
            throws IOException {
        if (checked.value().isPresent()) {
            Document document = checked.value().get();
            PdfFacts facts = document.facts();
            Optional<String> computed = known.apply(document);
            Validated<Optional<String>> fingerprint =
                    computed.isPresent() ? Validated.valid(computed) : FaxIdentities.fingerprint(document, limits);
            ArrayList<FoundPage> pages = new ArrayList<>();
            facts.pages().forEach(it -> pages.add(new FoundPage(it.width(), it.height())));
            ArrayList<FoundFinding> findings = new ArrayList<>();
            facts.findings()
                    .forEach(it -> findings.add(new FoundFinding(
                            it.kind().name(),
                            it.page(),
                            it.detail(),
                            it.place().left(),
                            it.place().top(),
                            it.place().width(),
                            it.place().height())));
            ArrayList<FoundSeconds> seconds = new ArrayList<>();
            facts.pageSeconds().forEach(it -> seconds.add(new FoundSeconds(it.predicted(), it.low(), it.high())));
            ArrayList<FoundPart> parts = new ArrayList<>();
            document.parts()
                    .forEach(it -> parts.add(new FoundPart(
                            it.kind().name(), it.name(), it.sha256(), it.firstPage(), it.lastPage(), it.made())));
            return new FoundDocument(
                    document.path(),
                    document.name(),
                    facts.sha256(),
                    fingerprint.value().flatMap(it -> it).orElse(""),
                    fingerprint.problems().stream()
                            .findFirst()
                            .map(FoundProblem::of)
                            .orElse(null),
                    facts.bytes(),
                    facts.version(),
                    pages,
                    findings,
                    seconds,
                    parts,
                    document.recipient(),
                    document.sent().sha256(),
                    document.sent().bytes(),
                    document.rendering().name(),
                    "",
                    "",
                    "",
                    new ArrayList<>());
        }
        return of(checked.problems().get(0));
    }

    /** The document, or all that is wrong with what it is made of. */
    static List<FoundDocument> all(Validated<Document> made, PdfLimits limits) throws IOException {
        return made.value().isPresent()
                ? List.of(of(made, limits))
                : made.problems().stream().map(FoundDocument::of).toList();
    }

    private static FoundDocument of(Problem problem) {
        return problem(problem.parameter(), problem.value(), problem.advice().key(), arguments(problem));
    }

    private static ArrayList<String> arguments(Problem problem) {
        ArrayList<String> arguments = new ArrayList<>();
        problem.advice().arguments().forEach(it -> arguments.add(it.toString()));
        return arguments;
    }

    public static FoundDocument problem(String parameter, String value, String key, ArrayList<String> arguments) {
        return new FoundDocument(
                "",
                "",
                "",
                "",
                null,
                0,
                "",
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                "",
                "",
                0,
                "",
                parameter,
                value,
                key,
                arguments);
    }

    public Validated<Document> checked() {
        return problemKey.isEmpty()
                ? Document.checked(path, name, facts())
                        .map(it -> it.as(new FaxFile(sentSha256, sentBytes), Rendering.valueOf(rendering))
                                .composedOf(composedOf(), List.of()))
                        .map(it -> recipient.isEmpty() ? it : it.onlyTo(new FaxNumber(recipient)))
                : Validated.invalid(parameter(), problemValue, Message.of(problemKey, problemArguments.toArray()));
    }

    private String parameter() {
        return FaxParameters.ALL.stream()
                .map(Parameter::name)
                .filter(problemParameter::equals)
                .findFirst()
                .orElse(FaxParameters.DOCUMENTS.name());
    }

    /** What it shows, or else what is in it or what is wrong with it. */
    public String identity() {
        if (!problemKey.isEmpty()) {
            return problemKey + " " + problemValue;
        }
        return fingerprint.isEmpty() ? sha256 : fingerprint;
    }

    private List<DocumentPart> composedOf() {
        return parts.stream()
                .map(it -> new DocumentPart(
                        DocumentPart.Kind.valueOf(it.kind()),
                        it.name(),
                        it.sha256(),
                        it.firstPage(),
                        it.lastPage(),
                        it.made()))
                .toList();
    }

    private PdfFacts facts() {
        return new PdfFacts(
                sha256,
                bytes,
                version,
                pages.stream().map(it -> new PageSize(it.width(), it.height())).toList(),
                findings.stream()
                        .map(it -> new Finding(
                                Finding.Kind.valueOf(it.kind()),
                                it.page(),
                                it.detail(),
                                new Place(it.left(), it.top(), it.width(), it.height())))
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

    /** Why documents cannot be recognized as sent before: a repeated build would send them again. */
    public static List<Problem> unidentified(List<FoundDocument> found) {
        return found.stream()
                .flatMap(it -> Stream.ofNullable(it.unidentified()))
                .map(FoundProblem::problem)
                .toList();
    }
}
