package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Memory on which the pages of several documents are drawn, one document after the other or side by side: memory that is new
 * to a process costs as much as half of the drawing of a page of text. It is free again with this object.
 *
 * <p>For any number of threads.
 */
public final class Canvases {

    private final Queue<BufferedImage> free = new ConcurrentLinkedQueue<>();

    /** Returns a white canvas that nothing else draws on. */
    BufferedImage take(int height) {
        return Optional.ofNullable(height == FaxPage.A4_HEIGHT ? free.poll() : null)
                .orElseGet(() -> {
                    BufferedImage canvas = new BufferedImage(FaxPage.WIDTH, height, BufferedImage.TYPE_INT_RGB);
                    Dither.clear(canvas);
                    return canvas;
                });
    }

    /** @param canvas is white, and nothing draws on it any longer */
    void giveBack(BufferedImage canvas) {
        if (canvas.getHeight() == FaxPage.A4_HEIGHT) {
            free.add(canvas);
        }
    }
}
