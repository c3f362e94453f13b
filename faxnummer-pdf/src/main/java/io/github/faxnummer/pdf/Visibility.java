package io.github.faxnummer.pdf;

import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentGroup;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentGroup.RenderState;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentProperties;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationUnknown;
import org.apache.pdfbox.rendering.RenderDestination;
import org.jspecify.annotations.Nullable;

/** Decides which layers (optional content) and annotations are printed. */
final class Visibility {

    static final RenderDestination DESTINATION = RenderDestination.PRINT;

    private static final COSName ALL_OFF = COSName.getPDFName("AllOff");
    private static final COSName ALL_ON = COSName.getPDFName("AllOn");
    private static final COSName ANY_OFF = COSName.getPDFName("AnyOff");

    private final @Nullable PDOptionalContentProperties layers;

    Visibility(PDDocument document) {
        layers = document.getDocumentCatalog().getOCProperties();
    }

    /** @param content an optional content group or membership; anything else is visible */
    boolean isHidden(@Nullable COSDictionary content) {
        if (content == null) {
            return false;
        }
        if (COSName.OCG.equals(content.getCOSName(COSName.TYPE))) {
            PDOptionalContentGroup group = new PDOptionalContentGroup(content);
            RenderState printed = group.getRenderState(DESTINATION);
            return printed == null ? layers != null && !layers.isGroupEnabled(group) : printed == RenderState.OFF;
        }
        return COSName.OCMD.equals(content.getCOSName(COSName.TYPE)) && isMembershipHidden(content);
    }

    /** Returns the name of a group that is shown on screen and not in print, or the other way round. */
    Optional<String> differing(@Nullable COSDictionary content) {
        if (content == null || layers == null || !COSName.OCG.equals(content.getCOSName(COSName.TYPE))) {
            return Optional.empty();
        }
        PDOptionalContentGroup group = new PDOptionalContentGroup(content);
        return layers.isGroupEnabled(group) == isHidden(content)
                ? Optional.of(String.valueOf(group.getName()))
                : Optional.empty();
    }

    // Visibility expressions are rare; the policy beside them applies.
    private boolean isMembershipHidden(COSDictionary membership) {
        COSBase groups = membership.getDictionaryObject(COSName.OCGS);
        int all = 0;
        int off = 0;
        if (groups instanceof COSDictionary group) {
            all = 1;
            off = isGroupHidden(group) ? 1 : 0;
        } else if (groups instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.getObject(i) instanceof COSDictionary group) {
                    all++;
                    off += isGroupHidden(group) ? 1 : 0;
                }
            }
        }
        COSName policy = membership.getCOSName(COSName.P);
        if (all == 0) {
            return false;
        }
        if (ALL_ON.equals(policy)) {
            return off > 0;
        }
        if (ANY_OFF.equals(policy)) {
            return off == 0;
        }
        return ALL_OFF.equals(policy) ? off < all : off == all;
    }

    private boolean isGroupHidden(COSDictionary group) {
        return COSName.OCG.equals(group.getCOSName(COSName.TYPE)) && isHidden(group);
    }

    boolean isPrinted(PDAnnotation annotation) {
        return annotation.isPrinted()
                && !annotation.isHidden()
                && !(annotation.isInvisible() && annotation instanceof PDAnnotationUnknown)
                && !isHidden(annotation.getCOSObject().getCOSDictionary(COSName.OC));
    }
}
