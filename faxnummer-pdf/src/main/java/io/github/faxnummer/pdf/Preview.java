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
import java.util.Set;
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

    private static final String STANDARD = "-standard.png";

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
     * Draws all pages into {@code <name>-001.png} and so on, in standard resolution into {@code <name>-001-standard.png},
     * and into one multi-page {@code <name>.tiff} (CCITT Group 4). What suffers is enlarged, in both resolutions, in files
     * such as {@code <name>-001-fine-text.png}. They replace the files of an earlier run after all pages are drawn; if
     * drawing fails, nothing changes. The PNG files have the header line; the TIFF has the dots of the pages alone, as
     * programs that fax a TIFF add the line.
     *
     * @param folder is created if it does not exist
     * @param name the prefix of the file names
     * @param findings of the document; those with a place are enlarged
     * @param sender the text of the header line; empty: none
     * @throws UnreadablePdfException if the document cannot be drawn within the limits
     * @throws IOException if a file cannot be read or written, this JDK cannot render, or the caller is interrupted
     * @throws IllegalArgumentException if the name is not a plain file name
     */
    public PreviewFiles write(Path file, Path folder, String name, List<Finding> findings, String sender)
            throws IOException {
        if (name.isBlank() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException("Not a plain file name: " + name);
        }
        PdfSource source = new PdfSource(file, limits);
        Files.createDirectories(folder);
        Path drawn = Files.createTempDirectory(folder, ".preview");
        try {
            PreviewFiles files = write(source, drawn, name, findings, new HeaderLine(sender));
            replace(folder, drawn, name, files);
            return files;
        } finally {
            delete(drawn);
        }
    }

    /** Draws all pages into files, enlarges nothing, and shows no header line. */
    public PreviewFiles write(Path file, Path folder, String name) throws IOException {
        return write(file, folder, name, List.of(), "");
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

    private PreviewFiles write(
            PdfSource source, Path folder, String name, List<Finding> findings, HeaderLine headerLine)
            throws IOException {
        List<String> pages = new ArrayList<>();
        List<String> standard = new ArrayList<>();
        List<String> details = new ArrayList<>();
        String tiffName = name + ".tiff";
        try (FaxTiffWriter tiff = FaxTiffWriter.create(folder.resolve(tiffName))) {
            draw(source, Integer.MAX_VALUE, page -> {
                String prefix = String.format(Locale.ROOT, "%s-%03d", name, page.number());
                try {
                    FaxPage shown = headerLine.on(page);
                    write(folder, pages, prefix + ".png", shown.png());
                    write(folder, standard, prefix + STANDARD, shown.standardPng());
                    for (Finding finding : findings) {
                        if (finding.page() == page.number() && finding.place().isKnown()) {
                            String kind = finding.kind()
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-');
                            write(
                                    folder,
                                    details,
                                    prefix + "-" + kind + ".png",
                                    PageDetail.png(shown, finding.place()));
                        }
                    }
                    tiff.add(page);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return new PreviewFiles(pages, standard, details, tiffName);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(Path folder, List<String> names, String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
        names.add(name);
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
        for (String file : files.all()) {
            Files.move(drawn.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Set<String> names = Set.copyOf(files.all());
        Pattern pageFile = Pattern.compile(
                Pattern.quote(name) + "-[0-9]{3,}(-standard|-fine-[a-z]+|-under-header|-lower-edge)?\\.png");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path found : entries) {
                String foundName = String.valueOf(found.getFileName());
                if (pageFile.matcher(foundName).matches() && !names.contains(foundName)) {
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
