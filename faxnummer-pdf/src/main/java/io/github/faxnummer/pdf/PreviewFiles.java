package io.github.faxnummer.pdf;

import java.io.Serializable;
import java.util.List;

/**
 * The pictures of a document, as names of files in one folder.
 *
 * @param pages a PNG for each page, in order
 * @param tiff all pages in one file
 */
public record PreviewFiles(List<String> pages, String tiff) implements Serializable {

    public PreviewFiles {
        pages = List.copyOf(pages);
    }
}
