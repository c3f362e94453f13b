package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.FaxFile;
import io.github.faxnummer.pdf.Rendering;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.report.pdf.ReportVerifier;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReportVerifierTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource({
        "io.github.faxnummer.report.PdfReportTest#deliveries",
        "io.github.faxnummer.report.FaxReportSchemaTest#deliveries"
    })
    void acceptsEveryReportThatProgramWrites(Delivery delivery) throws Exception {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMANY)) {
            DeliveryReport report = ReportTest.report(delivery, locale);
            assertThat(problems(write(report))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    : "00493023125016        | : "00493023125018        | recipient of the data: 00493023125018
                    : "00493023125016        | : "004930231250          | recipient of the data: 004930231250
                    : "00493023125016        | : "                      | 'recipient of the data: '
                    "jobId" : "job-0"        | "jobId" : "job-X"        | jobId of the data: job-X
                    "jobId" : "job-0"        | "jobId" : "job"          | jobId of the data: job
                    "jobId" : "job-0",       | ''                       | 'jobId of the data: '
                    "outcome" : "DONE-OK"    | "outcome" : "DONE-KO"    | outcome of the data: DONE-KO
                    "outcome" : "TIMED_OUT"  | "outcome" : "SUBMITTED"  | outcome of the data: RUNNING
                    "outcome" : "NOT_SENT"   | "outcome" : "SUBMITTED"  | outcome of the data: SUBMITTED
                    "documentPages" : 3      | "documentPages" : 2      | documentPages of the data: 2
                    "pagesSent" : 2          | "pagesSent" : 3          | pagesSent of the data: 3
                    "pagesSent" : 2,         | ''                       | 'pagesSent of the data: '
                    "sha256" : "             | "sha256" : "0            | sha256 of the data: 0
                    """)
    void findsDataThatDifferFromPages(String printed, String changed, String problem) throws Exception {
        Path file = write(report());
        assertThat(problems(file)).isEmpty();
        replaceData(file, it -> it.replace(printed, changed));
        assertThat(problems(file)).anyMatch(it -> it.contains("does not print " + problem));
    }

    @ParameterizedTest
    @CsvSource({
        "\"success\" : false, \"success\" : true",
        "\"missingPages\" : 1, \"missingPages\" : 0",
        "user busy, engaged",
        "2026-07-01, 2026-07-02"
    })
    void findsChangesOfDataThatPagesDoNotPrintAlike(String written, String changed) throws Exception {
        Path file = write(report());
        replaceData(file, it -> it.replace(written, changed));
        assertThat(problems(file))
                .containsExactly("fax-report.json has another checksum than the pages print: it was changed");
    }

    @Test
    void findsOtherChecksumOfDrawnPages() throws Exception {
        Document drawn = Pdfs.document("a.pdf", 1);
        DeliveryReport report = ReportTest.report(
                Delivery.of(
                        new FaxOrder(
                                List.of(new Document(
                                        drawn.path(),
                                        drawn.name(),
                                        drawn.facts(),
                                        new FaxFile("ab".repeat(32), 1000),
                                        Rendering.HALFTONE,
                                        List.of(),
                                        "")),
                                List.of(new FaxNumber("00493023125016")),
                                "ci@example.org",
                                "",
                                "",
                                ""),
                        FakeClock.START,
                        Duration.ofHours(1),
                        PollingSchedule.DEFAULT),
                Locale.ENGLISH);
        Path file = write(report);
        assertThat(problems(file)).isEmpty();
        replaceData(file, it -> it.replace("\"abab", "\"cdab"));
        assertThat(problems(file)).anyMatch(it -> it.contains("does not print sent.sha256 of the data: cdab"));
        file = write(report);
        replaceData(file, it -> it.replace("\"sent\"", "\"other\""));
        assertThat(problems(file)).anyMatch(it -> it.contains("does not print sent.sha256 of the data: "));
    }

    @Test
    void findsTransmissionsThatWereRemovedFromData() throws Exception {
        Path file = write(report());
        replaceData(file, it -> it.substring(0, it.lastIndexOf("\n  }, {")) + "\n  } ]\n}");
        assertThat(problems(file)).contains("faxes in the data: 7; the pages show another number");
        replaceData(file, it -> it.replaceFirst("(?s)\"transmissions\" : .*", "\"transmissions\" : [ ]\n}"));
        assertThat(problems(file)).contains("faxes in the data: 0; the pages show another number");
    }

    @Test
    void findsOtherDocument() throws Exception {
        DeliveryReport report = report();
        byte[] sent = Pdfs.pages(3);
        Path file = write(report.with(new EnclosedDocuments(it -> Pdfs.content(sent), 1 << 20)));
        assertThat(problems(file)).isEmpty();

        replace(file, "a.pdf", Pdfs.pages(4));

        assertThat(problems(file))
                .singleElement()
                .asString()
                .contains("the enclosed document a.pdf has another checksum");
    }

    @Test
    void findsDocumentThatWasRemoved() throws Exception {
        byte[] sent = Pdfs.pages(3);
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMANY)) {
            DeliveryReport report = ReportTest.report(ReportTest.ofEveryOutcome("a.pdf"), locale);
            Path file = write(report.with(new EnclosedDocuments(it -> Pdfs.content(sent), 1 << 20)));
            assertThat(problems(file)).isEmpty();

            change(file, files -> files.remove("a.pdf"));

            assertThat(problems(file))
                    .hasSize(8)
                    .contains("page 1 says that its document is enclosed, and it is not: it was removed or renamed");
        }
    }

    @Test
    void reportsFileThatIsNoReport() throws Exception {
        Path other = Files.write(folder.resolve("other.pdf"), Pdfs.pages(1));
        assertThat(problems(other)).singleElement().asString().contains("fax-report.json is not embedded");
        Path text = Files.writeString(folder.resolve("text.pdf"), "text");
        assertThat(problems(text)).singleElement().asString().contains("the report cannot be read");
    }

    private static DeliveryReport report() {
        return ReportTest.report(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH);
    }

    private Path write(DeliveryReport report) throws Exception {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        ReportFormats.PDF.write(report, pdf);
        return Files.write(folder.resolve("fax-report.pdf"), pdf.toByteArray());
    }

    private static void replaceData(Path report, UnaryOperator<String> change) throws Exception {
        byte[] data;
        try (PDDocument document = Loader.loadPDF(report.toFile())) {
            data = Objects.requireNonNull(document.getDocumentCatalog()
                            .getNames()
                            .getEmbeddedFiles()
                            .getNames()
                            .get("fax-report.json"))
                    .getEmbeddedFile()
                    .toByteArray();
        }
        String before = new String(data, StandardCharsets.UTF_8);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        replace(report, "fax-report.json", after.getBytes(StandardCharsets.UTF_8));
    }

    private static void replace(Path report, String name, byte[] content) throws Exception {
        change(report, files -> {
            PDComplexFileSpecification file = new PDComplexFileSpecification();
            file.setEmbeddedFile(new PDEmbeddedFile(new PDDocument(), new ByteArrayInputStream(content)));
            files.put(name, file);
        });
    }

    private interface Change {
        void of(Map<String, PDComplexFileSpecification> files) throws IOException;
    }

    private static void change(Path report, Change change) throws Exception {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(report.toFile())) {
            PDEmbeddedFilesNameTreeNode tree =
                    document.getDocumentCatalog().getNames().getEmbeddedFiles();
            Map<String, PDComplexFileSpecification> files = new TreeMap<>(tree.getNames());
            change.of(files);
            tree.setNames(files);
            document.save(changed);
        }
        Files.write(report, changed.toByteArray());
    }

    private static List<String> problems(Path report) {
        return ReportVerifier.verify(report).stream()
                .filter(it -> it.result() == Verification.Result.NOT_MET)
                .map(it -> it.text().in(Locale.ENGLISH))
                .toList();
    }
}
