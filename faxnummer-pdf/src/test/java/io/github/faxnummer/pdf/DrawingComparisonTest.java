package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares first pages with those of stock PDFBox, poppler and Ghostscript's {@code tiffg4}: what is in which block, how
 * much ink it is, and where its center lies.
 *
 * <p>{@code -Ddrawing.corpus=<folder>} compares all PDFs of a folder and adds a line for each to {@code comparison.tsv}
 * there. Files that it already has are not compared again, so that a run can be continued. Without the property, the
 * samples of this project are compared.
 *
 * <p>What another program draws and the fax has not, without a warning, and what is refused although another program draws
 * it, has to be in {@code drawing-known.tsv}, with its reason.
 */
class DrawingComparisonTest {

    /** Blocks of a page in each direction. */
    private static final int BLOCKS = 24;

    /** Ink that a block has to have to count as content, and the most that an empty one has. */
    private static final double CONTENT = 0.03;

    private static final double EMPTY = 0.004;

    /** Blocks with content that may be empty: renderers differ by a fraction of a block. */
    private static final int TOLERANCE = 3;

    /** How far the center of the ink may lie apart, in millimeters. */
    private static final double MOVED = 6;

    /** Ink of the others beside ours, at least and at most: Ghostscript blackens every dot that is touched. */
    private static final double LEAST_INK = 0.3;

    private static final double MOST_INK = 2;

    /** Below this share of ink, its amount says nothing. */
    private static final double LITTLE_INK = 0.002;

    private static final PageSize A4 = new PageSize(210, 297);

    /** Dots of a fax for each pixel that is compared, in each direction. */
    private static final int REDUCED = 4;

    private static final PdfLimits LIMITS =
            new PdfLimits(100, 2 << 20, Duration.ofSeconds(30), PdfLimits.DEFAULT.memory());

    /** Findings that announce that content differs or is missing. */
    private static final Set<Kind> CONTENT_TOLD = EnumSet.of(
            Kind.PICTURE_NOT_DRAWN,
            Kind.PART_NOT_DRAWN,
            Kind.FIELD_DIFFERS,
            Kind.FIELD_NOT_PRINTED,
            Kind.ANNOTATION_NOT_PRINTED,
            Kind.LAYER_DIFFERS,
            Kind.LAYER_OFF,
            Kind.EFFECT_DIFFERS);

    /** Findings that announce that the same content is lighter, darker or a little elsewhere. */
    private static final Set<Kind> LOOKS_TOLD =
            EnumSet.of(Kind.PAGE_SCALED, Kind.FONT_NOT_EMBEDDED, Kind.GREY, Kind.COLOUR);

    /** Documents that no program of a fax service can draw as they are meant. */
    private static final Set<Kind> RIGHTLY_REFUSED = EnumSet.of(Kind.DYNAMIC_FORM, Kind.PORTFOLIO, Kind.ENCRYPTED);

    private static final String LOST = "lost without a warning: ";
    private static final String REFUSED = "refused (";

    /** For each of the other programs. */
    private static final int SECONDS = 20;

    @TempDir
    private Path folder;

