package io.github.faxnummer.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.contentstream.PDContentStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.jspecify.annotations.Nullable;

/**
 * Hashes objects by what they mean for the drawn page, whatever their numbers and names. Objects that contain
 * themselves are hashed by how many levels above they begin.
 */
final class ObjectHasher {

    /** What an object is hashed as. */
    enum Kind {
        PAGE,
        FORM,
        PATTERN,
        GLYPH,
        IMAGE,
        PROFILE,
        FONT,
        DESCRIPTOR,
        LAYER,
        ARRAY,
        DICTIONARY,
        STREAM
    }

    /** Adds the contents of an object. */
    interface Content {
        void add(CanonicalDigest out) throws IOException;
    }

    private record Level(COSBase object, Kind kind) {}

    /** Documents stay below 50. */
    private static final int MAX_LEVELS = 200;

    /** Entries that describe an object and do not change how it is drawn. */
    private static final Set<COSName> DESCRIPTIONS = Set.of(
            COSName.TYPE,
            COSName.METADATA,
            COSName.getPDFName("PieceInfo"),
            COSName.LAST_MODIFIED,
            COSName.STRUCT_PARENT,
            COSName.STRUCT_PARENTS);

    /** Entries of a stream that say how it is written. */
    private static final Set<COSName> ENCODING = Set.of(
            COSName.LENGTH,
            COSName.FILTER,
            COSName.DECODE_PARMS,
            COSName.getPDFName("DL"),
            COSName.F,
            COSName.F_FILTER,
            COSName.F_DECODE_PARMS);

    private static final List<COSName> FORM_ENTRIES = List.of(COSName.BBOX, COSName.MATRIX, COSName.GROUP, COSName.OC);

    private static final List<COSName> PATTERN_ENTRIES = List.of(
            COSName.PAINT_TYPE, COSName.TILING_TYPE, COSName.BBOX, COSName.X_STEP, COSName.Y_STEP, COSName.MATRIX);

    private static final List<COSName> MEMBERSHIP_ENTRIES = List.of(COSName.OCGS, COSName.P, COSName.getPDFName("VE"));

    private static final COSName USAGE = COSName.getPDFName("Usage");
    private static final Set<COSName> USAGE_DESCRIPTIONS =
            Set.of(COSName.getPDFName("CreatorInfo"), COSName.getPDFName("PageElement"));

    private final LayerStates layers;
    private final ResourceBudget budget;
    private final StreamData data;
    private final ImageHasher images;
    private final FontHasher fonts;
    private final Map<Kind, Map<COSBase, byte[]>> known = new EnumMap<>(Kind.class);
    private final List<Level> levels = new ArrayList<>();

    /** The outermost level that the result depends on; a result that depends on another object is not kept. */
    private int outermost = Integer.MAX_VALUE;

    /** The resources of the content stream that is being hashed, and the level that they come from. */
    private COSDictionary resources = new COSDictionary();

    private int resourcesLevel;

    ObjectHasher(LayerStates layers, ResourceBudget budget) {
        this.layers = layers;
        this.budget = budget;
        this.data = new StreamData(budget, this);
        this.images = new ImageHasher(this, data);
        this.fonts = new FontHasher(this, data);
        for (Kind kind : Kind.values()) {
            known.put(kind, new IdentityHashMap<>());
        }
    }

    byte[] hash(COSBase object, Kind kind, Content content) throws IOException {
        budget.check();
        Map<COSBase, byte[]> sameKind = known.get(kind);
        byte[] earlier = sameKind == null ? null : sameKind.get(object);
        if (earlier != null) {
            return earlier;
        }
        int level = levels.size();
        int loop = levelOf(object, kind);
        if (loop >= 0) {
            outermost = Math.min(outermost, loop);
            CanonicalDigest out = new CanonicalDigest("LOOP");
            out.integer(level - loop);
            return out.finish();
        }
        if (level == MAX_LEVELS) {
            throw budget.fail(Finding.Kind.DAMAGED_PAGE, "nesting");
        }
        int outer = outermost;
        outermost = Integer.MAX_VALUE;
        levels.add(new Level(object, kind));
        try {
            CanonicalDigest out = new CanonicalDigest(kind.name());
            content.add(out);
            byte[] hash = out.finish();
            if (outermost >= level && sameKind != null) {
                sameKind.put(object, hash);
            }
            return hash;
        } finally {
            levels.remove(level);
            outermost = Math.min(outer, outermost >= level ? Integer.MAX_VALUE : outermost);
        }
    }

    private int levelOf(COSBase object, Kind kind) {
        for (int i = levels.size() - 1; i >= 0; i--) {
            if (levels.get(i).object() == object && levels.get(i).kind() == kind) {
                return i;
            }
        }
        return -1;
    }

    void entries(CanonicalDigest out, COSDictionary dictionary, List<COSName> keys) throws IOException {
        for (COSName key : keys) {
            value(out, dictionary.getDictionaryObject(key));
        }
    }

    /** Adds all entries in the order of their keys but those that are left out. */
    void entriesBut(CanonicalDigest out, COSDictionary dictionary, Set<COSName> leftOut) throws IOException {
        for (COSName key : new TreeSet<>(dictionary.keySet())) {
            COSBase value = dictionary.getDictionaryObject(key);
            if (value != null && !leftOut.contains(key) && !DESCRIPTIONS.contains(key)) {
                out.name(key.getBytes());
                value(out, value);
            }
        }
    }

