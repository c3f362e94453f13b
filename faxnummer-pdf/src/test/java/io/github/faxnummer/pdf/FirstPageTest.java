package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.testing.RawPdf;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirstPageTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Rendering.class)
    void isPageThatPreviewDraws(Rendering rendering) throws Exception {
        Path file = SamplePdfs.sampler().save(folder.resolve("sampler.pdf"));
        List<FirstPage> asItIs = new ArrayList<>();
        List<FirstPage> onA4 = new ArrayList<>();
        PdfFacts facts = new Preflight(PdfLimits.DEFAULT, rendering).check(file, asItIs::add);
        new Preflight(PdfLimits.DEFAULT, rendering).checkDrawn(file, onA4::add);

        assertIsPreview(asItIs, facts.sha256(), file, false, rendering);
        assertIsPreview(onA4, facts.sha256(), file, true, rendering);
    }

    private static void assertIsPreview(
            List<FirstPage> pages, String sha256, Path file, boolean onA4, Rendering rendering) throws Exception {
        List<FaxPage> drawn = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT, onA4, rendering).draw(file, 1, drawn::add);

        assertThat(pages).hasSize(1);
        FirstPage page = pages.get(0);
        assertThat(page.rows()).isEqualTo(drawn.get(0).image().getHeight());
        assertThat(page.group4().readAllBytes()).isEqualTo(drawn.get(0).group4());
        assertThat(page.isOf(sha256, onA4, rendering)).isTrue();
        assertThat(page.isOf(sha256, !onA4, rendering)).isFalse();
        assertThat(page.isOf("0".repeat(64), onA4, rendering)).isFalse();
    }

    /** Whatever was drawn before, and whether it could be drawn. */
    @Test
    void isTheSameOnACanvasOfOtherDocuments() throws Exception {
        Canvases canvases = new Canvases();
        List<Path> files = List.of(
                SamplePdfs.sampler().save(folder.resolve("sampler.pdf")),
                damaged(folder.resolve("damaged.pdf")),
                SamplePdfs.report(2).save(folder.resolve("report.pdf")),
                SamplePdfs.sampler().save(folder.resolve("again.pdf")));

        for (Path file : files) {
            List<FirstPage> alone = new ArrayList<>();
            List<FirstPage> shared = new ArrayList<>();
            PdfFacts facts = new Preflight(PdfLimits.DEFAULT).check(file, alone::add);

            assertThat(new Preflight(PdfLimits.DEFAULT).check(file, shared::add, canvases))
                    .isEqualTo(facts);
            assertThat(dots(shared)).isEqualTo(dots(alone));
        }
    }

    private static Path damaged(Path file) throws IOException {
        return Files.write(file, RawPdf.page("", "0 0 600 800 re f (").end());
    }

    private static List<String> dots(List<FirstPage> pages) throws IOException {
        List<String> dots = new ArrayList<>();
        for (FirstPage page : pages) {
            dots.add(HexFormat.of().formatHex(page.group4().readAllBytes()));
        }
        return dots;
    }
}
