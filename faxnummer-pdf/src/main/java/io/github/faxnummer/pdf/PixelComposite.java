package io.github.faxnummer.pdf;

import java.awt.Composite;
import java.awt.CompositeContext;
import java.awt.RenderingHints;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.function.IntUnaryOperator;

/**
 * Replaces each pixel below a shape, within the clip, by a function of it. Graphics of Java 2D tell in no other way
 * what was drawn before, and PDFBox keeps the images of transparency groups to itself.
 *
 * @param replacement for a pixel with its opacity in the highest byte
 */
record PixelComposite(IntUnaryOperator replacement) implements Composite {

    @Override
    public CompositeContext createContext(ColorModel source, ColorModel drawn, RenderingHints hints) {
        return new CompositeContext() {
            @Override
            public void compose(Raster paint, Raster before, WritableRaster after) {
                Object pixel = null;
                for (int y = 0; y < before.getHeight(); y++) {
                    for (int x = 0; x < before.getWidth(); x++) {
                        pixel = before.getDataElements(x + before.getMinX(), y + before.getMinY(), pixel);
                        int argb = drawn.getRGB(pixel);
                        int wanted = replacement.applyAsInt(argb);
                        // The conversion of a grey pixel and back is not exact.
                        pixel = wanted == argb ? pixel : drawn.getDataElements(wanted, pixel);
                        after.setDataElements(x + after.getMinX(), y + after.getMinY(), pixel);
                    }
                }
            }

            @Override
            public void dispose() {
                // Holds nothing.
            }
        };
    }
}
