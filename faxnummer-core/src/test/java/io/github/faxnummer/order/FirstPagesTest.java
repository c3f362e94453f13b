package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.pdf.Canvases;
import io.github.faxnummer.pdf.FirstPage;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Rendering;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirstPagesTest {

    @TempDir
    private Path folder;

    private FirstPages pages = new FirstPages();

    @ParameterizedTest
    @EnumSource(SendAs.class)
    void handsOutPageOfInspectedDocumentOnce(SendAs sendAs) throws Exception {
        Document document = check(pdf(1), sendAs);

        assertThat(pages.take(document)).map(FirstPage::rows).isPresent();
        assertThat(pages.take(document)).isEmpty();
    }

    @Test
    void handsOutNoPageOfOtherBytes() throws Exception {
        Document earlier = check(pdf(1), SendAs.DOCUMENT);
        Document later = check(pdf(2), SendAs.DOCUMENT);

        assertThat(later.path()).isEqualTo(earlier.path());
        assertThat(pages.take(earlier)).isEmpty();
    }

    @Test
    void keepsNoMoreThanItsShareOfMemory() throws Exception {
        Document document = check(pdf(1), SendAs.DOCUMENT);
        long size = pages.take(document).orElseThrow().bytes();

        pages = new FirstPages(size);
        assertThat(pages.take(check(pdf(1), SendAs.DOCUMENT))).isPresent();
        pages = new FirstPages(size - 1);
        assertThat(pages.take(check(pdf(1), SendAs.DOCUMENT))).isEmpty();
    }

    private Document check(Path file, SendAs sendAs) {
        return Document.check(file, PdfLimits.DEFAULT, sendAs, Rendering.AUTO, Converters.NONE, pages, new Canvases())
                .value()
                .orElseThrow();
    }

    private Path pdf(int count) throws Exception {
        Path file = folder.resolve("it.pdf");
        try (PDDocument document = new PDDocument()) {
            for (int i = 0; i < count; i++) {
                document.addPage(new PDPage(PDRectangle.A4));
            }
            document.save(file.toFile());
        }
        return file;
    }
}
