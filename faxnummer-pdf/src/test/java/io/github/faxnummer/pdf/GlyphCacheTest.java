package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Test;

class GlyphCacheTest {

    private static final int SIZE = 300;

    @Test
    void takesNoMoreMemoryForLargeGlyphsThanForSmallOnes() throws IOException {
        PDFont font = new PDType1Font(FontName.HELVETICA);
        int most = 100_000;
        GlyphCache cache = new GlyphCache(most);
        long largest = 0;

        for (int size = 10; size < 90; size += 4) {
            for (char letter = 'A'; letter <= 'Z'; letter++) {
                BufferedImage canvas = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
                AffineTransform toPixels = new AffineTransform(size / 1000.0, 0, 0, -size / 1000.0, 50, 250);
                assertThat(cache.draw(canvas, font, letter, toPixels, new Rectangle(SIZE, SIZE), 0xFFFFFF, null))
                        .isTrue();
                assertThat(IntStream.of(canvas.getRGB(0, 0, SIZE, SIZE, null, 0, SIZE)))
                        .as("%s of size %d", letter, size)
                        .anyMatch(it -> it == 0xFFFFFFFF);
                largest = Math.max(largest, cache.bytes());
                assertThat(cache.bytes()).isLessThanOrEqualTo(most);
            }
        }

        assertThat(largest).isGreaterThan(most / 2);
    }
}
