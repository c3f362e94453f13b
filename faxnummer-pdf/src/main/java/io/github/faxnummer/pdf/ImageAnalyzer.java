package io.github.faxnummer.pdf;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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
 * Determines the tone of images from their color space and a sample of their pixels: most generators embed a screenshot
 * of black text as an RGB image. Large images and rare formats are judged by their color space alone.
 */
final class ImageAnalyzer {

    /** Number of pixels that are sampled from the whole image. */
    private static final int SAMPLES = 20_000;

    /** A smaller share of grey pixels is the smooth edge of black shapes. */
    private static final double MIN_GREY_SHARE = 1 / 20.0;

    private static final double MIN_COLOR_SHARE = 1 / 200.0;

    /** In pixels; decoding a larger JPEG takes longer than all other checks. */
    private static final double MAX_JPEG = 4e6;

    private static final long MAX_DECODED_BYTES = 64L << 20;

    private final ResourceBudget budget;
    private final IdentityHashMap<COSDictionary, Tone> tones = new IdentityHashMap<>();

    ImageAnalyzer(ResourceBudget budget) {
        this.budget = budget;
    }

    /** @param image not a stencil mask */
    Tone tone(COSStream image, PDResources resources) throws IOException {
        Tone known = tones.get(image);
        if (known == null) {
            known = analyze(image, resources);
            tones.put(image, known);
        }
        return known;
    }

    /** Judges an inline image by its color space alone. */
    Tone inlineTone(COSDictionary image, PDResources resources) {
        if (image.getInt(COSName.BPC, COSName.BITS_PER_COMPONENT, 8) == 1) {
            return Tone.BLACK;
        }
        COSBase space = ApproximateColor.resolve(
                image.getDictionaryObject(COSName.CS, COSName.COLORSPACE), resources.getCOSObject());
        return ApproximateColor.worstTone(space);
    }

    private Tone analyze(COSStream image, PDResources resources) throws IOException {
        COSBase space = ApproximateColor.resolve(
                image.getDictionaryObject(COSName.COLORSPACE, COSName.CS), resources.getCOSObject());
        int bits = image.getInt(COSName.BITS_PER_COMPONENT, COSName.BPC, 8);
        long width = image.getInt(COSName.WIDTH, COSName.W, 0);
        long height = image.getInt(COSName.HEIGHT, COSName.H, 0);
        if (bits == 1 && !ApproximateColor.isIndexed(space)) {
            return Tone.BLACK;
        }
        String filter = lastFilter(image);
        if (filter.startsWith("JBIG2") || filter.startsWith("CCITT") || filter.equals("CCF")) {
            return Tone.BLACK;
        }
        int components = ApproximateColor.components(space);
        Tone worst = ApproximateColor.worstTone(space);
        boolean jpeg = filter.startsWith("DCT") || filter.startsWith("JPX");
        if (jpeg && (double) width * height <= MAX_JPEG && worst == Tone.COLOUR) {
            return jpeg(image, worst);
        }
        boolean readable = !jpeg && components > 0;
        long row = (width * components * bits + 7) / 8;
        if (!readable
                || bits > 8
                || width < 1
                || height < 1
                || row * height > Math.min(MAX_DECODED_BYTES, budget.memory())) {
            return worst;
        }
        try (InputStream pixels = image.createInputStream()) {
            return sampled(pixels, space, components, bits, (int) width, (int) height, (int) row);
        }
    }

    private Tone sampled(
            InputStream pixels, @Nullable COSBase space, int components, int bits, int width, int height, int row)
            throws IOException {
        int step = (int) Math.max(1, Math.sqrt((double) width * height / SAMPLES));
        Map<Integer, Tone> palette = new HashMap<>();
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
                double max = ApproximateColor.isIndexed(space) ? 1 : (1 << bits) - 1;
                for (int c = 0; c < components; c++) {
                    int value = sample(line, (x * components + c) * bits, bits);
                    key = key * 257 + value;
                    values[c] = new COSFloat((float) (value / max));
                }
                Tone tone = palette.get(key);
                if (tone == null) {
                    tone = ApproximateColor.of(space, List.of(values)).tone(1);
                    palette.put(key, tone);
                }
                tally.add(tone);
            }
        }
        return tally.result();
    }

    private static int sample(byte[] line, int bit, int bits) {
        return ((line[bit / 8] & 0xFF) >> (8 - bits - bit % 8)) & ((1 << bits) - 1);
    }

    private static Tone jpeg(COSStream image, Tone unknown) {
        BufferedImage decoded;
        try {
            decoded = new PDImageXObject(new PDStream(image), null).getImage(null, 4);
        } catch (IOException e) {
            return unknown;
        }
        int step = (int) Math.max(1, Math.sqrt((double) decoded.getWidth() * decoded.getHeight() / SAMPLES));
        Tally tally = new Tally();
        for (int y = 0; y < decoded.getHeight(); y += step) {
            for (int x = 0; x < decoded.getWidth(); x += step) {
                int rgb = decoded.getRGB(x, y);
                tally.add(Tone.of((rgb >> 16 & 0xFF) / 255.0, (rgb >> 8 & 0xFF) / 255.0, (rgb & 0xFF) / 255.0, 1));
            }
        }
        return tally.result();
    }

    static String lastFilter(COSStream image) {
        COSBase filters = image.getFilters();
        if (filters instanceof COSArray array && array.size() > 0) {
            filters = array.getObject(array.size() - 1);
        }
        return filters instanceof COSName name ? name.getName() : "";
    }

    private static final class Tally {

        private final Map<Tone, Integer> counts = new EnumMap<>(Tone.class);
        private int all;

        void add(Tone tone) {
            counts.merge(tone, 1, Integer::sum);
            all++;
        }

        Tone result() {
            if (count(Tone.COLOUR) > all * MIN_COLOR_SHARE) {
                return Tone.COLOUR;
            }
            if (count(Tone.GREY) > all * MIN_GREY_SHARE) {
                return Tone.GREY;
            }
            return count(Tone.WHITE) == all ? Tone.WHITE : Tone.BLACK;
        }

        private int count(Tone tone) {
            return counts.getOrDefault(tone, 0);
        }
    }
}
