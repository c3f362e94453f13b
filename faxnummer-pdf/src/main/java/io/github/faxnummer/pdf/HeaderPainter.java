package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;

/**
 * Writes headers into the free margins of the pages that a {@link Composer} made: black, in letters that standard
 * resolution (98 lines per inch) shows.
 */
final class HeaderPainter {

    private static final double MAX_SIZE = 10;
    private static final double MIN_SIZE = 8.5;
    private static final double SIZE_STEP = 0.5;

    /** Of the size: from the top of accents to the baseline, and to the end of descenders. */
    private static final double ASCENT = 0.93;

    private static final double HEIGHT = 1.17;

    /** Between two cells, of the size. */
    private static final double GAP = 2;

    private static final PageSize A4 = new PageSize(210, 297);
    private static final COSName ARTIFACT = COSName.getPDFName("Artifact");

    private final PDDocument document;
    private final LineFont font;

    HeaderPainter(PDDocument document) throws IOException {
        this.document = document;
        this.font = LineFont.strong(document);
    }

    /**
     * Where the header of a page is.
     *
     * @param top from the upper edge of the page; empty: no margin is free
     */
    record Placed(int page, PageSize size, OptionalDouble top) {}

    /** @throws PageTextException if it is too long for a line on A4, or the font lacks a character */
    void requireFits(PageHeader header) throws IOException {
        if (size(header, A4) < MIN_SIZE) {
            throw new PageTextException(PageTextException.Reason.TOO_LONG, "");
        }
    }

    /**
     * Finds the places of headers.
     *
     * @param content of the document as it is without them
     * @param headers of its pages
     */
    List<Placed> place(RandomAccessRead content, List<PageHeader> headers, ResourceBudget budget) throws IOException {
        List<Placed> placed = new ArrayList<>();
        try (GuardedDocument pdf = GuardedDocument.open(content, budget)) {
            FaxRenderer renderer = new FaxRenderer(pdf, budget, false, Rendering.HALFTONE);
            for (int i = 0; i < headers.size(); i++) {
                if (!headers.get(i).isEmpty()) {
                    PageSize size = pdf.pages().get(i).size();
                    double letters = size(headers.get(i), size);
                    OptionalDouble top = letters < MIN_SIZE
                            ? OptionalDouble.empty()
                            : FreeMargin.find(
                                    renderer.draw(i, new PageFindings()).page(), size, letters * HEIGHT);
                    placed.add(new Placed(i, size, top));
                }
            }
        }
        return placed;
    }

    /** Writes the header of a page, or returns a finding if no margin is free. */
    List<Finding> write(PageHeader header, Placed placed) throws IOException {
        if (placed.top().isEmpty()) {
            return List.of(new Finding(Kind.NO_MARGIN, placed.page() + 1, ""));
        }
        PDPage page = document.getPage(placed.page());
        double unit = FreeMargin.unit(placed.size());
        double letters = size(header, placed.size()) * unit;
        double baseline = page.getMediaBox().getHeight() - placed.top().getAsDouble() - ASCENT * letters;
        double left = FreeMargin.SIDE * unit;
        double free = page.getMediaBox().getWidth() - 2 * left - width(header, letters);
        int gaps = header.cells().size() - 1;
        double x = gaps == 0 ? left + free / 2 : left;
        try (PDPageContentStream content = new PDPageContentStream(document, page, AppendMode.APPEND, true, true)) {
            content.beginMarkedContent(ARTIFACT);
            content.setNonStrokingColor(0f);
            for (String cell : header.cells()) {
                font.write(content, cell, x, baseline, letters);
                x += font.width(cell, letters) + free / Math.max(1, gaps);
            }
            content.endMarkedContent();
        }
        return List.of();
    }

    /** A page as it was before its header was written. */
    static GuardedPage without(GuardedPage page, PDDocument document, ResourceBudget budget) {
        if (!(page.getCOSObject().getDictionaryObject(COSName.CONTENTS) instanceof COSArray parts)) {
            return page;
        }
        // Before it the state is saved, and behind it the header follows.
        COSDictionary before = new COSDictionary(page.getCOSObject());
        before.setItem(COSName.CONTENTS, parts.getObject(1));
        return new GuardedPage(before, document.getResourceCache(), budget);
    }

    /** The largest size with which a header fits into a line; less than the smallest one: it does not fit. */
    private double size(PageHeader header, PageSize page) throws IOException {
        double available = FreeMargin.lineWidth(page);
        double size = MAX_SIZE;
        while (size >= MIN_SIZE && width(header, size) + (header.cells().size() - 1) * GAP * size > available) {
            size -= SIZE_STEP;
        }
        return size;
    }

    /** The width of the letters alone. */
    private double width(PageHeader header, double size) throws IOException {
        double width = 0;
        for (String cell : header.cells()) {
            width += font.width(cell, size);
        }
        return width;
    }
}
