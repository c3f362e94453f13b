package io.github.faxnummer.pdf.testing;

import static io.github.faxnummer.pdf.testing.FeaturePdf.array;
import static io.github.faxnummer.pdf.testing.FeaturePdf.key;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdfwriter.ContentStreamWriter;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;

/** A random change of a {@link FeaturePdf} that its drawn pages may show. */
public enum VisibleChange {
    GLYPH((it, random) -> changeString(it.page(1), random)),
    TEXT_OPERATOR(
            (it, random) -> changeNumber(it.page(1), random, 1, Set.of("Tf", "Td", "TJ", "Tm", "Tc", "Ts", "Tr"))),
    COLOR((it, random) -> changeNumber(it.page(0), random, 0.5, Set.of("rg", "RG", "g", "k", "scn"))),
    POSITION((it, random) -> changeNumber(it.page(0), random, 8, Set.of("re", "cm", "m", "l", "c"))),
    LINE((it, random) -> changeNumber(it.page(0), random, 2, Set.of("w", "d", "J"))),
    INLINE_IMAGE((it, random) -> {
        List<Object> tokens = tokens(it.page(0));
        for (Object token : tokens) {
            if (token instanceof Operator operator && "BI".equals(operator.getName())) {
                flip(operator.getImageData(), random);
            }
        }
        write(it.page(0), tokens);
    }),
    SAMPLE((it, random) -> flip(it.image(any(FeaturePdf.deflatedImages(), random)), random)),
    SOFT_MASK((it, random) -> flip((COSStream) it.image(key("ImSoft")).getDictionaryObject(COSName.SMASK), random)),
    COLOR_KEY_MASK((it, random) ->
            it.image(key("ImKey")).setItem(COSName.MASK, array(random.nextInt(100), 100 + random.nextInt(155)))),
    DECODE((it, random) ->
            it.image(key("ImDecode")).setItem(COSName.DECODE, array(random.nextDouble(), random.nextDouble()))),
    STENCIL_DECODE((it, random) -> it.image(key("ImStencil")).setItem(COSName.DECODE, array(1, 0))),
    IMAGE_SIZE((it, random) -> it.image(key("ImDecode")).setInt(COSName.WIDTH, 1 + random.nextInt(5))),
    JPEG((it, random) -> it.images()
            .setItem(
                    key("ImJpeg"),
                    JPEGFactory.createFromImage(it.document(), noise(random, BufferedImage.TYPE_INT_RGB)))),
    FAX_IMAGE((it, random) -> it.images()
            .setItem(
                    key("ImFax"),
                    CCITTFactory.createFromImage(it.document(), noise(random, BufferedImage.TYPE_BYTE_BINARY)))),
    PALETTE((it, random) -> {
        COSArray space = it.image(key("ImPalette")).getCOSArray(COSName.COLORSPACE);
        byte[] colors = ((COSString) space.getObject(3)).getBytes();
        flip(colors, random);
        space.set(3, new COSString(colors));
    }),
    ICC_PROFILE((it, random) -> {
        COSArray space = it.resource(0, "ColorSpace").getCOSArray(key("CsIcc"));
        int kind = random.nextBoolean() ? ColorSpace.CS_LINEAR_RGB : ColorSpace.CS_sRGB;
        byte[] profile = ICC_Profile.getInstance(kind).getData();
        // Beyond header and table of tags; the profiles of JDKs differ in length.
        int start = Math.min(300, profile.length / 2);
        int at = start + random.nextInt(profile.length - start);
        for (int i = at; i < Math.min(at + 100, profile.length); i++) {
            profile[i] ^= (byte) random.nextInt();
        }
        write((COSStream) space.getObject(1), profile);
    }),
    COLOR_SPACE((it, random) -> {
        COSArray spot = it.resource(0, "ColorSpace").getCOSArray(key("CsSpot"));
        changeElement(((COSDictionary) spot.getObject(3)).getCOSArray(key("C1")), random, 0.5);
    }),
    PATTERN((it, random) -> changeNumber(
            it.stream(0, "Pattern", random.nextBoolean() ? "PaTile" : "PaStencil"),
            random,
            2,
            Set.of("re", "m", "l", "rg"))),
    PATTERN_STEP((it, random) -> it.stream(0, "Pattern", "PaTile")
            .setFloat(random.nextBoolean() ? COSName.X_STEP : COSName.Y_STEP, 9 + random.nextFloat() * 9)),
    SHADING((it, random) -> {
        COSDictionary shading = random.nextBoolean()
                ? it.resource(0, "Shading").getCOSDictionary(key("ShAxial"))
                : it.resource(0, "Pattern").getCOSDictionary(key("PaShading")).getCOSDictionary(COSName.SHADING);
        changeElement(shading.getCOSArray(COSName.COORDS), random, 15);
    }),
    SHADING_FUNCTION((it, random) -> {
        COSDictionary stitched =
                it.resource(0, "Shading").getCOSDictionary(key("ShAxial")).getCOSDictionary(COSName.FUNCTION);
        COSDictionary function =
                (COSDictionary) stitched.getCOSArray(COSName.FUNCTIONS).getObject(random.nextInt(2));
        changeElement(function.getCOSArray(random.nextBoolean() ? COSName.C0 : COSName.C1), random, 0.5);
    }),
    MESH((it, random) -> flip(it.stream(0, "Shading", "ShMesh"), random)),
    GRAPHICS_STATE((it, random) ->
            it.resource(0, "ExtGState").getCOSDictionary(key("GsAlpha")).setFloat(COSName.CA_NS, random.nextFloat())),
    BLEND_MODE((it, random) -> it.resource(0, "ExtGState")
            .getCOSDictionary(key("GsBlend"))
            .setItem(key("BM"), any(List.of(key("Screen"), key("Darken"), key("Normal"), key("Difference")), random))),
    LUMINOSITY_MASK((it, random) -> {
        COSDictionary mask =
                it.resource(0, "ExtGState").getCOSDictionary(key("GsMask")).getCOSDictionary(COSName.SMASK);
        changeNumber((COSStream) mask.getDictionaryObject(COSName.G), random, 0.3, Set.of("g", "re"));
    }),
    FORM((it, random) -> changeNumber(
            it.stream(0, "XObject", any(List.of("FmOuter", "FmGroup"), random)), random, 3, Set.of("re", "rg", "cm"))),
    NESTED_FORM((it, random) -> {
        COSDictionary inner = it.stream(0, "XObject", "FmOuter")
                .getCOSDictionary(COSName.RESOURCES)
                .getCOSDictionary(COSName.XOBJECT);
        changeNumber((COSStream) inner.getDictionaryObject(key("FmInner")), random, 3, Set.of("re", "rg", "g"));
    }),
    FORM_BOX((it, random) -> changeElement(
            it.stream(0, "XObject", "FmOuter").getCOSArray(random.nextBoolean() ? COSName.BBOX : COSName.MATRIX),
            random,
            12)),
    LAYER((it, random) -> {
        COSDictionary state =
                it.catalog().getCOSDictionary(COSName.OCPROPERTIES).getCOSDictionary(COSName.D);
        COSBase groups = state.getItem(COSName.ON);
        state.setItem(COSName.ON, state.getItem(COSName.OFF));
        state.setItem(COSName.OFF, groups);
    }),
    GLYPH_OUTLINE((it, random) -> {
        COSDictionary font = it.resource(1, "Font").getCOSDictionary(key("FoEmbedded"));
        COSDictionary descendant =
                (COSDictionary) font.getCOSArray(COSName.DESCENDANT_FONTS).getObject(0);
        changeOutline(descendant, random);
    }),
    TRUE_TYPE_OUTLINE((it, random) -> changeOutline(it.resource(1, "Font").getCOSDictionary(key("FoTrue")), random)),
    WIDTH((it, random) -> changeElement(
            it.resource(1, "Font")
                    .getCOSDictionary(key(any(List.of("FoHelvetica", "FoThree", "FoTrue"), random)))
                    .getCOSArray(COSName.WIDTHS),
            random,
            300)),
    ENCODING((it, random) -> it.resource(1, "Font")
            .getCOSDictionary(key("FoHelvetica"))
            .getCOSDictionary(COSName.ENCODING)
            .setItem(COSName.DIFFERENCES, array(65 + random.nextInt(6), key("section")))),
    TYPE_3_GLYPH((it, random) -> {
        COSDictionary glyphs =
                it.resource(1, "Font").getCOSDictionary(key("FoThree")).getCOSDictionary(COSName.CHAR_PROCS);
        changeNumber(
                (COSStream) glyphs.getDictionaryObject(key(random.nextBoolean() ? "square" : "corner")),
                random,
                4,
                Set.of("re", "l", "rg"));
    }),
    APPEARANCE((it, random) -> {
        COSStream normal =
                (COSStream) it.annotation(0).getCOSDictionary(COSName.AP).getDictionaryObject(COSName.N);
        changeNumber(normal, random, 12, Set.of("re", "rg", "g"));
    }),
    APPEARANCE_STATE((it, random) -> it.annotation(1).setItem(COSName.AS, key(random.nextBoolean() ? "Off" : "No"))),
    ANNOTATION_PLACE(
            (it, random) -> changeElement(it.annotation(random.nextInt(4)).getCOSArray(COSName.RECT), random, 20)),
    ANNOTATION_COLOR(
            (it, random) -> changeElement(it.annotation(2 + random.nextInt(2)).getCOSArray(COSName.C), random, 0.5)),
    INK((it, random) -> changeElement(
            (COSArray) it.annotation(3).getCOSArray(key("InkList")).getObject(0), random, 20)),
    ANNOTATION_HIDDEN((it, random) -> it.annotation(random.nextInt(4)).setInt(COSName.F, 6)),
    ANNOTATION_REMOVED((it, random) -> it.annotations().remove(random.nextInt(4))),
    ANNOTATION_ORDER((it, random) -> {
        it.annotation(0).setItem(COSName.RECT, array(150, 130, 250, 190));
        COSArray annotations = it.annotations();
        annotations.add(random.nextInt(annotations.size()), annotations.remove(0));
    }),
    PAGE_ORDER((it, random) -> {
        COSArray kids = it.kids();
        kids.add(random.nextInt(2), kids.remove(2));
    }),
    PAGE_REMOVED((it, random) -> it.document().removePage(random.nextInt(3))),
    PAGE_REPEATED((it, random) -> it.document().importPage(it.document().getPage(random.nextInt(3)))),
    MEDIA_BOX((it, random) -> changeElement(
            it.document().getPage(random.nextInt(2)).getCOSObject().getCOSArray(COSName.MEDIA_BOX), random, 40)),
    CROP_BOX((it, random) ->
            changeElement(it.document().getPage(2).getCOSObject().getCOSArray(COSName.CROP_BOX), random, 40)),
    ROTATION((it, random) -> it.document().getPage(random.nextInt(2)).setRotation(90 + 90 * random.nextInt(3)));

