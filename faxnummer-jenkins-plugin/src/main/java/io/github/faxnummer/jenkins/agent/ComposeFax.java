package io.github.faxnummer.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Composition;
import io.github.faxnummer.order.CoverPage;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Recipient;
import io.github.faxnummer.order.SendAs;
import io.github.faxnummer.order.Stationery;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Rendering;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.MasterToSlaveFileCallable;
import org.jspecify.annotations.Nullable;

/** Makes the documents that are sent from those that were found, where the workspace is, and checks them. */
public final class ComposeFax extends MasterToSlaveFileCallable<ArrayList<FoundDocument>> {

    /**
     * The folder within the report directory for what a dry run makes: it has not reserved the directory, from which
     * another step may be sending.
     */
    public static final String DRY_RUN = "dry-run";

    private static final long serialVersionUID = 1;

    private final String folder;
    private final boolean combined;
    private final @Nullable CoverPage cover;
    private final @Nullable Stationery stationery;
    private final LinkedHashMap<String, String> documents = new LinkedHashMap<>();
    private final ArrayList<Recipient> recipients;
    private final PdfLimits limits;
    private final SendAs sendAs;
    private final Rendering rendering;
    private final boolean showHidden;
    private final Converters converters;

    /**
     * @param folder in the workspace, for what is made
     * @param converters programs of this machine, which the administrator allows
     */
    public ComposeFax(
            String folder,
            boolean combined,
            Optional<CoverPage> cover,
            Optional<Stationery> stationery,
            FaxOrder order,
            PdfLimits limits,
            SendAs sendAs,
            Rendering rendering,
            boolean showHidden,
            Converters converters) {
        this.folder = folder;
        this.combined = combined;
        this.cover = cover.orElse(null);
        this.stationery = stationery.orElse(null);
        order.documents().forEach(it -> documents.put(it.path(), it.facts().sha256()));
        recipients = new ArrayList<>(order.recipients());
        this.limits = limits;
        this.sendAs = sendAs;
        this.rendering = rendering;
        this.showHidden = showHidden;
        this.converters = converters;
    }

    @Override
    public ArrayList<FoundDocument> invoke(File workspace, VirtualChannel channel) throws IOException {
        ArrayList<FoundDocument> made = new ArrayList<>();
        if (!new PrepareReportFolder(folder).invoke(workspace, channel)) {
            made.add(FoundDocument.problem(
                    FaxParameters.REPORT_DIRECTORY.name(), folder, "input.document.outside", new ArrayList<>()));
            return made;
        }
        Path root = workspace.toPath().toAbsolutePath();
        CoverPage template = cover;
        if (template != null && !template.template().isEmpty()) {
            Path file = root.resolve(template.template()).normalize();
            if (!FindDocuments.isWithin(root, file)) {
                made.add(FoundDocument.problem(
                        FaxParameters.COVER_PAGE.name(),
                        template.template(),
                        "input.document.outside",
                        new ArrayList<>()));
                return made;
            }
            template = template.by(file.toString());
        }
        Path target = root.resolve(folder).normalize();
        Composition composition = new Composition(
                target,
                combined,
                Optional.ofNullable(template),
                Optional.ofNullable(stationery),
                limits,
                sendAs,
                rendering,
                showHidden,
                converters);
        List<Document> found = new ArrayList<>();
        for (Map.Entry<String, String> expected : documents.entrySet()) {
            // Between the two looks another branch of the build can put another file, or a link, in its place.
            Path file = Path.of(expected.getKey());
            Validated<Document> document = FindDocuments.isWithin(root, file)
                    ? find(file, composition)
                    : Validated.invalid(
                            FaxParameters.DOCUMENTS.name(), expected.getKey(), Message.of("input.document.outside"));
            if (document.value()
                    .filter(it -> !it.facts().sha256().equals(expected.getValue()))
                    .isPresent()) {
                document = Validated.invalid(
                        FaxParameters.DOCUMENTS.name(), expected.getKey(), Message.of("network.document.changed"));
            }
            if (document.value().isEmpty()) {
                made.add(FoundDocument.of(document, limits));
            }
            document.value().ifPresent(found::add);
        }
        if (made.isEmpty()) {
            for (Validated<Document> document : composition.compose(found, recipients)) {
                made.addAll(FoundDocument.all(document, limits));
            }
        }
        return made;
    }

    /** A PDF that is sent as it is has to be known with its pages. */
    private Validated<Document> find(Path file, Composition composition) {
        return composition.isEmpty()
                ? Document.check(file, limits, sendAs, rendering, converters)
                : Document.find(file, converters);
    }
}
