package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentProperties;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTerminalField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
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

    private static final Set<String> TEXT_OPERATORS = Set.of("Tj", "TJ", "'", "\"");

    private final PDDocument document;
    private final ResourceBudget budget;
    private final List<Finding> findings = new ArrayList<>();
    private int reportedFields;

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
        for (PDField field : form.getFieldTree()) {
            budget.check();
            if (field instanceof PDTerminalField terminal) {
                try {
                    inspectField(form, terminal, outdated);
                } catch (PdfLimitExceededException e) {
                    throw e;
                } catch (IOException | RuntimeException e) {
                    add(Kind.FIELD_DIFFERS, field);
                }
            }
        }
    }

    private void inspectField(PDAcroForm form, PDTerminalField field, boolean outdated) throws IOException {
        if (field instanceof PDButton button) {
            inspectButton(button);
        } else if (field instanceof PDSignatureField signature) {
            inspectSignature(signature);
        } else if (field instanceof PDVariableText && !field.getValueAsString().isBlank()) {
            inspectValue(form, field, outdated);
        }
    }

    private void inspectValue(PDAcroForm form, PDTerminalField field, boolean outdated) throws IOException {
        String value = field.getValueAsString();
        boolean missing = false;
        boolean onScreenOnly = false;
        boolean differs = false;
        for (PDAnnotationWidget widget : field.getWidgets()) {
            COSStream appearance = widget.getNormalAppearanceStream() == null
                    ? null
                    : widget.getNormalAppearanceStream().getCOSObject();
            onScreenOnly |= isVisible(widget) && !widget.isPrinted();
            missing |= appearance == null;
            differs |= widget.getCOSObject() instanceof COSStream
                    || (outdated && appearance != null && !shows(appearance, value, field instanceof PDTextField));
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
    }

    /**
     * What a check mark looks like is said by its appearance only; without one some programs invent it. Other buttons
     * are for the screen.
     */
    private void inspectButton(PDButton field) {
        List<PDAnnotationWidget> marked = field.getWidgets().stream()
                .filter(CatalogInspector::isVisible)
                .filter(it -> it.getAppearanceState() != null
                        && !it.getAppearanceState().equals(COSName.Off))
                .toList();
        if (marked.stream().anyMatch(it -> it.getNormalAppearanceStream() != null && !it.isPrinted())) {
            add(Kind.FIELD_NOT_PRINTED, field);
        } else if (marked.stream().anyMatch(it -> it.getNormalAppearanceStream() == null)) {
            add(Kind.FIELD_DIFFERS, field);
        }
    }

    /** Most signatures have no size, and are not to be seen. */
    private void inspectSignature(PDSignatureField field) {
        boolean onScreenOnly = field.getSignature() != null
                && field.getWidgets().stream()
                        .anyMatch(it -> isVisible(it)
                                && !it.isPrinted()
                                && it.getRectangle() != null
                                && it.getRectangle().getWidth() > 0
                                && it.getRectangle().getHeight() > 0
                                && it.getNormalAppearanceStream() != null);
        if (onScreenOnly) {
            add(Kind.FIELD_NOT_PRINTED, field);
        }
    }

    private static boolean isVisible(PDAnnotationWidget widget) {
        return !widget.isHidden() && !widget.isNoView();
    }

    /**
     * Returns whether an appearance draws the value in the usual way, with one byte for each character. Lines, and the
     * boxes of single characters, are strings of their own.
     *
     * @param alone whether it draws nothing else
     */
    private boolean shows(COSStream appearance, String value, boolean alone) throws IOException {
        String drawn = withoutBlanks(drawnText(appearance));
        String expected = withoutBlanks(value);
        return alone ? drawn.equals(expected) : drawn.contains(expected);
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }

    private String drawnText(COSStream appearance) throws IOException {
        byte[] content;
        try (var input = appearance.createInputStream()) {
            content = input.readNBytes(MAX_APPEARANCE_BYTES);
        }
        StringBuilder text = new StringBuilder();
        StringBuilder operands = new StringBuilder();
        PDFStreamParser parser = new PDFStreamParser(content);
        for (Object token = parser.parseNextToken(); token != null; token = parser.parseNextToken()) {
            budget.check();
            if (token instanceof COSString string) {
                operands.append(text(string));
            } else if (token instanceof COSArray parts) {
                parts.forEach(it -> operands.append(it instanceof COSString string ? text(string) : ""));
            } else if (token instanceof Operator operator) {
                if (TEXT_OPERATORS.contains(operator.getName())) {
                    text.append(operands);
                }
                operands.setLength(0);
            }
        }
        return text.toString();
    }

    private static String text(COSString string) {
        return new String(string.getBytes(), StandardCharsets.ISO_8859_1);
    }

    private void add(Kind kind, PDField field) {
        if (++reportedFields <= MAX_FIELDS) {
            findings.add(new Finding(kind, 0, String.valueOf(field.getFullyQualifiedName())));
        }
    }
}
