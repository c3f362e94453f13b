package io.github.faxnummer.pdf.testing;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;

/**
 * A PDF of three small pages that uses what PDF can draw with: fonts of four kinds, images, patterns, shadings, forms,
 * masks, layers and annotations. Each resource has a name of its own.
 */
public final class FeaturePdf {

    private static final PDRectangle SIZE = new PDRectangle(300, 300);

    private final PDDocument document = new PDDocument();
    private final COSDictionary layer = dictionary("Type", key("OCG"), "Name", new COSString("Draft"));

    private FeaturePdf() {}

    public static byte[] bytes() {
        FeaturePdf pdf = new FeaturePdf();
        try (PDDocument document = pdf.document) {
            pdf.graphics(pdf.page());
            pdf.text(pdf.page());
            pdf.annotations(pdf.page());
            pdf.layers();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a dictionary of alternating names and values. */
    public static COSDictionary dictionary(Object... entries) {
        return put(new COSDictionary(), entries);
    }

    private static <T extends COSDictionary> T put(T dictionary, Object... entries) {
        for (int i = 0; i < entries.length; i += 2) {
            dictionary.setItem(key((String) entries[i]), object(entries[i + 1]));
        }
        return dictionary;
    }

    private static COSBase object(Object value) {
        if (value instanceof COSBase object) {
            return object;
        }
        if (value instanceof Boolean bool) {
            return COSBoolean.getBoolean(bool);
        }
        return value instanceof Integer integer ? COSInteger.get(integer) : new COSFloat(((Number) value).floatValue());
    }

    public static COSName key(String name) {
        return COSName.getPDFName(name);
    }

    public static COSArray array(Object... values) {
        COSArray array = new COSArray();
        for (Object value : values) {
            array.add(object(value));
        }
        return array;
    }

    private COSStream stream(byte[] data, Object... entries) throws IOException {
        COSStream stream = put(document.getDocument().createCOSStream(), entries);
        try (OutputStream output = stream.createOutputStream(COSName.FLATE_DECODE)) {
            output.write(data);
        }
        return stream;
    }

    private COSStream stream(String data, Object... entries) throws IOException {
        return stream(data.getBytes(StandardCharsets.ISO_8859_1), entries);
    }

    private PDPage page() {
        PDPage page = new PDPage(SIZE);
        page.setResources(new PDResources());
        document.addPage(page);
        return page;
    }

    private static COSDictionary resources(PDPage page) {
        return page.getResources().getCOSObject();
    }

    private COSStream image(int width, int height, int components, Object... entries) throws IOException {
        byte[] samples = new byte[width * height * components];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i * 29 + 40);
        }
        COSStream image = stream(
                samples,
                "Type",
                key("XObject"),
                "Subtype",
                key("Image"),
                "Width",
                width,
                "Height",
                height,
                "BitsPerComponent",
                8);
        return put(image, entries);
    }

