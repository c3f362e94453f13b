package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.testing.Programs;
import io.github.faxnummer.pdf.testing.ReportStyles;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares predicted times on the line with calls between two fax terminals of spandsp, which exchange their audio
 * faster than in reality.
 */
class SpandspCallTest {

    /** In the file: 196 of 1 rows per inch. */
    private static final byte[] FINE = {(byte) FaxPage.VERTICAL_DPI, 0, 0, 0, 1, 0, 0, 0};

    private static final Percentage FIVE = Percentage.withPercentage(5);

    @TempDir
    private Path folder;

    private record Call(double seconds, int pages, boolean complete) {}

    @Test
    void callTakesAsLongAsPredicted() throws Exception {
        Path program = compile();
        int all = 0;
        for (Path pdf : documents()) {
            for (Rendering rendering : List.of(Rendering.AUTO, Rendering.DIFFUSION)) {
                List<FaxPage> pages = new ArrayList<>();
                new Preview(PdfLimits.DEFAULT, true, rendering).draw(pdf, Integer.MAX_VALUE, pages::add);
                DrawnFacts facts = new Preflight(PdfLimits.DEFAULT, rendering).checkDrawn(pdf);
                all += rendering == Rendering.AUTO ? pages.size() : 0;
                for (boolean fine : List.of(true, false)) {
                    List<FaxPage> sent = fine
                            ? pages
                            : pages.stream().map(SpandspCallTest::standard).toList();
                    Path tiff = tiff(sent, fine);
                    int period = fine ? FaxCoding.FINE : FaxCoding.FINE / 2;
                    LineSeconds predicted = LineSeconds.ofCall(sent.stream()
                            .map(it -> FaxCoding.of(it.image(), period))
                            .map(it -> LineSeconds.ofDots(it.group4().length, it.group3Bits()))
                            .toList());
                    double uncorrected = LineSeconds.ofCall(List.of()).predicted()
                            + sent.stream()
                                    .mapToDouble(it -> LineSeconds.uncorrected(
                                            FaxCoding.of(it.image(), period).group3Bits()))
                                    .sum();
                    String what = String.format(
                            Locale.ROOT, "%s, %s, %s", pdf.getFileName(), rendering, fine ? "fine" : "standard");

                    Call corrected = call(program, tiff, true);
                    assertThat(corrected.complete()).as(what).isTrue();
                    assertThat(corrected.pages()).as(what).isEqualTo(sent.size());
                    assertThat(corrected.seconds()).as(what).isCloseTo(predicted.predicted(), FIVE);

                    Call plain = call(program, tiff, false);
                    assertThat(plain.complete()).as(what).isTrue();
                    assertThat(plain.pages()).as(what).isEqualTo(sent.size());
                    assertThat(plain.seconds()).as(what).isCloseTo(uncorrected, FIVE);
                    if (fine) {
                        for (PdfFacts of : List.of(facts.drawn(), facts.document())) {
                            LineSeconds range = of.lineSeconds().orElseThrow();
                            assertThat(List.of(corrected.seconds(), plain.seconds()))
                                    .as(what)
                                    .allSatisfy(it -> assertThat(it).isBetween(range.low(), range.high()));
                        }
                    }
                }
            }
        }
        assertThat(all).as("pages").isGreaterThanOrEqualTo(20);
    }

    @Test
    void takesPreviewAsItIs() throws Exception {
        Path program = compile();
        PreviewFiles files = new Preview(PdfLimits.DEFAULT)
                .write(SamplePdfs.report(2).save(folder.resolve("it.pdf")), folder, "preview");

        Call call = call(program, folder.resolve(files.tiff()), true);

        assertThat(call.pages()).isEqualTo(2);
        assertThat(call.complete()).isTrue();
    }

