package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.testing.FeaturePdf;
import io.github.faxnummer.pdf.testing.VisibleChange;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes one thing at a time, at random, in a PDF that uses what PDF can draw with. Each change that the drawn pages
 * show has to change the fingerprint. {@code -Dfingerprint.changes=1000 -Dfingerprint.seed=1} runs for longer.
 */
class ContentFingerprintChangeTest {

    private static final List<VisibleChange> KINDS = List.of(VisibleChange.values());
    private static final int CHANGES = Integer.getInteger("fingerprint.changes", KINDS.size());
    private static final long SEED = Long.getLong("fingerprint.seed", 20261129);

    /** Random begins alike for seeds that follow each other. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Some changes cannot be seen, such as one of a profile's unused tables. */
    private static final int MAX_TRIES = 100;

    @TempDir
    private Path folder;

    @Test
    void changesWithEveryVisibleChange() throws IOException {
        byte[] original = FeaturePdf.bytes();
        String fingerprint = fingerprint(original);
        int drawn = drawn(original);
        Map<VisibleChange, Integer> seen = new EnumMap<>(VisibleChange.class);
        int tries = 0;
        for (int i = 0; i < CHANGES; i++) {
            VisibleChange change = KINDS.get(i % KINDS.size());
            byte[] changed = original;
            for (int attempt = 0; changed == original; attempt++) {
                long seed = SEED + 1_000_003L * i + attempt;
                assertThat(attempt)
                        .as("%s cannot be seen, seed %d", change, seed)
                        .isLessThan(MAX_TRIES);
                tries++;
                byte[] candidate = change(original, change, seed);
                if (drawn(candidate) != drawn) {
                    assertThat(fingerprint(candidate))
                            .as("%s, seed %d", change, seed)
                            .isNotEqualTo(fingerprint);
                    seen.merge(change, 1, Integer::sum);
                    changed = candidate;
                }
            }
        }
        System.out.println(seen.values().stream().mapToInt(it -> it).sum() + " visible changes of " + seen.size()
                + " kinds in " + tries + " tries changed the fingerprint");
    }

    private static byte[] change(byte[] original, VisibleChange change, long seed) throws IOException {
        try (PDDocument document = Loader.loadPDF(original)) {
            change.apply(document, new Random(seed * SPREAD));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private String fingerprint(byte[] pdf) throws IOException {
        return ContentFingerprint.of(Files.write(folder.resolve("it.pdf"), pdf), PdfLimits.DEFAULT)
                .value();
    }

    private static int drawn(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            int hash = 0;
            for (int i = 0; i < document.getNumberOfPages(); i++) {
                BufferedImage image = new PDFRenderer(document).renderImage(i);
                hash = 31 * (31 * hash + image.getWidth())
                        + Arrays.hashCode(((DataBufferInt) image.getRaster().getDataBuffer()).getData());
            }
            return hash;
        }
    }
}