    void value(CanonicalDigest out, @Nullable COSBase reference) throws IOException {
        COSBase value = reference instanceof COSObject indirect ? indirect.getObject() : reference;
        if (value instanceof COSDictionary dictionary) {
            out.hash(object(dictionary));
        } else if (value instanceof COSArray array) {
            out.hash(array(array));
        } else {
            scalar(out, value);
        }
    }

    static void scalar(CanonicalDigest out, @Nullable COSBase value) {
        if (value instanceof COSInteger integer) {
            out.integer(integer.longValue());
        } else if (value instanceof COSFloat number) {
            out.number(number.floatValue());
        } else if (value instanceof COSName name) {
            out.name(name.getBytes());
        } else if (value instanceof COSString string) {
            out.string(string.getBytes());
        } else if (value instanceof COSBoolean bool) {
            out.bool(bool.getValue());
        } else {
            out.absent();
        }
    }

    private byte[] array(COSArray array) throws IOException {
        return hash(array, Kind.ARRAY, out -> {
            if (array.size() > 1
                    && COSName.ICCBASED.equals(array.getObject(0))
                    && array.getObject(1) instanceof COSStream profile) {
                out.name(COSName.ICCBASED.getBytes());
                out.hash(profile(profile));
                return;
            }
            for (int i = 0; i < array.size(); i++) {
                value(out, array.getObject(i));
            }
        });
    }

    private byte[] object(COSDictionary object) throws IOException {
        COSName type = object.getCOSName(COSName.TYPE);
        if (object instanceof COSStream stream) {
            COSName subtype = stream.getCOSName(COSName.SUBTYPE);
            if (COSName.FORM.equals(subtype)) {
                return form(stream);
            }
            if (COSName.IMAGE.equals(subtype)) {
                return images.hash(stream);
            }
            return stream.getInt(COSName.PATTERN_TYPE) == 1 ? pattern(stream) : stream(stream);
        }
        if (COSName.FONT.equals(type)) {
            return font(object);
        }
        return COSName.OCG.equals(type) || COSName.OCMD.equals(type)
                ? layer(object)
                : hash(object, Kind.DICTIONARY, out -> entriesBut(out, object, Set.of()));
    }

    private byte[] stream(COSStream stream) throws IOException {
        return hash(stream, Kind.STREAM, out -> {
            entriesBut(out, stream, ENCODING);
            data.add(out, stream);
        });
    }

    byte[] font(COSDictionary font) throws IOException {
        return fonts.hash(font);
    }

    byte[] form(COSStream form) throws IOException {
        return hash(form, Kind.FORM, out -> {
            entries(out, form, FORM_ENTRIES);
            contents(out, form);
        });
    }

    private byte[] pattern(COSStream pattern) throws IOException {
        return hash(pattern, Kind.PATTERN, out -> {
            entries(out, pattern, PATTERN_ENTRIES);
            contents(out, pattern);
        });
    }

    /** Hashes the contents of a glyph of a Type 3 font, which has the resources of its font. */
    byte[] glyph(COSStream glyph) throws IOException {
        return hash(glyph, Kind.GLYPH, out -> contents(out, glyph));
    }

    private byte[] profile(COSStream profile) throws IOException {
        return hash(profile, Kind.PROFILE, out -> {
            entriesBut(out, profile, ENCODING);
            data.add(out, profile, ObjectHasher::blankDates);
        });
    }

    /** Blanks the date and the checksum in the header of an ICC profile (ICC.1, 7.2). */
    private static void blankDates(byte[] profile) {
        StreamData.blank(profile, 24, 12);
        StreamData.blank(profile, 84, 16);
    }

    /** Hashes an optional content group or membership. */
    byte[] layer(COSDictionary layer) throws IOException {
        return hash(layer, Kind.LAYER, out -> {
            if (COSName.OCMD.equals(layer.getCOSName(COSName.TYPE))) {
                entries(out, layer, MEMBERSHIP_ENTRIES);
                return;
            }
            layers.add(out, layer);
            value(out, layer.getDictionaryObject(COSName.INTENT));
            COSDictionary usage = layer.getCOSDictionary(USAGE);
            if (usage != null) {
                entriesBut(out, usage, USAGE_DESCRIPTIONS);
            }
        });
    }

    private void contents(CanonicalDigest out, COSStream stream) throws IOException {
        Content unparsed = it -> data.add(it, stream);
        contents(out, new StreamContents(stream), unparsed, stream.getCOSDictionary(COSName.RESOURCES));
    }

    /**
     * @param unparsed adds the contents if they cannot be parsed
     * @param own the resources; where there are none, those around the stream apply
     */
    void contents(CanonicalDigest out, PDContentStream stream, Content unparsed, @Nullable COSDictionary own)
            throws IOException {
        withResources(own, () -> {
            try {
                new ContentHasher(this, images, resources, budget).add(out, stream);
            } catch (IOException e) {
                budget.check();
                unparsed.add(out);
            }
        });
    }

    /** Work that reads resources. */
    interface WithResources {
        void run() throws IOException;
    }

    /** @param own the resources of the current level; where there are none, those around it apply */
    void withResources(@Nullable COSDictionary own, WithResources work) throws IOException {
        if (own == null) {
            outermost = Math.min(outermost, resourcesLevel);
            work.run();
            return;
        }
        COSDictionary around = resources;
        int aroundLevel = resourcesLevel;
        resources = own;
        resourcesLevel = levels.size() - 1;
        try {
            work.run();
        } finally {
            resources = around;
            resourcesLevel = aroundLevel;
        }
    }
}
