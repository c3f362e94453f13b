package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.TiffTags.Density;
import java.awt.color.ColorSpace;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.color.PDColorSpace;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceCMYK;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.util.Matrix;

/**
 * Draws pictures on pages of A4: in the size that their density says, but never wider or higher than the page. A scan
 * of a page covers the page; other pictures leave a margin.
 */
final class PicturePages {

    private static final float MARGIN = 42.5f;

    /** Letters and pages of fax machines are close to A4; margins would shrink them. */
    private static final double LIKE_A4 = 0.06;

    private static final int POINTS = 72;
    private static final int INKS = 4;

    /** A warning of the JDK's decoder of JPEG about what is lost. Some cameras write a few bytes more than they need. */
    private static final Pattern CORRUPT = Pattern.compile("Corrupt JPEG data: (?!\\d extraneous).*");

    /** Of what is made of a picture that is decoded, or of one that is not. */
    private static final int BYTES_PER_PIXEL = 4;

    private final PDDocument target;
    private final ResourceBudget budget;

    PicturePages(PDDocument target, ResourceBudget budget) {
        this.target = target;
        this.budget = budget;
    }

    /**
     * @param findings gets what is wrong with the picture
     * @throws PdfLimitExceededException if it is not a picture of this format, or exceeds the limits
     */
    void add(DocumentFormat format, byte[] content, List<Finding> findings) throws IOException {
        if (format == DocumentFormat.TIFF) {
            addTiff(content);
            return;
        }
        PictureHeader header = (format == DocumentFormat.PNG ? PictureHeader.png(content) : PictureHeader.jpeg(content))
                .orElseThrow(() -> budget.fail(Kind.DAMAGED_PICTURE, format.name()));
        budget.startPage(1);
        if (format == DocumentFormat.PNG) {
            add(image(read(format, content), header.tags()), header.tags());
        } else {
            add(jpeg(content, header), header.tags());
            if (isDamaged(content)) {
                findings.add(new Finding(Kind.PICTURE_DAMAGED, 1, DocumentFormat.JPEG.name()));
            }
        }
    }

