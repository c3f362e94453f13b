package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentProperties;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTerminalField;
import org.apache.pdfbox.pdmodel.interactive.form.PDVariableText;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the catalog how the document has to be drawn, and where programs disagree about its content: forms,
 * layers, collections of files, permissions. Gives form fields that have a value and no appearance an appearance.
 */
final class CatalogInspector {

    private static final COSName COLLECTION = COSName.getPDFName("Collection");
    private static final COSName NEEDS_RENDERING = COSName.getPDFName("NeedsRendering");
    private static final COSName EVENT = COSName.getPDFName("Event");
    private static final COSName PRINT_EVENT = COSName.getPDFName("Print");

    /** Fields reported for a document. */
    private static final int MAX_FIELDS = 5;

    /** In characters; no field of a page holds more. */
    private static final int MAX_VALUE = 20_000;

    private static final int MAX_APPEARANCE_BYTES = 1 << 20;

    private final PDDocument document;
    private final ResourceBudget budget;
    private final List<Finding> findings = new ArrayList<>();

    private CatalogInspector(PDDocument document, ResourceBudget budget) {
        this.document = document;
        this.budget = budget;
    }

    /** @throws PdfLimitExceededException if the pages are not the document's content */
    static List<Finding> inspect(PDDocument document, ResourceBudget budget) {
        CatalogInspector inspector = new CatalogInspector(document, budget);
        inspector.inspect();
        return inspector.findings;
    }

    private void inspect() {
        PDDocumentCatalog catalog = document.getDocumentCatalog();
        COSDictionary dictionary = catalog.getCOSObject();
        if (dictionary.getDictionaryObject(COLLECTION) instanceof COSDictionary) {
            throw budget.fail(Kind.PORTFOLIO, "");
        }
        COSDictionary form = dictionary.getCOSDictionary(COSName.ACRO_FORM);
        if (dictionary.getBoolean(NEEDS_RENDERING, false) && form != null && form.containsKey(COSName.XFA)) {
            throw budget.fail(Kind.DYNAMIC_FORM, "");
        }
        if (document.isEncrypted() && !document.getCurrentAccessPermission().canPrint()) {
            findings.add(new Finding(Kind.PRINTING_FORBIDDEN, 0, ""));
        }
        PDOptionalContentProperties layers = catalog.getOCProperties();
        if (layers != null) {
            ignoreUnusedUsage(layers.getCOSObject());
        }
        if (form != null) {
            inspectFields(new PDAcroForm(document, form));
        }
    }

    // A group's usage has an effect only on those events for which the configuration lists the group (ISO 32000-1,
    // 8.11.4.4), but PDFBox always applies it.
    private static void ignoreUnusedUsage(COSDictionary properties) {
        Set<COSBase> used = Collections.newSetFromMap(new IdentityHashMap<>());
        COSDictionary configuration = properties.getCOSDictionary(COSName.D);
        for (COSDictionary event : dictionaries(configuration == null ? null : configuration.getCOSArray(COSName.AS))) {
            if (PRINT_EVENT.equals(event.getCOSName(EVENT))) {
                used.addAll(dictionaries(event.getCOSArray(COSName.OCGS)));
            }
        }
        for (COSDictionary group : dictionaries(properties.getCOSArray(COSName.OCGS))) {
            if (!used.contains(group)) {
                group.removeItem(COSName.USAGE);
            }
        }
    }

    private static List<COSDictionary> dictionaries(@Nullable COSArray array) {
        List<COSDictionary> found = new ArrayList<>();
        for (int i = 0; array != null && i < array.size(); i++) {
            if (array.getObject(i) instanceof COSDictionary dictionary) {
                found.add(dictionary);
            }
        }
        return found;
    }

    // Forms

    private void inspectFields(PDAcroForm form) {
        boolean outdated = form.getNeedAppearances();
        int reported = 0;
        for (PDField field : form.getFieldTree()) {
            budget.check();
            if (field instanceof PDTerminalField terminal && reported < MAX_FIELDS) {
                try {
                    reported += inspectField(form, terminal, outdated) ? 1 : 0;
                } catch (PdfLimitExceededException e) {
                    throw e;
                } catch (IOException | RuntimeException e) {
                    reported++;
                    add(Kind.FIELD_DIFFERS, field);
                }
            }
        }
    }

    private boolean inspectField(PDAcroForm form, PDTerminalField field, boolean outdated) throws IOException {
        if (field instanceof PDButton button) {
            return inspectButton(button);
        }
        if (!(field instanceof PDVariableText) || field.getValueAsString().isBlank()) {
            return false;
        }
        String value = field.getValueAsString();
        boolean missing = false;
        boolean onScreenOnly = false;
        boolean differs = false;
        for (PDAnnotationWidget widget : field.getWidgets()) {
            boolean visible = !widget.isHidden() && !widget.isNoView();
            COSStream appearance = widget.getNormalAppearanceStream() == null
                    ? null
                    : widget.getNormalAppearanceStream().getCOSObject();
            onScreenOnly |= visible && !widget.isPrinted();
            missing |= appearance == null;
            differs |= widget.getCOSObject() instanceof COSStream
                    || (outdated && appearance != null && !shows(appearance, value));
        }
        if (missing) {
            differs |= value.length() > MAX_VALUE;
            if (!differs) {
                form.refreshAppearances(List.of(field));
            }
        }
        if (onScreenOnly) {
            add(Kind.FIELD_NOT_PRINTED, field);
        } else if (differs) {
            add(Kind.FIELD_DIFFERS, field);
        }
        return onScreenOnly || differs;
    }

    /** What a check mark looks like is said by its appearance only; without one some programs invent it. */
    private boolean inspectButton(PDButton field) {
        boolean differs = field.getWidgets().stream()
                .filter(it -> !it.isHidden() && !it.isNoView())
                .filter(it -> it.getAppearanceState() != null
                        && !it.getAppearanceState().equals(COSName.Off))
                .anyMatch(it -> it.getNormalAppearanceStream() == null);
        if (differs) {
            add(Kind.FIELD_DIFFERS, field);
        }
        return differs;
    }

    /** Returns whether an appearance draws the value in the usual way, with one byte for each character. */
    private static boolean shows(COSStream appearance, String value) throws IOException {
        try (var input = appearance.createInputStream()) {
            byte[] content = input.readNBytes(MAX_APPEARANCE_BYTES);
            String text = new String(content, StandardCharsets.ISO_8859_1).replace("\\", "");
            String hex = new COSString(value.getBytes(StandardCharsets.ISO_8859_1)).toHexString();
            return text.contains(value.replace("\\", "")) || text.contains(hex);
        }
    }

    private void add(Kind kind, PDField field) {
        findings.add(new Finding(kind, 0, String.valueOf(field.getFullyQualifiedName())));
    }
}
