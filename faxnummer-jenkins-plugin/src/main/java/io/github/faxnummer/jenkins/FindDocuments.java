package io.github.faxnummer.jenkins;

import hudson.remoting.VirtualChannel;
import io.github.faxnummer.document.Document;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.MasterToSlaveFileCallable;
import org.apache.tools.ant.DirectoryScanner;

/**
 * Looks, where the workspace is, for files and Ant patterns, and checks what it finds. A plain file is reported whether
 * it exists or not, so that a missing one is not passed over.
 */
final class FindDocuments extends MasterToSlaveFileCallable<ArrayList<FoundDocument>> {

    private static final long serialVersionUID = 1;

    private final ArrayList<String> patterns;

    FindDocuments(List<String> patterns) {
        this.patterns = new ArrayList<>(patterns);
    }

    @Override
    public ArrayList<FoundDocument> invoke(File workspace, VirtualChannel channel) {
        Set<Path> files = new LinkedHashSet<>();
        ArrayList<FoundDocument> found = new ArrayList<>();
        for (String pattern : patterns) {
            try {
                find(workspace.toPath().toAbsolutePath(), pattern)
                        .map(Path::normalize)
                        .forEach(files::add);
            } catch (InvalidPathException e) {
                found.add(new FoundDocument("", "", pattern, "input.document.missing", new ArrayList<>()));
            }
        }
        files.stream().map(Document::check).map(FoundDocument::of).forEach(found::add);
        return found;
    }

    private static Stream<Path> find(Path workspace, String pattern) {
        String slashed = pattern.replace('\\', '/');
        int wildcard = Math.min(indexOf(slashed, '*'), indexOf(slashed, '?'));
        if (wildcard == slashed.length()) {
            return Stream.of(workspace.resolve(pattern));
        }
        int split = slashed.lastIndexOf('/', wildcard) + 1;
        Path start = workspace.resolve(slashed.substring(0, split));
        if (!start.toFile().isDirectory()) {
            return Stream.of();
        }
        DirectoryScanner scanner = new DirectoryScanner();
        scanner.setBasedir(start.toFile());
        scanner.setIncludes(new String[] {slashed.substring(split)});
        scanner.scan();
        return Arrays.stream(scanner.getIncludedFiles()).sorted().map(start::resolve);
    }

    private static int indexOf(String text, char character) {
        int index = text.indexOf(character);
        return index < 0 ? text.length() : index;
    }
}
