package io.github.faxnummer.jenkins.report;

import hudson.Util;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.EnclosedDocuments;
import io.github.faxnummer.report.PageImageSource;
import io.github.faxnummer.report.PageImageUnavailableException;
import io.github.faxnummer.report.ReportFormat;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reports and pictures of a delivery, in the build's own directory: they go with the build, and need no workspace and
 * no agent to be looked at.
 */
public record BuildReports(Path folder) {

    static final String PREVIEW = "preview";

    private static final String DOCUMENTS = "documents";

    /** What a workspace gets a copy of. */
    static final List<ReportFormat> REPORTS = ReportFormats.named("json", "junit", "markdown", "csv", "pdf");

    public static BuildReports of(DeliveryStore store, String id) {
        return new BuildReports(store.folder().resolve(id));
    }

    /** Keeps the picture of a document's first page. */
    void keepFirstPage(int document, byte[] png) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(firstPage(document)), png);
    }

    /** The documents that the transmission report encloses, once they are {@linkplain #keepDocument kept}. */
    EnclosedDocuments enclosed(Delivery delivery, int megabytes) {
        return EnclosedDocuments.upTo(megabytes, contents(delivery));
    }

    /** What was sent of the documents, by their paths; one that was not {@linkplain #keepDocument kept} has no file. */
    Function<String, DocumentContent> contents(Delivery delivery) {
        return path -> DocumentContent.of(documentFile(documents(delivery).indexOf(path)));
    }

    /** Keeps what is sent of a document for the transmission report and the archive. */
    void keepDocument(int document, DocumentContent content) throws IOException {
        Files.createDirectories(folder.resolve(DOCUMENTS));
        try (InputStream stream = content.open()) {
            Files.copy(stream, documentFile(document), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Writes all reports. */
    void write(DeliveryReport report, int enclosedMegabytes) throws IOException {
        Delivery delivery = report.delivery();
        new ReportFiles(folder)
                .write(report.with(firstPages(delivery)).with(enclosed(delivery, enclosedMegabytes)), REPORTS);
    }

    /** What is known of the signature of the transmission report. */
    Optional<ReportSignature> signature() {
        return hasReports() ? ReportSignature.read(folder) : Optional.empty();
    }

    public boolean hasReports() {
        return Files.exists(pdf());
    }

    /** Whether there is a transmission report, or was one that was to be signed. */
    boolean hadReports() {
        return hasReports() || ReportSignature.read(folder).isPresent();
    }

    /** The transmission report, whether it exists or not. */
    Path pdf() {
        return folder.resolve(ReportFormats.PDF.fileName());
    }

    /** What a page links to of the transmissions of a delivery; the files are listed once. */
    Shown shown(Delivery delivery) {
        return new Shown(this, Set.copyOf(list(folder)), delivery);
    }

    /** Where the files of a delivery's transmissions are on the page of the build's faxes. */
    record Shown(BuildReports reports, Set<String> files, Map<String, Integer> documents) {

        private Shown(BuildReports reports, Set<String> files, Delivery delivery) {
            this(reports, files, positions(delivery.order().documents()));
        }

        private static Map<String, Integer> positions(List<Document> documents) {
            Map<String, Integer> positions = new HashMap<>();
            for (int i = 0; i < documents.size(); i++) {
                positions.putIfAbsent(documents.get(i).path(), i);
            }
            return positions;
        }

        /** The report of a transmission. */
        Optional<String> transmissionReport(int transmission) {
            String name = ReportFormats.PDF.fileName();
            return files.contains(name)
                    ? Optional.of(reports.url(name) + "#page=" + (transmission + 1))
                    : Optional.empty();
        }

        /** The picture of a transmission's first page. */
        Optional<String> firstPage(Transmission transmission) {
            return Optional.ofNullable(documents.get(transmission.document()))
                    .map(BuildReports::firstPage)
                    .filter(files::contains)
                    .map(reports::url);
        }
    }

    /** All files, each where it is on the page of the build's faxes. */
    public List<String> files() {
        return names().map(this::url).toList();
    }

    /** The report file of this name; only existing report files are served. */
    public Optional<Path> file(String name) {
        return names().filter(name::equals).findFirst().map(folder::resolve);
    }

    private Stream<String> names() {
        return Stream.concat(
                list(folder).stream(), list(folder.resolve(PREVIEW)).stream().map(it -> PREVIEW + "/" + it));
    }

    private static List<String> list(Path directory) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS))
                    .map(it -> String.valueOf(it.getFileName()))
                    .filter(it -> !it.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private PageImageSource firstPages(Delivery delivery) {
        return (Document document) -> {
            try {
                return Files.readAllBytes(
                        folder.resolve(firstPage(delivery.order().documents().indexOf(document))));
            } catch (IOException e) {
                throw new PageImageUnavailableException(Message.of("report.picture.failed"));
            }
        };
    }

    private static List<String> documents(Delivery delivery) {
        return delivery.order().documents().stream().map(Document::path).toList();
    }

    private Path documentFile(int document) {
        return folder.resolve(DOCUMENTS).resolve((document + 1) + ".pdf");
    }

    private String url(String name) {
        return Stream.concat(Stream.of("report", String.valueOf(folder.getFileName())), Stream.of(name.split("/", -1)))
                .map(Util::rawEncode)
                .collect(Collectors.joining("/"));
    }

    private static String firstPage(int document) {
        return "first-page-" + (document + 1) + ".png";
    }
}
