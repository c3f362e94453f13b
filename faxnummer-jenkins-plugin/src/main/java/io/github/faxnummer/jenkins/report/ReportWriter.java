package io.github.faxnummer.jenkins.report;

import hudson.AbortException;
import hudson.FilePath;
import hudson.PluginWrapper;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.faxnummer.archive.ReportArchive;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.agent.AgentCall;
import io.github.faxnummer.jenkins.agent.DeleteReports;
import io.github.faxnummer.jenkins.agent.DocumentUpload;
import io.github.faxnummer.jenkins.agent.DrawFirstPage;
import io.github.faxnummer.jenkins.agent.DrawPreview;
import io.github.faxnummer.jenkins.agent.PrepareReportFolder;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryListener;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.delivery.JobCorrelation;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.ReportFormat;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.SigningResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * Creates the reports of a delivery: page images on the agent that has the documents, before anything is sent; reports
 * on the controller, when the delivery ends. Failures are printed and affect no fax.
 */
public record ReportWriter(Run<?, ?> run, TaskListener listener) implements DeliveryListener {

    private static final Logger LOGGER = Logger.getLogger(ReportWriter.class.getName());
    private static final Pattern PICTURE = Pattern.compile("[^/\\\\.][^/\\\\]{0,200}\\.(png|tiff)");
    private static final int MAX_PATH_LENGTH = 300;
    private static final int LARGEST_PICTURE = 16 << 20;

    @Override
    public void started(Run<?, ?> begun) throws IOException {
        UnconfirmedFaxes.get().begin(begun);
        FaxDeliveriesAction.attachTo(begun);
    }

    @Override
    public void finished(DeliveryRecord record, Instant now) {
        if (!record.dryRun()) {
            UnconfirmedFaxes.get().end(run, record);
        }
        report(record, now);
    }

    @Override
    public void corrected(DeliveryRecord record, Instant now) {
        UnconfirmedFaxes.get().check(run);
        Optional.ofNullable(run.getAction(FaxDeliveriesAction.class)).ifPresent(FaxDeliveriesAction::changed);
        report(record, now);
        if (isSigned(record)) {
            DeliveryService.get().signLater(() -> sign(record));
        }
    }

    @Override
    public boolean isSigned(DeliveryRecord record) {
        return isToBeSigned(record)
                || (!record.dryRun()
                        && FaxnummerConfiguration.get().archiveFolder().isPresent());
    }

    private static boolean isToBeSigned(DeliveryRecord record) {
        return !record.dryRun() && FaxnummerConfiguration.get().signature().isEnabled();
    }

    /** Signs reports and, as they are then, archives them. */
    @Override
    public Optional<Message> sign(DeliveryRecord record) {
        Optional<Message> unsigned = addSignatures(record);
        return archive(record).or(() -> unsigned);
    }

    private Optional<Message> archive(DeliveryRecord ended) {
        List<DeliveryRecord> records = records(ended);
        List<DeliveryRecord> reported = reported(ended).stream()
                // A report that another step has not written yet is archived by that step.
                .filter(it -> it.id().equals(ended.id()) || ReportArchiving.isWanted(reports(it.id())))
                .toList();
        List<Message> lost = reported.stream()
                .flatMap(it -> archive(it, newest(it, records)).stream())
                .toList();
        lost.forEach(it -> listener.getLogger().println(it.in(Locale.getDefault())));
        if (!lost.isEmpty() && reported.stream().anyMatch(it -> ReportArchiving.isUnarchived(reports(it.id())))) {
            listener.getLogger().println(Messages.ReportWriter_archiveAgain());
        }
        return lost.stream().findFirst();
    }

    private Optional<Message> archive(DeliveryRecord record, Delivery newest) {
        Optional<Path> archive = FaxnummerConfiguration.get().archiveFolder();
        return archive.isPresent() && ReportArchive.isDue(newest)
                ? ReportArchiving.get()
                        .archive(
                                reports(record.id()),
                                archive.get(),
                                () -> Stream.concat(Stream.of(newest), onDisk(record.id())),
                                it -> listener.getLogger().println(it.in(Locale.getDefault())))
                : Optional.empty();
    }

    /** A late answer to a request that an abort did not wait for may be there and in the report already. */
    private Stream<Delivery> onDisk(String id) {
        List<DeliveryRecord> records = store().all().records();
        return records.stream().filter(it -> it.id().equals(id)).map(it -> newest(it, records));
    }

