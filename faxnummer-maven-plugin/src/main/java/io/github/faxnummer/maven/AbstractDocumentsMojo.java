package io.github.faxnummer.maven;

import static io.github.faxnummer.maven.Strings.orEmpty;

import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Composition;
import io.github.faxnummer.order.ConverterParameters;
import io.github.faxnummer.order.CoverPage;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.FirstPages;
import io.github.faxnummer.order.InspectionParameters;
import io.github.faxnummer.order.PreviewException;
import io.github.faxnummer.order.PreviewFolder;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.SendAs;
import io.github.faxnummer.order.SideBySide;
import io.github.faxnummer.order.Stationery;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.Canvases;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Rendering;
import io.github.faxnummer.report.PageImageSource;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals share that look at documents. */
abstract class AbstractDocumentsMojo extends AbstractFaxMojo {

    /**
     * The files to fax: PDF, HTML, Markdown, plain text, PNG, JPEG or TIFF. Every document goes to every recipient. In a POM file sets of <code>directory</code>,
     * <code>includes</code> (default <code>**&#47;*.pdf</code>) and <code>excludes</code>, or files and Ant patterns as
     * plain text; on the command line a comma-separated list of files and Ant patterns.
     */
    @Parameter(property = "faxnummer.documents")
    private List<DocumentSet> documents = List.of();

    /**
     * Fails the build when no document is found, also if it is only one of several file sets or patterns that finds
     * none.
     */
    @Parameter(property = "faxnummer.failIfNoDocument", defaultValue = "true")
    private boolean failIfNoDocument;

    /** Sender in the header line of the fax (TSI): at most 20 printable ASCII characters. */
    @Parameter(property = "faxnummer.sender")
    private @Nullable String sender;

    /** Number of pages above which a document causes a warning. */
    @Parameter(property = "faxnummer.maxPages", defaultValue = InspectionParameters.PAGES)
    private String maxPages = InspectionParameters.PAGES;

    /** Size in megabytes from which a document causes a warning, because the provider may reject it. */
    @Parameter(property = "faxnummer.maxMegabytes", defaultValue = InspectionParameters.MEGABYTES)
    private String maxMegabytes = InspectionParameters.MEGABYTES;

    /** Time limit for inspecting or rendering one document; a document that exceeds it counts as damaged. */
    @Parameter(property = "faxnummer.preflightTimeout", defaultValue = InspectionParameters.TIMEOUT)
    private String preflightTimeout = InspectionParameters.TIMEOUT;

    /** Limit in megabytes for the decoded contents of a document; a document that exceeds it counts as damaged. */
    @Parameter(property = "faxnummer.preflightMemory", defaultValue = InspectionParameters.MEMORY)
    private String preflightMemory = InspectionParameters.MEMORY;

    /** Makes all documents one fax, in the order in which they are given. What is sent is in the report directory. */
    @Parameter(property = "faxnummer.combine", defaultValue = "false")
    private boolean combine;

    /** Shows on the fax what HTML documents hide, such as closed details. */
    @Parameter(property = "faxnummer.showHidden", defaultValue = "false")
    private boolean showHidden;

    /**
     * A line in the free margin of each page except the cover page, such as company, date, reference and page number, with
     * placeholders in double braces. A vertical bar separates what stands side by side.
     */
    @Parameter(property = "faxnummer.stationery")
    private @Nullable String stationery;

    /**
     * Commands that make a PDF of documents by their extension, such as docx by LibreOffice or html by a browser. They
     * run without a shell. Only in a POM: an element for each extension, with the program and its arguments. Placeholders are
     * <code>{input}</code>, <code>{inputUri}</code>, <code>{output}</code>, <code>{outputFile}</code>,
     * <code>{profile}</code> and <code>{profileUri}</code>.
     */
    @Parameter
    private Map<String, @Nullable String> converters = Map.of();

