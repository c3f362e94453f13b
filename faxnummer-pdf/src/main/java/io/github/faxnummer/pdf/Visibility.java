package io.github.faxnummer.pdf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
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

    /** Of one content; further ones are visible. */
    private static final int MAX_EXPRESSIONS = 100;

    private final @Nullable PDOptionalContentProperties layers;

    /** Groups that do not say that they are. */
    private final Set<COSDictionary> untyped = Collections.newSetFromMap(new IdentityHashMap<>());

    Visibility(PDDocument document) {
        layers = document.getDocumentCatalog().getOCProperties();
        COSArray listed = layers == null ? null : layers.getCOSObject().getCOSArray(COSName.OCGS);
        for (int i = 0; listed != null && i < listed.size(); i++) {
            if (listed.getObject(i) instanceof COSDictionary group && !group.containsKey(COSName.TYPE)) {
                // PDFBox would always draw it.
                group.setItem(COSName.TYPE, COSName.OCG);
                untyped.add(group);
            }
        }
    }

    /** @param content an optional content group or membership; anything else is visible */
    boolean isHidden(@Nullable COSDictionary content) {
        return isHidden(content, this::isOffInPrint);
    }

    /** Returns the name of a group that shows content on screen and not in print, or the other way round. */
    Optional<String> differing(@Nullable COSDictionary content) {
        if (content == null
                || layers == null
                || isHidden(content, this::isOffInPrint) == isHidden(content, this::isOffOnScreen)) {
            return Optional.empty();
        }
        return allGroups(content)
                .map(PDOptionalContentGroup::new)
                .filter(it -> isOffInPrint(it) != isOffOnScreen(it))
                .map(it -> String.valueOf(it.getName()))
                .findFirst();
    }

    /**
     * Returns the name of a group that hides content which Ghostscript draws all the same: forms and annotations, and what
     * a group hides that does not say that it is one.
     */
    Optional<String> drawnBySome(@Nullable COSDictionary content, boolean isMarked) {
        return content == null || !isHidden(content) || (isMarked && !untyped.contains(content))
                ? Optional.empty()
                : allGroups(content)
                        .map(PDOptionalContentGroup::new)
                        .sorted(Comparator.comparing(it -> !isOffInPrint(it)))
                        .map(it -> String.valueOf(it.getName()))
                        .findFirst();
    }

    private static Stream<COSDictionary> allGroups(COSDictionary content) {
        return isGroup(content)
                ? Stream.of(content)
                : Stream.concat(
                        groups(content.getDictionaryObject(COSName.OCGS)).stream(),
                        expressed(content.getCOSArray(COSName.VE), Collections.newSetFromMap(new IdentityHashMap<>())));
    }

    private boolean isOffInPrint(PDOptionalContentGroup group) {
        RenderState printed = group.getRenderState(DESTINATION);
        return printed == null ? isOffOnScreen(group) : printed == RenderState.OFF;
    }

    private boolean isOffOnScreen(PDOptionalContentGroup group) {
        return layers != null && !layers.isGroupEnabled(group);
    }

    private static boolean isHidden(@Nullable COSDictionary content, Predicate<PDOptionalContentGroup> isOff) {
        if (content == null) {
            return false;
        }
        if (isGroup(content)) {
            return isOff.test(new PDOptionalContentGroup(content));
        }
        if (!COSName.OCMD.equals(content.getCOSName(COSName.TYPE))) {
            return false;
        }
        COSArray expression = content.getCOSArray(COSName.VE);
        return (expression == null || expression.size() == 0)
                ? isHiddenByPolicy(content, isOff)
                : isHidden(expression, isOff, new IdentityHashMap<>());
    }

    private static boolean isHiddenByPolicy(COSDictionary membership, Predicate<PDOptionalContentGroup> isOff) {
        COSName policy = membership.getCOSName(COSName.P);
        List<COSDictionary> groups = groups(membership.getDictionaryObject(COSName.OCGS));
        long off =
                groups.stream().map(PDOptionalContentGroup::new).filter(isOff).count();
        if (groups.isEmpty()) {
            return false;
        }
        if (ALL_ON.equals(policy)) {
            return off > 0;
        }
        if (ANY_OFF.equals(policy)) {
            return off == 0;
        }
        return ALL_OFF.equals(policy) ? off < groups.size() : off == groups.size();
    }

    /** Evaluates a visibility expression (ISO 32000-1, 8.11.2.2); what is none is visible. */
    private static boolean isHidden(
            COSArray expression,
            Predicate<PDOptionalContentGroup> isOff,
            IdentityHashMap<COSArray, Boolean> evaluated) {
        String operator = expression.getName(0);
        Boolean earlier = evaluated.putIfAbsent(expression, false);
        if (earlier != null || operator == null || evaluated.size() > MAX_EXPRESSIONS) {
            return Boolean.TRUE.equals(earlier);
        }
        List<Boolean> hidden = new ArrayList<>();
        for (int i = 1; i < expression.size(); i++) {
            COSBase operand = expression.getObject(i);
            if (operand instanceof COSArray inner) {
                hidden.add(isHidden(inner, isOff, evaluated));
            } else if (operand instanceof COSDictionary group && isGroup(group)) {
                hidden.add(isOff.test(new PDOptionalContentGroup(group)));
            }
        }
        boolean isHidden =
                switch (operator) {
                    case "And" -> hidden.contains(true);
                    case "Or" -> !hidden.isEmpty() && !hidden.contains(false);
                    case "Not" -> hidden.size() == 1 && !hidden.get(0);
                    default -> false;
                };
        evaluated.put(expression, isHidden);
        return isHidden;
    }

    private static Stream<COSDictionary> expressed(@Nullable COSArray expression, Set<COSArray> seen) {
        if (expression == null || !seen.add(expression) || seen.size() > MAX_EXPRESSIONS) {
            return Stream.empty();
        }
        return Stream.concat(
                groups(expression).stream(),
                expression.toList().stream()
                        .map(it -> it instanceof COSObject reference ? reference.getObject() : it)
                        .filter(COSArray.class::isInstance)
                        .flatMap(it -> expressed((COSArray) it, seen)));
    }

    private static List<COSDictionary> groups(@Nullable COSBase groups) {
        List<COSDictionary> found = new ArrayList<>();
        if (groups instanceof COSDictionary group && isGroup(group)) {
            found.add(group);
        } else if (groups instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.getObject(i) instanceof COSDictionary group && isGroup(group)) {
                    found.add(group);
                }
            }
        }
        return found;
    }

    private static boolean isGroup(COSDictionary content) {
        return COSName.OCG.equals(content.getCOSName(COSName.TYPE));
    }

    boolean isPrinted(PDAnnotation annotation) {
        return annotation.isPrinted()
                && !annotation.isHidden()
                && !(annotation.isInvisible() && annotation instanceof PDAnnotationUnknown)
                && !isHidden(annotation.getCOSObject().getCOSDictionary(COSName.OC));
    }
}
