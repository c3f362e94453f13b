package io.github.faxnummer.pdf;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.common.function.PDFunction;
import org.jspecify.annotations.Nullable;

/**
 * A color, computed without PDFBox's color spaces, which load color profiles and much of Java 2D. An approximation is
 * enough to tell black from grey and color.
 */
record ApproximateColor(double red, double green, double blue) {

    static final ApproximateColor BLACK = new ApproximateColor(0, 0, 0);
    static final ApproximateColor WHITE = new ApproximateColor(1, 1, 1);

    /** Stands for colors that cannot be computed; black is rarely defined in such a space. */
    private static final ApproximateColor UNKNOWN = new ApproximateColor(1, 0, 0);

    private static final int MAX_NESTING = 8;

    static ApproximateColor grey(double value) {
        return new ApproximateColor(value, value, value);
    }

    static ApproximateColor cmyk(double cyan, double magenta, double yellow, double black) {
        return new ApproximateColor((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black));
    }

    /** Returns the brightness on white paper, from 0 to 1. */
    double luma(double alpha) {
        return 1 - alpha * (1 - (0.299 * red + 0.587 * green + 0.114 * blue));
    }

    Tone tone(double alpha) {
        return Tone.of(red, green, blue, alpha);
    }

    /** Returns the color that a space starts with. */
    static ApproximateColor initial(@Nullable COSBase space) {
        return switch (name(space)) {
            case "Separation", "DeviceN" -> BLACK.equals(full(space)) ? BLACK : UNKNOWN;
            default -> BLACK;
        };
    }

    static ApproximateColor of(@Nullable COSBase space, List<? extends COSBase> operands) {
        double[] values = operands.stream()
                .filter(COSNumber.class::isInstance)
                .mapToDouble(it -> ((COSNumber) it).floatValue())
                .toArray();
        return of(space, values, MAX_NESTING);
    }

    private static ApproximateColor full(@Nullable COSBase space) {
        double[] values = new double[Math.max(1, Math.min(32, components(space)))];
        Arrays.fill(values, 1);
        return of(space, values, MAX_NESTING);
    }

    /** Returns the number of color components of a space, or 0 if unknown. */
    static int components(@Nullable COSBase space) {
        return switch (name(space)) {
            case "DeviceGray", "G", "CalGray", "Indexed", "I", "Separation" -> 1;
            case "DeviceRGB", "RGB", "CalRGB", "Lab" -> 3;
            case "DeviceCMYK", "CMYK" -> 4;
            case "ICCBased" ->
                space instanceof COSArray array && array.getObject(1) instanceof COSStream profile
                        ? profile.getInt(COSName.N)
                        : 0;
            case "DeviceN" ->
                space instanceof COSArray array && array.getObject(1) instanceof COSArray names ? names.size() : 0;
            default -> 0;
        };
    }

    /** Returns the worst tone that colors of a space can have. */
    static Tone worstTone(@Nullable COSBase space) {
        return components(space) == 1 && !isIndexed(space) ? Tone.GREY : Tone.COLOUR;
    }

    static boolean isIndexed(@Nullable COSBase space) {
        return name(space).equals("Indexed") || name(space).equals("I");
    }

    private static ApproximateColor of(@Nullable COSBase space, double[] values, int depth) {
        if (values.length == 0 || depth == 0) {
            return UNKNOWN;
        }
        return switch (name(space)) {
            case "DeviceGray", "G", "CalGray" -> grey(values[0]);
            case "DeviceRGB", "RGB", "CalRGB", "DeviceCMYK", "CMYK", "ICCBased" -> device(values);
            // Lab: a and b are near zero for neutral colors.
            case "Lab" ->
                values.length < 3 || Math.abs(values[1]) + Math.abs(values[2]) > 16 ? UNKNOWN : grey(values[0] / 100);
            case "Indexed", "I" -> indexed(array(space), values[0], depth);
            case "Separation", "DeviceN" -> separation(array(space), values, depth);
            default -> UNKNOWN;
        };
    }

    private static ApproximateColor device(double[] values) {
        return switch (values.length) {
            case 1 -> grey(values[0]);
            case 3 -> new ApproximateColor(values[0], values[1], values[2]);
            case 4 -> cmyk(values[0], values[1], values[2], values[3]);
            default -> UNKNOWN;
        };
    }

    private static ApproximateColor indexed(@Nullable COSArray space, double index, int depth) {
        if (space == null || space.size() < 4) {
            return UNKNOWN;
        }
        int components = components(space.getObject(1));
        byte[] table = table(space.getObject(3));
        int start = ((int) index) * components;
        if (components < 1 || start < 0 || start + components > table.length) {
            return UNKNOWN;
        }
        double[] values = new double[components];
        for (int i = 0; i < components; i++) {
            values[i] = (table[start + i] & 0xFF) / 255.0;
        }
        return of(space.getObject(1), values, depth - 1);
    }

    private static byte[] table(@Nullable COSBase table) {
        if (table instanceof COSString string) {
            return string.getBytes();
        }
        if (table instanceof COSStream stream) {
            try (var input = stream.createInputStream()) {
                return input.readNBytes(256 * 4);
            } catch (IOException e) {
                return new byte[0];
            }
        }
        return new byte[0];
    }

    private static ApproximateColor separation(@Nullable COSArray space, double[] values, int depth) {
        if (space == null || space.size() < 4) {
            return UNKNOWN;
        }
        String colorant = space.getObject(1) instanceof COSName name ? name.getName() : "";
        if (colorant.equals("None")) {
            return WHITE;
        }
        if (colorant.equals("Black") || colorant.equals("All")) {
            return grey(1 - values[0]);
        }
        try {
            float[] input = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                input[i] = (float) values[i];
            }
            float[] output = PDFunction.create(space.getObject(3)).eval(input);
            double[] alternate = new double[output.length];
            for (int i = 0; i < output.length; i++) {
                alternate[i] = output[i];
            }
            return of(space.getObject(2), alternate, depth - 1);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    static String name(@Nullable COSBase space) {
        if (space instanceof COSName name) {
            return name.getName();
        }
        COSArray array = array(space);
        return array != null && array.size() > 0 && array.getObject(0) instanceof COSName name ? name.getName() : "";
    }

    private static @Nullable COSArray array(@Nullable COSBase space) {
        return space instanceof COSArray array ? array : null;
    }

    /** Returns the color space that a name stands for in the resources. */
    static @Nullable COSBase resolve(@Nullable COSBase space, COSDictionary resources) {
        if (space instanceof COSName name) {
            COSDictionary spaces = resources.getCOSDictionary(COSName.COLORSPACE);
            COSBase found = spaces == null ? null : spaces.getDictionaryObject(name);
            return found == null ? name : found;
        }
        return space;
    }
}
