package io.github.faxnummer.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
     * The files, in a stable order. A plain file is given back whether it exists or not, so that a missing one is
     * reported and not passed over. A set that says nothing finds nothing: where a variable was empty, nobody wants
     * every PDF of the project faxed.
     *
     * @param basedir what relative paths start from
     */
    List<Path> find(Path basedir) {
        if (pattern.isEmpty()) {
            if (directory == null && includes.isEmpty()) {
                return List.of();
            }
            Path start = directory == null ? basedir : basedir.resolve(directory.toPath());
            return scan(start, includes.isEmpty() ? EVERY_PDF : includes, excludes);
        }
        String slashed = pattern.replace('\\', '/');
        int wildcard = Math.min(indexOf(slashed, '*'), indexOf(slashed, '?'));
        if (wildcard == slashed.length()) {
            return List.of(basedir.resolve(pattern));
        }
        int split = slashed.lastIndexOf('/', wildcard) + 1;
        return scan(basedir.resolve(slashed.substring(0, split)), List.of(slashed.substring(split)), List.of());
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

    private static int indexOf(String text, char character) {
        int index = text.indexOf(character);
        return index < 0 ? text.length() : index;
    }

    private static List<Path> scan(Path directory, List<String> includes, List<String> excludes) {
        if (!directory.toFile().isDirectory()) {
            return List.of();
        }
        DirectoryScanner scanner = new DirectoryScanner();
        scanner.setBasedir(directory.toFile());
        scanner.setIncludes(includes.toArray(String[]::new));
        scanner.setExcludes(excludes.toArray(String[]::new));
        scanner.scan();
        return Arrays.stream(scanner.getIncludedFiles())
                .sorted()
                .map(directory::resolve)
                .toList();
    }
}
