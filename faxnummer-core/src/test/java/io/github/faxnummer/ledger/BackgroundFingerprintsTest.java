package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentPart;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.testing.Pdfs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundFingerprintsTest {

    private static final PdfLimits LIMITS =
            new PdfLimits(PdfLimits.DEFAULT.pages(), PdfLimits.DEFAULT.bytes(), PdfLimits.DEFAULT.time(), 64 << 20);

    @TempDir
    Path folder;

    @Test
    void areThoseOfTheInspectedFiles() throws Exception {
        Path first = Files.write(folder.resolve("a.pdf"), Pdfs.pages(1));
        Path second = Files.write(folder.resolve("b.pdf"), Pdfs.pages(1));
        try (BackgroundFingerprints background = new BackgroundFingerprints(LIMITS)) {
            background.begin(first);
            background.begin(second);
            List<Document> documents = List.of(checked(first), checked(second));
            for (Document document : documents) {
                assertThat(background.of(document))
                        .isEqualTo(FaxIdentities.fingerprint(document, LIMITS)
                                .value()
                                .orElseThrow());
            }
            Map<String, String> all = background.all(documents);
            assertThat(all).containsOnlyKeys(checked(first).facts().sha256());
            assertThat(FaxIdentities.byContent(
                            "https://example.com/", "acc1", Optional.empty(), documents, LIMITS, all))
                    .isEqualTo(FaxIdentities.byContent(
                            "https://example.com/", "acc1", Optional.empty(), documents, LIMITS));
        }
    }

    @Test
    void doNotCountForOtherBytes() throws Exception {
        Path file = Files.write(folder.resolve("a.pdf"), Pdfs.pages(1));
        Document document = checked(file);
        Files.writeString(file, "% changed", StandardOpenOption.APPEND);
        try (BackgroundFingerprints background = new BackgroundFingerprints(LIMITS)) {
            background.begin(file);
            assertThat(background.of(document)).isEmpty();
        }
        assertThat(FaxIdentities.fingerprint(document, LIMITS).problems()).isNotEmpty();
    }

    @Test
    void leaveWhatCannotBeReadToTheCheck() throws Exception {
        Path file = Files.writeString(folder.resolve("a.pdf"), "%PDF-1.4 and no more");
        Path good = Files.write(folder.resolve("b.pdf"), Pdfs.pages(1));
        try (BackgroundFingerprints background = new BackgroundFingerprints(LIMITS)) {
            background.begin(file);
            background.begin(folder.resolve("missing.pdf"));
            background.begin(good);
            assertThat(background.of(checked(good))).isPresent();
            assertThat(Document.check(file, LIMITS).problems()).isNotEmpty();
        }
    }

    @Test
    void areNotThoseOfComposedDocuments() throws Exception {
        Path file = Files.write(folder.resolve("a.pdf"), Pdfs.pages(1));
        try (BackgroundFingerprints background = new BackgroundFingerprints(LIMITS)) {
            background.begin(file);
            Document composed = checked(file)
                    .composedOf(
                            List.of(new DocumentPart(DocumentPart.Kind.COVER_PAGE, "cover", "0".repeat(64), 1, 1, "")),
                            List.of());
            assertThat(background.of(composed)).isEmpty();
        }
    }

    @Test
    void waitingEndsWithAnInterrupt() throws Exception {
        Path file = Files.write(folder.resolve("a.pdf"), Pdfs.pages(1));
        Document document = checked(file);
        try (BackgroundFingerprints background = new BackgroundFingerprints(LIMITS)) {
            background.begin(file);
            Thread.currentThread().interrupt();
            background.of(document);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static Document checked(Path file) {
        return Document.check(file, LIMITS).value().orElseThrow();
    }
}
