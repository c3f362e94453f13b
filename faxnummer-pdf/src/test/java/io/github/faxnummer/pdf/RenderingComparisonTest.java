package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.testing.Programs;
import io.github.faxnummer.pdf.testing.ReportStyles;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the ways of rendering: how well a program for optical character recognition reads them, beside the
 * black-and-white drawing of poppler, and how long they keep the line busy.
 *
 * <p>{@code -Drendering.palettes=5} reads all pages and writes the table into {@code target}; without it, two
 * pages are read.
 */
class RenderingComparisonTest {

    private static final String POPPLER = "poppler -mono";

    @TempDir
    private Path folder;

    /** Characters that were read wrongly, and all characters. */
    private record Errors(int wrong, int all) {
        Errors plus(Errors other) {
            return new Errors(wrong + other.wrong, all + other.all);
        }

        double rate() {
            return (double) wrong / all;
        }
    }

    @Test
    void readsDrawnPagesAtLeastAsWellAsPopplers() throws Exception {
        Programs.require("tesseract");
        Programs.require("pdftoppm");
        int palettes = Integer.getInteger("rendering.palettes", 1);
        List<ReportStyles> styles = palettes > 1
                ? List.of(ReportStyles.values())
                : List.of(ReportStyles.GREY_TABLE, ReportStyles.HIGHLIGHTED_CODE);
        TreeMap<String, Errors> results = new TreeMap<>();
        for (ReportStyles style : styles) {
            for (int palette = 0; palette < palettes; palette++) {
                Path pdf = folder.resolve(style + "-" + palette + ".pdf");
                String text = String.join("", style.save(pdf, palette));
                boolean all = palettes > 1;
                for (int step : new int[] {1, 2}) {
                    String resolution = step == 1 ? "fine" : "standard";
                    for (Rendering rendering : all ? List.of(Rendering.values()) : List.of(Rendering.AUTO)) {
                        add(
                                results,
                                style,
                                resolution,
                                rendering.name(),
                                errors(rows(draw(pdf, rendering), step), text));
                    }
                    add(results, style, resolution, POPPLER, errors(poppler(pdf, step), text));
                }
            }
        }
        List<String> table = results.entrySet().stream()
                .map(it -> String.format(
                        Locale.ROOT, "%s\t%.4f", it.getKey(), it.getValue().rate()))
                .toList();
        if (palettes > 1) {
            Files.write(Path.of("target", "rendering.tsv"), table);
        }
        for (String resolution : List.of("fine", "standard")) {
            double all = rate(results, resolution + "\tall\t" + Rendering.AUTO);
            assertThat(all).isLessThanOrEqualTo(rate(results, resolution + "\tall\t" + POPPLER));
            double onColor = rate(results, resolution + "\ton color\t" + Rendering.AUTO);
            assertThat(onColor).isLessThanOrEqualTo(rate(results, resolution + "\ton color\t" + POPPLER) * 2 / 3);
        }
    }

    private static double rate(Map<String, Errors> results, String key) {
        Errors errors = results.get(key);
        return errors == null ? Double.NaN : errors.rate();
    }

    private static void add(
            Map<String, Errors> results, ReportStyles style, String resolution, String by, Errors errors) {
        results.merge(resolution + "\t" + style + "\t" + by, errors, Errors::plus);
        results.merge(resolution + "\tall\t" + by, errors, Errors::plus);
        if (style.isOnColor()) {
            results.merge(resolution + "\ton color\t" + by, errors, Errors::plus);
        }
    }

