package io.github.faxnummer.maven;

import io.github.faxnummer.order.Composition;
import io.github.faxnummer.order.DocumentPattern;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.codehaus.plexus.util.DirectoryScanner;
import org.jspecify.annotations.Nullable;

/**
 * Files to fax: in a POM a directory with includes and excludes; on the command line, or as the text of an element, a
 * file or an Ant pattern.
 */
public final class DocumentSet {

    private static final List<String> EVERY_PDF = List.of("**/*.pdf");

    private @Nullable File directory;
    private List<String> includes = List.of();
    private List<String> excludes = List.of();
    private String pattern = "";

    public void setDirectory(File directory) {
        this.directory = directory;
    }

    public void setIncludes(List<String> includes) {
        this.includes = withoutNulls(includes);
    }

    public void setExcludes(List<String> excludes) {
        this.excludes = withoutNulls(excludes);
    }

    /** Maven calls this for a plain text. */
    public void set(String text) {
        this.pattern = text.strip();
    }

    /**
     * The files in a stable order. A plain file is returned even if it does not exist, so that a missing one is reported. An
     * empty set finds nothing: an unset variable must not select every PDF of the project.
     *
     * @param basedir base of relative paths
     * @param template of the cover page, which is found only if it is named in full
     */
    List<Path> find(Path basedir, Optional<Path> template) {
        if (pattern.isEmpty()) {
            if (directory == null && includes.isEmpty()) {
                return List.of();
            }
            Path start = directory == null ? basedir : basedir.resolve(directory.toPath());
            return scan(start, includes.isEmpty() ? EVERY_PDF : includes, excludes, template);
        }
        DocumentPattern written = DocumentPattern.of(pattern);
        Path start = written.resolve(basedir);
        return written.include()
                .map(include -> scan(start, List.of(include), List.of(), template))
                .orElse(List.of(start));
    }

    /**
     * Whether something was left empty, such as where a variable is not set: a document may be missing, or one may be
     * faxed that was to be excluded.
     */
    boolean hasEmptyEntry() {
        boolean empty = pattern.isEmpty() && directory == null && includes.isEmpty();
        return empty || Stream.concat(includes.stream(), excludes.stream()).anyMatch(String::isBlank);
    }

    /** As it was written, for messages. */
    @Override
    public String toString() {
        if (!pattern.isEmpty()) {
            return pattern;
        }
        String start = directory == null ? "" : directory + "/";
        List<String> files = directory != null && includes.isEmpty() ? EVERY_PDF : includes;
        return start + String.join(", " + start, files);
    }

    /** Maven gives null for an element without text. */
    private static List<String> withoutNulls(List<? extends @Nullable String> entries) {
        return entries.stream().map(it -> it == null ? "" : it).toList();
    }

    private static List<Path> scan(
            Path directory, List<String> includes, List<String> excludes, Optional<Path> template) {
        if (!directory.toFile().isDirectory()) {
            return List.of();
        }
        DirectoryScanner scanner = new WholeScanner();
        scanner.setBasedir(directory.toFile());
        scanner.setIncludes(includes.toArray(String[]::new));
        scanner.setExcludes(excludes.toArray(String[]::new));
        scanner.scan();
        return Arrays.stream(scanner.getIncludedFiles())
                .sorted()
                .map(directory::resolve)
                .filter(it -> !Composition.isNoDocument(it, template))
                .toList();
    }

    /**
     * Also finds what the scanner leaves out, because it does not exist for it: links to nothing, and names that the JVM
     * cannot represent in its locale. A document must not be missing unnoticed.
     */
    private static final class WholeScanner extends DirectoryScanner {

        @Override
        protected void scandir(File folder, String path, boolean fast) {
            super.scandir(folder, path, fast);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.toPath())) {
                for (Path entry : entries) {
                    String name = path + entry.getFileName();
                    if (!entry.toFile().exists()
                            && !isExcluded(name)
                            && (isIncluded(name) || (Files.isDirectory(entry) && couldHoldIncluded(name)))) {
                        filesIncluded.add(name);
                    }
                }
            } catch (IOException | DirectoryIteratorException e) {
                // Then the scanner could not list the folder either.
            }
        }
    }
}
