package io.github.faxnummer.pdf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.jspecify.annotations.Nullable;

/** Hashes fonts, without what generators choose at random or take from the clock. */
record FontHasher(ObjectHasher objects, StreamData data) {

    private static final List<COSName> ENTRIES = List.of(
            COSName.SUBTYPE,
            COSName.ENCODING,
            COSName.FIRST_CHAR,
            COSName.LAST_CHAR,
            COSName.WIDTHS,
            COSName.CIDSYSTEMINFO,
            COSName.DW,
            COSName.W,
            COSName.DW2,
            COSName.W2,
            COSName.CID_TO_GID_MAP,
            COSName.FONT_MATRIX,
            COSName.FONT_BBOX);

    private static final List<COSName> PROGRAMS = List.of(COSName.FONT_FILE, COSName.FONT_FILE2, COSName.FONT_FILE3);

    /** The program is hashed by itself, the name without its tag; the others list what the program contains. */
    private static final Set<COSName> NOT_DRAWN = Set.of(
            COSName.FONT_FILE,
            COSName.FONT_FILE2,
            COSName.FONT_FILE3,
            COSName.FONT_NAME,
            COSName.CHAR_SET,
            COSName.CID_SET);

    /** A tag such as {@code ABCDEF+} before the name of a subset. */
    private static final int TAG_LENGTH = 7;

    private static final byte[] BLANK_TAG = "AAAAAA+".getBytes(StandardCharsets.ISO_8859_1);

    byte[] hash(COSDictionary font) throws IOException {
        return objects.hash(font, ObjectHasher.Kind.FONT, out -> {
            name(out, font.getNameAsString(COSName.BASE_FONT, ""));
            objects.entries(out, font, ENTRIES);
            COSDictionary descriptor = font.getCOSDictionary(COSName.FONT_DESC);
            if (descriptor != null) {
                out.hash(descriptor(descriptor));
            }
            COSArray descendants = font.getCOSArray(COSName.DESCENDANT_FONTS);
            for (int i = 0; descendants != null && i < descendants.size(); i++) {
                if (descendants.getObject(i) instanceof COSDictionary descendant) {
                    out.hash(hash(descendant));
                }
            }
            FontInfo info = new FontInfo(font);
            if (info.isComposite() && !info.isAvailable()) {
                // What substitutes the font finds its glyphs by their characters.
                objects.value(out, font.getDictionaryObject(COSName.TO_UNICODE));
            }
            glyphs(out, font);
        });
    }

    private void glyphs(CanonicalDigest out, COSDictionary font) throws IOException {
        COSDictionary glyphs = font.getCOSDictionary(COSName.CHAR_PROCS);
        if (glyphs == null) {
            return;
        }
        objects.withResources(font.getCOSDictionary(COSName.RESOURCES), () -> {
            for (COSName name : new TreeSet<>(glyphs.keySet())) {
                if (glyphs.getDictionaryObject(name) instanceof COSStream glyph) {
                    out.name(name.getBytes());
                    out.hash(objects.glyph(glyph));
                }
            }
        });
    }

    private byte[] descriptor(COSDictionary descriptor) throws IOException {
        return objects.hash(descriptor, ObjectHasher.Kind.DESCRIPTOR, out -> {
            String name = descriptor.getNameAsString(COSName.FONT_NAME, "");
            name(out, name);
            objects.entriesBut(out, descriptor, NOT_DRAWN);
            for (COSName key : PROGRAMS) {
                if (descriptor.getDictionaryObject(key) instanceof COSStream program) {
                    out.name(key.getBytes());
                    objects.value(out, program.getDictionaryObject(COSName.SUBTYPE));
                    byte @Nullable [] tag =
                            isTagged(name) ? name.substring(0, TAG_LENGTH).getBytes(StandardCharsets.ISO_8859_1) : null;
                    data.add(out, program, bytes -> normalize(bytes, tag));
                }
            }
        });
    }

    private static void name(CanonicalDigest out, String name) {
        String bare = isTagged(name) ? name.substring(TAG_LENGTH) : name;
        out.name(bare.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isTagged(String name) {
        return name.length() >= TAG_LENGTH
                && name.charAt(TAG_LENGTH - 1) == '+'
                && name.chars().limit(TAG_LENGTH - 1).allMatch(it -> it >= 'A' && it <= 'Z');
    }

    private static void normalize(byte[] program, byte @Nullable [] tag) {
        blankDates(program);
        // Type 1 and CFF programs contain the name with its tag.
        for (int i = 0; tag != null && i + TAG_LENGTH <= program.length; i++) {
            if (program[i] == tag[0] && ByteBuffer.wrap(program, i, TAG_LENGTH).equals(ByteBuffer.wrap(tag))) {
                System.arraycopy(BLANK_TAG, 0, program, i, TAG_LENGTH);
            }
        }
    }

    /** Blanks the checksums and dates of a program in the sfnt format (ISO/IEC 14496-22): TrueType and OpenType. */
    private static void blankDates(byte[] program) {
        int directory = 12;
        int entry = 16;
        if (program.length < directory) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(program);
        int version = bytes.getInt(0);
        if (version != 0x00010000 && version != fourLetters("true") && version != fourLetters("OTTO")) {
            return;
        }
        int tables = Short.toUnsignedInt(bytes.getShort(4));
        for (int i = 0; i < tables && directory + (i + 1) * entry <= program.length; i++) {
            int at = directory + i * entry;
            StreamData.blank(program, at + 4, 4);
            if (bytes.getInt(at) == fourLetters("head")) {
                long head = Integer.toUnsignedLong(bytes.getInt(at + 8));
                StreamData.blank(program, head + 8, 4);
                StreamData.blank(program, head + 20, 16);
            }
        }
    }

    private static int fourLetters(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).getInt();
    }
}