    private static FaxPage draw(Path pdf, Rendering rendering) throws Exception {
        List<FaxPage> pages = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT, true, rendering).draw(pdf, 1, pages::add);
        return pages.get(0);
    }

    /** Returns every row, or every second one twice. */
    private static BufferedImage rows(FaxPage page, int step) {
        BufferedImage drawn = page.image();
        BufferedImage rows = new BufferedImage(drawn.getWidth(), drawn.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < drawn.getHeight(); y++) {
            rows.setData(drawn.getData(new java.awt.Rectangle(0, y / step * step, drawn.getWidth(), 1))
                    .createTranslatedChild(0, y));
        }
        return rows;
    }

    private BufferedImage poppler(Path pdf, int step) throws Exception {
        run(List.of(
                "pdftoppm",
                "-mono",
                "-rx",
                "204",
                "-ry",
                String.valueOf(196 / step),
                "-singlefile",
                pdf.toString(),
                folder.resolve("poppler").toString()));
        BufferedImage drawn = pbm(Files.readAllBytes(folder.resolve("poppler.pbm")));
        BufferedImage stretched =
                new BufferedImage(drawn.getWidth(), drawn.getHeight() * step, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = stretched.createGraphics();
        graphics.drawImage(drawn, 0, 0, stretched.getWidth(), stretched.getHeight(), null);
        graphics.dispose();
        return stretched;
    }

    private static BufferedImage pbm(byte[] file) {
        String[] header = new String(file, 0, 40, StandardCharsets.ISO_8859_1).split("\\s", 4);
        int width = Integer.parseInt(header[1]);
        int height = Integer.parseInt(header[2]);
        int stride = (width + 7) / 8;
        int start = file.length - stride * height;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean black = (file[start + y * stride + x / 8] >> (7 - x % 8) & 1) == 1;
                image.setRGB(x, y, black ? 0 : 0xFFFFFF);
            }
        }
        return image;
    }

    private Errors errors(BufferedImage image, String text) throws Exception {
        Path picture = folder.resolve("page.png");
        ImageIO.write(image, "png", picture.toFile());
        Path output = folder.resolve("read");
        run(List.of("tesseract", picture.toString(), output.toString(), "--psm", "6", "--dpi", "200"));
        String read = Files.readString(folder.resolve("read.txt")).replaceAll("\\s", "");
        String wanted = text.replaceAll("\\s", "");
        return new Errors(Math.min(wanted.length(), distance(read, wanted)), wanted.length());
    }

    private static int distance(String a, String b) {
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
            }
            last = row;
        }
        return last[b.length()];
    }

    private static void run(List<String> command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OMP_THREAD_LIMIT", "1");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static double seconds(Path pdf, Rendering rendering) throws Exception {
        return LineSeconds.ofCall(
                        new Preflight(PdfLimits.DEFAULT, rendering).check(pdf).pageSeconds())
                .predicted();
    }

    @Test
    void keepsLineBusyForAFractionOfErrorDiffusion() throws Exception {
        Path table = SamplePdfs.a4(folder.resolve("table.pdf"), (document, page, content) -> {
            content.setNonStrokingColor(0.9f);
            content.addRect(0, 0, PDRectangle.A4.getWidth(), PDRectangle.A4.getHeight());
            content.fill();
            content.setNonStrokingColor(0f);
            for (int i = 0; i < 50; i++) {
                SamplePdfs.text(content, 9, 60, 780 - i * 15, "Row " + i + " of a table on a grey ground");
            }
        });
        Path photo = SamplePdfs.a4(
                folder.resolve("photo.pdf"),
                (document, page, content) -> content.drawImage(
                        LosslessFactory.createFromImage(document, SamplePdfs.photo(1240, 1754, true)),
                        0,
                        0,
                        PDRectangle.A4.getWidth(),
                        PDRectangle.A4.getHeight()));
        double diffusedTable = seconds(table, Rendering.DIFFUSION);
        double diffusedPhoto = seconds(photo, Rendering.DIFFUSION);
        List<String> rows = new ArrayList<>();
        for (Rendering rendering : Rendering.values()) {
            rows.add(String.format(
                    Locale.ROOT,
                    "%s\ttable %.0f s\tphoto %.0f s",
                    rendering,
                    seconds(table, rendering),
                    seconds(photo, rendering)));
        }
        if (Integer.getInteger("rendering.palettes", 1) > 1) {
            Files.write(Path.of("target", "line-seconds.tsv"), rows);
        }
        assertThat(seconds(table, Rendering.AUTO)).isLessThan(diffusedTable / 5).isLessThan(60);
        assertThat(seconds(photo, Rendering.AUTO)).isLessThan(diffusedPhoto / 2);
    }
}
