package io.github.faxnummer.jenkins.testing;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks for a text in files of whatever kind. */
public final class FileSearch {

    private static final List<Charset> ENCODINGS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    private FileSearch() {}

    /** The files below the directory that have the text, though Jenkins may still be writing there. */
    public static Set<Path> filesWith(Path root, String text) throws Exception {
        Set<Path> found = new TreeSet<>();
        Fixture.await("no file below " + root + " goes away while it is searched", () -> {
            try {
                search(root, text, found);
                return true;
            } catch (NoSuchFileException e) {
                // Jenkins writes a file beside its place and then moves it there, where this search may have been
                // before.
                return false;
            }
        });
        return found;
    }

    private static void search(Path root, String text, Set<Path> found) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && contains(file, text)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    public static boolean contains(Path file, byte[] bytes) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                .contains(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    public static boolean contains(Path file, String text) throws IOException {
        // Latin-1 keeps every byte as it is, and a text's bytes can be looked for as a text.
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        return ENCODINGS.stream()
                .map(it -> new String(text.getBytes(it), StandardCharsets.ISO_8859_1))
                .anyMatch(bytes::contains);
    }
}
