package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.testing.RawPdf;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build that faxes PDFs only does not pay for other formats. */
class LazyLoadingTest {

    @TempDir
    private Path folder;

    /** What a build does with a PDF, in a JVM of its own. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        new Preflight(PdfLimits.DEFAULT).check(file);
        try (Composer composer = new Composer(PdfLimits.DEFAULT)) {
            composer.add(file);
            composer.save(OutputStream.nullOutputStream());
        }
    }

    @Test
    void loadsNothingOfOtherFormatsForPdfs() throws IOException, InterruptedException {
        Path pdf = Files.write(
                folder.resolve("a.pdf"),
                new RawPdf()
                                .object("<</Type /Catalog /Pages 2 0 R>>")
                                .object("<</Type /Pages /Kids [3 0 R] /Count 1>>")
                                .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R>>")
                                .stream("", "100 100 200 200 re f")
                                .end());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:stdout",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LazyLoadingTest.class.getName(),
                        pdf.toString())
                .redirectErrorStream(true)
                .start();
        String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(loaded).isZero();
        assertThat(loaded).contains("io.github.faxnummer.pdf.Composer ", "org.apache.pdfbox.pdmodel.PDDocument ");
        assertThat(loaded.lines())
                .noneMatch(it -> it.contains("com.openhtmltopdf")
                        || it.contains("org.jsoup")
                        || it.contains("org.commonmark")
                        || it.contains("faxnummer.pdf.HtmlPages")
                        || it.contains("faxnummer.pdf.PicturePages")
                        || it.contains("faxnummer.pdf.TextPages"));
    }
}
