package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.util.List;

/**
 * The names of the preview files of a document, all in one folder.
 *
 * @param pages one PNG per page, in order
 * @param tiff one TIFF with all pages
 */
public record PreviewFiles(List<String> pages, String tiff) implements Serializable {

    public PreviewFiles {
        pages = List.copyOf(pages);
    }
}
