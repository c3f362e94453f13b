package io.github.faxnummer.report.pdf;

import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.report.DeliveryReport;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import javax.xml.transform.TransformerException;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.apache.xmpbox.XMPMetadata;
import org.apache.xmpbox.schema.AdobePDFSchema;
import org.apache.xmpbox.schema.DublinCoreSchema;
import org.apache.xmpbox.schema.PDFAIdentificationSchema;
import org.apache.xmpbox.schema.XMPBasicSchema;
import org.apache.xmpbox.type.BadFieldValueException;
import org.apache.xmpbox.xml.XmpSerializer;

/** Makes a PDF conform to PDF/A-3b (ISO 19005-3, level B). */
final class PdfArchive {

    private static final String PRODUCER = "Apache PDFBox";
    private static final String SRGB = "sRGB IEC61966-2.1";

    private PdfArchive() {}

    /**
     * Sets metadata, language, colours and identity, all of them from the report and none from the machine.
     *
     * @param data of the report, of which the document's id is made
     */
    static void prepare(PDDocument document, String title, String language, DeliveryReport report, byte[] data)
            throws IOException {
        String creator = "Faxnummer for CI " + report.programVersion();
        Calendar made = calendar(report.end());
        document.setVersion(1.7f);
        document.setDocumentId(ByteBuffer.wrap(Sha256.digest().digest(data)).getLong());

        PDDocumentInformation information = document.getDocumentInformation();
        information.setTitle(title);
        information.setCreator(creator);
        information.setProducer(PRODUCER);
        information.setCreationDate(made);
        information.setModificationDate(made);

        PDDocumentCatalog catalog = document.getDocumentCatalog();
        catalog.setLanguage(language);
        catalog.setMetadata(new PDMetadata(document, new ByteArrayInputStream(xmp(title, creator, made))));
        PDViewerPreferences preferences = new PDViewerPreferences(new COSDictionary());
        preferences.setDisplayDocTitle(true);
        catalog.setViewerPreferences(preferences);
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        PDOutputIntent intent = new PDOutputIntent(document, new ByteArrayInputStream(profile));
        intent.setInfo(SRGB);
        intent.setOutputCondition(SRGB);
        intent.setOutputConditionIdentifier(SRGB);
        intent.setRegistryName("http://www.color.org");
        catalog.addOutputIntent(intent);
    }

    private static byte[] xmp(String title, String creator, Calendar made) throws IOException {
        XMPMetadata xmp = XMPMetadata.createXMPMetadata();
        DublinCoreSchema general = xmp.createAndAddDublinCoreSchema();
        general.setTitle(title);
        general.setFormat("application/pdf");
        AdobePDFSchema pdf = xmp.createAndAddAdobePDFSchema();
        pdf.setProducer(PRODUCER);
        XMPBasicSchema basic = xmp.createAndAddXMPBasicSchema();
        basic.setCreatorTool(creator);
        basic.setCreateDate(made);
        basic.setModifyDate(made);
        PDFAIdentificationSchema level = xmp.createAndAddPDFAIdentificationSchema();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            level.setPart(3);
            level.setConformance("B");
            new XmpSerializer().serialize(xmp, bytes, true);
        } catch (BadFieldValueException | TransformerException e) {
            throw new IOException(e);
        }
        return bytes.toByteArray();
    }

    private static Calendar calendar(Instant time) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        calendar.setTimeInMillis(time.getEpochSecond() * 1000);
        return calendar;
    }
}
