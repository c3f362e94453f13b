package io.github.faxnummer.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.ledger.BackgroundFingerprints;
import io.github.faxnummer.order.Composition;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentPattern;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.FirstPages;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.SendAs;
import io.github.faxnummer.order.SideBySide;
import io.github.faxnummer.pdf.Canvases;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Rendering;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.MasterToSlaveFileCallable;
import org.apache.tools.ant.DirectoryScanner;

/**
 * Looks, where the workspace is, for files and Ant patterns, and checks what it finds. A plain file is reported whether
 * it exists or not, so that a missing one is not passed over.
 */
public final class FindDocuments extends MasterToSlaveFileCallable<ArrayList<FoundDocument>> {

    private static final long serialVersionUID = 1;

    /** Stands in names for what cannot be represented. */
    private static final char REPLACEMENT = '\uFFFD';

    private final ArrayList<String> patterns;
    private final PdfLimits limits;
    private final SendAs sendAs;
    private final Rendering rendering;
    private final boolean composed;
    private final String template;
    private final Converters converters;

    /**
     * @param composed whether what is made of the documents is checked, in their place
     * @param template of the cover page, which is not found by patterns; empty: there is none
     * @param converters which files are converted and not checked
     */
    public FindDocuments(
            List<String> patterns,
            PdfLimits limits,
            SendAs sendAs,
            Rendering rendering,
            boolean composed,
            String template,
            Converters converters) {
        this.template = template;
        this.converters = converters;
        this.limits = limits;
        this.sendAs = sendAs;
        this.rendering = rendering;
        this.composed = composed;
        this.patterns = new ArrayList<>(patterns);
    }

    @Override
    public ArrayList<FoundDocument> invoke(File workspace, VirtualChannel channel) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        ArrayList<FoundDocument> found = new ArrayList<>();
        Path root = workspace.toPath().toAbsolutePath();
        for (String pattern : patterns) {
            try {
                find(root, pattern).map(Path::normalize).forEach(files::add);
            } catch (InvalidPathException e) {
                found.add(FoundDocument.of(Problem.ofPath(FaxParameters.DOCUMENTS.name(), e.getInput(), e)));
            }
        }
        Canvases canvases = new Canvases();
        try (BackgroundFingerprints background = new BackgroundFingerprints(limits)) {
            found.addAll(SideBySide.within(limits)
                    .all(
                            files,
                            file -> isWithin(root, file)
                                    ? find(file, background, canvases)
                                    : problem(file.toString(), "input.document.outside")));
        }
        return found;
    }

    private FoundDocument find(Path file, BackgroundFingerprints background, Canvases canvases) throws IOException {
        if (composed) {
            return FoundDocument.of(Document.find(file, converters), limits);
        }
        background.begin(file);
        return FoundDocument.of(
                Document.check(file, limits, sendAs, rendering, converters, new FirstPages(), canvases),
                limits,
                background::of);
    }

    /** The author of a Pipeline must not read other files of the machine, not even through links. */
    static boolean isWithin(Path workspace, Path file) {
        try {
            return Files.exists(file)
                    ? file.toRealPath().startsWith(workspace.toRealPath())
                    : file.startsWith(workspace.normalize());
        } catch (IOException e) {
            return false;
        }
    }

    private static FoundDocument problem(String value, String key) {
        return FoundDocument.problem(FaxParameters.DOCUMENTS.name(), value, key, new ArrayList<>());
    }

    private Stream<Path> find(Path workspace, String pattern) throws IOException {
        DocumentPattern written = DocumentPattern.of(pattern);
        if (written.include().isEmpty()) {
            return Stream.of(written.resolve(workspace));
        }
        Path start = written.resolve(workspace).normalize();
        if (!start.toFile().isDirectory() || !isWithin(workspace, start)) {
            return Stream.of();
        }
        Scanner scanner = new Scanner();
        scanner.setBasedir(start.toFile());
        scanner.setFollowSymlinks(false);
        scanner.setIncludes(new String[] {written.include().get()});
        // Without any, the scanner has none to compare with once it has scanned.
        scanner.setExcludes(new String[0]);
        Optional<Path> cover = template.isEmpty() ? Optional.empty() : Optional.of(workspace.resolve(template));
        return scanner.selected(start).stream()
                .sorted()
                .map(start::resolve)
                .filter(it -> !Composition.isNoDocument(it, cover));
    }

    /**
     * Ant's scanner leaves out what does not exist for it: links to nothing, and names that the JVM cannot represent in its
     * locale.
     */
    private static final class Scanner extends DirectoryScanner {

        /** A document must not be missing unnoticed: such a file cannot be read, and the caller tells it. */
        List<String> selected(Path start) throws IOException {
            scan();
            List<String> selected = new ArrayList<>(Arrays.asList(getIncludedFiles()));
            Files.walkFileTree(start, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = start.relativize(file).toString();
                    boolean isUnnamed = name.indexOf(REPLACEMENT) >= 0 && attributes.isRegularFile();
                    boolean isDangling = attributes.isSymbolicLink() && !Files.exists(file);
                    if ((isUnnamed || isDangling) && isIncluded(name) && !isExcluded(name)) {
                        selected.add(name);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path ended, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
            return selected;
        }
    }
}
