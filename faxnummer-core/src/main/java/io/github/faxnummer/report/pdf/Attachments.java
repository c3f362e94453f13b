package io.github.faxnummer.report.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;

/** Files that are embedded as ISO 19005-3 asks for. */
final class Attachments {

    /** What an embedded file is to the pages. */
    enum Relationship {
        /** What the pages show, for programs. */
        DATA("Data"),
        /** What was sent. */
        SOURCE("Source");

        private final String value;

        Relationship(String value) {
            this.value = value;
        }
    }

    private final PDDocument document;
    private final Map<String, PDComplexFileSpecification> files = new LinkedHashMap<>();

    Attachments(PDDocument document) {
        this.document = document;
    }

    /**
     * Embeds a file.
     *
     * @return the name it got: a name that is taken gets a number
     */
    String add(String name, String mediaType, Relationship relationship, byte[] content) throws IOException {
        String free = name;
        for (int number = 2; files.containsKey(free); number++) {
            free = number + "-" + name;
        }
        PDEmbeddedFile file = relationship == Relationship.DATA
                ? new PDEmbeddedFile(document, new ByteArrayInputStream(content), COSName.FLATE_DECODE)
                : new PDEmbeddedFile(document, new ByteArrayInputStream(content));
        file.setSubtype(mediaType);
        file.setSize(content.length);
        PDComplexFileSpecification specification = new PDComplexFileSpecification();
        specification.setFile(free);
        specification.setFileUnicode(free);
        specification.setEmbeddedFile(file);
        specification.setEmbeddedFileUnicode(file);
        specification.getCOSObject().setName("AFRelationship", relationship.value);
        files.put(free, specification);
        return free;
    }

    /** Names the files in the catalog. To be called when all are added. */
    void close() {
        PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
        tree.setNames(files);
        PDDocumentCatalog catalog = document.getDocumentCatalog();
        PDDocumentNameDictionary names = new PDDocumentNameDictionary(catalog);
        names.setEmbeddedFiles(tree);
        catalog.setNames(names);
        COSArray associated = new COSArray();
        for (PDComplexFileSpecification file : files.values()) {
            COSBase entry = file.getCOSObject();
            associated.add(entry);
        }
        catalog.getCOSObject().setItem(COSName.getPDFName("AF"), associated);
    }
}