    /** Archives a report that is not in the archive. */
    void archiveAgain(DeliveryRecord record) {
        archive(record, newest(record, store().all().records()));
    }

    private Optional<Message> addSignatures(DeliveryRecord record) {
        Locale locale = Locale.getDefault();
        Validated<Optional<ReportSigner>> signer =
                FaxnummerConfiguration.get().signature().signer();
        if (signer.value().filter(Optional::isEmpty).isPresent()) {
            // Switched off meanwhile.
            return Optional.empty();
        }
        List<Message> missing = new ArrayList<>();
        for (DeliveryRecord reported : reported(record)) {
            SigningResult result = sign(reported, signer.map(Optional::orElseThrow));
            String shown = shown(reported, record);
            result.lines(shown).forEach(it -> listener.getLogger().println(it.in(locale)));
            result.missing(shown).ifPresent(missing::add);
        }
        missing.forEach(it -> listener.getLogger().println(it.in(locale)));
        return missing.stream().filter(it -> isFailing(record)).findFirst();
    }

    @Override
    public Optional<Message> unsigned(DeliveryRecord record, Message why) {
        if (!isToBeSigned(record)) {
            // The archive gets the report all the same.
            return Optional.empty();
        }
        Message missing = Message.of("signature.missing", shown(record, record), why);
        listener.getLogger().println(missing.in(Locale.getDefault()));
        return Optional.of(missing).filter(it -> isFailing(record));
    }

    /** The step that follows faxes in progress has to begin: it signs the report again. */
    private static boolean isFailing(DeliveryRecord record) {
        return FaxnummerConfiguration.get().isFailOnMissingSignature() && !record.isInProgress();
    }

    /** A report that is not there, or cannot be signed for an unexpected reason, is not signed as configured either. */
    private SigningResult sign(DeliveryRecord reported, Validated<ReportSigner> signer) {
        Message problem;
        try {
            Optional<SigningResult> result = ReportSigning.get().sign(reports(reported.id()), signer);
            if (result.isPresent()) {
                return result.get();
            }
            problem = Message.of("signature.no-report");
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot sign the report of " + reported.id());
            problem = Message.of("signature.failed", e.getClass().getSimpleName());
        }
        return new SigningResult(Optional.empty(), Optional.of(problem), List.of());
    }

    /** The copy of another step's report in the workspace stays as it is. */
    private String shown(DeliveryRecord reported, DeliveryRecord ended) {
        String name = ReportFormats.PDF.fileName();
        return reported.id().equals(ended.id()) && isCopied(reported)
                ? reported.reportDirectory() + "/" + name
                : Messages.ReportWriter_onPage(name);
    }

    @Override
    public boolean isCopied(DeliveryRecord record) {
        return !record.reportDirectory().isEmpty() && !record.dryRun() && !record.aborted();
    }

    /** Deletes an earlier build's reports from the workspace, where they would look like those of this build. */
    public void deleteFromWorkspace(Workspace workspace, String directory) throws IOException, InterruptedException {
        if (directory.isEmpty()) {
            return;
        }
        FilePath folder = workspace.find();
        DeleteReports delete = new DeleteReports(
                directory,
                BuildReports.REPORTS.stream().map(ReportFormat::fileName).toList());
        String left = AgentCall.limited(workspace.node(), () -> folder.act(delete));
        if (!left.isEmpty()) {
            throw new AbortException(Messages.ReportWriter_notDeleted(Sanitizer.line(left, MAX_PATH_LENGTH)));
        }
    }

