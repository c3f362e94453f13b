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

/** A build pays only for what its documents need. */
class LazyLoadingTest {

    @TempDir
    private Path folder;

    /** What a build does with a document, in a JVM of its own. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        if (file.toString().endsWith(".pdf")) {
            new Preflight(PdfLimits.DEFAULT).check(file);
        }
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
        String loaded = classesLoadedBy(pdf);

        assertThat(loaded).contains("io.github.faxnummer.pdf.Composer ", "org.apache.pdfbox.pdmodel.PDDocument ");
        assertThat(loaded.lines())
                .noneMatch(it -> it.contains("com.openhtmltopdf")
                        || it.contains("org.jsoup")
                        || it.contains("org.commonmark")
                        || it.contains("faxnummer.pdf.HtmlPages")
                        || it.contains("faxnummer.pdf.PicturePages")
                        || it.contains("faxnummer.pdf.TextPages"));
    }

    /** PDFBox would look at all fonts of this machine, and remember them in a file of the user's home folder. */
    @Test
    void looksForNoFontsOfTheMachineForHtml() throws IOException, InterruptedException {
        Path html = Files.writeString(folder.resolve("a.html"), "<p>12 tests, <b>none</b> failed");

        String loaded = classesLoadedBy(html);

        assertThat(loaded).contains("io.github.faxnummer.pdf.HtmlPages ", "io.github.faxnummer.pdf.PageWords ");
        assertThat(loaded.lines())
                .noneMatch(it -> it.contains("org.apache.pdfbox.pdmodel.font.FontMapper")
                        || it.contains("org.apache.pdfbox.pdmodel.font.FileSystemFontProvider")
                        || it.contains("org.apache.fontbox.ttf.gsub.GsubWorkerForLatin"));
    }

    private static String classesLoadedBy(Path document) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:stdout",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LazyLoadingTest.class.getName(),
                        document.toString())
                .redirectErrorStream(true)
                .start();
        String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(loaded).isZero();
        return loaded;
    }
}
