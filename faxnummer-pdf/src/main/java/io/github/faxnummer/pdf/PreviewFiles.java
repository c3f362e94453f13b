package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names of the preview files of a document, all in one folder.
 *
 * @param pages one PNG per page, in order
 * @param standard the same pages in standard resolution
 * @param details enlarged parts of pages that suffer
 * @param tiff one TIFF with all pages
 */
public record PreviewFiles(List<String> pages, List<String> standard, List<String> details, String tiff)
        implements Serializable {

    public PreviewFiles {
        pages = List.copyOf(pages);
        standard = List.copyOf(standard);
        details = List.copyOf(details);
    }

    /** Returns all names. */
    public List<String> all() {
        return Stream.of(pages, standard, details, List.of(tiff))
                .flatMap(List::stream)
                .toList();
    }
}
