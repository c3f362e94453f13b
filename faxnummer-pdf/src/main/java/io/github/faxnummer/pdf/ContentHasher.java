package io.github.faxnummer.pdf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import org.apache.pdfbox.contentstream.PDContentStream;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.jspecify.annotations.Nullable;

/**
 * Hashes the operators of a content stream, with each name of a resource replaced by the hash of the resource. Marked
 * content does not count unless it is a layer (optional content).
 */
final class ContentHasher {

    /** Apply to device colors that name no resource. */
    private static final List<COSName> DEFAULT_COLOR_SPACES =
            List.of(COSName.DEFAULT_GRAY, COSName.DEFAULT_RGB, COSName.DEFAULT_CMYK);

    private final ObjectHasher objects;
    private final ImageHasher images;
    private final COSDictionary resources;
    private final ResourceBudget budget;

    /** For each open marked content, whether it is a layer. */
    private final Deque<Boolean> marked = new ArrayDeque<>();

    ContentHasher(ObjectHasher objects, ImageHasher images, COSDictionary resources, ResourceBudget budget) {
        this.objects = objects;
        this.images = images;
        this.resources = resources;
        this.budget = budget;
    }

    void add(CanonicalDigest out, PDContentStream stream) throws IOException {
        for (COSName name : DEFAULT_COLOR_SPACES) {
            objects.value(out, resource(COSName.COLORSPACE, name));
        }
        PDFStreamParser parser = new PDFStreamParser(stream);
        try {
            List<COSBase> operands = new ArrayList<>();
            for (Object token = parser.parseNextToken(); token != null; token = parser.parseNextToken()) {
                if (token instanceof Operator operator) {
                    budget.nextOperator();
                    add(out, operator, operands);
                    operands.clear();
                } else if (token instanceof COSBase operand) {
                    operands.add(operand);
                }
            }
        } finally {
            parser.close();
        }
    }

    private void add(CanonicalDigest out, Operator operator, List<COSBase> operands) throws IOException {
        String name = operator.getName();
        switch (name) {
            case "MP", "DP" -> {}
            case "BMC" -> begin(false);
            case "BDC" -> beginMarkedContent(out, operands);
            case "EMC" -> {
                if (!marked.isEmpty() && marked.pop()) {
                    out.operator(name);
                }
            }
            case "BI" -> inlineImage(out, operator);
            case "Do" -> resource(out, name, operands, operands.size() - 1, COSName.XOBJECT);
            case "gs" -> resource(out, name, operands, operands.size() - 1, COSName.EXT_G_STATE);
            case "sh" -> resource(out, name, operands, operands.size() - 1, COSName.SHADING);
            case "cs", "CS" -> resource(out, name, operands, operands.size() - 1, COSName.COLORSPACE);
            case "scn", "SCN" -> resource(out, name, operands, operands.size() - 1, COSName.PATTERN);
            case "Tf" -> resource(out, name, operands, 0, COSName.FONT);
            default -> resource(out, name, operands, -1, COSName.NONE);
        }
    }

    private void begin(boolean layer) {
        budget.requireStackDepth(marked.size());
        marked.push(layer);
    }

    private void beginMarkedContent(CanonicalDigest out, List<COSBase> operands) throws IOException {
        boolean layer = operands.size() > 1 && COSName.OC.equals(operands.get(0));
        begin(layer);
        if (!layer) {
            return;
        }
        COSBase named = operands.get(1);
        COSBase properties = named instanceof COSName name ? resource(COSName.PROPERTIES, name) : named;
        if (properties instanceof COSDictionary dictionary) {
            out.hash(objects.layer(dictionary));
        }
        out.operator("BDC");
    }

    private void inlineImage(CanonicalDigest out, Operator operator) throws IOException {
        COSDictionary parameters = operator.getImageParameters();
        byte[] data = operator.getImageData();
        if (parameters != null && data != null) {
            out.hash(images.hashInline(parameters, data, resources));
            out.operator("Do");
        }
    }

    /** @param index of the operand that may name a resource of this category */
    private void resource(CanonicalDigest out, String operator, List<COSBase> operands, int index, COSName category)
            throws IOException {
        for (int i = 0; i < operands.size(); i++) {
            COSBase operand = operands.get(i);
            COSBase found = i == index && operand instanceof COSName name ? resource(category, name) : null;
            if (found != null) {
                resource(out, category, found);
            } else {
                operand(out, operand);
            }
        }
        out.operator(operator);
    }

    private void resource(CanonicalDigest out, COSName category, COSBase found) throws IOException {
        if (COSName.FONT.equals(category) && found instanceof COSDictionary font) {
            out.hash(objects.font(font));
        } else if (COSName.XOBJECT.equals(category)
                && found instanceof COSStream form
                && COSName.FORM.equals(form.getCOSName(COSName.SUBTYPE))) {
            out.hash(objects.form(form));
        } else {
            objects.value(out, found);
        }
    }

    private @Nullable COSBase resource(COSName category, COSName name) {
        COSDictionary named = resources.getCOSDictionary(category);
        return named == null ? null : named.getDictionaryObject(name);
    }

    private static void operand(CanonicalDigest out, @Nullable COSBase operand) {
        if (operand instanceof COSArray array) {
            out.begin();
            for (int i = 0; i < array.size(); i++) {
                operand(out, array.get(i));
            }
            out.end();
        } else if (operand instanceof COSDictionary dictionary) {
            out.begin();
            for (COSName key : new TreeSet<>(dictionary.keySet())) {
                out.name(key.getBytes());
                operand(out, dictionary.getItem(key));
            }
            out.end();
        } else {
            ObjectHasher.scalar(out, operand);
        }
    }
}
