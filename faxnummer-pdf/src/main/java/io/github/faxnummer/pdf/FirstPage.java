package io.github.faxnummer.pdf;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** The first page of a document as its inspection drew it. */
public final class FirstPage {

    private final String sha256;
    private final boolean onA4;
    private final Rendering rendering;
    private final int rows;
    private final byte[] group4;

    FirstPage(String sha256, boolean onA4, Rendering rendering, int rows, byte[] group4) {
        this.sha256 = sha256;
        this.onA4 = onA4;
        this.rendering = rendering;
        this.rows = rows;
        this.group4 = group4;
    }

    /** Returns whether {@link Preview} would draw it the same way, of a document with this checksum. */
    public boolean isOf(String documentSha256, boolean drawnOnA4, Rendering how) {
        return sha256.equals(documentSha256) && onA4 == drawnOnA4 && rendering == how;
    }

    /** Height in pixels. */
    public int rows() {
        return rows;
    }

    /** Its pixels in ITU-T T.6 coding. */
    public InputStream group4() {
        return new ByteArrayInputStream(group4);
    }

    /** Number of coded bytes. */
    public int bytes() {
        return group4.length;
    }
}
