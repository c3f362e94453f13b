package io.github.faxnummer.report.pdf;

import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/** The colours of the transmission report, in sRGB; all of them are readable on white, and white on them. */
enum ReportColor {
    TEXT(0x1F2933),
    LABEL(0x5A6673),
    RULE(0xC5CDD5),
    PALE(0xF3F5F7),
    WHITE(0xFFFFFF),
    GOOD(0x1B7444),
    DOUBTFUL(0x9A5200),
    BAD(0xA8231B),
    OPEN(0x475564);

    private final int rgb;

    ReportColor(int rgb) {
        this.rgb = rgb;
    }

    void fill(PDPageContentStream content) throws IOException {
        content.setNonStrokingColor(part(16), part(8), part(0));
    }

    void stroke(PDPageContentStream content) throws IOException {
        content.setStrokingColor(part(16), part(8), part(0));
    }

    private float part(int shift) {
        return (rgb >> shift & 0xFF) / 255f;
    }
}
