package io.github.faxnummer.pdf;

import java.awt.Paint;
import java.awt.PaintContext;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.TexturePaint;
import java.awt.Transparency;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.ColorModel;

/**
 * Paints with the tiles of a pattern.
 *
 * @param toUser from the tile, whose upper left corner is its first pixel, to where it is painted
 */
record TilePaint(TexturePaint tile, AffineTransform toUser) implements Paint {

    @Override
    public PaintContext createContext(
            ColorModel model, Rectangle device, Rectangle2D user, AffineTransform transform, RenderingHints hints) {
        AffineTransform toDevice = new AffineTransform(transform);
        toDevice.concatenate(toUser);
        return tile.createContext(model, device, user, toDevice, hints);
    }

    @Override
    public int getTransparency() {
        return Transparency.TRANSLUCENT;
    }
}
