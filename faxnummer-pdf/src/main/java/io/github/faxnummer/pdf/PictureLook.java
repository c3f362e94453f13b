package io.github.faxnummer.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.jspecify.annotations.Nullable;

/**
 * What colours an image has, by its colour space and some of its pixels: a screenshot of black text is in colour for
 * most programs that put it into a PDF. Images that are large or rare in their kind are taken for what their space says.
 */
final class PictureLook {

    /** Pixels that are looked at, spread over the image. */
    private static final int SAMPLES = 20_000;

    /** Smooth edges of black on white are grey and do no harm; more than a twentieth of the area is an area. */
    private static final double AREA = 1 / 20.0;

    /** A few coloured pixels are already a mark. */
    private static final double MARK = 1 / 200.0;

    /** Decoding a larger JPEG would take longer than everything else. */
    private static final double LARGEST_JPEG = 4e6;

    private static final long LARGEST = 64L << 20;

    /** Names of filters, and what ImageIO and PDFBox call what is behind them. */
    private static final Map<String, String> FORMATS = Map.of("JBIG2Decode", "JBIG2", "JPXDecode", "JPEG2000");

    private final Budget budget;
    private final IdentityHashMap<COSDictionary, Shade> known = new IdentityHashMap<>();

    private final Map<String, Boolean> isDecodable = new HashMap<>();

    PictureLook(Budget budget) {
        this.budget = budget;
    }

    /** An image that is no stencil. */
    Shade of(COSStream image, PDResources resources) throws IOException {
        Shade before = known.get(image);
        if (before == null) {
            before = look(image, resources);
            known.put(image, before);
        }
        return before;
    }

    /** An image within a content stream: of its space alone. */
    Shade inline(COSDictionary image, PDResources resources) {
        if (image.getInt(COSName.BPC, COSName.BITS_PER_COMPONENT, 8) == 1) {
            return Shade.BLACK;
        }
        COSBase space =
                Ink.resolve(image.getDictionaryObject(COSName.CS, COSName.COLORSPACE), resources.getCOSObject());
        return Ink.components(space) == 1 && !Ink.isIndexed(space) ? Shade.GREY : Shade.COLOUR;
    }

    /** The format of an image, or of its mask, that PDFBox leaves out as it has no decoder for it here. */
    Optional<String> notDrawn(COSDictionary image) {
        for (COSBase part :
                new COSBase[] {image, image.getDictionaryObject(COSName.SMASK), image.getDictionaryObject(COSName.MASK)
                }) {
            String format = part instanceof COSStream stream ? FORMATS.get(lastFilter(stream)) : null;
            if (format != null && !isDecodable.computeIfAbsent(format, PictureLook::isDecodable)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private static boolean isDecodable(String format) {
        return ImageIO.getImageReadersByFormatName(format).hasNext();
    }

    private Shade look(COSStream image, PDResources resources) throws IOException {
        COSBase space =
                Ink.resolve(image.getDictionaryObject(COSName.COLORSPACE, COSName.CS), resources.getCOSObject());
        int bits = image.getInt(COSName.BITS_PER_COMPONENT, COSName.BPC, 8);
        long width = image.getInt(COSName.WIDTH, COSName.W, 0);
        long height = image.getInt(COSName.HEIGHT, COSName.H, 0);
        if (bits == 1 && !Ink.isIndexed(space)) {
            return Shade.BLACK;
        }
        String filter = lastFilter(image);
        if (filter.startsWith("JBIG2") || filter.startsWith("CCITT") || filter.equals("CCF")) {
            return Shade.BLACK;
        }
        int components = Ink.components(space);
        Shade said = components == 1 && !Ink.isIndexed(space) ? Shade.GREY : Shade.COLOUR;
        if (filter.startsWith("DCT") && (double) width * height <= LARGEST_JPEG && said == Shade.COLOUR) {
            return jpeg(image);
        }
        boolean readable = !filter.startsWith("DCT") && !filter.startsWith("JPX") && components > 0;
        long row = (width * components * bits + 7) / 8;
        if (!readable || bits > 8 || width < 1 || height < 1 || row * height > Math.min(LARGEST, budget.memory())) {
            return said;
        }
        try (InputStream pixels = image.createInputStream()) {
            return sampled(pixels, space, components, bits, (int) width, (int) height, (int) row);
        }
    }

    private Shade sampled(
            InputStream pixels, @Nullable COSBase space, int components, int bits, int width, int height, int row)
            throws IOException {
        int step = (int) Math.max(1, Math.sqrt((double) width * height / SAMPLES));
        Map<Integer, Shade> palette = new HashMap<>();
        Tally tally = new Tally();
        for (int y = 0; y < height; y++) {
            if (y % step != 0) {
                pixels.skipNBytes(row);
                continue;
            }
            budget.check();
            byte[] line = pixels.readNBytes(row);
            for (int x = 0; x < width && (x + 1L) * components * bits <= line.length * 8L; x += step) {
                int key = 0;
                COSFloat[] values = new COSFloat[components];
                double most = Ink.isIndexed(space) ? 1 : (1 << bits) - 1;
                for (int c = 0; c < components; c++) {
                    int value = sample(line, (x * components + c) * bits, bits);
                    key = key * 257 + value;
                    values[c] = new COSFloat((float) (value / most));
                }
                Shade shade = palette.get(key);
                if (shade == null) {
                    shade = Ink.of(space, List.of(values)).shade(1);
                    palette.put(key, shade);
                }
                tally.add(shade);
            }
        }
        return tally.result();
    }

    private static int sample(byte[] line, int bit, int bits) {
        return ((line[bit / 8] & 0xFF) >> (8 - bits - bit % 8)) & ((1 << bits) - 1);
    }

    private static Shade jpeg(COSStream image) throws IOException {
        var picture = new PDImageXObject(new PDStream(image), null).getImage(null, 4);
        int step = (int) Math.max(1, Math.sqrt((double) picture.getWidth() * picture.getHeight() / SAMPLES));
        Tally tally = new Tally();
        for (int y = 0; y < picture.getHeight(); y += step) {
            for (int x = 0; x < picture.getWidth(); x += step) {
                int rgb = picture.getRGB(x, y);
                tally.add(Shade.of((rgb >> 16 & 0xFF) / 255.0, (rgb >> 8 & 0xFF) / 255.0, (rgb & 0xFF) / 255.0, 1));
            }
        }
        return tally.result();
    }

    private static String lastFilter(COSStream image) {
        COSBase filters = image.getFilters();
        if (filters instanceof COSArray array && array.size() > 0) {
            filters = array.getObject(array.size() - 1);
        }
        return filters instanceof COSName name ? name.getName() : "";
    }

    private static final class Tally {

        private final Map<Shade, Integer> counts = new EnumMap<>(Shade.class);
        private int all;

        void add(Shade shade) {
            counts.merge(shade, 1, Integer::sum);
            all++;
        }

        Shade result() {
            if (count(Shade.COLOUR) > all * MARK) {
                return Shade.COLOUR;
            }
            if (count(Shade.GREY) > all * AREA) {
                return Shade.GREY;
            }
            return count(Shade.WHITE) == all ? Shade.WHITE : Shade.BLACK;
        }

        private int count(Shade shade) {
            return counts.getOrDefault(shade, 0);
        }
    }
}
