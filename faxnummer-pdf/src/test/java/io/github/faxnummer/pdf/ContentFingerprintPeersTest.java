package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import com.lowagie.text.DocumentException;
import com.lowagie.text.Font;
import com.lowagie.text.Paragraph;
import com.lowagie.text.pdf.BaseFont;
import com.lowagie.text.pdf.PdfWriter;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import io.github.faxnummer.pdf.testing.FeaturePdf;
import io.github.faxnummer.pdf.testing.Programs;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The fingerprint of files that real programs make twice or rewrite. {@code -Dfingerprint.corpus=FOLDER} lets
 * {@code src/test/generators/generate} make the reports of more than 30 generators there, unless it has done so, and
 * writes the table of {@code docs/fingerprint.md}.
 */
class ContentFingerprintPeersTest {

    private static final Path GENERATE = Path.of("src", "test", "generators", "generate");
    private static final Path PAGE = Path.of("..", "docs", "fingerprint.md");
    private static final String BEGIN = "<!-- written by ContentFingerprintPeersTest -->\n";
    private static final String END = "<!-- until here -->";

    /** Prints the time into its header. */
    private static final List<String> SHOW_TIME = List.of("chromium_with_header");

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    @TempDir
    private Path folder;

    private static String fingerprint(Path file) throws IOException {
        return ContentFingerprint.of(file, PdfLimits.DEFAULT).value();
    }

    // Programs that rewrite files

    @ParameterizedTest
    @CsvSource({
        "qpdf, IN OUT",
        "qpdf, --qdf --object-streams=disable IN OUT",
        "qpdf, --linearize --object-streams=generate --force-version=2.0 IN OUT",
        "qpdf, --coalesce-contents --externalize-inline-images --ii-min-bytes=0 IN OUT",
        "qpdf, --recompress-flate --compression-level=9 --encrypt '' owner 256 -- IN OUT",
        "pdftk, IN output OUT",
        "pdftk, IN output OUT uncompress",
        "pdftk, IN cat output OUT",
        "mutool, clean IN OUT",
        "mutool, clean -ggggdiz -a IN OUT",
    })
    void survivesRewriting(String program, String arguments) throws Exception {
        String path = Programs.require(program);
        for (Path file : files()) {
            // Loses the fonts of fields.
            if (arguments.contains("cat ") && file.endsWith("features.pdf")) {
                continue;
            }
            Path rewritten = folder.resolve("rewritten.pdf");
            List<String> command = new ArrayList<>(List.of(path));
            for (String argument : arguments.split(" ", -1)) {
                command.add(
                        argument.equals("''")
                                ? ""
                                : argument.replace("IN", file.toString()).replace("OUT", rewritten.toString()));
            }
            Files.deleteIfExists(rewritten);
            run(command);

            assertThat(rewritten).as("%s of %s", command, file).exists();
            assertThat(Files.mismatch(file, rewritten)).isNotEqualTo(-1);
            assertThat(fingerprint(rewritten)).as("%s of %s", command, file).isEqualTo(fingerprint(file));
        }
    }

