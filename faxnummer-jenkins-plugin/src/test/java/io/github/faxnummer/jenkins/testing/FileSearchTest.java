package io.github.faxnummer.jenkins.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tests that look for a password rely on. */
class FileSearchTest {

    private static final String TEXT = "Geheim-ü";

    @Test
    void findsTextInAnyEncoding(@TempDir Path folder) throws Exception {
        Path below = Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("without"), "Geheim");
        Path utf8 = Files.writeString(below.resolve("utf8"), "x" + TEXT + "y");
        Path utf16 = Files.writeString(below.resolve("utf16"), TEXT, StandardCharsets.UTF_16);

        assertThat(FileSearch.filesWith(folder, TEXT)).containsExactlyInAnyOrder(utf8, utf16);
        assertThat(FileSearch.filesWith(folder, "another")).isEmpty();
    }

    @Test
    void ignoresFilesMovedMeanwhile(@TempDir Path folder) throws Exception {
        Path steady = Files.writeString(folder.resolve("steady"), TEXT);
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = writer.submit(() -> {
                while (!enough.get()) {
                    Path beside = Files.createTempFile(folder, "saved", "tmp");
                    Files.move(beside, folder.resolve("saved"), StandardCopyOption.REPLACE_EXISTING);
                    Thread.sleep(1);
                }
                return null;
            });
            for (int i = 0; i < 300; i++) {
                assertThat(FileSearch.filesWith(folder, TEXT)).containsExactly(steady);
            }
            enough.set(true);
            writing.get();
        } finally {
            writer.shutdownNow();
        }
    }
}
