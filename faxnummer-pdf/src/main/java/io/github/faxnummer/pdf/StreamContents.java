package io.github.faxnummer.pdf;

import java.io.IOException;
import java.io.InputStream;
import org.apache.pdfbox.contentstream.PDContentStream;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;

/** The contents of a form, a pattern or a glyph, to be parsed and not drawn. */
record StreamContents(COSStream stream) implements PDContentStream {

    @Override
    public InputStream getContents() throws IOException {
        return stream.createInputStream();
    }

    @Override
    public RandomAccessRead getContentsForRandomAccess() throws IOException {
        return stream.createView();
    }

    @Override
    public PDResources getResources() {
        return new PDResources();
    }

    @Override
    public PDRectangle getBBox() {
        return new PDRectangle();
    }

    @Override
    public Matrix getMatrix() {
        return new Matrix();
    }
}