    /** Stock PDFBox may not end. */
    private final ExecutorService stock = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "stock PDFBox");
        thread.setDaemon(true);
        return thread;
    });

    @AfterEach
    void stop() {
        stock.shutdownNow();
    }

    private enum Other {
        PDFBOX,
        POPPLER,
        GHOSTSCRIPT
    }

    /** The black of a page: its share in each block and on the whole page, and its center in millimeters. */
    private static final class Ink {
        private final double[][] blocks = new double[BLOCKS][BLOCKS];
        private final double share;
        private final double x;
        private final double y;

        Ink(BufferedImage image) {
            double sum = 0;
            double across = 0;
            double down = 0;
            for (int row = 0; row < image.getHeight(); row++) {
                for (int column = 0; column < image.getWidth(); column++) {
                    double ink = 1 - (image.getRGB(column, row) >> 8 & 0xFF) / 255.0;
                    blocks[row * BLOCKS / image.getHeight()][column * BLOCKS / image.getWidth()] += ink;
                    sum += ink;
                    across += ink * column;
                    down += ink * row;
                }
            }
            double pixels = (double) image.getWidth() * image.getHeight();
            for (double[] line : blocks) {
                for (int i = 0; i < line.length; i++) {
                    line[i] /= pixels / BLOCKS / BLOCKS;
                }
            }
            share = sum / pixels;
            double dots = (double) FaxPage.WIDTH / image.getWidth();
            x = across / sum * dots * 25.4 / FaxPage.HORIZONTAL_DPI;
            y = down / sum * dots * 25.4 / FaxPage.VERTICAL_DPI;
        }

        /** Returns the number of blocks that have content here only. */
        int moreThan(Ink other) {
            int more = 0;
            for (int y = 1; y < BLOCKS - 1; y++) {
                for (int x = 1; x < BLOCKS - 1; x++) {
                    double around = 0;
                    for (int i = -1; i <= 1; i++) {
                        for (int j = -1; j <= 1; j++) {
                            around = Math.max(around, other.blocks[y + i][x + j]);
                        }
                    }
                    more += blocks[y][x] > CONTENT && around < EMPTY ? 1 : 0;
                }
            }
            return more;
        }
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
        Path table = Path.of(corpus, "comparison.tsv");
        List<String> rows = Files.exists(table) ? Files.readAllLines(table) : List.of();
        Set<String> known = rows.stream().map(it -> it.split("\t", -1)[0]).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(Path.of(corpus))) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".pdf")).sorted().toList()) {
                if (!known.contains(String.valueOf(file.getFileName()))) {
                    Files.writeString(
                            table,
                            file.getFileName() + "\t" + compare(file) + "\n",
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                }
            }
        }
        Map<String, Long> totals = Files.readAllLines(table).stream()
                .collect(Collectors.groupingBy(
                        it -> it.split("\t", -1)[1].replaceAll("[:(].*", "").strip(),
                        TreeMap::new,
                        Collectors.counting()));
        System.out.println(corpus + ": " + totals);
        assertThat(totals).doesNotContainKey("faxable, but not drawn");
        Set<String> explained = known();
        assertThat(Files.readAllLines(table).stream()
                        .map(it -> it.split("\t", -1))
                        .filter(it -> it[1].startsWith(LOST) || isRefusedWithoutReason(it[1]))
                        .filter(it -> !explained.contains(it[0]))
                        .map(it -> it[0] + " " + it[1]))
                .as("without a reason in drawing-known.tsv")
                .isEmpty();
    }

    private static boolean isRefusedWithoutReason(String outcome) {
        return outcome.startsWith(REFUSED)
                && !outcome.endsWith("drawn by []")
                && RIGHTLY_REFUSED.stream().noneMatch(it -> outcome.startsWith(REFUSED + it + " "));
    }

    /** Returns the names of the files whose difference has a reason. */
    private static Set<String> known() throws IOException {
        try (InputStream list = DrawingComparisonTest.class.getResourceAsStream("drawing-known.tsv")) {
            return new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(it -> it.split("\t", -1))
                    .peek(it -> assertThat(it).as("name and reason").hasSize(2))
                    .map(it -> it[0])
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void knownDifferencesHaveReasons() throws IOException {
        assertThat(known()).isNotEmpty().doesNotContain("");
    }

    private String compare(Path file) throws Exception {
        PdfFacts facts = new Preflight(LIMITS).check(file);
        List<FaxPage> pages = new ArrayList<>();
        try {
            new Preview(LIMITS).draw(file, 1, pages::add);
        } catch (UnreadablePdfException e) {
            return facts.isFaxable() ? "faxable, but not drawn: " + e.getMessage() : othersDraw(file, e);
        }
        if (pages.isEmpty()) {
            return "no page";
        }
        Ink ours = new Ink(pages.get(0).image());
        List<String> differences = new ArrayList<>();
        boolean lost = false;
        boolean content = false;
        for (Other other : Other.values()) {
            Optional<BufferedImage> image = draw(
                    other, file, facts.pages().isEmpty() ? A4 : facts.pages().get(0));
            if (image.isPresent()) {
                Ink theirs = new Ink(image.get());
                String difference = difference(ours, theirs);
                if (!difference.isEmpty()) {
                    lost |= theirs.moreThan(ours) > TOLERANCE;
                    content |= ours.moreThan(theirs) > TOLERANCE;
                    differences.add(other + difference);
                }
            }
        }
        if (differences.isEmpty()) {
            return "alike";
        }
        boolean contentTold = isTold(facts, CONTENT_TOLD);
        if (lost && !contentTold) {
            return LOST + differences;
        }
        boolean told = contentTold || (!content && isTold(facts, LOOKS_TOLD));
        return (told ? "differs with a warning: " : "differs without a warning: ") + differences;
    }

    private static boolean isTold(PdfFacts facts, Set<Kind> kinds) {
        return facts.findings().stream().anyMatch(it -> kinds.contains(it.kind()) && it.page() <= 1);
    }

    private static String difference(Ink ours, Ink other) {
        int lost = other.moreThan(ours);
        int more = ours.moreThan(other);
        StringBuilder text = new StringBuilder();
        if (lost > TOLERANCE) {
            text.append(" has ").append(lost).append(" blocks more");
        }
        if (more > TOLERANCE) {
            text.append(" has ").append(more).append(" blocks less");
        }
        if (Math.max(ours.share, other.share) > LITTLE_INK) {
            double ratio = other.share / ours.share;
            if (!(ratio > LEAST_INK && ratio < MOST_INK)) {
                text.append(String.format(Locale.ROOT, " has %.2f times the ink", ratio));
            }
            double moved = Math.hypot(ours.x - other.x, ours.y - other.y);
            if (moved > MOVED) {
                text.append(String.format(Locale.ROOT, " has its center %.0f mm away", moved));
            }
        }
        return text.toString();
    }

    private String othersDraw(Path file, UnreadablePdfException reason) throws Exception {
        List<Other> drawn = new ArrayList<>();
        for (Other other : Other.values()) {
            if (draw(other, file, A4).isPresent()) {
                drawn.add(other);
            }
        }
        return REFUSED + reason.finding().kind() + " " + reason.finding().detail() + "), drawn by " + drawn;
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
                                "-sDEVICE=tiffg4",
                                "-r204x196",
                                "-dLastPage=1",
                                "-sOutputFile=" + folder.resolve("other.tiff"),
                                file.toString()));
                };
        return drawn.map(it -> placed(it, size));
    }

    private static BufferedImage placed(BufferedImage drawn, PageSize size) {
        PageLayout layout = PageLayout.of(size, false);
        BufferedImage placed =
                new BufferedImage(FaxPage.WIDTH / REDUCED, layout.height() / REDUCED, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = placed.createGraphics();
        graphics.setBackground(java.awt.Color.WHITE);
        graphics.clearRect(0, 0, placed.getWidth(), placed.getHeight());
        graphics.scale(1.0 / REDUCED, 1.0 / REDUCED);
        graphics.transform(layout.transform(size));
        double points = GuardedPage.POINTS_PER_INCH / 25.4;
        graphics.scale(size.width() * points / drawn.getWidth(), size.height() * points / drawn.getHeight());
        graphics.drawImage(drawn, 0, 0, null);
        graphics.dispose();
        return placed;
    }

    private Optional<BufferedImage> pdfbox(Path file) throws InterruptedException {
        Future<BufferedImage> drawn = stock.submit(() -> {
            try (PDDocument document = Loader.loadPDF(file.toFile())) {
                return new PDFRenderer(document).renderImageWithDPI(0, 72, ImageType.GRAY);
            }
        });
        try {
            return Optional.of(drawn.get(SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            drawn.cancel(true);
            return Optional.empty();
        }
    }

    private Optional<BufferedImage> run(List<String> command) throws Exception {
        Path png = folder.resolve("other.png");
        Path tiff = folder.resolve("other.tiff");
        Files.deleteIfExists(png);
        Files.deleteIfExists(tiff);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return Optional.empty();
            }
        } catch (IOException e) {
            System.err.printf(Locale.ROOT, "%s is not installed: not compared%n", command.get(0));
            return Optional.empty();
        }
        if (Files.exists(tiff)) {
            return Optional.ofNullable(ImageIO.read(tiff.toFile())).map(DrawingComparisonTest::reduced);
        }
        return Files.exists(png) ? Optional.ofNullable(ImageIO.read(png.toFile())) : Optional.empty();
    }

    /** Returns the picture with a pixel for each square of dots, as grey as these are black. */
    private static BufferedImage reduced(BufferedImage dots) {
        BufferedImage grey = new BufferedImage(
                Math.max(1, dots.getWidth() / REDUCED),
                Math.max(1, dots.getHeight() / REDUCED),
                BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < Math.min(grey.getHeight(), dots.getHeight() / REDUCED); y++) {
            for (int x = 0; x < Math.min(grey.getWidth(), dots.getWidth() / REDUCED); x++) {
                int white = 0;
                for (int i = 0; i < REDUCED * REDUCED; i++) {
                    white += dots.getRGB(x * REDUCED + i % REDUCED, y * REDUCED + i / REDUCED) & 0xFF;
                }
                grey.getRaster().setSample(x, y, 0, white / (REDUCED * REDUCED));
            }
        }
        return grey;
    }
}