    private interface Change {
        void apply(Target target, Random random) throws IOException;
    }

    /** A document to change. */
    private record Target(PDDocument document) {

        COSDictionary catalog() {
            return document.getDocumentCatalog().getCOSObject();
        }

        COSArray kids() {
            return catalog().getCOSDictionary(COSName.PAGES).getCOSArray(COSName.KIDS);
        }

        COSDictionary resource(int page, String category) {
            return document.getPage(page).getResources().getCOSObject().getCOSDictionary(key(category));
        }

        COSStream stream(int page, String category, String name) {
            return (COSStream) resource(page, category).getDictionaryObject(key(name));
        }

        COSStream page(int page) {
            return (COSStream) document.getPage(page).getCOSObject().getDictionaryObject(COSName.CONTENTS);
        }

        COSDictionary images() {
            return resource(0, "XObject");
        }

        COSStream image(COSName name) {
            return (COSStream) images().getDictionaryObject(name);
        }

        COSArray annotations() {
            return document.getPage(2).getCOSObject().getCOSArray(COSName.ANNOTS);
        }

        COSDictionary annotation(int index) {
            return (COSDictionary) annotations().getObject(index);
        }
    }

    // A stateless lambda.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Change change;

    VisibleChange(Change change) {
        this.change = change;
    }

