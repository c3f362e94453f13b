package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares first pages with those of stock PDFBox, poppler and Ghostscript, block by block.
 *
 * <p>{@code -Ddrawing.corpus=<folder>} compares all PDFs of a folder, and writes the table beside them. Without it, the
 * samples of this project are compared.
 */
class DrawingComparisonTest {

    /** Blocks of a page in each direction. */
    private static final int BLOCKS = 24;

    /** Ink that a block has to have to count as content, and the most that an empty one has. */
    private static final double CONTENT = 0.03;

    private static final double EMPTY = 0.004;

    /** Blocks with content that may be empty: renderers differ by a fraction of a block. */
    private static final int TOLERANCE = 3;

    private static final PdfLimits LIMITS =
            new PdfLimits(100, 2 << 20, Duration.ofSeconds(30), PdfLimits.DEFAULT.memory());

    /** Findings that announce that content differs or is missing. */
    private static final List<Kind> TOLD = List.of(
            Kind.PICTURE_NOT_DRAWN,
            Kind.PART_NOT_DRAWN,
            Kind.FIELD_DIFFERS,
            Kind.FIELD_NOT_PRINTED,
            Kind.LAYER_DIFFERS,
            Kind.PAGE_SCALED,
            Kind.FONT_NOT_EMBEDDED,
            Kind.GREY,
            Kind.COLOUR);

    @TempDir
    private Path folder;

    private enum Other {
        PDFBOX,
        POPPLER,
        GHOSTSCRIPT
    }

