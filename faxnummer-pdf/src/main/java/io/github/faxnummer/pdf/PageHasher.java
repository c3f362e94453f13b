package io.github.faxnummer.pdf;

import java.io.IOException;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageTree;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** Hashes what a page shows: its boxes, contents and annotations. */
final class PageHasher {

    private final ObjectHasher objects;
    private final AnnotationHasher annotations;

    PageHasher(PDDocument document, ResourceBudget budget) {
        COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
        objects = new ObjectHasher(new LayerStates(catalog), budget);
        annotations = new AnnotationHasher(catalog, objects);
    }

    byte[] hash(GuardedPage page) throws IOException {
        COSDictionary dictionary = page.getCOSObject();
        return objects.hash(dictionary, ObjectHasher.Kind.PAGE, out -> {
            // Some programs draw the media box, others the crop box.
            box(out, page.getMediaBox());
            box(out, page.getCropBox());
            out.integer(Math.floorMod(page.getRotation(), 360));
            out.number(page.getUserUnit());
            objects.value(out, dictionary.getDictionaryObject(COSName.GROUP));
            COSDictionary resources =
                    PDPageTree.getInheritableAttribute(dictionary, COSName.RESOURCES) instanceof COSDictionary found
                            ? found
                            : new COSDictionary();
            objects.contents(
                    out, page, it -> objects.value(it, dictionary.getDictionaryObject(COSName.CONTENTS)), resources);
            objects.withResources(resources, () -> annotations.add(out, dictionary));
        });
    }

    private static void box(CanonicalDigest out, PDRectangle box) {
        out.number(box.getLowerLeftX());
        out.number(box.getLowerLeftY());
        out.number(box.getUpperRightX());
        out.number(box.getUpperRightY());
    }
}
