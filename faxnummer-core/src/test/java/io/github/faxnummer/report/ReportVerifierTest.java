package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.report.pdf.ReportVerifier;
import io.github.faxnummer.testing.Pdfs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    @MethodSource("io.github.faxnummer.report.PdfReportTest#deliveries")
    void acceptsEveryReportThatProgramWrites(Delivery delivery) throws Exception {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMANY)) {
            DeliveryReport report = ReportTest.report(delivery, locale);
            assertThat(problems(write(report))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"00493023125016, 00493023125017, recipient", "job-0, job-X, jobId", "DONE-OK, DONE-KO, outcome"})
    void findsDataThatDifferFromPages(String printed, String changed, String fact) throws Exception {
        Path file = write(report());
        replaceData(file, it -> it.replace(printed, changed));
        assertThat(problems(file)).anyMatch(it -> it.contains("does not print " + fact));
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
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(report.toFile())) {
            PDEmbeddedFilesNameTreeNode tree =
                    document.getDocumentCatalog().getNames().getEmbeddedFiles();
            Map<String, PDComplexFileSpecification> files = new TreeMap<>(tree.getNames());
            PDComplexFileSpecification file = new PDComplexFileSpecification();
            file.setEmbeddedFile(new PDEmbeddedFile(document, new ByteArrayInputStream(content)));
            files.put(name, file);
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
