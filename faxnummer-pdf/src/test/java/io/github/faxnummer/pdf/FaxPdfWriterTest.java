package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.Programs;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import io.github.faxnummer.pdf.testing.SamplePdfs.Drawing;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaxPdfWriterTest {

    @TempDir
    private Path folder;

    private final Preview onA4 = new Preview(PdfLimits.DEFAULT, true, Rendering.AUTO);

    /** Pages of every shape, with content up to their edges. */
    private Path shapes() {
        PDPage cropped = new PDPage(PDRectangle.A3);
        cropped.setCropBox(new PDRectangle(100, 200, PDRectangle.A4.getWidth(), PDRectangle.A4.getHeight()));
        PDPage turned = new PDPage(PDRectangle.A4);
        turned.setRotation(90);
        return SamplePdfs.pdf()
                .page(PDRectangle.A4, framed())
                .page(PDRectangle.A5, framed())
                .page(PDRectangle.A3, framed())
                .page(PDRectangle.LETTER, framed())
                .page(PDRectangle.LEGAL, framed())
                .page(SamplePdfs.LANDSCAPE, framed())
                .page(new PDRectangle(595, 200), framed())
                .page(cropped, framed())
                .page(turned, framed())
                .save(folder.resolve("shapes.pdf"));
    }

    private static Drawing framed() {
        return (document, page, content) -> {
            PDRectangle box = page.getCropBox();
            content.addRect(box.getLowerLeftX() + 4, box.getLowerLeftY() + 4, box.getWidth() - 8, box.getHeight() - 8);
            content.stroke();
            SamplePdfs.text(content, 9, box.getLowerLeftX() + 60, box.getLowerLeftY() + 60, "Prüfbericht 4711");
            content.setNonStrokingColor(0.6f);
            content.addRect(box.getLowerLeftX() + 60, box.getLowerLeftY() + 80, 100, 50);
            content.fill();
        };
    }

    private Path fax(Path document) throws IOException {
        Path fax = folder.resolve("fax.pdf");
        try (OutputStream output = Files.newOutputStream(fax)) {
            onA4.writeFax(document, output);
        }
        return fax;
    }

    private static List<BufferedImage> pages(Preview preview, Path file) throws IOException {
        List<BufferedImage> pages = new ArrayList<>();
        preview.draw(file, Integer.MAX_VALUE, it -> pages.add(it.image()));
        return pages;
    }

    /** Returns the number of dots that differ. */
    private static int difference(BufferedImage wanted, BufferedImage drawn, int left) {
        int different = 0;
        for (int y = 0; y < wanted.getHeight(); y++) {
            for (int x = 0; x < wanted.getWidth(); x++) {
                boolean black = x - left >= 0 && x - left < drawn.getWidth() && isBlack(drawn, x - left, y);
                different += isBlack(wanted, x, y) == black ? 0 : 1;
            }
        }
        return different;
    }

    private static boolean isBlack(BufferedImage image, int x, int y) {
        return (image.getRGB(x, y) & 0xFFFFFF) == 0;
    }

    @Test
    void writesOneA4PagePerPage() throws IOException {
        try (PDDocument fax = Loader.loadPDF(fax(shapes()).toFile())) {
            assertThat(fax.getPages()).hasSize(9).allSatisfy(page -> {
                assertThat(page.getMediaBox().getWidth()).isCloseTo(PDRectangle.A4.getWidth(), within(0.6f));
                assertThat(page.getMediaBox().getHeight()).isCloseTo(PDRectangle.A4.getHeight(), within(0.6f));
            });
        }
    }

    @Test
    void isDrawnAsThePreviewOfItsDocument() throws IOException {
        for (Path document : List.of(shapes(), SamplePdfs.sampler().save(folder.resolve("sampler.pdf")))) {
            List<BufferedImage> wanted = pages(onA4, document);
            List<BufferedImage> drawn = pages(new Preview(PdfLimits.DEFAULT), fax(document));

            assertThat(drawn).hasSameSizeAs(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(difference(wanted.get(i), drawn.get(i), 0))
                        .as("%s, page %d", document.getFileName(), i + 1)
                        .isZero();
            }
        }
    }

    @Test
    void ghostscriptDrawsExactlyThePreview() throws Exception {
        for (Path document : List.of(shapes(), SamplePdfs.sampler().save(folder.resolve("sampler.pdf")))) {
            List<BufferedImage> wanted = pages(onA4, document);
            Path tiff = folder.resolve("gs.tiff");
            run(
                    "gs",
                    "-q",
                    "-dBATCH",
                    "-dNOPAUSE",
                    "-dSAFER",
                    "-sDEVICE=tiffg4",
                    "-r204x196",
                    "-sOutputFile=" + tiff,
                    fax(document).toString());
            List<BufferedImage> drawn = tiffPages(tiff);

            assertThat(drawn).hasSameSizeAs(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(drawn.get(i).getWidth()).isEqualTo(FaxPage.WIDTH);
                assertThat(drawn.get(i).getHeight()).isEqualTo(FaxPage.A4_HEIGHT);
                assertThat(difference(wanted.get(i), drawn.get(i), FaxPdfWriter.MARGIN))
                        .as("%s, page %d", document.getFileName(), i + 1)
                        .isZero();
            }
        }
    }

    @Test
    void isHardlyLargerThanTheTiffOfTiffcp() throws Exception {
        Path document = SamplePdfs.report(10).save(folder.resolve("report.pdf"));
        onA4.write(document, folder, "report");
        Path tiff = folder.resolve("libtiff.tiff");
        run("tiffcp", "-c", "g4", folder.resolve("report.tiff").toString(), tiff.toString());

        assertThat(Files.size(fax(document))).isLessThanOrEqualTo(Files.size(tiff) * 11 / 10);
    }

    @Test
    void makesEqualBytesOfEqualPages() throws Exception {
        Path document = shapes();
        byte[] first = Files.readAllBytes(fax(document));
        DrawnFacts facts = new Preflight(PdfLimits.DEFAULT).checkDrawn(document);

        assertThat(Files.readAllBytes(fax(document))).isEqualTo(first);
        assertThat(facts.fax())
                .contains(new FaxFile(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(first)),
                        first.length));
    }

    @Test
    void keepsOnlyFindingsOfWhatIsSent() throws IOException {
        DrawnFacts shapes = new Preflight(PdfLimits.DEFAULT).checkDrawn(shapes());
        DrawnFacts report =
                new Preflight(PdfLimits.DEFAULT).checkDrawn(SamplePdfs.report(1).save(folder.resolve("report.pdf")));

        assertThat(kinds(shapes.document())).contains(Kind.PAGE_SHAPE, Kind.PAGE_SCALED, Kind.GREY);
        assertThat(kinds(shapes.drawn())).contains(Kind.PAGE_SCALED, Kind.GREY).doesNotContain(Kind.PAGE_SHAPE);
        assertThat(shapes.isRendererDependent()).isTrue();
        assertThat(report.document().findings()).isEmpty();
        assertThat(report.isRendererDependent()).isFalse();
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void judgesTheSizeOfWhatIsSent() throws IOException {
        PdfLimits small = new PdfLimits(100, 100_000, Duration.ofMinutes(1), PdfLimits.DEFAULT.memory());
        Path photo = SamplePdfs.a4(
                folder.resolve("photo.pdf"),
                (document, page, content) -> content.drawImage(
                        LosslessFactory.createFromImage(document, SamplePdfs.photo(800, 800, true)), 100, 400, 60, 60));

        DrawnFacts facts = new Preflight(small).checkDrawn(photo);

        assertThat(Files.size(photo)).isGreaterThan(100_000);
        assertThat(kinds(facts.document())).contains(Kind.LARGE_FILE);
        assertThat(kinds(facts.drawn())).doesNotContain(Kind.LARGE_FILE);
        PdfLimits tiny = new PdfLimits(100, 1_000, Duration.ofMinutes(1), PdfLimits.DEFAULT.memory());
        assertThat(new Preflight(tiny).checkDrawn(photo).drawn().findings())
                .filteredOn(it -> it.kind() == Kind.LARGE_FILE)
                .hasSize(1);
    }

    @Test
    void predictsTheLineTimeOfTheDrawnPages() throws IOException {
        DrawnFacts facts =
                new Preflight(PdfLimits.DEFAULT).checkDrawn(SamplePdfs.sampler().save(folder.resolve("sampler.pdf")));

        LineSeconds document = facts.document().lineSeconds().orElseThrow();
        LineSeconds drawn = facts.drawn().lineSeconds().orElseThrow();
        assertThat(drawn.predicted()).isEqualTo(document.predicted());
        assertThat(drawn.high() - drawn.low()).isLessThan((document.high() - document.low()) / 2);
    }

    @Test
    void isNothingIfThePagesCannotBeDrawn() throws IOException {
        DrawnFacts facts = new Preflight(PdfLimits.DEFAULT)
                .checkDrawn(Files.writeString(folder.resolve("damaged.pdf"), "%PDF-1.7\n%%EOF"));

        assertThat(facts.fax()).isEmpty();
        assertThat(facts.isComplete()).isFalse();
        assertThat(facts.drawn().isFaxable()).isFalse();
    }

    private static Stream<Kind> kinds(PdfFacts facts) {
        return facts.findings().stream().map(Finding::kind);
    }

    private static List<BufferedImage> tiffPages(Path tiff) throws IOException {
        List<BufferedImage> pages = new ArrayList<>();
        ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream input = ImageIO.createImageInputStream(tiff.toFile())) {
            reader.setInput(input);
            for (int i = 0; i < reader.getNumImages(true); i++) {
                pages.add(reader.read(i));
            }
        } finally {
            reader.dispose();
        }
        return pages;
    }

    /** Runs a program of this machine; the test is skipped without it. */
    private static void run(String... command) throws Exception {
        String program = Programs.require(command[0]);
        command[0] = program;
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        process.getInputStream().transferTo(output);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", program, output).isZero();
    }
}
