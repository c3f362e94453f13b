package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A picture within a page. */
final class SmallPicture {

    private SmallPicture() {}

    /**
     * The picture on white, turned as its EXIF data says, grey as it is; empty if this JDK cannot read it.
     *
     * @throws PdfLimitExceededException if it is larger than the limits
     */
    static Optional<BufferedImage> decode(byte[] content, ResourceBudget budget) {
        if (PictureHeader.isJpeg(content) && PictureHeader.jpeg(content).isEmpty()) {
            // A JPEG without its end would be drawn as far as it goes.
            return Optional.empty();
        }
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                // See PicturePages: metadata of PNG may be large.
                reader.setInput(input, false, reader.getFormatName().equalsIgnoreCase("png"));
                double width = reader.getWidth(0);
                double height = reader.getHeight(0);
                budget.requireMemory(
                        (PicturePages.decodedBytes(reader, 0) + Integer.BYTES) * width * height,
                        ResourceBudget.dimensions(width, height));
                BufferedImage picture = reader.read(0);
                TiffTags tags = PictureHeader.jpeg(content)
                        .map(PictureHeader::tags)
                        .or(() -> TiffTags.all(content).stream().findFirst())
                        .orElse(TiffTags.NONE);
                return Optional.of(turned(picture, tags));
            } finally {
                reader.dispose();
            }
        } catch (PdfLimitExceededException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static BufferedImage turned(BufferedImage picture, TiffTags tags) {
        int orientation = tags.orientation();
        int width = picture.getWidth();
        int height = picture.getHeight();
        boolean isTurned = orientation > 4;
        BufferedImage turned =
                new BufferedImage(isTurned ? height : width, isTurned ? width : height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            PicturePages.row(picture, tags, y, row);
            int down = height - 1 - y;
            for (int x = 0; x < width; x++) {
                int right = width - 1 - x;
                switch (orientation) {
                    case 2 -> turned.setRGB(right, y, row[x]);
                    case 3 -> turned.setRGB(right, down, row[x]);
                    case 4 -> turned.setRGB(x, down, row[x]);
                    case 5 -> turned.setRGB(y, x, row[x]);
                    case 6 -> turned.setRGB(down, x, row[x]);
                    case 7 -> turned.setRGB(down, right, row[x]);
                    case 8 -> turned.setRGB(y, right, row[x]);
                    default -> turned.setRGB(x, y, row[x]);
                }
            }
        }
        return turned;
    }
}
