package io.github.faxnummer.maven;

import io.github.faxnummer.order.Composition;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.OrderParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Stationery;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.PdfLimits;
import java.io.File;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Draws documents about as the recipient's machine will print them, a PNG for each page and a TIFF of all, and says what will
 * suffer. Needs no account and sends nothing.
 */
@Mojo(name = "preview", requiresProject = false, threadSafe = true)
public final class PreviewMojo extends AbstractDocumentsMojo {

    /**
     * Where the pictures are written. By default <code>${project.build.directory}/fax-preview</code>, without a project
     * <code>target/fax-preview</code>.
     */
    @Parameter(property = "faxnummer.previewDirectory")
    private @Nullable File previewDirectory;

    @Override
    void run() throws MojoExecutionException {
        List<Problem> problems = new ArrayList<>();
        PdfLimits limits = limits(problems);
        Validated<String> sender = OrderParameters.checkSender(sender());
        problems.addAll(sender.problems());
        Path folder =
                previewDirectory == null ? buildDirectory("fax-preview") : path("previewDirectory", previewDirectory);
        deleteComposed(folder);
        // Whom a fax is for, its cover page says: there is none without recipients.
        Validated<Optional<String>> written = FaxParameters.STATIONERY.check(stationery());
        Optional<Stationery> line = written.value()
                .flatMap(it -> it)
                .map(it -> Stationery.unaddressed(it, LocalDate.ofInstant(now(), text().zone()), text().locale()));
        Composition composition = composition(folder, Optional.empty(), line, limits);
        List<Validated<Document>> found = problems.isEmpty() ? findDocuments(limits, composition, problems) : List.of();
        problems.addAll(written.problems());
        found.forEach(it -> problems.addAll(it.problems()));
        if (problems.isEmpty()) {
            found = compose(
                    composition,
                    found.stream().flatMap(it -> it.value().stream()).toList(),
                    List.of());
            found.forEach(it -> problems.addAll(it.problems()));
        }
        // With a problem nothing was composed; the PDFs that are sent as they are can be shown.
        List<Document> documents = found.stream()
                .flatMap(it -> it.value().stream())
                .filter(Document::isInspected)
                .toList();
        if (!documents.isEmpty()) {
            warnOf(documents.stream().flatMap(it -> it.warnings().stream()).toList());
            writePreview(folder, limits, documents, sender.value().orElse(""));
        }
        if (!problems.isEmpty()) {
            throw invalid(problems);
        }
        if (found.isEmpty()) {
            getLog().warn(localized("build.nothing-to-send"));
        }
    }
}