    @Test
    void losesNothingWithoutWarning() throws Exception {
        String corpus = System.getProperty("drawing.corpus", "");
        if (corpus.isEmpty()) {
            assertThat(compare(SamplePdfs.sampler().save(folder.resolve("sampler.pdf"))))
                    .isEqualTo("alike");
            assertThat(compare(SamplePdfs.report(1).save(folder.resolve("report.pdf"))))
                    .isEqualTo("alike");
            return;
        }
        TreeMap<String, Integer> totals = new TreeMap<>();
        List<String> table = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(corpus))) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".pdf")).sorted().toList()) {
                String result = compare(file);
                totals.merge(result.replaceAll("[:(].*", "").strip(), 1, Integer::sum);
                table.add(file.getFileName() + "\t" + result);
            }
        }
        table.add(totals.toString());
        Files.write(Path.of(corpus, "comparison.tsv"), table);
        assertThat(totals.keySet()).doesNotContain("faxable, but not drawn");
    }

    private String compare(Path file) throws Exception {
        PdfFacts facts = new Preflight(LIMITS).check(file);
        List<FaxPage> pages = new ArrayList<>();
        try {
            new Preview(LIMITS).draw(file, 1, pages::add);
        } catch (UnreadablePdfException e) {
            return facts.isFaxable() ? "faxable, but not drawn: " + e.getMessage() : "refused " + othersDraw(file, e);
        }
        if (pages.isEmpty()) {
            return "no page";
        }
        List<String> lost = new ArrayList<>();
        for (Other other : Other.values()) {
            Optional<BufferedImage> image = draw(other, file, facts.pages().get(0));
            int missing = image.isPresent() ? missing(pages.get(0).image(), image.get()) : 0;
            if (missing > TOLERANCE) {
                lost.add(other + " has " + missing + " blocks more");
            }
        }
        if (lost.isEmpty()) {
            return "alike";
        }
        boolean told = facts.findings().stream().anyMatch(it -> TOLD.contains(it.kind()) && it.page() <= 1);
        return (told ? "differs with a warning: " : "differs without a warning: ") + lost;
    }

    private String othersDraw(Path file, UnreadablePdfException reason) throws Exception {
        List<Other> drawn = new ArrayList<>();
        for (Other other : Other.values()) {
            if (draw(other, file, new PageSize(210, 297)).isPresent()) {
                drawn.add(other);
            }
        }
        return "(" + reason.finding().kind() + " " + reason.finding().detail() + "), drawn by " + drawn;
    }

    /** Returns the number of blocks that have content in the other picture only. */
    private static int missing(BufferedImage ours, BufferedImage other) {
        double[][] here = ink(ours);
        double[][] there = ink(other);
        int missing = 0;
        for (int y = 1; y < BLOCKS - 1; y++) {
            for (int x = 1; x < BLOCKS - 1; x++) {
                double around = 0;
                for (int i = -1; i <= 1; i++) {
                    for (int j = -1; j <= 1; j++) {
                        around = Math.max(around, here[y + i][x + j]);
                    }
                }
                missing += there[y][x] > CONTENT && around < EMPTY ? 1 : 0;
            }
        }
        return missing;
    }

    /** Returns the share of black in each block. */
    private static double[][] ink(BufferedImage image) {
        double[][] ink = new double[BLOCKS][BLOCKS];
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int green = image.getRGB(x, y) >> 8 & 0xFF;
                ink[y * BLOCKS / image.getHeight()][x * BLOCKS / image.getWidth()] += 1 - green / 255.0;
            }
        }
        double pixels = (double) image.getWidth() * image.getHeight() / BLOCKS / BLOCKS;
        for (double[] row : ink) {
            for (int i = 0; i < row.length; i++) {
                row[i] /= pixels;
            }
        }
        return ink;
    }

    /** Returns the page placed as on the fax, or nothing if the program is missing or cannot draw it. */
    private Optional<BufferedImage> draw(Other other, Path file, PageSize size) throws Exception {
        Optional<BufferedImage> drawn =
                switch (other) {
                    case PDFBOX -> pdfbox(file);
                    case POPPLER ->
                        run(List.of(
                                "pdftoppm",
                                "-r",
                                "72",
                                "-cropbox",
                                "-f",
                                "1",
                                "-l",
                                "1",
                                "-singlefile",
                                "-png",
                                file.toString(),
                                folder.resolve("other").toString()));
                    case GHOSTSCRIPT ->
                        run(List.of(
                                "gs",
                                "-q",
                                "-dBATCH",
                                "-dNOPAUSE",
                                "-dSAFER",
                                "-dPrinted=true",
                                "-dUseCropBox",
                                "-sDEVICE=pnggray",
                                "-r72",
                                "-dLastPage=1",
                                "-sOutputFile=" + folder.resolve("other.png"),
                                file.toString()));
                };
        return drawn.map(it -> placed(it, size));
    }

    private static BufferedImage placed(BufferedImage drawn, PageSize size) {
        PageLayout layout = PageLayout.of(size, false);
        BufferedImage placed = new BufferedImage(FaxPage.WIDTH / 4, layout.height() / 4, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = placed.createGraphics();
        graphics.setBackground(java.awt.Color.WHITE);
        graphics.clearRect(0, 0, placed.getWidth(), placed.getHeight());
        graphics.scale(0.25, 0.25);
        graphics.transform(layout.transform(size));
        double points = GuardedPage.POINTS_PER_INCH / 25.4;
        graphics.scale(size.width() * points / drawn.getWidth(), size.height() * points / drawn.getHeight());
        graphics.drawImage(drawn, 0, 0, null);
        graphics.dispose();
        return placed;
    }

    private static Optional<BufferedImage> pdfbox(Path file) {
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            return Optional.of(new PDFRenderer(document).renderImageWithDPI(0, 72, ImageType.GRAY));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private Optional<BufferedImage> run(List<String> command) throws Exception {
        Path picture = folder.resolve("other.png");
        Files.deleteIfExists(picture);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return Optional.empty();
            }
        } catch (IOException e) {
            System.err.printf(Locale.ROOT, "%s is not installed: not compared%n", command.get(0));
            return Optional.empty();
        }
        return Files.exists(picture) ? Optional.ofNullable(ImageIO.read(picture.toFile())) : Optional.empty();
    }
}