    /** Returns a PDF of each kind that the tests have, and the corpus if there is one. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        files.add(Files.write(folder.resolve("features.pdf"), FeaturePdf.bytes()));
        files.add(SamplePdfs.sampler().save(folder.resolve("sampler.pdf")));
        files.add(SamplePdfs.report(2).save(folder.resolve("report.pdf")));
        Optional<Path> corpus = corpus();
        if (corpus.isPresent() && Files.exists(corpus.get())) {
            try (Stream<Path> made = Files.walk(corpus.get(), 2)) {
                made.filter(it -> it.endsWith("1.pdf")).forEach(files::add);
            }
        }
        return files;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    // Generators in Java, in each build

    private interface Generator {
        void write(ByteArrayOutputStream out) throws IOException, DocumentException;
    }

    @Test
    void isTheSameForBothRunsOfPdfBox() throws Exception {
        isTheSameForBothRuns(out -> {
            try (PDDocument document = new PDDocument();
                    InputStream font = new java.io.ByteArrayInputStream(font())) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(PDType0Font.load(document, font), 18);
                    content.showText("Compliance report");
                    content.endText();
                }
                document.save(out);
            }
        });
    }

    @Test
    void isTheSameForBothRunsOfOpenPdf() throws Exception {
        isTheSameForBothRuns(out -> {
            BaseFont font =
                    BaseFont.createFont("sans.ttf", BaseFont.IDENTITY_H, BaseFont.EMBEDDED, false, font(), null);
            com.lowagie.text.Document document = new com.lowagie.text.Document();
            PdfWriter.getInstance(document, out);
            document.open();
            document.add(new Paragraph("Compliance report", new Font(font, 18)));
            document.close();
        });
    }

    @Test
    void isTheSameForBothRunsOfOpenHtmlToPdf() throws Exception {
        Path font = Files.write(folder.resolve("sans.ttf"), font());
        isTheSameForBothRuns(out -> new PdfRendererBuilder()
                .useFont(font.toFile(), "Sans")
                .withHtmlContent(
                        "<html><head><title>x</title></head><body style='font-family: Sans'><h1>Report</h1>"
                                + "<table><tr><td style='border: 1px solid #888'>checked</td></tr></table></body></html>",
                        null)
                .toStream(out)
                .run());
    }

    private static byte[] font() throws IOException {
        try (InputStream font = PDType0Font.class.getResourceAsStream(FONT)) {
            assertThat(font).isNotNull();
            return font.readAllBytes();
        }
    }

    private void isTheSameForBothRuns(Generator generator) throws Exception {
        List<Path> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            generator.write(out);
            runs.add(Files.write(folder.resolve(i + ".pdf"), out.toByteArray()));
        }

        assertThat(Files.mismatch(runs.get(0), runs.get(1))).isNotEqualTo(-1);
        assertThat(fingerprint(runs.get(0))).isEqualTo(fingerprint(runs.get(1)));
    }

    // The corpus

    private static Optional<Path> corpus() {
        return Optional.ofNullable(System.getProperty("fingerprint.corpus")).map(Path::of);
    }

    @Test
    void isTheSameForBothRunsOfEachGenerator() throws Exception {
        if (corpus().isEmpty()) {
            System.out.println("The fingerprint was not tried with more generators: -Dfingerprint.corpus=FOLDER does.");
        }
        Assumptions.assumeTrue(corpus().isPresent(), "no -Dfingerprint.corpus");
        Path corpus = corpus().orElseThrow();
        Path versions = corpus.resolve("versions.tsv");
        if (Files.notExists(versions)) {
            Process process = new ProcessBuilder(GENERATE.toString(), corpus.toString())
                    .inheritIO()
                    .start();
            assertThat(process.waitFor()).isZero();
        }
        StringBuilder table =
                new StringBuilder("| generator | version | same bytes | same fingerprint |\n|---|---|---|---|\n");
        int generators = 0;
        List<String> different = new ArrayList<>();
        for (String line : Files.readAllLines(versions, StandardCharsets.UTF_8)) {
            String name = line.split("\t", 2)[0];
            Path first = corpus.resolve(name).resolve("1.pdf");
            Path second = corpus.resolve(name).resolve("2.pdf");
            if (Files.notExists(first) || Files.notExists(second)) {
                continue;
            }
            generators++;
            boolean same = fingerprint(first).equals(fingerprint(second));
            if (!same && !SHOW_TIME.contains(name)) {
                different.add(name);
            }
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s |%n",
                    name.replace('_', ' '),
                    line.split("\t", 2)[1],
                    Files.mismatch(first, second) == -1 ? "yes" : "no",
                    same ? "yes" : "**no**"));
        }
        System.out.println(table);
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(page.indexOf(END)));

        assertThat(different).isEmpty();
        assertThat(generators).isGreaterThanOrEqualTo(20);
    }
}
