package io.github.faxnummer.converter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** How files of well-known extensions begin. Programs make a PDF of whatever they get, such as of a saved error page. */
enum FileSignature {
    ZIP("docx, docm, dotx, xlsx, xlsm, pptx, pptm, odt, ods, odp, odg, ott, epub", "504b0304"),
    OLE2("doc, dot, xls, ppt, msg, vsd", "d0cf11e0a1b11ae1"),
    RTF("rtf", "7b5c727466"),
    PNG("png", "89504e470d0a1a0a"),
    JPEG("jpg, jpeg", "ffd8ff"),
    TIFF("tif, tiff", "49492a00, 4d4d002a"),
    GIF("gif", "47494638"),
    POSTSCRIPT("ps, eps", "2521"),
    TEXT("html, htm, xhtml, md, markdown, txt, log, csv, xml, svg, json, adoc, rst, tex, fodt, fods, eml", "");

    /** Bytes that are looked at. */
    static final int LENGTH = 1024;

    private static final int LONGEST_START = 8;

    private static final String SEPARATOR = ", ";
    private static final String BYTE_ORDER_MARKS = "fffe, feff";

    private final String extensions;
    private final String starts;

    /** @param starts hexadecimal */
    FileSignature(String extensions, String starts) {
        this.extensions = extensions;
        this.starts = starts;
    }

    /** That of files with an extension in lower case, if it is known. */
    static Optional<FileSignature> of(String extension) {
        return Arrays.stream(values())
                .filter(it -> List.of(it.extensions.split(SEPARATOR)).contains(extension))
                .findFirst();
    }

    /** @param start the first {@link #LENGTH} bytes of the file */
    boolean matches(byte[] start) {
        return this == TEXT
                ? beginsWithOneOf(BYTE_ORDER_MARKS, start)
                        || new String(start, StandardCharsets.ISO_8859_1).indexOf('\0') < 0
                : beginsWithOneOf(starts, start);
    }

    private static boolean beginsWithOneOf(String starts, byte[] content) {
        String hex = HexFormat.of().formatHex(content, 0, Math.min(content.length, LONGEST_START));
        return Arrays.stream(starts.split(SEPARATOR)).anyMatch(hex::startsWith);
    }
}
