package io.github.faxnummer.order;

import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.pdf.Canvases;
import io.github.faxnummer.pdf.ContentFingerprint;
import io.github.faxnummer.pdf.DocumentFormat;
import io.github.faxnummer.pdf.DrawnFacts;
import io.github.faxnummer.pdf.FaxFile;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preflight;
import io.github.faxnummer.pdf.Rendering;
import io.github.faxnummer.pdf.UnreadablePdfException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A document to be faxed, as it was at its inspection. Exactly these bytes are sent, or a file of its drawn pages, or nothing.
 *
 * @param path where its caller finds it again; unique within a delivery
 * @param name its file name
 * @param facts what the preflight found
 * @param sent the file that is sent: the document itself, or a PDF of its drawn pages
 * @param rendering how its pages are drawn
 * @param parts what it was composed of; empty: it is not composed
 * @param recipient the digits of the only number that it goes to; empty: to all of the order
 */
public record Document(
        String path,
        String name,
        PdfFacts facts,
        FaxFile sent,
        Rendering rendering,
        List<DocumentPart> parts,
        String recipient)
        implements Serializable {

    /** Where a PDF's header may stand at the latest, in bytes: common readers look that far. */
    private static final int HEADER_WITHIN = 1024;

    private static final int MAX_NAME_LENGTH = 60;
    private static final int LONGEST_DETAIL = 80;
    private static final int SECONDS_PER_MINUTE = 60;

    /** Findings that mean something else for the drawn pages. */
    private static final Set<Finding.Kind> DRAWN = EnumSet.of(
            Finding.Kind.LARGE_FILE,
            Finding.Kind.FIELD_DIFFERS,
            Finding.Kind.LAYER_DIFFERS,
            Finding.Kind.PAGE_SCALED,
            Finding.Kind.EFFECT_DIFFERS,
            Finding.Kind.FINE_BARS);

    /** Findings that mean something else for a composed document, in which fields and layers are fixed. */
    private static final Set<Finding.Kind> RESOLVED =
            EnumSet.of(Finding.Kind.FIELD_DIFFERS, Finding.Kind.LAYER_DIFFERS);

    /** A document that is sent as it is, and is drawn in halftone by most services. */
    public Document(String path, String name, PdfFacts facts) {
        this(path, name, facts, new FaxFile(facts.sha256(), facts.bytes()), Rendering.HALFTONE, List.of(), "");
    }

    public Document {
        parts = List.copyOf(parts);
    }

    /** Checks a file that is sent as it is. */
    public static Validated<Document> check(Path file, PdfLimits limits) {
        return check(file, limits, SendAs.DOCUMENT, Rendering.AUTO);
    }

    /**
     * Checks that the file exists and can be faxed. Ends within the limits for any content. A file in another format
     * than PDF is found only: it is not {@link #isInspected inspected}, and a PDF has to be composed of it.
     *
     * @param rendering how pages are drawn; {@code AUTO} shows a document that is sent as it is in halftone
     */
    public static Validated<Document> check(Path file, PdfLimits limits, SendAs sendAs, Rendering rendering) {
        return check(file, limits, sendAs, rendering, Converters.NONE);
    }

    /**
     * The same; a file that a program converts is found only, whatever its format.
     *
     * @param converters which files these are
     */
    public static Validated<Document> check(
            Path file, PdfLimits limits, SendAs sendAs, Rendering rendering, Converters converters) {
        return check(file, limits, sendAs, rendering, converters, new FirstPages(), new Canvases());
    }

    /**
     * The same.
     *
     * @param firstPages keeps the first page, if it could be drawn
     * @param canvases what pages are drawn on, for all documents of an order
     */
    public static Validated<Document> check(
            Path file,
            PdfLimits limits,
            SendAs sendAs,
            Rendering rendering,
            Converters converters,
            FirstPages firstPages,
            Canvases canvases) {
        return check(file, converters, (shown, name) -> {
            if (sendAs != SendAs.DOCUMENT) {
                DrawnFacts facts =
                        new Preflight(limits, rendering).checkDrawn(file, it -> firstPages.put(shown, it), canvases);
                if (sendAs.isDrawn(facts)) {
                    return checked(shown, name, facts, limits)
                            .map(it -> it.as(facts.fax().orElseThrow(), rendering));
                }
            }
            Rendering byService = rendering == Rendering.AUTO ? Rendering.HALFTONE : rendering;
            return checked(
                            shown,
                            name,
                            new Preflight(limits, byService).check(file, it -> firstPages.put(shown, it), canvases))
                    .map(it -> it.as(it.sent(), byService));
        });
    }

    /** Checks that the file exists and has a known format, or is converted by a program. What is composed of it has to be checked. */
    public static Validated<Document> find(Path file, Converters converters) {
        return check(file, converters, (shown, name) -> found(file, shown, name));
    }

    private static Validated<Document> found(Path file, String shown, String name) throws IOException {
        return Validated.valid(
                new Document(shown, name, new PdfFacts(Sha256.of(file), Files.size(file), "", List.of(), List.of())));
    }

    private interface Inspection {
        Validated<Document> inspect(String shown, String name) throws IOException;
    }

    private static Validated<Document> check(Path file, Converters converters, Inspection inspection) {
        String shown = file.toString();
        if (Files.isDirectory(file)) {
            return Validated.invalid(FaxParameters.DOCUMENTS.name(), shown, Message.of("input.document.folder"));
        }
        if (!Files.exists(file)) {
            return Validated.invalid(FaxParameters.DOCUMENTS.name(), shown, Message.of("input.document.missing"));
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] start = stream.readNBytes(HEADER_WITHIN);
            if (start.length == 0) {
                return Validated.invalid(FaxParameters.DOCUMENTS.name(), shown, Message.of("input.document.empty"));
            }
            Path path = file.getFileName();
            String name = path == null ? shown : path.toString();
            if (converters.find(name, start).isPresent() || DocumentFormat.of(name, start) != DocumentFormat.PDF) {
                return found(file, shown, name);
            }
            if (!new String(start, StandardCharsets.ISO_8859_1).contains("%PDF-")) {
                return Validated.invalid(
                        FaxParameters.DOCUMENTS.name(),
                        shown,
                        Message.of("input.document.no-pdf", DocumentFormat.allExtensions()));
            }
            return inspection.inspect(shown, name);
        } catch (IOException e) {
            return Validated.invalid(FaxParameters.DOCUMENTS.name(), shown, Message.of("input.document.unreadable"));
        }
    }

    private static Validated<Document> checked(String path, String name, DrawnFacts facts, PdfLimits limits) {
        boolean mayMiss = facts.fax().isPresent() && limits.isMissingContentAllowed();
        if (facts.drawn().isFaxable() && !facts.isComplete() && !mayMiss) {
            Message advice = facts.missing()
                    .map(it -> Message.of("input.document.undrawn", it.page(), detail(it)))
                    .orElse(Message.of("input.document.no-drawing"));
            return Validated.invalid("documents", path, advice);
        }
        return checked(path, name, facts.drawn());
    }

    /** The same for a file that was inspected on another machine. */
    public static Validated<Document> checked(String path, String name, PdfFacts facts) {
        List<Problem> problems = facts.findings().stream()
                .filter(it -> it.kind().isError())
                .map(it -> problem(path, it))
                .toList();
        return problems.isEmpty() ? Validated.valid(new Document(path, name, facts)) : Validated.invalid(problems);
    }

    /** The same document, for which another file is sent, or which is drawn in another way. */
    public Document as(FaxFile file, Rendering how) {
        return new Document(path, name, facts, file, how, parts, recipient);
    }

    /**
     * The same document, which is composed of others.
     *
     * @param findings what concerns these and cannot be found in the composed file
     */
    public Document composedOf(List<DocumentPart> composed, List<Finding> findings) {
        PdfFacts all = new PdfFacts(
                facts.sha256(),
                facts.bytes(),
                facts.version(),
                facts.pages(),
                Stream.concat(findings.stream(), facts.findings().stream()).toList(),
                facts.pageSeconds());
        return new Document(path, name, all, sent, rendering, composed, recipient);
    }

    /** The same document, which goes to this number only. */
    public Document onlyTo(FaxNumber number) {
        return new Document(path, name, facts, sent, rendering, parts, number.digits());
    }

    /** The same document under another name. */
    public Document named(String other) {
        return new Document(path, other, facts, sent, rendering, parts, recipient);
    }

    /** Whether it goes to a recipient of its order. */
    public boolean isFor(FaxNumber number) {
        return recipient.isEmpty() || recipient.equals(number.digits());
    }

    /**
     * What identifies the content of a file of this machine. Of a cover page all counts but its date and language, of
     * stationery all but the date.
     *
     * @throws UnreadablePdfException if the file cannot be read within the limits
     * @throws IOException if the file itself cannot be read
     */
    public ContentFingerprint fingerprint(PdfLimits limits) throws IOException {
        return ContentFingerprint.of(
                Path.of(path), limits, part(DocumentPart.Kind.COVER_PAGE), part(DocumentPart.Kind.STATIONERY));
    }

    private Optional<String> part(DocumentPart.Kind kind) {
        return parts.stream()
                .filter(it -> it.kind() == kind)
                .map(DocumentPart::sha256)
                .findFirst();
    }

    /**
     * The SHA-256 by which a journal knows it: of its file, or of its parts if one with a date is among them.
     */
    public String keySha256() {
        if (parts.stream().noneMatch(DocumentPart::isDated)) {
            return facts.sha256();
        }
        String all = parts.stream()
                .map(it -> it.kind() + " " + it.sha256() + (it.made().isEmpty() ? "" : " " + it.made()))
                .collect(Collectors.joining("\n"));
        return Sha256.of(all);
    }

    /** Whether its pages are known. Others are not sent: a PDF is composed of them first. */
    public boolean isInspected() {
        return !facts.pages().isEmpty();
    }

    /** Whether it was composed of others. */
    public boolean isComposed() {
        return !parts.isEmpty();
    }

    /** Whether its drawn pages are sent in its place. */
    public boolean isDrawn() {
        return !sent.sha256().equals(facts.sha256());
    }

    /** Number of its pages. */
    public int pages() {
        return facts.pages().size();
    }

    /**
     * What becomes illegible when it is faxed, and what to do: a line for each kind of problem, with document and
     * pages.
     */
    public List<Message> warnings() {
        return warnings(it -> !it.kind().isError());
    }

    boolean isMadeOfTheSameAs(Document other) {
        return documentParts().equals(other.documentParts());
    }

    private List<DocumentPart> documentParts() {
        return parts.stream()
                .filter(it -> it.kind() == DocumentPart.Kind.DOCUMENT)
                .toList();
    }

    /** The warnings that pages go without stationery. */
    List<Message> stationeryWarnings() {
        return warnings(Document::isAboutStationery);
    }

    /** The pages that have no space for the stationery, such as {@code 1, 3-7}; empty if each has. */
    public String pagesWithoutStationery() {
        return ranges(facts.findings().stream()
                .filter(Document::isAboutStationery)
                .map(Finding::page)
                .sorted()
                .distinct()
                .toList());
    }

    private static boolean isAboutStationery(Finding finding) {
        return finding.kind() == Finding.Kind.NO_MARGIN || finding.kind() == Finding.Kind.PAGE_TOO_NARROW;
    }

    private List<Message> warnings(Predicate<Finding> wanted) {
        Map<Message, List<Integer>> pages = new LinkedHashMap<>();
        Map<Message, Finding> placed = new HashMap<>();
        for (Finding finding : facts.findings()) {
            if (wanted.test(finding)) {
                Message warning = warning(finding);
                pages.computeIfAbsent(warning, it -> new ArrayList<>()).add(finding.page());
                if (finding.place().isKnown()) {
                    placed.putIfAbsent(warning, finding);
                }
            }
        }
        String shown = Sanitizer.line(name, MAX_NAME_LENGTH);
        List<Message> warnings = new ArrayList<>();
        pages.forEach((warning, where) -> {
            Finding first = placed.get(warning);
            Message text = first == null
                    ? warning
                    : Message.of(
                            "document.place",
                            warning,
                            first.place().left(),
                            first.place().top(),
                            first.page());
            List<Integer> numbers =
                    where.stream().filter(it -> it > 0).sorted().distinct().toList();
            warnings.add(
                    switch (numbers.size()) {
                        case 0 -> Message.of("document.warning", shown, text);
                        case 1 -> Message.of("document.warning.page", shown, numbers.get(0), text);
                        default -> Message.of("document.warning.pages", shown, ranges(numbers), text);
                    });
        });
        return List.copyOf(warnings);
    }

    /** How long each fax of it keeps the line busy, as a line for the console, if its pages could be drawn. */
    public Optional<Message> lineTime() {
        return expectedDuration()
                .map(it -> Message.of("document.line-time", Sanitizer.line(name, MAX_NAME_LENGTH), it));
    }

    /** How long a call with it is expected to take, if its pages could be drawn. */
    public Optional<Message> expectedDuration() {
        return facts.lineSeconds().map(Document::minutes);
    }

    /** A predicted time in whole minutes. */
    public static Message minutes(LineSeconds seconds) {
        long low = Math.max(1, Math.round(seconds.low() / SECONDS_PER_MINUTE));
        long high = (long) Math.ceil(seconds.high() / SECONDS_PER_MINUTE);
        return low >= high ? Message.of("duration.expected", low) : Message.of("duration.expected-range", low, high);
    }

    /** That its predicted time on the line is more than the time for the whole delivery, if it is. */
    Optional<Message> timeoutWarning(Duration timeout) {
        return facts.lineSeconds()
                .filter(it -> it.predicted() > timeout.toSeconds())
                .map(it -> Message.of(
                        "document.timeout", Sanitizer.line(name, MAX_NAME_LENGTH), minutes(it), exact(timeout)));
    }

    private static Message exact(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < SECONDS_PER_MINUTE) {
            return Message.of("duration.seconds", seconds);
        }
        return seconds % SECONDS_PER_MINUTE == 0
                ? Message.of("duration.whole-minutes", seconds / SECONDS_PER_MINUTE)
                : Message.of("duration.minutes", seconds / SECONDS_PER_MINUTE, seconds % SECONDS_PER_MINUTE);
    }

    /** Facts about it, as lines for the console. */
    public List<Message> notes() {
        return Stream.of(composition(), drawing(), lineTime())
                .flatMap(Optional::stream)
                .toList();
    }

    /** That its drawn pages are sent, if they are. */
    Optional<Message> drawing() {
        return isDrawn()
                ? Optional.of(Message.of(
                        "document.drawn",
                        Sanitizer.line(name, MAX_NAME_LENGTH),
                        String.valueOf(Math.max(1, sent.bytes() >> 10))))
                : Optional.empty();
    }

    /** What it was composed of, if it was. */
    Optional<Message> composition() {
        if (!isComposed()) {
            return Optional.empty();
        }
        String shown = Sanitizer.line(name, MAX_NAME_LENGTH);
        String documents = parts.stream()
                .filter(it -> it.kind() == DocumentPart.Kind.DOCUMENT)
                .map(it -> Sanitizer.line(it.name(), MAX_NAME_LENGTH) + " (" + it.pages() + ")")
                .collect(Collectors.joining(", "));
        return Optional.of(
                pages() == 1
                        ? Message.of("document.composed.page", shown, documents)
                        : Message.of("document.composed", shown, pages(), documents));
    }

    private Message warning(Finding finding) {
        if (finding.kind() == Finding.Kind.UNDER_HEADER || finding.kind() == Finding.Kind.LOWER_EDGE) {
            // The text is another one on each page, such as the number of the page: the first stands for all.
            return facts.findings().stream()
                    .filter(it -> it.kind() == finding.kind())
                    .findFirst()
                    .map(Document::text)
                    .orElseThrow();
        }
        return (isDrawn() && DRAWN.contains(finding.kind())) || (isComposed() && RESOLVED.contains(finding.kind()))
                ? Message.of(key(finding.kind()) + ".drawn", detail(finding))
                : text(finding);
    }

    // Its arguments are plain strings: an agent's answer carries no others.
    private static Message advice(Finding finding) {
        return switch (finding.kind()) {
            case DAMAGED_PAGE, MISSING_CONTENT, TOO_MUCH_TIME, TOO_MUCH_MEMORY ->
                finding.page() > 0
                        ? Message.of(key(finding.kind()) + ".page", detail(finding), finding.page())
                        : text(finding);
            default -> text(finding);
        };
    }

    /** What is wrong with a file. */
    public static Problem problem(String path, Finding error) {
        return new Problem(FaxParameters.DOCUMENTS.name(), path, advice(error));
    }

    private static Message text(Finding finding) {
        return Message.of(key(finding.kind()), detail(finding));
    }

    private static String key(Finding.Kind kind) {
        return "pdf." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String detail(Finding finding) {
        String detail = Sanitizer.line(finding.detail(), LONGEST_DETAIL);
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }

    /** Such as {@code 1-3, 7}. */
    private static String ranges(List<Integer> pages) {
        StringJoiner ranges = new StringJoiner(", ");
        for (int i = 0; i < pages.size(); ) {
            int first = pages.get(i);
            int last = first;
            while (++i < pages.size() && pages.get(i) == last + 1) {
                last++;
            }
            ranges.add(first == last ? String.valueOf(first) : first + "-" + last);
        }
        return ranges.toString();
    }
}