    private List<Path> documents() {
        List<Path> documents = new ArrayList<>();
        for (int pages : new int[] {1, 2, 10}) {
            documents.add(SamplePdfs.report(pages).save(folder.resolve("text-" + pages + ".pdf")));
        }
        for (ReportStyles style : List.of(
                ReportStyles.GREY_TABLE, ReportStyles.CHART, ReportStyles.GRADIENT_HEADER, ReportStyles.ZEBRA_TABLE)) {
            Path file = folder.resolve(style + ".pdf");
            style.save(file, 2);
            documents.add(file);
        }
        documents.add(SamplePdfs.a4(
                folder.resolve("photo.pdf"),
                (document, page, content) -> content.drawImage(
                        LosslessFactory.createFromImage(document, SamplePdfs.photo(1240, 1754, true)),
                        0,
                        0,
                        PDRectangle.A4.getWidth(),
                        PDRectangle.A4.getHeight())));
        documents.add(SamplePdfs.a4(
                folder.resolve("scan.pdf"),
                (document, page, content) -> content.drawImage(
                        CCITTFactory.createFromImage(document, scan()),
                        0,
                        0,
                        PDRectangle.A4.getWidth(),
                        PDRectangle.A4.getHeight())));
        documents.add(SamplePdfs.a4(folder.resolve("blank.pdf"), (document, page, content) -> {}));
        return documents;
    }

    private BufferedImage scan() throws IOException {
        List<FaxPage> pages = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT).draw(SamplePdfs.sampler().save(folder.resolve("scanned.pdf")), 1, pages::add);
        return pages.get(0).image();
    }

    /** Returns every second row. */
    private static FaxPage standard(FaxPage page) {
        BufferedImage drawn = page.image();
        BufferedImage rows = new BufferedImage(drawn.getWidth(), drawn.getHeight() / 2, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < rows.getHeight(); y++) {
            rows.setData(
                    drawn.getData(new Rectangle(0, 2 * y, drawn.getWidth(), 1)).createTranslatedChild(0, y));
        }
        return new FaxPage(page.number(), rows);
    }

    private Path tiff(List<FaxPage> pages, boolean fine) throws IOException {
        Path file = folder.resolve("sent.tiff");
        try (FaxTiffWriter tiff = FaxTiffWriter.create(file)) {
            for (FaxPage page : pages) {
                tiff.add(page);
            }
        }
        if (!fine) {
            byte[] bytes = Files.readAllBytes(file);
            int found = 0;
            for (int i = 0; i <= bytes.length - FINE.length; i++) {
                if (Arrays.equals(bytes, i, i + FINE.length, FINE, 0, FINE.length)) {
                    bytes[i] = (byte) (FaxPage.VERTICAL_DPI / 2);
                    found++;
                }
            }
            assertThat(found).isEqualTo(pages.size());
            Files.write(file, bytes);
        }
        return file;
    }

    private Path compile() throws Exception {
        Programs.require("gcc");
        Path source = folder.resolve("call.c");
        try (InputStream stream = SpandspCallTest.class.getResourceAsStream("/spandsp/call.c")) {
            Files.write(source, Objects.requireNonNull(stream).readAllBytes());
        }
        Path program = folder.resolve("call");
        Process compiler = new ProcessBuilder(
                        "gcc", "-O2", "-o", program.toString(), source.toString(), "-lspandsp", "-ltiff")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean compiled = compiler.waitFor(1, TimeUnit.MINUTES) && compiler.exitValue() == 0;
        if (!compiled) {
            System.out.println("!!!!!!!! libspandsp-dev is not installed: a test against it was skipped !!!!!!!!");
        }
        Assumptions.assumeTrue(compiled, "libspandsp-dev is not installed");
        return program;
    }

    private Call call(Path program, Path tiff, boolean errorCorrection) throws Exception {
        Process process = new ProcessBuilder(
                        program.toString(),
                        tiff.toString(),
                        folder.resolve("received.tiff").toString(),
                        errorCorrection ? "1" : "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            String[] values = printed.strip().split(" ", -1);
            return new Call(Double.parseDouble(values[0]), Integer.parseInt(values[1]), values[3].equals("1"));
        } finally {
            process.destroyForcibly();
        }
    }
}
