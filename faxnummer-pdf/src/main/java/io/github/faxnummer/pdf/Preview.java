package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.io.OutputStream;
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

/**
 * Draws pages about as the recipient's machine will print them, in fine resolution. The provider does not document its
 * layout; the preview assumes that
 *
 * <ul>
 *   <li>a page that fits keeps its size, centered on the 215 mm of a line, and is never enlarged,
 *   <li>a landscape page that is wider than a line is rotated to portrait,
 *   <li>a larger page is reduced to A4; Letter, half a millimeter wider than a line, and lengths up to US
 *       Legal are kept,
 *   <li>a fax page is as long as A4, or as the page if that is longer,
 *   <li>grey and color become clustered dots,
 *   <li>annotations and layers are drawn as in print.
 * </ul>
 *
 * @param onA4 whether every page becomes A4, as in a {@linkplain #writeFax file of drawn pages}; larger ones are reduced
 * @param rendering how grey becomes dots
 */
public record Preview(PdfLimits limits, boolean onA4, Rendering rendering) implements Serializable {

    /** A preview of a document that is faxed as it is: about what Ghostscript makes of it, which fax services use. */
    public Preview(PdfLimits limits) {
        this(limits, false, Rendering.HALFTONE);
    }

    /**
     * Draws pages one by one, so that only a few are in memory, and passes them to the consumer on the caller's thread.
     * The consumer's time does not count against the limit.
     *
     * @param max the number of pages, from the first
     * @throws UnreadablePdfException if the document cannot be drawn within the limits; earlier pages may have been
     *     passed on
     * @throws IOException if the file cannot be read, this JDK cannot render, or the caller is interrupted
     */
    public void draw(Path file, int max, Consumer<FaxPage> pages) throws IOException {
        draw(new PdfSource(file, limits), max, pages);
    }

    /**
     * Draws all pages into {@code <name>-001.png} and so on, and into one multi-page {@code <name>.tiff} (CCITT Group
     * 4). They replace the files of an earlier run after all pages are drawn; if drawing fails, nothing changes.
     *
     * @param folder is created if it does not exist
     * @param name the prefix of the file names
     * @throws UnreadablePdfException if the document cannot be drawn within the limits
     * @throws IOException if a file cannot be read or written, this JDK cannot render, or the caller is interrupted
     * @throws IllegalArgumentException if the name is not a plain file name
     */
    public PreviewFiles write(Path file, Path folder, String name) throws IOException {
        if (name.isBlank() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException("Not a plain file name: " + name);
        }
        PdfSource source = new PdfSource(file, limits);
        Files.createDirectories(folder);
        Path drawn = Files.createTempDirectory(folder, ".preview");
        try {
            PreviewFiles files = new PreviewFiles(write(source, drawn, name), name + ".tiff");
            replace(folder, drawn, name, files);
            return files;
        } finally {
            delete(drawn);
        }
    }

    /**
     * Draws all pages into a PDF of pictures, which other programs cannot draw differently: A4, one Group 4 picture per
     * page. The same document makes the same bytes.
     *
     * @param output is left open
     * @throws UnreadablePdfException if the document cannot be drawn within the limits
     * @throws IOException if a file cannot be read or written, this JDK cannot render, or the caller is interrupted
     */
    public void writeFax(Path file, OutputStream output) throws IOException {
        try (FaxPdfWriter fax = new FaxPdfWriter()) {
            new Preview(limits, true, rendering).draw(file, Integer.MAX_VALUE, page -> {
                try {
                    fax.add(page, page.group4());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            fax.save(output);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private List<String> write(PdfSource source, Path folder, String name) throws IOException {
        List<String> names = new ArrayList<>();
        try (FaxTiffWriter tiff = FaxTiffWriter.create(folder.resolve(name + ".tiff"))) {
            draw(source, Integer.MAX_VALUE, page -> {
                String png = String.format(Locale.ROOT, "%s-%03d.png", name, page.number());
                names.add(png);
                try {
                    Files.write(folder.resolve(png), page.png());
                    tiff.add(page);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return names;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void draw(PdfSource source, int max, Consumer<FaxPage> pages) throws IOException {
        ResourceBudget budget = ResourceBudget.start(limits);
        try {
            RenderThread.<FaxPage>run(
                    budget,
                    results -> {
                        try (GuardedDocument pdf = GuardedDocument.open(source.open(), budget)) {
                            if (pdf.pages().isEmpty()) {
                                throw budget.fail(Kind.NO_PAGE, "");
                            }
                            FaxRenderer renderer = new FaxRenderer(pdf, budget, onA4, rendering);
                            for (int i = 0; i < Math.min(max, pdf.pages().size()); i++) {
                                results.accept(
                                        renderer.draw(i, new PageFindings()).page());
                            }
                        }
                    },
                    pages);
        } catch (PdfLimitExceededException e) {
            throw new UnreadablePdfException(e.toFinding(budget.page()));
        }
    }

    private static void replace(Path folder, Path drawn, String name, PreviewFiles files) throws IOException {
        for (String page : files.pages()) {
            Files.move(drawn.resolve(page), folder.resolve(page), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(drawn.resolve(files.tiff()), folder.resolve(files.tiff()), StandardCopyOption.REPLACE_EXISTING);
        Pattern pageFile = Pattern.compile(Pattern.quote(name) + "-[0-9]{3,}\\.png");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path found : entries) {
                String foundName = String.valueOf(found.getFileName());
                if (pageFile.matcher(foundName).matches() && !files.pages().contains(foundName)) {
                    Files.delete(found);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path found : entries) {
                Files.delete(found);
            }
        }
        Files.delete(folder);
    }
}
