package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Draws pages as the recipient's machine will print them, in its fine resolution. How the provider lays pages out is
 * not known; it is assumed that
 *
 * <ul>
 *   <li>a page keeps its size where it fits, in the middle of the 215 mm of a line, and is never enlarged,
 *   <li>a landscape page is turned to portrait,
 *   <li>a larger page is made smaller until it fits on A4; Letter, half a millimetre wider than a line, and lengths up
 *       to those of US Legal are left as they are,
 *   <li>a sheet is as long as A4, or as the page if that is longer,
 *   <li>what is neither black nor white becomes dots by error diffusion,
 *   <li>annotations and layers are drawn as they would be printed.
 * </ul>
 */
public record Preview(PdfLimits limits) implements Serializable {

    private static final String SOFTWARE = "Faxnummer for CI";

    /**
     * Draws pages one after the other, so that no more than a few are in memory. They are given to the caller's thread;
     * the time that it takes for them is not the document's.
     *
     * @param most how many pages at most, from the first
     * @throws UnreadablePdfException if it cannot be drawn within the limits; pages before may have been drawn
     * @throws IOException if the file cannot be read, this Java cannot draw, or the caller is interrupted
     */
    public void draw(Path file, int most, Consumer<FaxPage> pages) throws IOException {
        draw(Snapshot.of(file, limits), most, count -> {}, pages);
    }

    /**
     * Draws all pages into {@code <name>-001.png} and so on, and {@code <name>.tiff} with all of them: multi-page,
     * CCITT group 4. They replace those of an earlier run, when all are drawn; if that fails, nothing has changed.
     *
     * @param folder is made if it is not there
     * @param name what the files' names begin with
     * @throws UnreadablePdfException if it cannot be drawn within the limits
     * @throws IOException if a file cannot be read or written, this Java cannot draw, or the caller is interrupted
     * @throws IllegalArgumentException if the name is not that of a file
     */
    public PreviewFiles write(Path file, Path folder, String name) throws IOException {
        if (name.isBlank() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException("not a file's name: " + name);
        }
        Snapshot snapshot = Snapshot.of(file, limits);
        Files.createDirectories(folder);
        Path fresh = Files.createTempDirectory(folder, ".preview");
        try {
            PreviewFiles files = new PreviewFiles(write(snapshot, fresh, name), name + ".tiff");
            replace(folder, fresh, name, files);
            return files;
        } finally {
            delete(fresh);
        }
    }

    private List<String> write(Snapshot snapshot, Path folder, String name) throws IOException {
        try (Pictures pictures = new Pictures(folder, name)) {
            draw(snapshot, Integer.MAX_VALUE, pictures::begin, pictures::add);
            return pictures.names;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void draw(Snapshot snapshot, int most, Consumer<Integer> count, Consumer<FaxPage> pages)
            throws IOException {
        Budget budget = Budget.of(limits);
        try {
            Worker.<Object>run(
                    budget,
                    results -> {
                        try (OpenPdf pdf = OpenPdf.open(snapshot.open(), budget)) {
                            if (pdf.pages().isEmpty()) {
                                throw budget.halt(Kind.NO_PAGE, "");
                            }
                            int drawn = Math.min(most, pdf.pages().size());
                            results.accept(drawn);
                            FaxRenderer renderer = new FaxRenderer(pdf, budget);
                            for (int i = 0; i < drawn; i++) {
                                results.accept(renderer.draw(i));
                            }
                        }
                    },
                    result -> {
                        if (result instanceof FaxPage page) {
                            pages.accept(page);
                        } else {
                            count.accept((Integer) result);
                        }
                    });
        } catch (Halt e) {
            throw new UnreadablePdfException(e.on(budget.page()));
        }
    }

    private static void replace(Path folder, Path fresh, String name, PreviewFiles files) throws IOException {
        for (String page : files.pages()) {
            Files.move(fresh.resolve(page), folder.resolve(page), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh.resolve(files.tiff()), folder.resolve(files.tiff()), StandardCopyOption.REPLACE_EXISTING);
        Pattern ours = Pattern.compile(Pattern.quote(name) + "-[0-9]{3,}\\.png");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path found : all) {
                String foundName = String.valueOf(found.getFileName());
                if (ours.matcher(foundName).matches() && !files.pages().contains(foundName)) {
                    Files.delete(found);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path found : all) {
                Files.delete(found);
            }
        }
        Files.delete(folder);
    }

    /** Written as pages come. */
    private static final class Pictures implements AutoCloseable {

        private final Path folder;
        private final String name;
        private final List<String> names = new ArrayList<>();
        private @Nullable FaxTiff tiff;

        Pictures(Path folder, String name) {
            this.folder = folder;
            this.name = name;
        }

        void begin(int pages) {
            try {
                tiff = new FaxTiff(folder.resolve(name + ".tiff"), pages, SOFTWARE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void add(FaxPage page) {
            String png = String.format(Locale.ROOT, "%s-%03d.png", name, page.number());
            try {
                Files.write(folder.resolve(png), page.png());
                names.add(png);
                if (tiff != null) {
                    tiff.add(page);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (tiff != null) {
                tiff.close();
            }
        }
    }
}
