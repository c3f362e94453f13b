package io.github.faxnummer.pdf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a document is written in. All but a PDF are made into one before they are faxed. */
public enum DocumentFormat {
    PDF("pdf"),
    HTML("html, htm, xhtml"),
    MARKDOWN("md, markdown"),
    TEXT("txt, log"),
    PNG("png"),
    JPEG("jpg, jpeg"),
    TIFF("tif, tiff");

    private static final String PDF_HEADER = "%PDF-";
    private static final String SEPARATOR = ", ";

    private final String extensions;

    DocumentFormat(String extensions) {
        this.extensions = extensions;
    }

    /**
     * The format of a file by its name; what begins like a PDF, or has another extension, is a PDF.
     *
     * @param start the first bytes of the file
     */
    public static DocumentFormat of(String name, byte[] start) {
        if (new String(start, StandardCharsets.ISO_8859_1).startsWith(PDF_HEADER)) {
            return PDF;
        }
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(it -> List.of(it.extensions.split(SEPARATOR)).contains(extension))
                .findFirst()
                .orElse(PDF);
    }

    /** The extensions of all formats, such as {@code pdf, html, htm}. */
    public static String allExtensions() {
        return Arrays.stream(values()).map(it -> it.extensions).collect(Collectors.joining(SEPARATOR));
    }
}
