package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.pdf.DrawnFacts;
import io.github.faxnummer.pdf.FaxFile;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preflight;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A PDF to be faxed, as it was at its inspection. Exactly these bytes are sent, or a file of its drawn pages, or nothing.
 *
 * @param path where its caller finds it again; unique within a delivery
 * @param name its file name
 * @param facts what the preflight found
 * @param sent the file that is sent: the document itself, or a PDF of its drawn pages
 */
public record Document(String path, String name, PdfFacts facts, FaxFile sent) implements Serializable {

    /** Where a PDF's header may stand at the latest, in bytes: common readers look that far. */
    private static final int HEADER_WITHIN = 1024;

    private static final int MAX_NAME_LENGTH = 60;
    private static final int LONGEST_DETAIL = 80;

    /** Findings that mean something else for the drawn pages. */
    private static final Set<Finding.Kind> DRAWN =
            EnumSet.of(Finding.Kind.LARGE_FILE, Finding.Kind.FIELD_DIFFERS, Finding.Kind.LAYER_DIFFERS);

    /** A document that is sent as it is. */
    public Document(String path, String name, PdfFacts facts) {
        this(path, name, facts, new FaxFile(facts.sha256(), facts.bytes()));
    }

    /** Checks a file that is sent as it is. */
    public static Validated<Document> check(Path file, PdfLimits limits) {
        return check(file, limits, SendAs.DOCUMENT);
    }

    /** Checks that the file exists and can be faxed. Ends within the limits for any content. */
    public static Validated<Document> check(Path file, PdfLimits limits, SendAs sendAs) {
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
            if (!new String(start, StandardCharsets.ISO_8859_1).contains("%PDF-")) {
                return Validated.invalid(FaxParameters.DOCUMENTS.name(), shown, Message.of("input.document.no-pdf"));
            }
            Path path = file.getFileName();
            String name = path == null ? shown : path.toString();
            return sendAs == SendAs.DOCUMENT
                    ? checked(shown, name, new Preflight(limits).check(file))
                    : checked(shown, name, new Preflight(limits).checkDrawn(file), sendAs);
        } catch (IOException e) {
            return Validated.invalid(FaxParameters.DOCUMENTS.name(), shown, Message.of("input.document.unreadable"));
        }
    }

    private static Validated<Document> checked(String path, String name, DrawnFacts facts, SendAs sendAs) {
        if (!sendAs.isDrawn(facts)) {
            return checked(path, name, facts.document());
        }
        if (facts.drawn().isFaxable() && !facts.isComplete()) {
            Message advice = facts.missing()
                    .map(it -> Message.of("input.document.undrawn", it.page(), detail(it)))
                    .orElse(Message.of("input.document.no-drawing"));
            return Validated.invalid("documents", path, advice);
        }
        return checked(path, name, facts.drawn()).map(it -> it.as(facts.fax().orElseThrow()));
    }

    /** The same for a file that was inspected on another machine. */
    public static Validated<Document> checked(String path, String name, PdfFacts facts) {
        List<Problem> problems = facts.findings().stream()
                .filter(it -> it.kind().isError())
                .map(it -> new Problem(FaxParameters.DOCUMENTS.name(), path, problem(it)))
                .toList();
        return problems.isEmpty() ? Validated.valid(new Document(path, name, facts)) : Validated.invalid(problems);
    }

    /** The same document, for which another file is sent. */
    public Document as(FaxFile file) {
        return new Document(path, name, facts, file);
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
        Map<Message, List<Integer>> pages = new LinkedHashMap<>();
        for (Finding finding : facts.findings()) {
            if (!finding.kind().isError()) {
                pages.computeIfAbsent(warning(finding), it -> new ArrayList<>()).add(finding.page());
            }
        }
        String shown = Sanitizer.line(name, MAX_NAME_LENGTH);
        List<Message> warnings = new ArrayList<>();
        pages.forEach((text, where) -> {
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
        return facts.lineSeconds().map(it -> {
            long low = Math.max(1, Math.round(it.low() / 60));
            long high = (long) Math.ceil(it.high() / 60);
            return low >= high
                    ? Message.of("duration.expected", low)
                    : Message.of("duration.expected-range", low, high);
        });
    }

    /** That its drawn pages are sent, if they are. */
    public Optional<Message> drawing() {
        return isDrawn()
                ? Optional.of(Message.of(
                        "document.drawn",
                        Sanitizer.line(name, MAX_NAME_LENGTH),
                        String.valueOf(Math.max(1, sent.bytes() >> 10))))
                : Optional.empty();
    }

    private Message warning(Finding finding) {
        return isDrawn() && DRAWN.contains(finding.kind())
                ? Message.of(key(finding.kind()) + ".drawn", detail(finding))
                : text(finding);
    }

    // Its arguments are plain strings: an agent's answer carries no others.
    private static Message problem(Finding finding) {
        return switch (finding.kind()) {
            case DAMAGED_PAGE, TOO_MUCH_TIME, TOO_MUCH_MEMORY ->
                finding.page() > 0
                        ? Message.of(key(finding.kind()) + ".page", detail(finding), finding.page())
                        : text(finding);
            default -> text(finding);
        };
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