    private static BufferedImage picture(int type) {
        BufferedImage picture = new BufferedImage(24, 24, type);
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 24; x++) {
                boolean light = ((x / 6) + (y / 6)) % 2 == 0;
                picture.setRGB(x, y, (light ? Color.WHITE : new Color(x * 10, 40, y * 10)).getRGB());
            }
        }
        return picture;
    }

    private void graphics(PDPage page) throws IOException {
        COSDictionary resources = resources(page);
        COSArray rgb = array(
                key("ICCBased"),
                stream(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData(), "N", 3, "Alternate", key("DeviceRGB")));
        COSArray indexed = array(key("Indexed"), key("DeviceRGB"), 3, new COSString(new byte[] {
            0, 0, 0, 80, 0, 0, 0, 99, 0, (byte) 250, (byte) 250, 10
        }));
        COSStream soft = image(5, 5, 1, "ColorSpace", key("DeviceGray"));
        COSStream stencil = stream(
                new byte[] {(byte) 0xA0, 0x50, (byte) 0xA0, 0x50},
                "Subtype",
                key("Image"),
                "Width",
                4,
                "Height",
                4,
                "BitsPerComponent",
                1,
                "ImageMask",
                true);
        COSStream palette = stream(
                new byte[] {0x1B, (byte) 0xE4, 0x4E, (byte) 0xB1},
                "Subtype",
                key("Image"),
                "Width",
                4,
                "Height",
                4,
                "BitsPerComponent",
                2,
                "ColorSpace",
                indexed);
        COSDictionary images = dictionary(
                "ImSoft", image(6, 6, 3, "ColorSpace", rgb, "SMask", soft),
                "ImDecode", image(6, 6, 1, "ColorSpace", key("DeviceGray"), "Decode", array(0, 1)),
                "ImKey", image(6, 6, 1, "ColorSpace", key("DeviceGray"), "Mask", array(100, 160)),
                "ImStencil", stencil,
                "ImPalette", palette,
                "ImJpeg",
                        JPEGFactory.createFromImage(document, picture(BufferedImage.TYPE_INT_RGB))
                                .getCOSObject(),
                "ImFax",
                        CCITTFactory.createFromImage(document, picture(BufferedImage.TYPE_BYTE_BINARY))
                                .getCOSObject(),
                "FmOuter", outerForm(),
                "FmGroup",
                        stream(
                                "0.2 0.5 0.2 rg 0 0 20 20 re f 10 10 20 20 re f",
                                "Subtype",
                                key("Form"),
                                "BBox",
                                array(0, 0, 30, 30),
                                "Group",
                                dictionary("S", key("Transparency"), "CS", key("DeviceRGB"), "I", true)));
        put(
                resources,
                "XObject",
                images,
                "ColorSpace",
                dictionary(
                        "CsIcc", rgb,
                        "CsLab",
                                array(
                                        key("Lab"),
                                        dictionary(
                                                "WhitePoint",
                                                array(0.95, 1, 1.09),
                                                "Range",
                                                array(-100, 100, -100, 100))),
                        "CsSpot",
                                array(
                                        key("Separation"),
                                        key("Brand"),
                                        key("DeviceCMYK"),
                                        dictionary(
                                                "FunctionType",
                                                2,
                                                "Domain",
                                                array(0, 1),
                                                "C0",
                                                array(0, 0, 0, 0),
                                                "C1",
                                                array(0.1, 0.9, 0.2, 0.1),
                                                "N",
                                                1)),
                        "CsPattern", array(key("Pattern"), key("DeviceRGB"))),
                "Pattern",
                dictionary(
                        "PaTile",
                                stream(
                                        "0.8 0.1 0.1 rg 0 0 4 4 re f 0 0 1 RG 5 5 m 9 9 l S",
                                        "PatternType",
                                        1,
                                        "PaintType",
                                        1,
                                        "TilingType",
                                        1,
                                        "BBox",
                                        array(0, 0, 10, 10),
                                        "XStep",
                                        10,
                                        "YStep",
                                        12,
                                        "Resources",
                                        new COSDictionary()),
                        "PaStencil",
                                stream(
                                        "0 0 3 6 re f",
                                        "PatternType",
                                        1,
                                        "PaintType",
                                        2,
                                        "TilingType",
                                        1,
                                        "BBox",
                                        array(0, 0, 8, 8),
                                        "XStep",
                                        8,
                                        "YStep",
                                        8,
                                        "Resources",
                                        new COSDictionary()),
                        "PaShading", dictionary("PatternType", 2, "Shading", radial())),
                "Shading",
                dictionary("ShAxial", axial(), "ShMesh", mesh()),
                "ExtGState",
                dictionary(
                        "GsAlpha", dictionary("Type", key("ExtGState"), "ca", 0.4, "CA", 0.6),
                        "GsBlend", dictionary("BM", key("Multiply")),
                        "GsMask",
                                dictionary(
                                        "SMask",
                                        dictionary(
                                                "S",
                                                key("Luminosity"),
                                                "G",
                                                stream(
                                                        "0.7 g 0 0 150 300 re f 0.2 g 150 0 150 300 re f",
                                                        "Subtype",
                                                        key("Form"),
                                                        "BBox",
                                                        array(0, 0, 300, 300),
                                                        "Group",
                                                        dictionary(
                                                                "S", key("Transparency"), "CS", key("DeviceGray")))))),
                "Properties",
                dictionary("PrDraft", layer));
        contents(page, """
                0.9 g 5 5 290 290 re f
                q 50 0 0 50 10 240 cm /ImSoft Do Q
                q 50 0 0 50 70 240 cm /ImDecode Do Q
                q 50 0 0 50 130 240 cm /ImKey Do Q
                q 0.4 0 0.4 rg 50 0 0 50 190 240 cm /ImStencil Do Q
                q 40 0 0 40 250 245 cm /ImPalette Do Q
                q 50 0 0 50 10 180 cm /ImJpeg Do Q
                q 50 0 0 50 70 180 cm /ImFax Do Q
                q 1 0 0 1 130 180 cm /FmOuter Do Q
                q 0.5 0 0 rg 200 180 30 30 re f /GsBlend gs 1 0 0 1 205 185 cm /FmGroup Do Q
                q 45 0 0 45 250 185 cm BI /W 4 /H 4 /BPC 8 /CS /G ID abcdefghijklmnop EI Q
                /Pattern cs /PaTile scn 10 120 50 50 re f
                /CsPattern cs 0.1 0.4 0.1 /PaStencil scn 70 120 50 50 re f
                /Pattern cs /PaShading scn 130 120 50 50 re f
                q 190 120 50 50 re W n /ShAxial sh Q
                q 1 0 0 1 250 120 cm /ShMesh sh Q
                /CsIcc cs 0.2 0.6 0.4 scn 10 60 30 50 re f
                /CsLab cs 60 40 -30 scn 45 60 30 50 re f
                /CsSpot cs 0.7 scn 80 60 30 50 re f
                0.1 0.7 0.3 0.1 k 115 60 30 50 re f
                0.1 0.2 0.7 RG 3 w [6 3] 1 d 1 J 150 65 m 170 105 190 20 210 100 c S
                [] 0 d q /GsAlpha gs 0.9 0.3 0 rg 220 60 40 40 re f 0 0.3 0.9 rg 240 70 40 35 re f Q
                /OC /PrDraft BDC 0.6 0 0 rg 10 10 60 40 re f EMC
                q /GsMask gs 0 0 0.6 rg 120 10 80 40 re f Q
                """);
    }

    private COSStream outerForm() throws IOException {
        COSStream inner = stream(
                "0 0.3 0.3 rg 2 2 18 18 re f 0.8 g 6 6 8 8 re f", "Subtype", key("Form"), "BBox", array(0, 0, 22, 22));
        return stream(
                "0.3 0.3 0 rg 0 0 60 50 re f q 1.5 0 0 1.5 5 5 cm /FmInner Do Q",
                "Subtype",
                key("Form"),
                "BBox",
                array(0, 0, 60, 50),
                "Matrix",
                array(1, 0, 0, 1, 0, 0),
                "Resources",
                dictionary("XObject", dictionary("FmInner", inner)));
    }

    private static COSDictionary blend(double red, double green) {
        return dictionary(
                "FunctionType",
                2,
                "Domain",
                array(0, 1),
                "C0",
                array(red, 0.2, 0.1),
                "C1",
                array(0.2, green, 0.9),
                "N",
                1);
    }

    private static COSDictionary axial() {
        COSDictionary stitched = dictionary(
                "FunctionType",
                3,
                "Domain",
                array(0, 1),
                "Bounds",
                array(0.4),
                "Encode",
                array(0, 1, 0, 1),
                "Functions",
                array(blend(0.9, 0.1), blend(0.3, 0.8)));
        return dictionary(
                "ShadingType",
                2,
                "ColorSpace",
                key("DeviceRGB"),
                "Coords",
                array(190, 120, 240, 170),
                "Function",
                stitched,
                "Extend",
                array(true, true));
    }

    private static COSDictionary radial() {
        return dictionary(
                "ShadingType",
                3,
                "ColorSpace",
                key("DeviceRGB"),
                "Coords",
                array(155, 145, 2, 155, 145, 30),
                "Function",
                blend(1, 0.4),
                "Extend",
                array(true, true));
    }

    private COSStream mesh() throws IOException {
        byte[] triangle = {
            0, 0, 0, (byte) 200, 20, 20,
            0, (byte) 255, 0, 20, (byte) 200, 20,
            0, (byte) 128, (byte) 255, 20, 20, (byte) 200
        };
        return stream(
                triangle,
                "ShadingType",
                4,
                "ColorSpace",
                key("DeviceRGB"),
                "BitsPerCoordinate",
                8,
                "BitsPerComponent",
                8,
                "BitsPerFlag",
                8,
                "Decode",
                array(0, 40, 0, 50, 0, 1, 0, 1, 0, 1));
    }

    private void text(PDPage page) throws IOException {
        PDType0Font embedded;
        try (InputStream program = program()) {
            embedded = PDType0Font.load(document, program, true);
        }
        // Subsets are made when the document is saved.
        String glyphs = "Compliance report 2026";
        StringBuilder encoded = new StringBuilder("<");
        for (int codePoint : glyphs.codePoints().toArray()) {
            embedded.addToSubset(codePoint);
        }
        for (byte b : embedded.encode(glyphs)) {
            encoded.append(String.format(java.util.Locale.ROOT, "%02x", b));
        }
        embedded.subset();
        COSDictionary type3 = dictionary(
                "Type",
                key("Font"),
                "Subtype",
                key("Type3"),
                "FontBBox",
                array(0, 0, 10, 10),
                "FontMatrix",
                array(0.1, 0, 0, 0.1, 0, 0),
                "FirstChar",
                97,
                "LastChar",
                98,
                "Widths",
                array(10, 12),
                "Encoding",
                dictionary("Differences", array(97, key("square"), key("corner"))),
                "Resources",
                new COSDictionary(),
                "CharProcs",
                dictionary(
                        "square",
                        stream("10 0 d0 0.6 0 0 rg 1 1 8 8 re f"),
                        "corner",
                        stream("12 0 0 0 10 10 d1 0 0 m 9 0 l 0 9 l f")));
        COSDictionary simple = dictionary(
                "Type",
                key("Font"),
                "Subtype",
                key("Type1"),
                "BaseFont",
                key("Helvetica"),
                "FirstChar",
                65,
                "LastChar",
                70,
                "Widths",
                array(667, 667, 722, 722, 667, 611),
                "Encoding",
                dictionary("BaseEncoding", key("WinAnsiEncoding"), "Differences", array(70, key("Adieresis"))));
        COSDictionary trueType = dictionary(
                "Type",
                key("Font"),
                "Subtype",
                key("TrueType"),
                "BaseFont",
                key("QWERTZ+LiberationSans"),
                "FirstChar",
                97,
                "LastChar",
                101,
                "Widths",
                array(556, 556, 500, 556, 556),
                "Encoding",
                key("WinAnsiEncoding"),
                "FontDescriptor",
                dictionary(
                        "Type",
                        key("FontDescriptor"),
                        "FontName",
                        key("QWERTZ+LiberationSans"),
                        "Flags",
                        32,
                        "FontBBox",
                        array(-544, -303, 1302, 980),
                        "ItalicAngle",
                        0,
                        "Ascent",
                        905,
                        "Descent",
                        -212,
                        "CapHeight",
                        729,
                        "StemV",
                        80,
                        "FontFile2",
                        stream(liberation())));
        put(
                resources(page),
                "Font",
                dictionary(
                        "FoHelvetica",
                        simple,
                        "FoEmbedded",
                        embedded.getCOSObject(),
                        "FoThree",
                        type3,
                        "FoTrue",
                        trueType));
        contents(page, """
                BT 0 g /FoHelvetica 20 Tf 20 250 Td (ABCDEF) Tj 0 -30 Td [(AB) -120 (CD) 60 (EF)] TJ ET
                BT 0.2 0 0.4 rg /FoEmbedded 16 Tf 1 0 0.1 1 20 170 Tm %s> Tj ET
                BT /FoThree 24 Tf 20 120 Td (abab) Tj ET
                BT 1 Tr 1 w /FoTrue 30 Tf 20 60 Td 2 Tc 3 Ts (abcde) Tj ET
                """.formatted(encoded));
    }

    private static byte[] liberation() throws IOException {
        try (InputStream program = program();
                TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(program))) {
            TTFSubsetter subset = new TTFSubsetter(font);
            "abcde".codePoints().forEach(subset::add);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            subset.writeToStream(bytes);
            return bytes.toByteArray();
        }
    }

    private static InputStream program() {
        return Objects.requireNonNull(
                PDType0Font.class.getResourceAsStream("/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf"));
    }

    private void annotations(PDPage page) throws IOException {
        put(page.getCOSObject(), "CropBox", array(10, 10, 290, 290), "Rotate", 90);
        COSDictionary stamp = dictionary(
                "Type",
                key("Annot"),
                "Subtype",
                key("Stamp"),
                "F",
                4,
                "Rect",
                array(30, 30, 130, 90),
                "AP",
                dictionary(
                        "N",
                        stream(
                                "0.8 0 0 rg 0 0 100 60 re f 1 g 20 20 60 20 re f",
                                "Subtype",
                                key("Form"),
                                "BBox",
                                array(0, 0, 100, 60))));
        COSDictionary box = dictionary(
                "Type",
                key("Annot"),
                "Subtype",
                key("Widget"),
                "F",
                4,
                "Rect",
                array(150, 30, 190, 70),
                "FT",
                key("Btn"),
                "T",
                new COSString("box"),
                "V",
                key("Yes"),
                "AS",
                key("Yes"),
                "AP",
                dictionary(
                        "N",
                        dictionary(
                                "Yes",
                                        stream(
                                                "0 0.5 0 rg 0 0 40 40 re f",
                                                "Subtype",
                                                key("Form"),
                                                "BBox",
                                                array(0, 0, 40, 40)),
                                "Off",
                                        stream(
                                                "0.5 G 5 5 30 30 re S",
                                                "Subtype",
                                                key("Form"),
                                                "BBox",
                                                array(0, 0, 40, 40)))));
        COSDictionary square = dictionary(
                "Type",
                key("Annot"),
                "Subtype",
                key("Square"),
                "F",
                4,
                "Rect",
                array(40, 120, 120, 180),
                "C",
                array(0.9, 0, 0),
                "IC",
                array(0.9, 0.9, 0.2),
                "BS",
                dictionary("W", 4));
        COSDictionary ink = dictionary(
                "Type",
                key("Annot"),
                "Subtype",
                key("Ink"),
                "F",
                4,
                "Rect",
                array(140, 120, 260, 200),
                "C",
                array(0, 0.3, 0.8),
                "BS",
                dictionary("W", 5),
                "InkList",
                array(array(150, 130, 180, 190, 240, 140)));
        COSDictionary link = dictionary(
                "Type",
                key("Annot"),
                "Subtype",
                key("Link"),
                "F",
                4,
                "Rect",
                array(40, 200, 120, 220),
                "Border",
                array(0, 0, 0),
                "A",
                dictionary("S", key("URI"), "URI", new COSString("https://example.org/1")));
        COSDictionary field = dictionary(
                "Type",
                key("Annot"),
                "Subtype",
                key("Widget"),
                "F",
                4,
                "Rect",
                array(40, 240, 240, 270),
                "FT",
                key("Tx"),
                "T",
                new COSString("field"),
                "V",
                new COSString("value"),
                "DA",
                new COSString("/FoHelv 12 Tf 0 g"));
        COSDictionary helvetica =
                dictionary("Type", key("Font"), "Subtype", key("Type1"), "BaseFont", key("Helvetica"));
        page.getCOSObject().setItem(COSName.ANNOTS, array(stamp, box, square, ink, link, field));
        put(
                document.getDocumentCatalog().getCOSObject(),
                "AcroForm",
                dictionary("Fields", array(box, field), "DR", dictionary("Font", dictionary("FoHelv", helvetica))));
        contents(page, "0.95 g 0 0 300 300 re f 0.3 g 250 30 30 80 re f");
    }

    private void contents(PDPage page, String text) throws IOException {
        page.getCOSObject().setItem(COSName.CONTENTS, stream(text));
    }

    private void layers() {
        put(
                document.getDocumentCatalog().getCOSObject(),
                "OCProperties",
                dictionary(
                        "OCGs",
                        array(layer),
                        "D",
                        dictionary("ON", array(layer), "OFF", array(), "Order", array(layer))));
        document.setVersion(1.7f);
    }

    /** Returns the names of the images whose samples are deflated. */
    public static List<COSName> deflatedImages() {
        return List.of(key("ImSoft"), key("ImDecode"), key("ImKey"), key("ImStencil"), key("ImPalette"));
    }
}
