package io.github.faxnummer.maven;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.InspectionParameters;
import io.github.faxnummer.order.PreviewFolder;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.PdfLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals share that look at documents. */
abstract class AbstractDocumentsMojo extends AbstractFaxMojo {

    /**
     * The PDFs to fax. Every document goes to every recipient. In a POM file sets of <code>directory</code>,
     * <code>includes</code> (default <code>**&#47;*.pdf</code>) and <code>excludes</code>, or files and Ant patterns as
     * plain text; on the command line a comma-separated list of files and Ant patterns.
     */
    @Parameter(property = "faxnummer.documents")
    private List<DocumentSet> documents = List.of();

    /** Fails the build when no document is found, also if it is only one of several file sets or patterns that finds none. */
    @Parameter(property = "faxnummer.failIfNoDocument", defaultValue = "true")
    private boolean failIfNoDocument;

    /** Number of pages above which a document causes a warning. */
    @Parameter(property = "faxnummer.maxPages", defaultValue = InspectionParameters.PAGES)
    private int maxPages;

    /** Size in megabytes from which a document causes a warning, because the provider may reject it. */
    @Parameter(property = "faxnummer.maxMegabytes", defaultValue = InspectionParameters.MEGABYTES)
    private int maxMegabytes;

    /** Time limit for inspecting or rendering one document; a document that exceeds it counts as damaged. */
    @Parameter(property = "faxnummer.preflightTimeout", defaultValue = InspectionParameters.TIMEOUT)
    private String preflightTimeout = InspectionParameters.TIMEOUT;

    /** Limit in megabytes for the decoded contents of a document; a document that exceeds it counts as damaged. */
    @Parameter(property = "faxnummer.preflightMemory", defaultValue = InspectionParameters.MEMORY)
    private int preflightMemory;

    /** The limits if they make sense, else the default ones, which nobody gets to use. */
    final PdfLimits limits(List<Problem> problems) {
        Validated<PdfLimits> limits =
                new InspectionParameters(maxPages, maxMegabytes, preflightTimeout, preflightMemory).check();
        problems.addAll(limits.problems());
        return limits.value().orElse(PdfLimits.DEFAULT);
    }

    final List<Validated<Document>> findDocuments(PdfLimits limits, List<Problem> problems) {
        if (documents.isEmpty() && failIfNoDocument) {
            problems.add(new Problem(FaxParameters.DOCUMENTS.name(), "", Message.of("input.document.none")));
        }
        Set<Path> files = new LinkedHashSet<>();
        if (documents.stream().anyMatch(it -> it == null || it.hasEmptyEntry())) {
            problems.add(new Problem(FaxParameters.DOCUMENTS.name(), "", Message.of("input.entry.blank")));
            return List.of();
        }
        for (DocumentSet set : documents) {
            List<Path> found = set.find(basedir());
            if (found.isEmpty() && failIfNoDocument) {
                problems.add(
                        new Problem(FaxParameters.DOCUMENTS.name(), set.toString(), Message.of("input.document.none")));
            }
            found.forEach(file -> files.add(file.normalize()));
        }
        List<Validated<Document>> checked =
                files.stream().map(file -> Document.check(file, limits)).toList();
        checked.stream()
                .flatMap(it -> it.value().stream())
                .flatMap(it -> it.lineTime().stream())
                .forEach(it -> getLog().info(it.in(text().locale())));
        return checked;
    }

    final void warnOf(List<Message> warnings) {
        warnings.forEach(warning -> getLog().warn(warning.in(text().locale())));
    }

    final void writePreview(Path folder, PdfLimits limits, List<Document> documents) throws MojoExecutionException {
        try {
            new PreviewFolder(folder, limits).write(documents);
        } catch (IOException e) {
            throw new MojoExecutionException(localized("build.no-preview", folder, String.valueOf(e.getMessage())), e);
        }
        getLog().info(localized("build.preview", folder));
    }
}
