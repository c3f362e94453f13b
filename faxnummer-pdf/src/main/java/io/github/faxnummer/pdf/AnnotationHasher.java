package io.github.faxnummer.pdf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.jspecify.annotations.Nullable;

/**
 * Hashes the annotations that some program draws: by their appearance, and where there is none by the entries that an
 * appearance is made from. Where a link leads does not count.
 */
final class AnnotationHasher {

    private static final int HIDDEN = 1 << 1;
    private static final int PRINT = 1 << 2;
    private static final int NO_VIEW = 1 << 5;

    /** Invisible, Hidden, Print, NoZoom, NoRotate, NoView: the flags that matter for drawing. */
    private static final int DRAWING_FLAGS = 0b111111;

    /** Fields have a few levels. */
    private static final int MAX_PARENTS = 50;

    private static final List<COSName> DRAWN_ENTRIES = names(
            "Border",
            "BS",
            "BE",
            "C",
            "IC",
            "CA",
            "ca",
            "QuadPoints",
            "InkList",
            "L",
            "Vertices",
            "LE",
            "LL",
            "LLE",
            "LLO",
            "Cap",
            "CO",
            "CP",
            "CL",
            "RD",
            "DA",
            "DS",
            "Q",
            "IT",
            "Sy",
            "Name");

    /** Count only where they are, so that the fingerprints of earlier versions stay. */
    private static final List<COSName> RARELY_DRAWN_ENTRIES = names("Path", "Rotate");

    private static final List<COSName> FIELD_ENTRIES =
            names("FT", "Ff", "V", "Q", "DS", "RV", "MaxLen", "Opt", "TI", "I", "MK", "BS", "Border");

    private static final COSName LINK = COSName.getPDFName("Link");
    private static final COSName POPUP = COSName.getPDFName("Popup");
    private static final COSName FREE_TEXT = COSName.getPDFName("FreeText");
    private static final COSName LINE = COSName.getPDFName("Line");
    private static final COSName CAP = COSName.getPDFName("Cap");
    private static final COSName WIDGET = COSName.getPDFName("Widget");

    /** The font in a default appearance such as {@code /Helv 12 Tf 0 g}. */
    private static final Pattern FONT = Pattern.compile("/([^\\s/<>\\[\\]()]+)(\\s+[-+.\\d]+\\s+Tf)");

    private final COSDictionary form;
    private final ObjectHasher objects;

    AnnotationHasher(COSDictionary catalog, ObjectHasher objects) {
        COSDictionary found = catalog.getCOSDictionary(COSName.ACRO_FORM);
        form = found == null ? new COSDictionary() : found;
        this.objects = objects;
    }

    private static List<COSName> names(String... names) {
        return Set.of(names).stream().sorted().map(COSName::getPDFName).toList();
    }

    void add(CanonicalDigest out, COSDictionary page) throws IOException {
        COSArray annotations = page.getCOSArray(COSName.ANNOTS);
        for (int i = 0; annotations != null && i < annotations.size(); i++) {
            if (annotations.getObject(i) instanceof COSDictionary annotation) {
                add(out, annotation, annotation.getInt(COSName.F, 0));
            }
        }
    }