    private void addTiff(byte[] file) throws IOException {
        TiffTags.unreadableForm(file).ifPresent(form -> {
            throw budget.fail(Kind.PICTURE_FORM, form);
        });
        List<TiffTags> pages = TiffTags.pages(file);
        if (pages.isEmpty()) {
            throw budget.fail(Kind.DAMAGED_PICTURE, DocumentFormat.TIFF.name());
        }
        byte[] content = TiffBitOrder.usual(file, budget);
        try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            ImageReader reader = reader(DocumentFormat.TIFF);
            try {
                reader.setInput(input);
                for (int i = 0; i < pages.size(); i++) {
                    budget.startPage(i + 1);
                    if (!isCopyOf(i - 1, i, reader, pages) && !isCopyOf(i + 1, i, reader, pages)) {
                        add(image(read(reader, i), pages.get(i)), pages.get(i));
                    }
                }
            } finally {
                reader.dispose();
            }
        }
    }

    /** Whether a picture is what scanners write for a quick look at the page beside it. */
    private boolean isCopyOf(int page, int copy, ImageReader reader, List<TiffTags> pages) {
        try {
            return page >= 0
                    && page < pages.size()
                    && pages.get(copy).isReduced()
                    && !pages.get(page).isReduced()
                    && reader.getWidth(copy) < reader.getWidth(page)
                    && reader.getHeight(copy) < reader.getHeight(page);
        } catch (IOException | RuntimeException e) {
            throw budget.fail(Kind.DAMAGED_PICTURE, DocumentFormat.TIFF.name());
        }
    }

    /** The pixels of a picture that is not shown on a page of its own. */
    BufferedImage read(DocumentFormat format, byte[] content) throws IOException {
        try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            ImageReader reader = reader(format);
            try {
                // Metadata of PNG may be large when it is unpacked, and says nothing about the pixels.
                reader.setInput(input, false, format == DocumentFormat.PNG);
                return read(reader, 0);
            } finally {
                reader.dispose();
            }
        }
    }

    /** The JDK's own, whatever others have registered. */
    private static ImageReader reader(DocumentFormat format) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
                return reader;
            }
        }
        throw new IOException("This JDK cannot read " + format + ".");
    }

    private BufferedImage read(ImageReader reader, int index) {
        try {
            double width = reader.getWidth(index);
            double height = reader.getHeight(index);
            budget.requireMemory(
                    width * height * (decodedBytes(reader, index) + BYTES_PER_PIXEL),
                    ResourceBudget.dimensions(width, height));
            reader.addIIOReadProgressListener(new BudgetCheck());
            return reader.read(index);
        } catch (PdfLimitExceededException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw budget.fail(
                    Kind.DAMAGED_PICTURE, reader.getClass().getSimpleName().replace("ImageReader", ""));
        }
    }

    /** What a pixel takes in memory when it is decoded: samples have up to 64 bits. */
    static double decodedBytes(ImageReader reader, int index) throws IOException {
        ImageTypeSpecifier type = reader.getRawImageType(index);
        return type == null
                ? BYTES_PER_PIXEL
                : IntStream.of(type.getSampleModel().getSampleSize()).sum() / (double) Byte.SIZE;
    }

    private PDImageXObject jpeg(byte[] content, PictureHeader header) throws IOException {
        budget.requireMemory(
                (double) header.width() * header.height() * BYTES_PER_PIXEL,
                ResourceBudget.dimensions(header.width(), header.height()));
        PDColorSpace colors =
                switch (header.components()) {
                    case 1 -> PDDeviceGray.INSTANCE;
                    case 3 -> PDDeviceRGB.INSTANCE;
                    default -> PDDeviceCMYK.INSTANCE;
                };
        PDImageXObject image = new PDImageXObject(
                target,
                new ByteArrayInputStream(content),
                COSName.DCT_DECODE,
                header.width(),
                header.height(),
                Byte.SIZE,
                colors);
        if (header.inverted()) {
            COSArray decode = new COSArray();
            for (int i = 0; i < header.components(); i++) {
                decode.add(COSInteger.ONE);
                decode.add(COSInteger.ZERO);
            }
            image.setDecode(decode);
        }
        return image;
    }

    /** Decoders go on behind what is damaged, with grey or with what they know of other places. */
    private boolean isDamaged(byte[] content) throws IOException {
        List<String> warnings = new ArrayList<>();
        ImageReader reader = reader(DocumentFormat.JPEG);
        try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            reader.setInput(input, true, true);
            reader.addIIOReadProgressListener(new BudgetCheck());
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.readRaster(0, null);
        } catch (PdfLimitExceededException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // What this decoder does not know may be right; if nothing can be drawn of it, the inspection finds that.
            return false;
        } finally {
            reader.dispose();
        }
        return warnings.stream().anyMatch(it -> CORRUPT.matcher(it).matches());
    }

    /** Black and white as Group 4, grey with the values that it has, all else as RGB; what is transparent on white. */
    private PDImageXObject image(BufferedImage picture, TiffTags tags) throws IOException {
        int width = picture.getWidth();
        int height = picture.getHeight();
        byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        boolean isGrey = true;
        boolean isBlackAndWhite = true;
        int[] row = new int[width];
        for (int y = 0, at = 0; y < height; y++) {
            budget.check();
            row(picture, tags, y, row);
            for (int x = 0; x < width; x++) {
                int red = (row[x] >> 16) & 0xFF;
                int green = (row[x] >> 8) & 0xFF;
                int blue = row[x] & 0xFF;
                isGrey &= red == green && green == blue;
                isBlackAndWhite &= red == 0 || red == 0xFF;
                rgb[at++] = (byte) red;
                rgb[at++] = (byte) green;
                rgb[at++] = (byte) blue;
            }
        }
        if (!isGrey) {
            return flate(rgb, width, height, PDDeviceRGB.INSTANCE);
        }
        if (isBlackAndWhite) {
            return group4(rgb, width, height);
        }
        byte[] grey = new byte[width * height];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = rgb[3 * i];
        }
        return flate(grey, width, height, PDDeviceGray.INSTANCE);
    }

    /** A row as RGB. Samples of grey and CMYK are read as they are: Java's conversion to sRGB makes them lighter. */
    static void row(BufferedImage picture, TiffTags tags, int y, int[] row) {
        ColorModel model = picture.getColorModel();
        Raster raster = picture.getRaster();
        boolean hasSamples = !(model instanceof IndexColorModel)
                && (raster.getTransferType() == DataBuffer.TYPE_BYTE
                        || raster.getTransferType() == DataBuffer.TYPE_USHORT);
        boolean isInk = hasSamples
                && raster.getNumBands() >= INKS
                && (tags.isInk() || model.getColorSpace().getType() == ColorSpace.TYPE_CMYK);
        boolean isGrey = !isInk && hasSamples && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        if (!isGrey && !isInk) {
            picture.getRGB(0, y, row.length, 1, row, 0, row.length);
        }
        int max = (1 << Math.min(Short.SIZE, model.getComponentSize(0))) - 1;
        for (int x = 0; x < row.length; x++) {
            int alpha = tags.hasAlpha() || model instanceof IndexColorModel ? row[x] >>> 24 : 0xFF;
            int pixel = row[x];
            if (isInk) {
                pixel = ink(raster, x, y, max);
                alpha = 0xFF;
            } else if (isGrey) {
                int value = raster.getSample(x, y, 0) * 0xFF / max;
                pixel = (value << 16) | (value << 8) | value;
                alpha = model.hasAlpha() && tags.hasAlpha()
                        ? raster.getSample(x, y, 1) * 0xFF / ((1 << model.getComponentSize(1)) - 1)
                        : 0xFF;
            }
            row[x] = (onWhite((pixel >> 16) & 0xFF, alpha) << 16)
                    | (onWhite((pixel >> 8) & 0xFF, alpha) << 8)
                    | onWhite(pixel & 0xFF, alpha);
        }
    }

    private static int ink(Raster raster, int x, int y, int max) {
        double white = 1 - (double) raster.getSample(x, y, 3) / max;
        int rgb = 0;
        for (int band = 0; band < 3; band++) {
            double value = (1 - (double) raster.getSample(x, y, band) / max) * white;
            rgb = rgb << Byte.SIZE | (int) Math.round(value * 0xFF);
        }
        return rgb;
    }

    private static int onWhite(int value, int alpha) {
        return (value * alpha + 0xFF * (0xFF - alpha)) / 0xFF;
    }

    private PDImageXObject flate(byte[] samples, int width, int height, PDColorSpace colors) throws IOException {
        PDImageXObject image = new PDImageXObject(
                target, new ByteArrayInputStream(new byte[0]), COSName.FLATE_DECODE, width, height, Byte.SIZE, colors);
        try (OutputStream output = image.getCOSObject().createOutputStream(COSName.FLATE_DECODE)) {
            output.write(samples);
        }
        return image;
    }

    private PDImageXObject group4(byte[] rgb, int width, int height) throws IOException {
        BufferedImage bits = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at += 3) {
                bits.getRaster().setSample(x, y, 0, rgb[at] == 0 ? 0 : 1);
            }
        }
        return CCITTFactory.createFromImage(target, bits);
    }

    private void add(PDImageXObject image, TiffTags tags) throws IOException {
        Density density = tags.density().orElse(Density.SCREEN);
        double width = image.getWidth() * POINTS / density.x();
        double height = image.getHeight() * POINTS / density.y();
        boolean isTurned = tags.orientation() > 4;
        double shownWidth = isTurned ? height : width;
        double shownHeight = isTurned ? width : height;
        PDRectangle paper = PDRectangle.A4;
        boolean isPage = isLike(shownWidth, paper.getWidth()) && isLike(shownHeight, paper.getHeight());
        double margin = isPage ? 0 : MARGIN;
        double scale = Math.min(
                1,
                Math.min((paper.getWidth() - 2 * margin) / shownWidth, (paper.getHeight() - 2 * margin) / shownHeight));
        double x = isPage ? (paper.getWidth() - shownWidth * scale) / 2 : margin;
        double y = isPage
                ? (paper.getHeight() - shownHeight * scale) / 2
                : paper.getHeight() - margin - shownHeight * scale;
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.scale(shownWidth * scale, shownHeight * scale);
        place.concatenate(orientation(tags.orientation()));
        PDPage page = new PDPage(paper);
        target.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(target, page)) {
            content.drawImage(image, new Matrix(place));
        }
    }

    private static boolean isLike(double length, double expected) {
        return Math.abs(length / expected - 1) <= LIKE_A4;
    }

    /** Turns and mirrors the unit square, in which PDF draws pictures. */
    private static AffineTransform orientation(int orientation) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, 1, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, 1, 1);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, 1);
            case 5 -> new AffineTransform(0, -1, -1, 0, 1, 1);
            case 6 -> new AffineTransform(0, -1, 1, 0, 0, 1);
            case 7 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 8 -> new AffineTransform(0, 1, -1, 0, 1, 0);
            default -> new AffineTransform();
        };
    }

    /** Ends a decoder that takes too long. */
    private final class BudgetCheck implements IIOReadProgressListener {
        @Override
        public void imageProgress(ImageReader source, float percentageDone) {
            budget.check();
        }

        @Override
        public void imageStarted(ImageReader source, int imageIndex) {}

        @Override
        public void imageComplete(ImageReader source) {}

        @Override
        public void sequenceStarted(ImageReader source, int minIndex) {}

        @Override
        public void sequenceComplete(ImageReader source) {}

        @Override
        public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

        @Override
        public void thumbnailProgress(ImageReader source, float percentageDone) {}

        @Override
        public void thumbnailComplete(ImageReader source) {}

        @Override
        public void readAborted(ImageReader source) {}
    }
}
