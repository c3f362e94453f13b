package io.github.faxnummer.order;

import io.github.faxnummer.converter.Conversion;
import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.pdf.ComposedPart;
import io.github.faxnummer.pdf.Composer;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.PageTextException;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Rendering;
import io.github.faxnummer.pdf.UnreadablePdfException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the documents that are sent from those that were found. What is made is written into a folder and is then
 * checked, previewed, recognized and sent like any other document.
 *
 * @param folder for what is made; created if necessary
 * @param combined whether all documents become one
 * @param cover what a cover page says that each recipient gets; empty: there is none
 * @param stationery the line in the margin of the other pages; empty: there is none
 * @param showHidden whether HTML documents show what they hide
 * @param converters programs that make PDFs of documents
 */
public record Composition(
        Path folder,
        boolean combined,
        Optional<CoverPage> cover,
        Optional<Stationery> stationery,
        PdfLimits limits,
        SendAs sendAs,
        Rendering rendering,
        boolean showHidden,
        Converters converters) {

    private static final String NAME = "fax-composed";
    private static final String SUFFIX = ".pdf";
    private static final String REPORT = "fax-report.";
    private static final String TEST_REPORT = "TEST-fax.xml";
    private static final Pattern MADE = Pattern.compile(NAME + "(-[0-9]+){0,2}\\" + SUFFIX);

    private static final Pattern PICTURE = Pattern.compile("(.+)-[0-9]{3,}(?:-[a-z0-9-]+)?\\.png|(.+)\\.tiff");

    /**
     * Whether patterns must not find a file: the template of the cover page, or a composition, a report or a preview of
     * another step, goal or earlier build, which may be for somebody else. Named in full such a file is a document like
     * any other.
     */
    public static boolean isNoDocument(Path file, Optional<Path> template) {
        String name = String.valueOf(file.getFileName());
        return isComposed(name)
                || name.startsWith(REPORT)
                || name.equals(TEST_REPORT)
                || isPreview(file, name)
                || template.filter(it -> isSame(it, file)).isPresent();
    }

    /** A picture beside those that a preview makes of every first page and of all pages, see {@code Preview}. */
    private static boolean isPreview(Path file, String name) {
        Matcher picture = PICTURE.matcher(name);
        if (!picture.matches()) {
            return false;
        }
        String document = picture.group(1) == null ? picture.group(2) : picture.group(1);
        return Files.exists(file.resolveSibling(document + "-001-standard.png"))
                && Files.exists(file.resolveSibling(document + ".tiff"));
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /** Whether a file of this name is made by a composition. */
    public static boolean isComposed(String name) {
        return MADE.matcher(name).matches();
    }

    /** Deletes what an earlier run made in a folder. */
    public static void deleteEarlier(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, NAME + "*")) {
            for (Path file : files) {
                if (isComposed(String.valueOf(file.getFileName()))) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Whether PDFs are sent as they are. */
    public boolean isEmpty() {
        return !combined && cover.isEmpty() && stationery.isEmpty();
    }

    /**
     * Makes the documents of an order: one for all recipients, or one for each of them if there is a cover page, or
     * stationery that does not say the same to all.
     *
     * @param documents that were found; of those that are composed only their paths and names count
     * @throws IOException if something cannot be written
     */
    public List<Validated<Document>> compose(List<Document> documents, List<Recipient> recipients) throws IOException {
        if (documents.isEmpty()) {
            return List.of();
        }
        try (Conversions conversions = new Conversions()) {
            List<Problem> problems = conversions.add(documents, converters, limits.time());
            return problems.isEmpty()
                    ? compose(documents, recipients, conversions)
                    : List.of(Validated.invalid(problems));
        }
    }

    private List<Validated<Document>> compose(
            List<Document> documents, List<Recipient> recipients, Conversions conversions) throws IOException {
        List<Validated<Document>> made = new ArrayList<>();
        String shown = cover.isPresent() ? shownByTemplate(cover.get()) : "";
        List<List<Document>> faxes =
                combined ? List.of(documents) : documents.stream().map(List::of).toList();
        for (int i = 0; i < faxes.size(); i++) {
            String name = faxes.size() == 1 ? NAME : NAME + "-" + (i + 1);
            if (isEmpty() && faxes.get(i).get(0).isInspected()) {
                made.add(Validated.valid(faxes.get(i).get(0)));
                continue;
            }
            if (isForEach(recipients)) {
                for (Recipient recipient : recipients) {
                    made.add(compose(
                                    name + "-" + recipient.number().digits(),
                                    faxes.get(i),
                                    Optional.of(recipient),
                                    shown,
                                    conversions)
                            .map(it -> it.onlyTo(recipient.number())));
                }
            } else {
                Optional<Recipient> any = recipients.stream().findFirst();
                made.add(compose(name, faxes.get(i), any, shown, conversions));
            }
        }
        return made;
    }

    private boolean isForEach(List<Recipient> recipients) {
        return cover.isPresent()
                || stationery.filter(it -> !it.isSameFor(recipients)).isPresent();
    }

    /** Pictures and style sheets of a template count like its text. Empty if there is none, or no page can be made of it. */
    private String shownByTemplate(CoverPage page) {
        if (page.template().isEmpty()) {
            return "";
        }
        Path file = Path.of(page.template());
        try (Composer composer = new Composer(limits)) {
            Optional<String> blank = page.blank(Files.readString(file)).value();
            return blank.isPresent() ? composer.addCover(blank.get(), file).made() : "";
        } catch (IOException e) {
            // Told when the page of a recipient is made.
            return "";
        }
    }

    private Validated<Document> compose(
            String name, List<Document> documents, Optional<Recipient> recipient, String shown, Conversions conversions)
            throws IOException {
        List<DocumentPart> parts = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        Path file = folder.resolve(name + SUFFIX);
        try (Composer composer = new Composer(limits, showHidden)) {
            List<Problem> problems = add(documents, conversions, composer, parts, findings);
            if (!problems.isEmpty()) {
                return Validated.invalid(problems);
            }
            if (cover.isPresent() && recipient.isPresent()) {
                problems = addCover(cover.get(), recipient.get(), shown, composer, parts, findings);
                if (!problems.isEmpty()) {
                    return Validated.invalid(problems);
                }
            }
            if (stationery.isPresent()) {
                problems = addStationery(stationery.get(), recipient, composer, parts, findings);
                if (!problems.isEmpty()) {
                    return Validated.invalid(problems);
                }
            }
            Files.createDirectories(folder);
            // Never through a link that lies there.
            Files.deleteIfExists(file);
            try (OutputStream output = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                composer.save(output);
            }
        } catch (PageTextException e) {
            return Validated.invalid(
                    FaxParameters.COVER_PAGE.name(),
                    cover.map(CoverPage::template).filter(it -> !it.isEmpty()).orElse("true"),
                    switch (e.reason()) {
                        case TOO_LONG -> Message.of("input.cover.long");
                        case MISSING_CHARACTER -> Message.of("input.cover.character", e.detail());
                    });
        } catch (UnreadablePdfException e) {
            return Validated.invalid(documents.stream()
                    .map(it -> Document.problem(it.path(), e.finding()))
                    .toList());
        }
        return Document.check(file, limits, sendAs, rendering)
                .map(it -> it.composedOf(parts, findings))
                .map(it -> combined ? it : it.named(documents.get(0).name()));
    }

    private static List<Problem> add(
            List<Document> documents,
            Conversions conversions,
            Composer composer,
            List<DocumentPart> parts,
            List<Finding> findings)
            throws IOException {
        List<Problem> problems = new ArrayList<>();
        int page = 1;
        for (Document document : documents) {
            try {
                Path file = Path.of(document.path());
                Optional<Conversion> conversion = conversions.find(document);
                ComposedPart part = conversion.isPresent()
                        ? composer.addConverted(file, conversion.get().pdf())
                        : composer.add(file);
                conversion
                        .flatMap(it -> Conversions.checkPaper(document, it, part))
                        .ifPresent(problems::add);
                conversion
                        .map(Conversion::converter)
                        .filter(it -> !it.isFormatKnown())
                        .ifPresent(it ->
                                findings.add(new Finding(Finding.Kind.FORMAT_NOT_CHECKED, 0, "." + it.extension())));
                parts.add(new DocumentPart(
                        DocumentPart.Kind.DOCUMENT,
                        document.name(),
                        part.sha256(),
                        page,
                        page + part.pages() - 1,
                        part.made()));
                int before = page - 1;
                part.findings().forEach(it -> findings.add(it.after(before)));
                page += part.pages();
            } catch (UnreadablePdfException e) {
                problems.add(Document.problem(document.path(), e.finding()));
            }
        }
        return problems;
    }

    private static List<Problem> addCover(
            CoverPage cover,
            Recipient recipient,
            String shown,
            Composer composer,
            List<DocumentPart> parts,
            List<Finding> findings)
            throws IOException {
        int pages = 1 + parts.get(parts.size() - 1).lastPage();
        String html = "";
        String name = "";
        List<Finding> ofCover = List.of();
        if (cover.template().isEmpty()) {
            composer.addCover(cover.sheet(recipient, pages));
        } else {
            Path file = Path.of(cover.template());
            try {
                html = Files.readString(file);
            } catch (IOException e) {
                return List.of(new Problem(
                        FaxParameters.COVER_PAGE.name(), cover.template(), Message.of("input.cover.missing")));
            }
            Validated<String> filled = cover.filled(html, recipient, pages);
            if (filled.value().isEmpty()) {
                return filled.problems();
            }
            try {
                ofCover = composer.addCover(filled.value().get(), file).findings();
            } catch (UnreadablePdfException e) {
                return List.of(new Problem(
                        FaxParameters.COVER_PAGE.name(),
                        cover.template(),
                        Document.problem(cover.template(), e.finding()).advice()));
            }
            name = String.valueOf(file.getFileName());
        }
        parts.replaceAll(it ->
                new DocumentPart(it.kind(), it.name(), it.sha256(), it.firstPage() + 1, it.lastPage() + 1, it.made()));
        findings.replaceAll(it -> it.after(1));
        findings.addAll(ofCover);
        String sha256 = cover.sha256(recipient, pages, html, shown);
        parts.add(0, new DocumentPart(DocumentPart.Kind.COVER_PAGE, name, sha256, 1, 1));
        return List.of();
    }

    /** The pages that have no space for it are among the findings. */
    private static List<Problem> addStationery(
            Stationery stationery,
            Optional<Recipient> recipient,
            Composer composer,
            List<DocumentPart> parts,
            List<Finding> findings)
            throws IOException {
        int first = parts.get(0).kind() == DocumentPart.Kind.COVER_PAGE ? 1 : 0;
        int pages = parts.get(parts.size() - 1).lastPage();
        try {
            findings.addAll(composer.addHeaders(stationery.headers(recipient, first, pages)));
        } catch (PageTextException e) {
            return List.of(new Problem(
                    FaxParameters.STATIONERY.name(),
                    stationery.line(),
                    switch (e.reason()) {
                        case TOO_LONG -> Message.of("input.stationery.long");
                        case MISSING_CHARACTER -> Message.of("input.stationery.character", e.detail());
                    }));
        }
        parts.add(new DocumentPart(
                DocumentPart.Kind.STATIONERY, "", stationery.sha256(recipient, pages), first + 1, pages));
        return List.of();
    }
}
