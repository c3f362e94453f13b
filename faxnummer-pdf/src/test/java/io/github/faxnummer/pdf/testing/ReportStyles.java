package io.github.faxnummer.pdf.testing;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.function.PDFunctionType2;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.graphics.shading.PDShadingType2;

/** Pages in the styles of build reports, in five palettes, and the text on them. */
public enum ReportStyles {
    ZEBRA_TABLE(false),
    GREY_TABLE(true),
    BADGES(true),
    CHART(false),
    HIGHLIGHTED_CODE(true),
    CALLOUTS(true),
    COLORED_TEXT(false),
    GRADIENT_HEADER(true);

    public static final int PALETTES = 5;

    private static final int LINES = 16;

    /** Colors of grounds that white text is put on, dark and medium. */
    private static final List<Color> STRONG = List.of(
            new Color(0x0D6EFD), new Color(0x198754), new Color(0x6C757D), new Color(0xB02A37), new Color(0x4B2E83));

    private static final List<Color> PALE = List.of(
            new Color(0xCFE2FF), new Color(0xD1E7DD), new Color(0xC8C8C8), new Color(0xF8D7DA), new Color(0xBFB3DD));

    private static final PDFont FONT = new PDType1Font(FontName.HELVETICA);
    private static final PDFont BOLD = new PDType1Font(FontName.HELVETICA_BOLD);
    private static final PDFont CODE = new PDType1Font(FontName.COURIER);

    private final boolean onColor;

    ReportStyles(boolean onColor) {
        this.onColor = onColor;
    }

    /** Whether most of the text is on a colored ground. */
    public boolean isOnColor() {
        return onColor;
    }

    /** Saves a page and returns its text, line by line. */
    public List<String> save(Path file, int palette) {
        List<String> text = new ArrayList<>();
        SamplePdfs.a4(file, (document, page, content) -> new Page(content, palette, text).draw(this));
        return text;
    }

    private record Page(PDPageContentStream content, int palette, List<String> text) {

        void draw(ReportStyles style) throws IOException {
            if (style == GRADIENT_HEADER) {
                gradient();
            }
            line(
                    BOLD,
                    14,
                    60,
                    780,
                    style == GRADIENT_HEADER ? Color.WHITE : Color.BLACK,
                    "Nightly report " + (palette + 1));
            for (int i = 0; i < LINES; i++) {
                float y = 730 - i * 34;
                switch (style) {
                    case ZEBRA_TABLE -> row(y, i == 0 ? strong() : i % 2 == 0 ? new Color(0xF2F2F2) : Color.WHITE, i);
                    case GREY_TABLE ->
                        row(y, i == 0 ? new Color(0x808080) : new Color(0xE6E6E6 - 0x101010 * palette), i);
                    case BADGES -> {
                        badge(y, i);
                        line(FONT, 10, 160, y, Color.BLACK, sentence(i));
                    }
                    case CHART -> {
                        rectangle(60, y - 6, 40 + i * 11 % 160, 20, i % 2 == 0 ? strong() : pale());
                        line(FONT, 9, 280, y, new Color(0x555555), sentence(i));
                    }
                    case HIGHLIGHTED_CODE -> {
                        rectangle(
                                50,
                                y - 12,
                                490,
                                34,
                                palette == 4 ? new Color(0x282C34) : new Color(0xF0F0F0 - 0x0B0B0B * palette));
                        Color token = palette == 4 ? new Color(0x98C379) : STRONG.get((palette + i) % PALETTES);
                        line(CODE, 9, 60, y, token, "assertThat(result).isEqualTo(" + (1000 + i * 37) + ");");
                    }
                    case CALLOUTS -> {
                        rectangle(50, y - 10, 490, 28, i % 2 == 0 ? pale() : strong());
                        line(FONT, 10, 60, y, i % 2 == 0 ? new Color(0x333333) : Color.WHITE, sentence(i));
                    }
                    case COLORED_TEXT -> {
                        line(FONT, 9, 60, y, i % 2 == 0 ? strong() : new Color(0x999999), sentence(i));
                        content.setStrokingColor(new Color(0xDDDDDD));
                        content.setLineWidth(0.5f);
                        content.moveTo(60, y - 8);
                        content.lineTo(540, y - 8);
                        content.stroke();
                    }
                    case GRADIENT_HEADER -> line(FONT, 10, 60, y + 10, i < 3 ? Color.WHITE : Color.BLACK, sentence(i));
                }
            }
        }

        private Color strong() {
            return STRONG.get(palette);
        }

        private Color pale() {
            return PALE.get(palette);
        }

        private void row(float y, Color ground, int i) throws IOException {
            rectangle(50, y - 12, 490, 34, ground);
            line(i == 0 ? BOLD : FONT, 9, 60, y, i == 0 ? Color.WHITE : Color.BLACK, sentence(i));
        }

        private void badge(float y, int i) throws IOException {
            rectangle(60, y - 5, 80, 16, i % 3 == 0 ? pale() : STRONG.get((palette + i) % PALETTES));
            // The line that follows is read together with the badge.
            show(BOLD, 9, 72, y, i % 3 == 0 ? Color.BLACK : Color.WHITE, "PASSED " + (i + 10));
            text.add("PASSED " + (i + 10));
        }

        private void gradient() throws IOException {
            PDFunctionType2 function = new PDFunctionType2(new COSDictionary());
            function.getCOSObject().setInt(COSName.FUNCTION_TYPE, 2);
            function.getCOSObject().setInt(COSName.N, 1);
            function.getCOSObject().setItem(COSName.DOMAIN, array(0, 1));
            Color from = strong();
            function.getCOSObject()
                    .setItem(COSName.C0, array(from.getRed() / 255f, from.getGreen() / 255f, from.getBlue() / 255f));
            function.getCOSObject().setItem(COSName.C1, array(0.6f, 0.6f, 0.65f));
            PDShadingType2 shading = new PDShadingType2(new COSDictionary());
            shading.setShadingType(2);
            shading.setColorSpace(PDDeviceRGB.INSTANCE);
            shading.setCoords(array(0, 840, 0, 640));
            shading.setFunction(function);
            content.saveGraphicsState();
            content.addRect(0, 650, PDRectangle.A4.getWidth(), 192);
            content.clip();
            content.shadingFill(shading);
            content.restoreGraphicsState();
        }

        private static COSArray array(float... values) {
            COSArray array = new COSArray();
            array.setFloatArray(values);
            return array;
        }

        private void rectangle(float x, float y, float width, float height, Color color) throws IOException {
            content.setNonStrokingColor(color);
            content.addRect(x, y, width, height);
            content.fill();
        }

        private void line(PDFont font, float size, float x, float y, Color color, String words) throws IOException {
            show(font, size, x, y, color, words);
            text.add(words);
        }

        private void show(PDFont font, float size, float x, float y, Color color, String words) throws IOException {
            content.setNonStrokingColor(color);
            SamplePdfs.text(content, font, size, x, y, words);
        }

        private static String sentence(int i) {
            return List.of(
                                    "Dependency scan finished without findings in module",
                                    "All signatures were verified against the key of release",
                                    "Integration tests passed on the second attempt of stage",
                                    "The archive was copied to the backup host as number",
                                    "Coverage of changed lines rose to ninety percent in build")
                            .get(i % 5)
                    + " "
                    + (204 + i * 7);
        }
    }
}