    /** Makes an invalid configuration a failed test case in the workspace, for the step junit. */
    public void writeInvalidConfiguration(String id, Workspace workspace, String directory, String message, Instant now)
            throws InterruptedException {
        if (directory.isEmpty()) {
            return;
        }
        try {
            BuildReports reports = reports(id);
            new ReportFiles(reports.folder()).writeInvalidConfiguration(message, now);
            String name = ReportFormats.JUNIT.fileName();
            Path file = reports.file(name).orElseThrow();
            FilePath root = workspace.find();
            AgentCall.limited(workspace.node(), () -> {
                if (root.act(new PrepareReportFolder(directory))) {
                    try (InputStream stream = Files.newInputStream(file)) {
                        root.child(directory).child(name).copyFrom(stream);
                    }
                }
                return name;
            });
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "No result of " + id);
            listener.getLogger().println(Messages.ReportWriter_notInWorkspace(directory));
        }
    }

    /**
     * Draws first pages, and all pages if they are wanted, and keeps documents for the transmission report.
     *
     * @param enclosedMegabytes so much of documents is kept at most, unless the archive is to have them all
     */
    public void draw(DeliveryRecord record, PdfLimits limits, int enclosedMegabytes, boolean preview)
            throws InterruptedException {
        List<Document> documents = record.delivery().order().documents();
        BuildReports folder = reports(record.id());
        keepDocuments(record, folder, limits, enclosedMegabytes);
        try {
            FilePath workspace = record.workspace().find();
            for (int i = 0; i < documents.size(); i++) {
                DrawFirstPage draw = new DrawFirstPage(documents.get(i), limits);
                byte[] picture = AgentCall.limited(record.workspace().node(), () -> workspace.act(draw));
                if (picture.length > 0 && picture.length <= LARGEST_PICTURE) {
                    folder.keepFirstPage(i, picture);
                }
            }
            if (preview && prepare(workspace, record)) {
                AgentCall.limited(record.workspace().node(), () -> keepPreview(workspace, record, limits));
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "No pictures for " + record.id());
            listener.getLogger().println(Messages.ReportWriter_noPictures(e.getMessage()));
        }
    }

    /** A document that cannot be had is missing from the report, which says so. */
    private static void keepDocuments(
            DeliveryRecord record, BuildReports folder, PdfLimits limits, int enclosedMegabytes)
            throws InterruptedException {
        List<Document> documents = record.delivery().order().documents();
        try (DocumentUpload upload = new DocumentUpload(folder.folder())) {
            List<Document> kept = FaxnummerConfiguration.get().archiveFolder().isPresent()
                    ? documents
                    : folder.enclosed(record.delivery(), enclosedMegabytes).fitting(documents);
            for (Document document : kept) {
                keepDocument(record, folder, limits, upload, document);
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "No documents for the report of " + record.id());
        }
    }

    private static void keepDocument(
            DeliveryRecord record, BuildReports folder, PdfLimits limits, DocumentUpload upload, Document document)
            throws InterruptedException {
        try {
            upload.fetch(record.workspace(), document, limits);
            folder.keepDocument(
                    record.delivery().order().documents().indexOf(document),
                    upload.content(document.path()).orElseThrow());
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "A document is missing for the report of " + record.id());
        }
    }

    /** Writes the reports of a delivery and, if it followed jobs of others, of those. */
    private void report(DeliveryRecord record, Instant now) {
        if (record.dryRun()) {
            return;
        }
        for (DeliveryRecord it : reported(record)) {
            try {
                write(record, it.id(), now);
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.WARNING, e, () -> "No reports for " + it.id());
                listener.getLogger().println(Messages.ReportWriter_noReports(e.getMessage()));
            }
        }
    }

    /** A delivery and, if it followed jobs of others, those. */
    private List<DeliveryRecord> reported(DeliveryRecord record) {
        List<DeliveryRecord> reported = new ArrayList<>(List.of(record));
        if (record.kind() == DeliveryRecord.Kind.STATUS) {
            List<DeliveryRecord> records = records(record);
            JobCorrelation followed = JobCorrelation.in(records);
            for (DeliveryRecord sent : records) {
                if (sent.kind() == DeliveryRecord.Kind.SEND
                        && !followed.newest(sent.delivery()).equals(sent.delivery())) {
                    reported.add(sent);
                }
            }
        }
        return reported;
    }

    /** All that the build knows. Of the delivery that ends the disk may know less, if it was full. */
    private List<DeliveryRecord> records(DeliveryRecord ended) {
        return store().all().records().stream()
                .map(it -> it.id().equals(ended.id()) ? ended : it)
                .toList();
    }

    /** For other steps of the Pipeline, such as archiveArtifacts and junit. */
    @Override
    public void copyToWorkspace(DeliveryRecord record) throws InterruptedException {
        try {
            FilePath workspace = record.workspace().find();
            if (prepare(workspace, record)) {
                FilePath folder = workspace.child(record.reportDirectory());
                AgentCall.limited(record.workspace().node(), () -> copyTo(folder, reports(record.id())));
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "No copy of the reports of " + record.id());
            listener.getLogger().println(Messages.ReportWriter_notInWorkspace(record.reportDirectory()));
        }
    }

    /** Not remembered: a job that is renamed takes the directories of its builds along. */
    private DeliveryStore store() {
        return DeliveryStore.of(run);
    }

    private BuildReports reports(String id) {
        return BuildReports.of(store(), id);
    }

    /** Writes the reports of a delivery again, with what was entered since. */
    static void rewrite(Run<?, ?> run, DeliveryRecord record, Instant now) throws IOException {
        ReportWriter writer = new ReportWriter(run, TaskListener.NULL);
        writer.write(record, record.id(), now);
        if (writer.isSigned(record)) {
            DeliveryService.get().signLater(() -> writer.sign(record));
        }
    }

    private void write(DeliveryRecord ended, String id, Instant now) throws IOException {
        if (FaxnummerConfiguration.get().archiveFolder().isPresent()) {
            UnarchivedBuilds.get().add(run);
        }
        BuildReports reports = reports(id);
        ReportSigning.get().write(reports, isToBeSigned(ended), () -> content(ended, id, reports, now));
    }

    /** What is known of a delivery now: others of the build may have followed its jobs. */
    private ReportSigning.Content content(DeliveryRecord ended, String id, BuildReports reports, Instant now)
            throws IOException {
        List<DeliveryRecord> records = records(ended);
        DeliveryRecord record = Stream.concat(records.stream(), Stream.of(ended))
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IOException("The record of " + id + " cannot be read"));
        Delivery delivery = newest(record, records);
        return new ReportSigning.Content(
                facts(record, delivery),
                FaxnummerConfiguration.get().archiveFolder().isPresent() && ReportArchive.isDue(delivery),
                () -> reports.write(
                        report(record, delivery, now),
                        FaxnummerConfiguration.get().getMaxEnclosedMegabytes()));
    }

    private static Delivery newest(DeliveryRecord record, List<DeliveryRecord> records) {
        return record.kind() == DeliveryRecord.Kind.SEND
                ? JobCorrelation.in(records).newest(record.delivery())
                : record.delivery();
    }

    private static DeliveryReport report(DeliveryRecord record, Delivery delivery, Instant end) {
        PluginWrapper plugin = Jenkins.get().getPluginManager().whichPlugin(ReportWriter.class);
        return new DeliveryReport(
                delivery,
                plugin == null ? "" : plugin.getVersion(),
                record.started(),
                end,
                new DeliveryText(Locale.getDefault(), ZoneId.systemDefault()));
    }

    /** What the reports of a delivery say, whenever they are made. */
    private static String facts(DeliveryRecord record, Delivery delivery) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        ReportFormats.JSON.write(report(record, delivery, record.started()), json);
        return Sha256.of(json.toByteArray());
    }

    private boolean prepare(FilePath workspace, DeliveryRecord record) throws IOException, InterruptedException {
        PrepareReportFolder prepare = new PrepareReportFolder(record.reportDirectory());
        boolean prepared = AgentCall.limited(record.workspace().node(), () -> workspace.act(prepare));
        if (!prepared) {
            listener.getLogger().println(Messages.ReportWriter_outside(record.reportDirectory()));
        }
        return prepared;
    }

    private static boolean copyTo(FilePath folder, BuildReports reports) throws IOException, InterruptedException {
        for (ReportFormat format : BuildReports.REPORTS) {
            FilePath copy = folder.child(format.fileName());
            Optional<Path> file = reports.file(format.fileName());
            if (file.isPresent()) {
                try (InputStream stream = Files.newInputStream(file.get())) {
                    copy.copyFrom(stream);
                }
            } else {
                // An earlier one must not be taken for the one that could not be written.
                copy.delete();
            }
        }
        return true;
    }

    private boolean keepPreview(FilePath workspace, DeliveryRecord record, PdfLimits limits)
            throws IOException, InterruptedException {
        FilePath drawn = workspace.child(record.reportDirectory()).child(BuildReports.PREVIEW);
        Path kept = reports(record.id()).folder().resolve(BuildReports.PREVIEW);
        Files.createDirectories(kept);
        FaxOrder order = record.delivery().order();
        for (String name : drawn.act(new DrawPreview(order.documents(), limits, order.sender(), Locale.getDefault()))) {
            // An agent is not trusted: names may be paths, and files may be large.
            if (PICTURE.matcher(name).matches() && drawn.child(name).length() <= LARGEST_PICTURE) {
                try (OutputStream file = Files.newOutputStream(kept.resolve(name))) {
                    drawn.child(name).copyTo(file);
                }
            }
        }
        return true;
    }
}
