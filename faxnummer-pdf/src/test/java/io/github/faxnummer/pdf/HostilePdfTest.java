package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.HostilePdf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostilePdfTest {

    private static final Set<Kind> ENDINGS = EnumSet.of(
            Kind.NOT_A_PDF, Kind.NO_PAGE, Kind.ENCRYPTED, Kind.DAMAGED_PAGE, Kind.TOO_MUCH_TIME, Kind.TOO_MUCH_MEMORY);

    /** Just long enough for files that end for another reason; a sixth of the files take all of it. */
    private static final Duration TIME = Duration.ofMillis(500);

    /** For a machine that is busy with other tests. */
    private static final Duration GRACE = Duration.ofSeconds(4);

    private static final PdfLimits LIMITS = new PdfLimits(100, 1 << 20, TIME, 32 << 20);

    @TempDir
    private static Path folder;

    /** Creates a file once: creating some takes longer than reading them. */
    private static Path file(HostilePdf hostile) throws IOException {
        Path file = folder.resolve(hostile + ".pdf");
        return Files.exists(file) ? file : Files.write(file, hostile.bytes());
    }

    @ParameterizedTest
    @EnumSource(HostilePdf.class)
    void preflightEndsInTime(HostilePdf hostile) throws IOException {
        Path file = file(hostile);
        long start = System.nanoTime();

        PdfFacts facts = new Preflight(LIMITS).check(file);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME.plus(GRACE));
        assertThat(facts.sha256()).hasSize(64);
        assertThat(facts.findings()).filteredOn(it -> it.kind().isError()).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(HostilePdf.class)
    void previewEndsInTime(HostilePdf hostile) throws IOException {
        Path file = file(hostile);
        long start = System.nanoTime();

        try {
            new Preview(LIMITS).draw(file, 3, page -> {});
        } catch (UnreadablePdfException e) {
            assertThat(ENDINGS).contains(e.finding().kind());
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME.plus(GRACE));
    }

    @ParameterizedTest
    @EnumSource(HostilePdf.class)
    void composingEndsInTime(HostilePdf hostile) throws IOException {
        Path file = file(hostile);
        long start = System.nanoTime();

        try (Composer composer = new Composer(LIMITS)) {
            composer.add(file);
            composer.save(OutputStream.nullOutputStream());
        } catch (UnreadablePdfException e) {
            assertThat(e.finding().kind().isError()).isTrue();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME.plus(GRACE));
    }

    @Test
    void smallJvmSurvivesAllHostileFiles() throws Exception {
        for (HostilePdf hostile : HostilePdf.values()) {
            file(hostile);
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostilePdfMain.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(text).endsWith(HostilePdfMain.SURVIVED);
            // A limit of this module has a detail; an OutOfMemoryError has none.
            assertThat(text).doesNotContainPattern("TOO_MUCH_MEMORY, page=[0-9]+, detail=[,\\]]");
        } finally {
            process.destroyForcibly();
        }
    }
}