    /**
     * What the provider gets: <code>document</code>, the document as it is; <code>fax</code>, a PDF of its drawn pages, so that
     * what the preview shows is what arrives; <code>auto</code>, the drawn pages where programs are known to draw the document
     * differently.
     */
    @Parameter(property = "faxnummer.sendAs", defaultValue = SendAs.DEFAULT)
    private String sendAs = SendAs.DEFAULT;

    /**
     * How grey and color become dots in the preview and with <code>sendAs=fax</code>: <code>auto</code>, text and lines and what
     * is behind them in black or white, the rest in halftone (a document that is sent as it is, is shown in halftone entirely,
     * as most services draw it); <code>threshold</code>, black or white only; <code>halftone</code>, every shade as a clustered
     * dot; <code>diffusion</code>, every shade as fine dots, which takes longest on the line.
     */
    @Parameter(property = "faxnummer.rendering", defaultValue = Rendering.DEFAULT)
    private String rendering = Rendering.DEFAULT;

    /**
     * Faxes a document although pictures, text, fields or shapes that cannot be drawn cover more than a tenth of a page, or with
     * <code>sendAs=fax</code> any part of it: what is missing becomes a warning.
     */
    @Parameter(property = "faxnummer.allowMissingContent", defaultValue = "false")
    private boolean allowMissingContent;

    /** Those of documents that are faxed as they are, or as they are drawn. */
    private final FirstPages firstPages = new FirstPages();

    /** As it was written; empty: none. */
    final String sender() {
        return Strings.orEmpty(sender);
    }

    /** The limits if they are valid, else the default ones, which are not used then. */
    final PdfLimits limits(List<Problem> problems) {
        Validated<PdfLimits> limits = new InspectionParameters(
                        checked(FaxParameters.MAX_PAGES, maxPages, problems),
                        checked(FaxParameters.MAX_MEGABYTES, maxMegabytes, problems),
                        preflightTimeout,
                        checked(FaxParameters.PREFLIGHT_MEMORY, preflightMemory, problems))
                .check();
        problems.addAll(limits.problems());
        return limits.map(it -> allowMissingContent ? it.allowingMissingContent() : it)
                .value()
                .orElse(PdfLimits.DEFAULT);
    }

    /**
     * @param composition if it makes something of the documents, that is checked in their place
     */
    final List<Validated<Document>> findDocuments(PdfLimits limits, Composition composition, List<Problem> problems)
            throws MojoExecutionException {
        return findDocuments(limits, composition, file -> {}, problems);
    }

    /** @param inspected hears of each file before it is inspected, on several threads */
    final List<Validated<Document>> findDocuments(
            PdfLimits limits, Composition composition, Consumer<Path> inspected, List<Problem> problems)
            throws MojoExecutionException {
        problems.addAll(FaxParameters.SEND_AS.check(sendAs).problems());
        problems.addAll(FaxParameters.RENDERING.check(rendering).problems());
        problems.addAll(converters().problems());
        if (documents.isEmpty() && failIfNoDocument) {
            problems.add(new Problem(FaxParameters.DOCUMENTS.name(), "", Message.of("input.document.none")));
        }
        Optional<Path> template = composition
                .cover()
                .map(CoverPage::template)
                .filter(it -> !it.isEmpty())
                .map(Path::of);
        Set<Path> files = new LinkedHashSet<>();
        if (documents.stream().anyMatch(it -> it == null || it.hasEmptyEntry())) {
            problems.add(new Problem(FaxParameters.DOCUMENTS.name(), "", Message.of("input.entry.blank")));
            return List.of();
        }
        for (DocumentSet set : documents) {
            List<Path> found;
            try {
                found = set.find(basedir(), template);
            } catch (InvalidPathException e) {
                problems.add(Problem.ofPath(FaxParameters.DOCUMENTS.name(), e.getInput(), e));
                continue;
            }
            if (found.isEmpty() && failIfNoDocument) {
                problems.add(
                        new Problem(FaxParameters.DOCUMENTS.name(), set.toString(), Message.of("input.document.none")));
            }
            found.forEach(file -> files.add(file.normalize()));
        }
        List<Validated<Document>> checked = checked(files, limits, composition, inspected);
        logNotes(checked.stream()
                .filter(it -> it.value().filter(Document::isInspected).isPresent())
                .toList());
        return checked;
    }