    public void apply(PDDocument document, Random random) throws IOException {
        change.apply(new Target(document), random);
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static BufferedImage noise(Random random, int type) {
        BufferedImage image = new BufferedImage(24, 24, type);
        for (int i = 0; i < 24 * 24; i++) {
            image.setRGB(i % 24, i / 24, random.nextInt());
        }
        return image;
    }

    private static double changed(double value, Random random, double most) {
        double by = most * (0.3 + 0.7 * random.nextDouble());
        boolean share = most < 1 && value >= 0 && value <= 1;
        boolean less = share ? value > 0.5 : random.nextBoolean();
        return less ? value - by : value + by;
    }

    private static void changeElement(COSArray array, Random random, double most) {
        int index = random.nextInt(array.size());
        double value = ((COSNumber) array.getObject(index)).floatValue();
        array.set(index, new COSFloat((float) changed(value, random, most)));
    }

    private static void changeNumber(COSStream stream, Random random, double most, Set<String> operators)
            throws IOException {
        List<Object> tokens = tokens(stream);
        List<Integer> numbers = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i) instanceof Operator operator) {
                for (int j = first; operators.contains(operator.getName()) && j < i; j++) {
                    if (isChangeable(tokens.get(j))) {
                        numbers.add(j);
                    }
                }
                first = i + 1;
            }
        }
        int index = any(numbers, random);
        if (tokens.get(index) instanceof COSNumber number) {
            tokens.set(index, new COSFloat((float) changed(number.floatValue(), random, most)));
        } else {
            COSArray array = (COSArray) tokens.get(index);
            int element = random.nextInt(array.size());
            if (array.get(element) instanceof COSNumber number) {
                array.set(element, new COSFloat((float) changed(number.floatValue(), random, 200)));
            } else {
                array.set(element, changed((COSString) array.get(element), random));
            }
        }
        write(stream, tokens);
    }

    private static boolean isChangeable(Object operand) {
        return operand instanceof COSArray array ? array.size() > 0 : operand instanceof COSNumber;
    }

    private static void changeString(COSStream stream, Random random) throws IOException {
        List<Object> tokens = tokens(stream);
        List<Integer> strings = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i) instanceof COSString) {
                strings.add(i);
            }
        }
        int index = any(strings, random);
        tokens.set(index, changed((COSString) tokens.get(index), random));
        write(stream, tokens);
    }

    private static COSString changed(COSString string, Random random) {
        byte[] bytes = string.getBytes().clone();
        bytes[random.nextInt(bytes.length)] += (byte) (random.nextBoolean() ? 1 : -1);
        return new COSString(bytes);
    }

    private static void changeOutline(COSDictionary font, Random random) throws IOException {
        COSStream program =
                (COSStream) font.getCOSDictionary(COSName.FONT_DESC).getDictionaryObject(COSName.FONT_FILE2);
        byte[] bytes = bytes(program);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int i = 0; i < buffer.getShort(4); i++) {
            int entry = 12 + 16 * i;
            if (buffer.getInt(entry) == 0x676C7966) {
                int at = buffer.getInt(entry + 8) + random.nextInt(buffer.getInt(entry + 12));
                bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        write(program, bytes);
    }

    private static List<Object> tokens(COSStream stream) throws IOException {
        List<Object> tokens = new ArrayList<>(new PDFStreamParser(bytes(stream)).parse());
        tokens.replaceAll(it -> it instanceof COSObject reference ? reference.getObject() : it);
        return tokens;
    }

    private static void write(COSStream stream, List<Object> tokens) throws IOException {
        try (OutputStream output = stream.createOutputStream(COSName.FLATE_DECODE)) {
            new ContentStreamWriter(output).writeTokens(tokens);
        }
    }

    private static byte[] bytes(COSStream stream) throws IOException {
        return stream.createInputStream().readAllBytes();
    }

    private static void write(COSStream stream, byte[] bytes) throws IOException {
        try (OutputStream output = stream.createOutputStream(COSName.FLATE_DECODE)) {
            output.write(bytes);
        }
    }

    private static void flip(byte[] bytes, Random random) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << (4 + random.nextInt(4)));
    }

    private static void flip(COSStream stream, Random random) throws IOException {
        byte[] bytes = bytes(stream);
        flip(bytes, random);
        write(stream, bytes);
    }
}
