package io.github.faxnummer.pdf.testing;

import static io.github.faxnummer.pdf.testing.RawPdf.bomb;
import static io.github.faxnummer.pdf.testing.RawPdf.deflated;
import static io.github.faxnummer.pdf.testing.RawPdf.page;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/** PDFs that attack the program that opens them. */
public enum HostilePdf {
    EMPTY_FILE(() -> new byte[0]),
    HEADER_ONLY(() -> latin("%PDF-1.7\n%%EOF\n")),
    RANDOM_BYTES(HostilePdf::noise),
    CUT_OFF(() -> {
        byte[] whole = page("", "0 0 m 100 100 l S").end();
        return Arrays.copyOf(whole, whole.length * 2 / 3);
    }),
    NO_PAGES(() -> new RawPdf()
            .object("<</Type /Catalog /Pages 2 0 R>>")
            .object("<</Type /Pages /Kids [] /Count 0>>")
            .end()),
    PAGE_TREE_LOOP(() -> new RawPdf()
            .object("<</Type /Catalog /Pages 2 0 R>>")
            .object("<</Type /Pages /Kids [3 0 R] /Count 1>>")
            .object("<</Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R>>")
            .end()),
    PARENT_LOOP(() -> new RawPdf()
            .object("<</Type /Catalog /Pages 2 0 R>>")
            .object("<</Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R>>")
            .object("<</Type /Page /Parent 2 0 R>>")
            .end()),
    DEEP_PAGE_TREE(HostilePdf::deepPageTree),
    COUNT_LIES(() -> new RawPdf()
            .object("<</Type /Catalog /Pages 2 0 R>>")
            .object("<</Type /Pages /Kids [3 0 R] /Count 1000000>>")
            .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>")
            .end()),
    MILLION_PAGES(HostilePdf::millionPages),
    XREF_LOOP(() ->
            latin("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R /Prev 9>>\nstartxref\n9\n%%EOF\n")),
    LENGTH_OF_ITSELF(() -> latin("%PDF-1.7\n1 0 obj <</Length 1 0 R>> stream\nx endstream endobj "
            + "trailer <</Root 1 0 R>> startxref 9\n%%EOF")),
    DEEP_ARRAYS(() -> new RawPdf()
            .object("<</Type /Catalog /Pages " + "[".repeat(200_000) + "]".repeat(200_000) + ">>")
            .end()),
    DEEP_DICTIONARIES(() -> new RawPdf()
            .object("<</Type /Catalog /Pages 2 0 R /A " + "<</A ".repeat(100_000) + ">>")
            .object("<</Type /Pages /Kids [] /Count 0>>")
            .end()),
    DEEP_ARRAYS_IN_CONTENT(() -> page("", "[".repeat(500_000)).end()),
    HUGE_PAGE(() -> sized("[0 0 1000000000 1000000000]", "")),
    HUGE_UNIT(() -> sized("[0 0 595 842]", "/UserUnit 1000000")),
    ZERO_PAGE(() -> sized("[0 0 0 0]", "")),
    INFINITE_PAGE(() -> sized("[0 0 1e99 842]", "")),
    LONG_NUMBER_PAGE(() -> sized("[0 0 " + "9".repeat(400) + " 842]", "")),
    NO_NUMBER_PAGE(() -> sized("[/NaN (a) null 842]", "")),
    HUGE_ROTATION(() -> sized("[0 0 595 842]", "/Rotate 123456789")),
    CONTENT_BOMB(() -> page("/MediaBox [0 0 595 842]", "/Filter /FlateDecode", bomb("0 0 m 9 9 l S\n", 256L << 20))
            .end()),
    SPACE_BOMB(() -> page("/MediaBox [0 0 595 842]", "/Filter /FlateDecode", bomb(" ", 256L << 20))
            .end()),
    OPERAND_BOMB(() -> page("/MediaBox [0 0 595 842]", "/Filter /FlateDecode", bomb("[]", 128L << 20))
            .end()),
    STRING_BOMB(() -> page("/MediaBox [0 0 595 842]", "/Filter /FlateDecode", bomb("(", 128L << 20))
            .end()),
    STATES_BOMB(() -> page("/MediaBox [0 0 595 842]", "/Filter /FlateDecode", bomb("q ", 128L << 20))
            .end()),
    PATH_BOMB(() -> page("/MediaBox [0 0 595 842]", "/Filter /FlateDecode", bomb("0 0 m 1 1 l 2 9 l ", 128L << 20))
            .end()),
    CHAINED_BOMB(() -> page(
                    "/MediaBox [0 0 595 842]",
                    "/Filter [/ASCIIHexDecode /FlateDecode /LZWDecode]",
                    hex(bomb("0 0 m 9 9 l S\n", 128L << 20)))
            .end()),
    PREDICTOR_BOMB(() -> page(
                    "/MediaBox [0 0 595 842]",
                    "/Filter /LZWDecode /DecodeParms <</Predictor 12 /Columns 100000000 /Colors 1>>",
                    new byte[] {(byte) 0x80, 0x0B, 0x60, 0x50})
            .end()),
    MANY_CONTENTS(HostilePdf::manyContents),
    OBJECT_STREAM_BOMB(HostilePdf::objectStreamBomb),
    MANY_OBJECTS(HostilePdf::manyObjects),
    FORM_IN_ITSELF(() -> page("/XObject <</F 5 0 R>>", "/F Do").stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources <</XObject <</F 5 0 R>>>>",
                    "/F Do /F Do")
            .end()),
    FORMS_THAT_DOUBLE(HostilePdf::formsThatDouble),
    GROUP_IN_ITSELF(() -> page("/XObject <</F 5 0 R>>", "/F Do").stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group <</S /Transparency>>"
                            + " /Resources <</XObject <</F 5 0 R>>>>",
                    "/F Do")
            .end()),
    MASK_IN_ITSELF(() -> page("/ExtGState <</G 5 0 R>>", "/G gs 0 0 500 500 re f")
            .object("<</Type /ExtGState /SMask <</S /Luminosity /G 6 0 R>>>>")
            .stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group <</S /Transparency /CS /DeviceGray>>"
                            + " /Resources <</ExtGState <</G 5 0 R>>>>",
                    "/G gs 0 0 500 500 re f")
            .end()),
    PATTERN_IN_ITSELF(() -> page("/Pattern <</P 5 0 R>>", "/Pattern cs /P scn 0 0 500 500 re f").stream(
                    "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9"
                            + " /Resources <</Pattern <</P 5 0 R>>>>",
                    "/Pattern cs /P scn 0 0 9 9 re f")
            .end()),
    TINY_PATTERN(() -> pattern("[0 0 1 1]", "0.00001", "[1 0 0 1 0 0]")),
    HUGE_PATTERN(() -> pattern("[0 0 1000000 1000000]", "1000000", "[1 0 0 1 0 0]")),
    HUGE_SCALED_PATTERN(() -> pattern("[0 0 1 1]", "1", "[1000000 0 0 1000000 0 0]")),
    GLYPH_IN_ITSELF(() -> page("/Font <</F 5 0 R>>", "BT /F 12 Tf (aaaa) Tj ET")
            .object("<</Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 97"
                    + " /LastChar 97 /Widths [1] /Encoding <</Type /Encoding /Differences [97 /a]>>"
                    + " /CharProcs <</a 6 0 R>> /Resources <</Font <</F 5 0 R>>>>>>")
            .stream("", "1 0 d0 BT /F 1 Tf (aa) Tj ET")
            .end()),
    APPEARANCE_IN_ITSELF(() -> page("/MediaBox [0 0 595 842] /Annots [5 0 R]", "", new byte[] {'\n'})
            .object("<</Type /Annot /Subtype /Stamp /F 4 /Rect [0 0 99 99] /AP <</N 6 0 R>>>>")
            .stream("/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources <</XObject <</F 6 0 R>>>>", "/F Do")
            .end()),
    MILLION_OPERATORS(
            () -> page("/MediaBox [0 0 595 842]", "/Filter /FlateDecode", bomb("0 0 500 800 re f\n", 256L << 20))
                    .end()),
    MILLION_GLYPHS(() -> page(
                    "/MediaBox [0 0 595 842] /Resources"
                            + " <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>",
                    "/Filter /FlateDecode",
                    deflated(latin("BT /F 300 Tf " + "(WMWMWMWMWMWMWMWM) Tj ".repeat(200_000) + "ET")))
            .end()),
    COMPLEX_CLIP(() -> page("", scribble(60_000) + " W n 0 0 500 500 re f").end()),
    CLIP_BELOW_LIMIT(() -> page("", scribble(200) + " W n 0 0 500 500 re f").end()),
    COMPLEX_PATTERN_FILL(() -> page("/Pattern <</P 5 0 R>>", "/Pattern cs /P scn " + scribble(19_000) + " f").stream(
                    "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9"
                            + " /Resources <<>>",
                    "0 0 5 5 re f")
            .end()),
    MANY_CLIPS(() ->
            page("", (scribble(300) + " W n ").repeat(300) + "0 0 500 500 re f").end()),
    DASH_BOMB(() -> page("", "[0.0001 0.0001] 0 d 100 w 0 0 m 1000000 1000000 l S [1 1] 0 d 0 0 m 1e9 1e9 l S")
            .end()),
    DASHES_ON_PAGE(() -> page("", "[0.1 0.1] 0 d 3 w " + scribble(1000) + " S").end()),
    HUGE_LINE(() -> page("", "1e30 w 0 0 m 1e30 1e30 l S 1 w -1e38 -1e38 m 1e38 1e38 l S")
            .end()),
    CURVES_BOMB(() -> page("", "50 w " + "0 0 m 1e9 1e9 -1e9 1e9 500 0 c S\n".repeat(30_000))
            .end()),
    HUGE_IMAGE(() -> image("/Width 1000000 /Height 1000000 /BitsPerComponent 8 /ColorSpace /DeviceRGB", new byte[10])),
    HUGE_PACKED_IMAGE(() -> image(
            "/Width 30000 /Height 30000 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode",
            bomb("\0", 200_000_000L))),
    HUGE_STENCIL(() -> image("/Width 60000 /Height 60000 /BitsPerComponent 1 /ImageMask true", new byte[10])),
    HUGE_FAX_IMAGE(() -> image(
            "/Width 100000 /Height 200000 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode"
                    + " /DecodeParms <</K -1 /Columns 100000 /Rows 200000>>",
            new byte[10])),
    HUGE_JPEG(() -> image(
            "/Width 10 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode",
            jpegHeader(65_000, 65_000))),
    BROKEN_JPEG(() -> image(
            "/Width 10 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode", jpegHeader(10, 10))),
    HUGE_JBIG2_PAGE(() -> Scans.JBIG2.pdf("/Width 10 /Height 10", Scans.jbig2(60_000, 60_000, new byte[10]))),
    HUGE_JBIG2_STRIPES(() -> Scans.JBIG2.pdf("/Width 10 /Height 10", Scans.jbig2Stripes(60_000, 2_000_000_000))),
    MANY_JBIG2_SYMBOLS(() -> Scans.JBIG2.pdf("/Width 10 /Height 10", Scans.jbig2Symbols(2_000_000_000))),
    HUGE_JBIG2_SYMBOL(() -> Scans.JBIG2.pdf("/Width 10 /Height 10", Scans.jbig2Symbols(1))),
    MANY_JBIG2_REFERENCES(() -> Scans.JBIG2.pdf("/Width 10 /Height 10", Scans.jbig2References())),
    HUGE_JBIG2_REGION(() -> Scans.JBIG2.pdf("/Width 10 /Height 10", Scans.jbig2BehindEmptySegment(60_000, 60_000))),
    BROKEN_JBIG2(() -> Scans.JBIG2.pdf("/Width 10 /Height 10", Scans.jbig2(10, 10, new byte[0]))),
    HUGE_JPEG2000(() -> Scans.JPEG2000.pdf("/Width 10 /Height 10", Scans.jpeg2000(60_000, 60_000, 60_000))),
    MANY_JPEG2000_TILES(() -> Scans.JPEG2000.pdf("/Width 10 /Height 10", Scans.jpeg2000(2000, 2000, 1))),
    BROKEN_JPEG2000(() -> Scans.JPEG2000.pdf("/Width 10 /Height 10", Scans.jpeg2000(10, 10, 10))),
    HUGE_MASK(() -> page("/XObject <</I 5 0 R>>", "500 0 0 500 0 0 cm /I Do").stream(
                    "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
                            + " /SMask 6 0 R",
                    new byte[] {0})
            .stream(
                    "/Type /XObject /Subtype /Image /Width 50000 /Height 50000 /BitsPerComponent 8"
                            + " /ColorSpace /DeviceGray",
                    new byte[] {0})
            .end()),
    INLINE_IMAGE_BOMB(HostilePdf::inlineImageBomb),
    SAME_IMAGE_OFTEN(() -> page("/XObject <</I 5 0 R>>", "q 500 0 0 500 0 0 cm /I Do Q\n".repeat(20_000)).stream(
                    "/Type /XObject /Subtype /Image /Width 1000 /Height 1000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
                            + " /Filter /FlateDecode",
                    deflated(new byte[3_000_000]))
            .end()),
    FONT_BOMB(() -> page("/Font <</F 5 0 R>>", "BT /F 12 Tf (aaaa) Tj ET")
            .object("<</Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 97 /LastChar 97 /Widths [1]"
                    + " /FontDescriptor <</Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 6 0 R>>>>")
            .stream("/Filter /FlateDecode", bomb("\0\1\0\0", 128L << 20))
            .end()),
    CMAP_BOMB(() -> page("/Font <</F 5 0 R>>", "BT /F 12 Tf (aaaa) Tj ET")
            .object("<</Type /Font /Subtype /Type0 /BaseFont /A /Encoding 6 0 R /DescendantFonts [<</Type /Font"
                    + " /Subtype /CIDFontType2 /BaseFont /A"
                    + " /CIDSystemInfo <</Registry (A) /Ordering (B) /Supplement 0>>"
                    + " /FontDescriptor <</Type /FontDescriptor /FontName /A /Flags 4>>>>]>>")
            .stream(
                    "/Type /CMap /CMapName /A",
                    "begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange "
                            + "1 begincidrange <00000000> <ffffffff> 0 endcidrange "
                            + "1 beginbfrange <00000000> <7fffffff> <0000> endbfrange endcmap")
            .end()),
    PROFILE_BOMB(() -> page("/ColorSpace <</C [/ICCBased 5 0 R]>>", "/C cs 1 0 0 scn 0 0 99 99 re f").stream(
                    "/N 3 /Filter /FlateDecode", bomb("\0", 128L << 20))
            .end()),
    FUNCTION_BOMB(() -> shading(
            "/ShadingType 1 /ColorSpace /DeviceGray /Matrix [595 0 0 842 0 0]",
            "/FunctionType 0 /Domain [0 1 0 1] /Range [0 1] /Size [100000 100000] /BitsPerSample 32",
            "")),
    NEGATIVE_FUNCTION(() -> shading(
            "/ShadingType 1 /ColorSpace /DeviceGray /Matrix [595 0 0 842 0 0]",
            "/FunctionType 0 /Domain [0 1 0 1] /Range [0 1] /Size [-30000 -30000] /BitsPerSample 32",
            "")),
    WIDE_FUNCTION(() -> shading(
            "/ShadingType 1 /ColorSpace /DeviceGray /Matrix [595 0 0 842 0 0]",
            "/FunctionType 0 /Domain [0 1 0 1] /Range [" + "0 1 ".repeat(3000) + "] /Size [900 900] /BitsPerSample 8",
            "")),
    FUNCTION_WITHOUT_STREAM(() -> page("/Shading <</S 5 0 R>>", "/S sh")
            .object("<</ShadingType 1 /ColorSpace /DeviceGray /Matrix [595 0 0 842 0 0] /Function [" + table() + "]>>")
            .end()),
    FUNCTION_IN_TRAILER(() -> latin("%PDF-1.7\n1 0 obj <</Length 5>> stream\n/S sh\nendstream endobj\nxref\n0 2\n"
            + "0000000000 65535 f \n0000000009 00000 n \ntrailer <</Size 2 /Root <</Type /Catalog /Pages <</Type /Pages"
            + " /Count 1 /Kids [<</Type /Page /MediaBox [0 0 595 842] /Contents 1 0 R /Resources <</Shading <</S"
            + " <</ShadingType 1 /ColorSpace /DeviceGray /Matrix [595 0 0 842 0 0] /Function " + table()
            + ">>>>>>>>]>>>>>>"
            + "\nstartxref\n58\n%%EOF\n")),
    FUNCTION_IN_IMAGE(() -> page(
                    "",
                    "500 0 0 500 0 0 cm BI /W 1 /H 1 /BPC 8 /CS [/Indexed [/DeviceN [/A /B] /DeviceGray " + table()
                            + "] 0 (abcd)] ID x EI")
            .end()),
    SLOW_FUNCTION(() -> shading(
            "/ShadingType 1 /ColorSpace /DeviceGray /Matrix [595 0 0 842 0 0]",
            "/FunctionType 4 /Domain [0 1 0 1] /Range [0 1]",
            "{ add " + "dup sin add ".repeat(20_000) + " }")),
    SLOW_AXIAL_SHADING(() -> shading(
            "/ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1e-9 0] /Extend [true true]",
            "/FunctionType 4 /Domain [0 1] /Range [0 1]",
            "{ " + "dup sin add ".repeat(50_000) + " }")),
    MESH_BOMB(HostilePdf::mesh),
    FUNCTION_OF_ITSELF(() -> page(
                    "/Shading <</S <</ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 9 9] /Function 5 0 R>>>>",
                    "/S sh")
            .object("<</FunctionType 3 /Domain [0 1] /Functions [5 0 R] /BoundingBox [] /Encode [0 1]>>")
            .end()),
    COLOUR_SPACE_OF_ITSELF(() -> page("/ColorSpace <</C 5 0 R>>", "/C cs 0 scn 0 0 99 99 re f")
            .object("[/Indexed 5 0 R 255 (abc)]")
            .end()),
    LAYERS_OF_THEMSELVES(() -> page("/Properties <</L 5 0 R>>", "/OC /L BDC 0 0 99 99 re f EMC")
            .object("<</Type /OCMD /OCGs [5 0 R] /VE [/And 5 0 R]>>")
            .end()),
    UNKNOWN_ENCRYPTION(() -> page("", "0 0 99 99 re f").end("/Encrypt <</Filter /Nobody /V 99>> /ID [(a) (b)]")),
    UNBALANCED(() -> page("", "Q Q Q EMC ET S f W 1 0 0 cm Tj [ ( < << /A /B (").end());

    // A stateless lambda.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<byte[]> maker;

    HostilePdf(Supplier<byte[]> maker) {
        this.maker = maker;
    }

    public byte[] bytes() {
        return maker.get();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] noise() {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        byte[] header = latin("%PDF-1.4\n");
        System.arraycopy(header, 0, noise, 0, header.length);
        byte[] end = latin("\nstartxref\n50\n%%EOF\n");
        System.arraycopy(end, 0, noise, noise.length - end.length, end.length);
        return noise;
    }

    private static byte[] sized(String box, String entries) {
        return page("/MediaBox " + box + " " + entries, "", latin("0 0 99 99 re f"))
                .end();
    }

    private static byte[] deepPageTree() {
        RawPdf pdf = new RawPdf().object("<</Type /Catalog /Pages 2 0 R>>");
        for (int i = 0; i < 20_000; i++) {
            pdf.object("<</Type /Pages /Count 1 /Kids [" + (pdf.next() + 1) + " 0 R]>>");
        }
        return pdf.object("<</Type /Page /MediaBox [0 0 595 842]>>").end();
    }

    private static byte[] millionPages() {
        return new RawPdf()
                .object("<</Type /Catalog /Pages 2 0 R>>")
                .object("<</Type /Pages /Count 1000000 /Kids [" + "3 0 R ".repeat(1_000_000) + "]>>")
                .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>")
                .end();
    }

    private static byte[] manyContents() {
        return new RawPdf()
                        .object("<</Type /Catalog /Pages 2 0 R>>")
                        .object("<</Type /Pages /Kids [3 0 R] /Count 1>>")
                        .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ["
                                + "4 0 R ".repeat(5000) + "]>>")
                        .stream("/Filter /FlateDecode", bomb("0 0 m 9 9 l S\n", 5 << 20))
                        .end();
    }

    private static byte[] objectStreamBomb() {
        return new RawPdf()
                .object("null").object("null").stream(
                                "/Type /ObjStm /N 2 /First 10 /Filter /FlateDecode",
                                bomb("1 0 2 9   [[[[[[", 128L << 20))
                        .endWithObjectsIn(3);
    }

    private static byte[] manyObjects() {
        String objects =
                "<</Type /Catalog /Pages 2 0 R>> <</Type /Pages /Count 1 /Kids [" + "<<>>".repeat(1_000_000) + "]>>";
        return new RawPdf()
                .object("null").object("null").stream(
                                "/Type /ObjStm /N 2 /First 10 /Filter /FlateDecode",
                                deflated(latin("1 0 2 32  " + objects)))
                        .endWithObjectsIn(3);
    }

    private static byte[] formsThatDouble() {
        RawPdf pdf = page("/XObject <</F 5 0 R>>", "/F Do");
        for (int i = 0; i < 25; i++) {
            int inner = pdf.next() + 1;
            pdf.stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources <</XObject <</F " + inner + " 0 R>>>>",
                    "/F Do /F Do /F Do");
        }
        return pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 99 99]", "0 0 9 9 re f")
                .end();
    }

    private static byte[] pattern(String box, String step, String matrix) {
        return page("/Pattern <</P 5 0 R>>", "/Pattern cs /P scn 0 0 500 500 re f").stream(
                        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox " + box + " /XStep " + step
                                + " /YStep " + step + " /Matrix " + matrix + " /Resources <<>>",
                        "0 0 0.5 0.5 re f")
                .end();
    }

    private static byte[] image(String entries, byte[] content) {
        return page("/XObject <</I 5 0 R>>", "500 0 0 500 0 0 cm /I Do").stream(
                        "/Type /XObject /Subtype /Image " + entries, content)
                .end();
    }

    private static byte[] jpegHeader(int width, int height) {
        return new byte[] {
            (byte) 0xFF,
            (byte) 0xD8,
            (byte) 0xFF,
            (byte) 0xC0,
            0,
            17,
            8,
            (byte) (height >> 8),
            (byte) height,
            (byte) (width >> 8),
            (byte) width,
            3,
            1,
            0x11,
            0,
            2,
            0x11,
            0,
            3,
            0x11,
            0,
            (byte) 0xFF,
            (byte) 0xD9
        };
    }

    private static byte[] hex(byte[] content) {
        StringBuilder hex = new StringBuilder();
        for (byte b : content) {
            hex.append(String.format(Locale.ROOT, "%02x", b));
        }
        return latin(hex + ">");
    }

    private static byte[] inlineImageBomb() {
        byte[] data = bomb("\0", 64L << 20);
        byte[] start = latin("500 0 0 500 0 0 cm BI /W 16384 /H 16384 /BPC 8 /CS /G /F /Fl ID ");
        byte[] content = Arrays.copyOf(start, start.length + data.length + 4);
        System.arraycopy(data, 0, content, start.length, data.length);
        System.arraycopy(latin("\nEI\n"), 0, content, start.length + data.length, 4);
        return page("/MediaBox [0 0 595 842]", "", content).end();
    }

    private static String scribble(int lines) {
        Random random = new Random(7);
        StringBuilder path = new StringBuilder("0 0 m ");
        for (int i = 0; i < lines; i++) {
            path.append(random.nextInt(595))
                    .append(' ')
                    .append(random.nextInt(842))
                    .append(" l ");
        }
        return path.toString();
    }

    private static byte[] shading(String entries, String function, String content) {
        return page("/Shading <</S <<" + entries + " /Function 5 0 R>>>>", "/S sh").stream(function, content)
                .end();
    }

    /** Returns a sampled function without samples. */
    private static String table() {
        return "<</FunctionType 0 /Domain [0 1 0 1] /Range [0 1] /Size [30000 30000] /BitsPerSample 8>>";
    }

    private static byte[] mesh() {
        byte[] data = new byte[2_000_000];
        new Random(3).nextBytes(data);
        for (int i = 0; i < data.length; i += 26) {
            data[i] = 0;
        }
        return page("/Shading <</S 5 0 R>>", "/S sh").stream(
                        "/ShadingType 6 /ColorSpace /DeviceGray /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8"
                                + " /Decode [0 595 0 842 0 1] /Filter /FlateDecode",
                        deflated(data))
                .end();
    }
}
