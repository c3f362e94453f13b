package io.github.faxnummer.maven;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.testing.PhpProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The goals against the provider's API in a real PHP. */
final class RealPhpIT extends MavenTestBase {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notice two-warnings",
                "glue br two-warnings",
                "warning json",
                "text-before xml text-behind",
                "text-before url-encoded text-behind"
            })
    void followsFaxInSpiteOfTextAroundItsResponse(String mode) {
        try (PhpProvider php = PhpProvider.start(sandbox.login(), PASSWORD)) {
            php.mode(mode);
            pdf(noProject().resolve("report.pdf"));

            String console = send(php, "report.pdf").succeeded();

            assertThat(php.submissions()).hasSize(1);
            assertThat(console).contains("DONE-OK", php.jobs().get(0));
        }
    }

    @ParameterizedTest
    @CsvSource({"3, false, valid PDF", "9, false, account", "3, true, HTTP 413"})
    void saysThatDocumentIsTooLargeAndSendsTheOther(int mebibytes, boolean nginx, String reason) throws IOException {
        try (PhpProvider php = PhpProvider.start(sandbox.login(), PASSWORD)) {
            pdf(noProject().resolve("report.pdf"));
            largePdf(noProject().resolve("large.pdf"), mebibytes);

            String console = send(nginx ? php.behindNginx() : php, "report.pdf,large.pdf")
                    .failed();

            assertThat(php.jobs()).hasSize(1);
            assertThat(console)
                    .contains(
                            "Delivery not confirmed (1 of 2)",
                            "DONE-OK",
                            php.jobs().get(0),
                            reason)
                    .containsPattern("large\\.pdf -> \\S+: REJECTED.*[ (]" + mebibytes + "\\.\\d MB")
                    .containsPattern("REJECTED.*too large");
        }
    }

    @Test
    void showsNoPartOfPasswordFromTrace() throws IOException {
        try (PhpProvider php = PhpProvider.start(sandbox.login(), PASSWORD)) {
            php.mode("accepted-trace");
            pdf(noProject().resolve("report.pdf"));

            String console = send(php, "report.pdf").failed();

            assertThat(php.jobs()).hasSize(1);
            assertThat(console).contains("UNKNOWN");
            List<String> parts = List.of("Geh&", "Geh&amp;", "Geh&amp;amp;", "Geh\\u0026", "Geh%26");
            assertThat(console).doesNotContain(parts);
            try (Stream<Path> files = Files.walk(noProject().resolve("target"))) {
                List<Path> reports = files.filter(Files::isRegularFile).toList();
                assertThat(reports.stream().map(it -> it.getFileName().toString()))
                        .contains("fax-report.json", "fax-report.md", "fax-report.pdf", "TEST-fax.xml");
                for (Path report : reports) {
                    assertThat(text(report, Files.readAllBytes(report)))
                            .as("%s", report)
                            .doesNotContain(parts);
                }
            }
        }
    }

    private Build send(PhpProvider php, String documents) {
        return Maven.in(noProject())
                .goal("send")
                .server("faxnummer", php.login(), php.password())
                .with("endpoint", php.endpoint())
                .with("pollInterval", "2s")
                .with("documents", documents)
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com")
                .run();
    }

    private static String text(Path file, byte[] bytes) throws IOException {
        return file.toString().endsWith(".pdf")
                ? pdfText(bytes) + new String(bytes, ISO_8859_1)
                : new String(bytes, UTF_8);
    }

    private static void largePdf(Path file, int mebibytes) throws IOException {
        byte[] noise = new byte[mebibytes << 20];
        new Random(1).nextBytes(noise);
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.getDocumentCatalog().setMetadata(new PDMetadata(document, new ByteArrayInputStream(noise)));
            document.save(file.toFile());
        }
    }
}
