package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A PDF that is to be faxed, as it was found when it was checked. Only those very bytes are sent.
 *
 * @param path where its caller finds it again; unique within a delivery
 * @param name its file name
 * @param facts what the preflight found
 */
public record Document(String path, String name, PdfFacts facts) implements Serializable {

    /** Where a PDF's header may stand at the latest, in bytes: common readers look that far. */
    private static final int HEADER_WITHIN = 1024;

    private static final int MAX_NAME_LENGTH = 60;
    private static final int LONGEST_DETAIL = 80;

    /** Checks that the file is there and can be faxed. Whatever it holds, this ends within the limits. */
    public static Validated<Document> check(Path file, PdfLimits limits) {
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
            Path name = file.getFileName();
            return checked(shown, name == null ? shown : name.toString(), new Preflight(limits).check(file));
        } catch (IOException e) {
            return Validated.invalid(FaxParameters.DOCUMENTS.name(), shown, Message.of("input.document.unreadable"));
        }
    }

    /** The same for a file on another machine, which was looked at there. */
    public static Validated<Document> checked(String path, String name, PdfFacts facts) {
        List<Problem> problems = facts.findings().stream()
                .filter(it -> it.kind().isError())
                .map(it -> new Problem(FaxParameters.DOCUMENTS.name(), path, problem(it)))
                .toList();
        return problems.isEmpty() ? Validated.valid(new Document(path, name, facts)) : Validated.invalid(problems);
    }

    /** Number of its pages. */
    public int pages() {
        return facts.pages().size();
    }

    /** What will suffer when it is faxed, and what to do: a line for each kind of trouble, with document and pages. */
    public List<Message> warnings() {
        Map<Message, List<Integer>> pages = new LinkedHashMap<>();
        for (Finding finding : facts.findings()) {
            if (!finding.kind().isError()) {
                pages.computeIfAbsent(text(finding), it -> new ArrayList<>()).add(finding.page());
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

    /** How long each fax of it keeps the line busy, if its pages could be drawn. */
    public Optional<Message> lineTime() {
        return facts.lineSeconds()
                .map(it -> Message.of(
                        "document.line-time",
                        Sanitizer.line(name, MAX_NAME_LENGTH),
                        String.valueOf(Math.max(1, Math.round(it.low() / 60))),
                        String.valueOf((long) Math.ceil(it.high() / 60))));
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