    private List<Validated<Document>> checked(
            Set<Path> files, PdfLimits limits, Composition composition, Consumer<Path> inspected)
            throws MojoExecutionException {
        Canvases canvases = new Canvases();
        try {
            return SideBySide.within(limits).all(files, file -> {
                if (!composition.isEmpty()) {
                    return Document.find(file, composition.converters());
                }
                inspected.accept(file);
                return Document.check(
                        file, limits, sendAs(), rendering(), composition.converters(), firstPages, canvases);
            });
        } catch (IOException e) {
            throw new MojoExecutionException(localized("build.interrupted.check"), e);
        }
    }

    /** What a transmission report shows of the documents. */
    final PageImageSource pictures(PdfLimits limits) {
        return PageImageSource.inspected(firstPages, limits);
    }

    private void logNotes(List<Validated<Document>> checked) {
        checked.stream()
                .flatMap(it -> it.value().stream())
                .flatMap(it -> it.notes().stream())
                .forEach(it -> getLog().info(it.in(text().locale())));
    }

    /** Makes the documents that are sent. */
    final List<Validated<Document>> compose(
            Composition composition, List<Document> documents, List<io.github.faxnummer.order.Recipient> recipients)
            throws MojoExecutionException {
        try {
            List<Validated<Document>> made = composition.compose(documents, recipients);
            logNotes(made.stream()
                    .filter(it -> it.value().filter(Document::isComposed).isPresent())
                    .toList());
            return made;
        } catch (IOException e) {
            throw new MojoExecutionException(localized("build.no-reports", composition.folder()), e);
        }
    }

    /** Deletes what an earlier run composed: it must not be found as a document. */
    final void deleteComposed(Path folder) throws MojoExecutionException {
        try {
            Composition.deleteEarlier(folder);
        } catch (IOException e) {
            throw new MojoExecutionException(localized("build.no-reports", folder), e);
        }
    }

    /** The line in the margin of pages, as it is written. */
    final String stationery() {
        return orEmpty(stationery);
    }

    final Composition composition(
            Path folder, Optional<CoverPage> cover, Optional<Stationery> stationery, PdfLimits limits) {
        return new Composition(
                folder,
                combine,
                cover,
                stationery,
                limits,
                sendAs(),
                rendering(),
                showHidden,
                converters().value().orElse(Converters.NONE));
    }

    private Validated<Converters> converters() {
        Map<String, String> commands = new LinkedHashMap<>();
        // Maven gives null for an element without text.
        converters.forEach((extension, command) -> commands.put(extension, command == null ? "" : command));
        return ConverterParameters.check(commands);
    }

    private Rendering rendering() {
        return FaxParameters.RENDERING.check(rendering).value().orElse(Rendering.AUTO);
    }

    private SendAs sendAs() {
        return FaxParameters.SEND_AS.check(sendAs).value().orElse(SendAs.DOCUMENT);
    }

    final void warnOf(List<Message> warnings) {
        warnings.forEach(warning -> getLog().warn(warning.in(text().locale())));
    }

    /** @param headerLine the sender in it; empty: none is shown */
    final void writePreview(Path folder, PdfLimits limits, List<Document> documents, String headerLine)
            throws MojoExecutionException {
        try {
            new PreviewFolder(folder, limits, headerLine).write(documents);
        } catch (PreviewException e) {
            throw new MojoExecutionException(localized("build.no-preview", folder, e.in(text().locale())), e);
        } catch (IOException e) {
            throw new MojoExecutionException(localized("build.no-preview", folder, String.valueOf(e.getMessage())), e);
        }
        getLog().info(localized("build.preview", folder));
    }
}
