package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
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
     * @param letters their size on the fax, in points
     * @param top from the upper edge of the page
     */
    record Line(PageSize size, double letters, double top) {}

    /**
     * What becomes of the header of a page.
     *
     * @param page counted from 0
     * @param line empty: the page gets none
     * @param why empty if it gets one
     */
    record Placed(int page, Optional<Line> line, Optional<Kind> why) {

        static Placed at(int page, Line line) {
            return new Placed(page, Optional.of(line), Optional.empty());
        }

        static Placed nowhere(int page, Kind why) {
            return new Placed(page, Optional.empty(), Optional.of(why));
        }
    }

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
                    placed.add(place(i, headers.get(i), pdf.pages().get(i).size(), renderer));
                }
            }
        }
        return placed;
    }

    private Placed place(int page, PageHeader header, PageSize size, FaxRenderer renderer) throws IOException {
        double largest = size(header, size);
        if (largest < MIN_SIZE) {
            return Placed.nowhere(page, Kind.PAGE_TOO_NARROW);
        }
        PageFindings drawn = new PageFindings();
        FaxPage fax = renderer.draw(page, drawn).page();
        // What is not drawn here is drawn elsewhere, and could be in the way there.
        for (double letters = largest; drawn.isComplete() && letters >= MIN_SIZE; letters -= SIZE_STEP) {
            OptionalDouble top = FreeMargin.find(fax, size, letters * HEIGHT);
            if (top.isPresent()) {
                return Placed.at(page, new Line(size, letters, top.getAsDouble()));
            }
        }
        return Placed.nowhere(page, Kind.NO_MARGIN);
    }

    /** Writes the header of a page, or returns why it has none. */
    Optional<Finding> write(PageHeader header, Placed placed) throws IOException {
        if (placed.line().isPresent()) {
            write(header, document.getPage(placed.page()), placed.line().get());
        }
        return placed.why().map(it -> new Finding(it, placed.page() + 1, ""));
    }

    private void write(PageHeader header, PDPage page, Line line) throws IOException {
        double unit = FreeMargin.unit(line.size());
        double letters = line.letters() * unit;
        double baseline = page.getMediaBox().getHeight() - line.top() - ASCENT * letters;
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
    }

    /** A page as it was before its header was written; as it is if that cannot be told for sure. */
    static GuardedPage without(GuardedPage page, PDDocument document, ResourceBudget budget) throws IOException {
        // The state is saved, the content of before follows, and then the header.
        if (!(page.getCOSObject().getDictionaryObject(COSName.CONTENTS) instanceof COSArray parts)
                || parts.size() != 3
                || !(parts.getObject(0) instanceof COSStream first)
                || !isSavedState(first)) {
            return page;
        }
        COSDictionary before = new COSDictionary(page.getCOSObject());
        before.setItem(COSName.CONTENTS, parts.getObject(1));
        return new GuardedPage(before, document.getResourceCache(), budget);
    }

    private static boolean isSavedState(COSStream part) throws IOException {
        try (InputStream content = part.createInputStream()) {
            return new String(content.readNBytes(4), StandardCharsets.US_ASCII)
                    .strip()
                    .equals("q");
        }
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
