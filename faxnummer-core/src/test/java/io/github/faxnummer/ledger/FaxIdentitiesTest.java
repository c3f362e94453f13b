package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaxIdentitiesTest {

    private static final byte[] PDF = Pdfs.pages(1);

    @TempDir
    Path folder;

    @Test
    void knowsReadableDocumentByContent() throws Exception {
        Document document = document(PDF);

        assertThat(byContent(document, PdfLimits.DEFAULT).fingerprints())
                .containsOnlyKeys(document.facts().sha256());
    }

    @Test
    void knowsUnreadableDocumentByItsBytes() throws Exception {
        Document document = document("no PDF".getBytes(StandardCharsets.UTF_8));

        assertThat(byContent(document, PdfLimits.DEFAULT).fingerprints()).isEmpty();
    }

    @Test
    void identifiesNothingThatAnotherMachineMayRead() throws Exception {
        Document document = document(PDF);

        assertThatThrownBy(() -> byContent(document, limits(Duration.ZERO, PdfLimits.DEFAULT.memory())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.pdf")
                .hasMessageContaining("timed out");
        assertThatThrownBy(() -> byContent(document, limits(PdfLimits.DEFAULT.time(), 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.pdf")
                .hasMessageContaining("memory");
    }

    @Test
    void identifiesNothingThatChangedAfterItsInspection() throws Exception {
        Document document = document(PDF);
        Files.write(Path.of(document.path()), Pdfs.pages(2));

        assertThatThrownBy(() -> byContent(document, PdfLimits.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.pdf")
                .hasMessageContaining("changed after its inspection");
    }

    private Document document(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("a.pdf"), bytes);
        return new Document(file.toString(), "a.pdf", Pdfs.facts(bytes, 1));
    }

    private static FaxIdentities byContent(Document document, PdfLimits limits) throws IOException {
        return FaxIdentities.byContent("https://example.com/", "acc1", Optional.empty(), List.of(document), limits);
    }

    private static PdfLimits limits(Duration time, long memory) {
        return new PdfLimits(PdfLimits.DEFAULT.pages(), PdfLimits.DEFAULT.bytes(), time, memory);
    }
}