    private void add(CanonicalDigest out, COSDictionary annotation, int flags) throws IOException {
        COSName subtype = annotation.getCOSName(COSName.SUBTYPE);
        COSStream appearance = appearance(annotation);
        if (isHidden(flags) || POPUP.equals(subtype)) {
            return;
        }
        if (appearance == null && LINK.equals(subtype) && !hasBorder(annotation)) {
            return;
        }
        out.begin();
        objects.value(out, subtype);
        out.integer(flags & DRAWING_FLAGS);
        objects.value(out, annotation.getDictionaryObject(COSName.RECT));
        if (annotation.getDictionaryObject(COSName.OC) instanceof COSDictionary layer) {
            out.hash(objects.layer(layer));
        }
        if (appearance != null) {
            out.hash(objects.form(appearance));
        } else if (!annotation.containsKey(COSName.AS)) {
            // Some programs choose one by the value of the field.
            objects.value(out, normal(annotation));
        }
        boolean widget = WIDGET.equals(subtype);
        if (widget && (appearance == null || form.getBoolean(COSName.NEED_APPEARANCES, false))) {
            field(out, annotation);
        } else if (appearance == null) {
            objects.entries(out, annotation, DRAWN_ENTRIES);
            if (FREE_TEXT.equals(subtype) || (LINE.equals(subtype) && annotation.getBoolean(CAP, false))) {
                objects.value(out, annotation.getDictionaryObject(COSName.CONTENTS));
            }
            for (COSName key : RARELY_DRAWN_ENTRIES) {
                if (annotation.containsKey(key)) {
                    out.name(key.getBytes());
                    objects.value(out, annotation.getDictionaryObject(key));
                }
            }
        }
        out.end();
    }

    // Some programs also draw annotations without the print flag.
    private static boolean isHidden(int flags) {
        boolean nowhere = (flags & (NO_VIEW | PRINT)) == NO_VIEW;
        return nowhere || (flags & HIDDEN) != 0;
    }

    private static @Nullable COSBase normal(COSDictionary annotation) {
        COSDictionary appearances = annotation.getCOSDictionary(COSName.AP);
        return appearances == null ? null : appearances.getDictionaryObject(COSName.N);
    }

    private static @Nullable COSStream appearance(COSDictionary annotation) {
        COSBase normal = normal(annotation);
        if (normal instanceof COSStream stream) {
            return stream;
        }
        COSName state = annotation.getCOSName(COSName.AS);
        return normal instanceof COSDictionary states
                        && state != null
                        && states.getDictionaryObject(state) instanceof COSStream stream
                ? stream
                : null;
    }

    /** A border is one unit wide unless stated otherwise. */
    private static boolean hasBorder(COSDictionary annotation) {
        COSDictionary style = annotation.getCOSDictionary(COSName.BS);
        if (style != null) {
            return style.getFloat(COSName.W, 1) != 0;
        }
        COSArray border = annotation.getCOSArray(COSName.BORDER);
        return border == null
                || border.size() < 3
                || !(border.getObject(2) instanceof COSNumber width)
                || width.floatValue() != 0;
    }

    private void field(CanonicalDigest out, COSDictionary widget) throws IOException {
        boolean signature = inherited(widget, COSName.FT) instanceof COSName type && "Sig".equals(type.getName());
        for (COSName key : FIELD_ENTRIES) {
            // A signature's value is not drawn, and holds its time.
            objects.value(out, signature && COSName.V.equals(key) ? null : inherited(widget, key));
        }
        COSBase own = inherited(widget, COSName.DA);
        defaultAppearance(out, own == null ? form.getDictionaryObject(COSName.DA) : own);
    }

    private static @Nullable COSBase inherited(COSDictionary widget, COSName key) {
        COSDictionary field = widget;
        for (int i = 0; field != null && i < MAX_PARENTS; i++) {
            COSBase value = field.getDictionaryObject(key);
            if (value != null) {
                return value;
            }
            field = field.getCOSDictionary(COSName.PARENT);
        }
        return null;
    }

    private void defaultAppearance(CanonicalDigest out, @Nullable COSBase appearance) throws IOException {
        if (!(appearance instanceof COSString string)) {
            objects.value(out, appearance);
            return;
        }
        String text = new String(string.getBytes(), StandardCharsets.ISO_8859_1);
        Matcher matcher = FONT.matcher(text);
        COSDictionary resources = form.getCOSDictionary(COSName.DR);
        COSDictionary fonts = resources == null ? null : resources.getCOSDictionary(COSName.FONT);
        if (matcher.find()
                && fonts != null
                && fonts.getDictionaryObject(COSName.getPDFName(matcher.group(1))) instanceof COSDictionary font) {
            out.hash(objects.font(font));
            text = text.substring(0, matcher.start(1)) + text.substring(matcher.end(1));
        }
        out.string(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
