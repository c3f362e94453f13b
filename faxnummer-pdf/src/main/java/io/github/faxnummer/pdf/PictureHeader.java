package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.TiffTags.Density;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a PNG or JPEG file says about its picture.
 *
 * @param components of a pixel; 0 for PNG
 * @param inverted whether 0 stands for no ink, as Adobe's programs write CMYK
 */
record PictureHeader(int width, int height, int components, boolean inverted, TiffTags tags) {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final String EXIF = "Exif\0\0";
    private static final String JFIF = "JFIF\0";
    private static final String ADOBE = "Adobe";
    private static final double METRES_PER_INCH = 0.0254;
    private static final double CENTIMETRES_PER_INCH = 2.54;
    private static final int CMYK = 4;

    static boolean isPng(byte[] content) {
        return startsWith(content, PNG);
    }

    static boolean isJpeg(byte[] content) {
        return startsWith(content, JPEG);
    }

    private static boolean startsWith(byte[] content, byte[] start) {
        return content.length > start.length && Arrays.equals(content, 0, start.length, start, 0, start.length);
    }

    /** Empty if it is not a PNG. */
    static Optional<PictureHeader> png(byte[] content) {
        if (!isPng(content)) {
            return Optional.empty();
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            Optional<Density> density = Optional.empty();
            int orientation = 1;
            for (long at = PNG.length; at + 8 < content.length; ) {
                int start = (int) at;
                int length = buffer.getInt(start);
                switch (text(content, start + 4, 4)) {
                    case "pHYs" -> density = physical(buffer, start + 8);
                    case "eXIf" ->
                        orientation = exif(content, start + 8, length).orientation();
                    default -> {}
                }
                at += 12 + Integer.toUnsignedLong(length);
            }
            return Optional.of(new PictureHeader(
                    buffer.getInt(16), buffer.getInt(20), 0, false, new TiffTags(orientation, density)));
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Optional<Density> physical(ByteBuffer buffer, int at) {
        int x = buffer.getInt(at);
        int y = buffer.getInt(at + 4);
        boolean isMetre = buffer.get(at + 8) == 1;
        return isMetre ? Density.of(x * METRES_PER_INCH, y * METRES_PER_INCH) : Density.ofShape(x, y);
    }

    /** Empty if it is not a JPEG that PDF can contain as it is. */
    static Optional<PictureHeader> jpeg(byte[] content) {
        if (!isJpeg(content)) {
            return Optional.empty();
        }
        try {
            return readJpeg(content);
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Optional<PictureHeader> readJpeg(byte[] content) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        Optional<Density> density = Optional.empty();
        TiffTags exif = TiffTags.NONE;
        boolean isAdobe = false;
        int at = 2;
        while (true) {
            int marker = Byte.toUnsignedInt(buffer.get(at + 1));
            if (Byte.toUnsignedInt(buffer.get(at)) != 0xFF) {
                return Optional.empty();
            }
            if (marker == 0xFF) {
                at++;
                continue;
            }
            int length = Short.toUnsignedInt(buffer.getShort(at + 2));
            int data = at + 4;
            switch (marker) {
                case 0xE0 -> {
                    if (text(content, data, JFIF.length()).equals(JFIF)) {
                        density = jfif(buffer, data);
                    }
                }
                case 0xE1 -> {
                    if (text(content, data, EXIF.length()).equals(EXIF)) {
                        exif = exif(content, data + EXIF.length(), length - 2 - EXIF.length());
                    }
                }
                case 0xEE -> isAdobe = text(content, data, ADOBE.length()).equals(ADOBE);
                // Baseline, extended and progressive.
                case 0xC0, 0xC1, 0xC2 -> {
                    int components = buffer.get(data + 5);
                    boolean isKnown =
                            buffer.get(data) == 8 && List.of(1, 3, CMYK).contains(components);
                    // Without its end a part of the picture is missing, which no decoder says.
                    return isKnown && hasEnd(content, data)
                            ? Optional.of(new PictureHeader(
                                    Short.toUnsignedInt(buffer.getShort(data + 3)),
                                    Short.toUnsignedInt(buffer.getShort(data + 1)),
                                    components,
                                    isAdobe && components == CMYK,
                                    new TiffTags(
                                            exif.orientation(), exif.density().isPresent() ? exif.density() : density)))
                            : Optional.empty();
                }
                case 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF, 0xD9, 0xDA -> {
                    return Optional.empty();
                }
                default -> {}
            }
            at += 2 + length;
        }
    }

    private static boolean hasEnd(byte[] content, int from) {
        for (int i = content.length - 2; i > from; i--) {
            if (content[i] == (byte) 0xFF && content[i + 1] == (byte) 0xD9) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Density> jfif(ByteBuffer buffer, int at) {
        int x = Short.toUnsignedInt(buffer.getShort(at + 8));
        int y = Short.toUnsignedInt(buffer.getShort(at + 10));
        return switch (buffer.get(at + 7)) {
            case 1 -> Density.of(x, y);
            case 2 -> Density.of(x * CENTIMETRES_PER_INCH, y * CENTIMETRES_PER_INCH);
            default -> Density.ofShape(x, y);
        };
    }

    private static TiffTags exif(byte[] content, int start, int length) {
        List<TiffTags> directories =
                TiffTags.all(Arrays.copyOfRange(content, start, Math.min(content.length, start + Math.max(0, length))));
        return directories.isEmpty() ? TiffTags.NONE : directories.get(0);
    }

    private static String text(byte[] content, int start, int length) {
        return new String(content, start, length, StandardCharsets.ISO_8859_1);
    }
}
