package io.github.faxnummer.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.jspecify.annotations.Nullable;

/** Hashes images. An inline image has the hash of the same image outside the content stream. */
record ImageHasher(ObjectHasher objects, StreamData data) {

    private static final List<COSName> ENTRIES = List.of(
            COSName.WIDTH,
            COSName.HEIGHT,
            COSName.BITS_PER_COMPONENT,
            COSName.COLORSPACE,
            COSName.DECODE,
            COSName.MASK,
            COSName.SMASK,
            COSName.SMASK_IN_DATA,
            COSName.MATTE,
            COSName.INTENT,
            COSName.OC);

    /** The short names of ISO 32000-2, tables 91 and 92. */
    private static final Map<COSName, COSName> SHORT_ENTRIES = Map.of(
            COSName.WIDTH, COSName.W,
            COSName.HEIGHT, COSName.H,
            COSName.BITS_PER_COMPONENT, COSName.BPC,
            COSName.COLORSPACE, COSName.CS,
            COSName.DECODE, COSName.D);

    private static final Map<COSName, COSName> SHORT_COLOR_SPACES = Map.of(
            COSName.getPDFName("G"),
            COSName.DEVICEGRAY,
            COSName.RGB,
            COSName.DEVICERGB,
            COSName.CMYK,
            COSName.DEVICECMYK,
            COSName.I,
            COSName.INDEXED);

    byte[] hash(COSStream image) throws IOException {
        return objects.hash(image, ObjectHasher.Kind.IMAGE, out -> {
            flags(out, image);
            for (COSName key : ENTRIES) {
                objects.value(out, entry(image, key));
            }
            data.add(out, image, length(image, entry(image, COSName.COLORSPACE)));
        });
    }

    /** @param resources where the color space may be */
    byte[] hashInline(COSDictionary image, byte[] encoded, COSDictionary resources) throws IOException {
        CanonicalDigest out = new CanonicalDigest(ObjectHasher.Kind.IMAGE.name());
        flags(out, image);
        COSBase space = colorSpace(entry(image, COSName.COLORSPACE), resources);
        for (COSName key : ENTRIES) {
            objects.value(out, COSName.COLORSPACE.equals(key) ? space : entry(image, key));
        }
        List<COSName> filters =
                List.copyOf(DecodedSizeGuard.names(image.getDictionaryObject(COSName.FILTER, COSName.F)));
        int end = encoded.length;
        // The parser cannot tell data from the white space before the end.
        while (end > 0 && !filters.isEmpty() && encoded[end - 1] <= ' ' && encoded[end - 1] >= 0) {
            end--;
        }
        ByteArrayInputStream input = new ByteArrayInputStream(encoded, 0, end);
        data.add(out, image, filters, length(image, space), () -> {
            input.reset();
            return input;
        });
        return out.finish();
    }

    private static void flags(CanonicalDigest out, COSDictionary image) {
        out.bool(isMask(image));
        out.bool(image.getBoolean(COSName.INTERPOLATE, COSName.I, false));
    }

    private static boolean isMask(COSDictionary image) {
        return image.getBoolean(COSName.IMAGE_MASK, COSName.IM, false);
    }

    private static @Nullable COSBase entry(COSDictionary image, COSName key) {
        if (COSName.BITS_PER_COMPONENT.equals(key) && isMask(image)) {
            return null;
        }
        COSBase value = image.getDictionaryObject(key);
        COSName shortKey = SHORT_ENTRIES.get(key);
        return value == null && shortKey != null ? image.getDictionaryObject(shortKey) : value;
    }

    /** Returns the number of bytes of the samples; what is behind them is not drawn. */
    private static long length(COSDictionary image, @Nullable COSBase space) {
        long components = isMask(image) ? 1 : components(space);
        long bits = isMask(image) ? 1 : image.getInt(COSName.BITS_PER_COMPONENT, COSName.BPC, 0);
        long width = image.getInt(COSName.WIDTH, COSName.W, 0);
        long height = image.getInt(COSName.HEIGHT, COSName.H, 0);
        boolean known = Math.min(Math.min(components, bits), Math.min(width, height)) > 0 && bits <= 16;
        return known ? (width * components * bits + 7) / 8 * height : Long.MAX_VALUE;
    }

    /** Returns the number of components of a color, 0 if unknown. */
    private static int components(@Nullable COSBase space) {
        COSBase family = space instanceof COSArray array && array.size() > 0 ? array.getObject(0) : space;
        COSBase parameter = space instanceof COSArray array && array.size() > 1 ? array.getObject(1) : null;
        return switch (family instanceof COSName name ? name.getName() : "") {
            case "DeviceGray", "CalGray", "Indexed", "Separation" -> 1;
            case "DeviceRGB", "CalRGB", "Lab" -> 3;
            case "DeviceCMYK" -> 4;
            case "ICCBased" -> parameter instanceof COSDictionary profile ? profile.getInt(COSName.N, 0) : 0;
            case "DeviceN" -> parameter instanceof COSArray names ? names.size() : 0;
            default -> 0;
        };
    }

    private static @Nullable COSBase colorSpace(@Nullable COSBase value, COSDictionary resources) {
        if (value instanceof COSArray array) {
            COSArray full = new COSArray();
            for (int i = 0; i < array.size(); i++) {
                COSBase element = array.getObject(i);
                full.add(i < 2 && element instanceof COSName name ? colorSpace(name, resources) : element);
            }
            return full;
        }
        return value instanceof COSName name ? colorSpace(name, resources) : value;
    }

    private static COSBase colorSpace(COSName name, COSDictionary resources) {
        COSDictionary named = resources.getCOSDictionary(COSName.COLORSPACE);
        COSBase found = named == null ? null : named.getDictionaryObject(name);
        return found != null ? found : SHORT_COLOR_SPACES.getOrDefault(name, name);
    }
}
