package io.github.faxnummer.report.pdf;

import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.report.DeliveryReport;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;

/** Makes a PDF conform to PDF/A-3b (ISO 19005-3, level B). */
final class PdfArchive {

    private static final String PRODUCER = "Apache PDFBox";
    private static final String SRGB = "sRGB IEC61966-2.1";

    /** Title, producer, creator and time in UTC. */
    private static final String XMP = """
            <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
              <rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
            xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description rdf:about="">
                  <dc:title>
                    <rdf:Alt>
                      <rdf:li xml:lang="x-default">%1$s</rdf:li>
                    </rdf:Alt>
                  </dc:title>
                  <dc:format>application/pdf</dc:format>
                </rdf:Description>
                <rdf:Description rdf:about="">
                  <pdf:Producer>%2$s</pdf:Producer>
                </rdf:Description>
                <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" rdf:about="">
                  <xmp:CreatorTool>%3$s</xmp:CreatorTool>
                  <xmp:CreateDate>%4$s</xmp:CreateDate>
                  <xmp:ModifyDate>%4$s</xmp:ModifyDate>
                </rdf:Description>
                <rdf:Description rdf:about="">
                  <pdfaid:part>3</pdfaid:part>
                  <pdfaid:conformance>B</pdfaid:conformance>
                </rdf:Description>
              </rdf:RDF>
            </x:xmpmeta><?xpacket end="w"?>
            """;

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
        catalog.setMetadata(new PDMetadata(document, new ByteArrayInputStream(xmp(title, creator, report.end()))));
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

    /** As text: a model of the packet, an XML tree and a transformer take longer than all else of a short report. */
    static byte[] xmp(String title, String creator, Instant made) {
        String time = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                        made.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC))
                + "+00:00";
        return XMP.formatted(escaped(title), PRODUCER, escaped(creator), time).getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static Calendar calendar(Instant time) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        calendar.setTimeInMillis(time.getEpochSecond() * 1000);
        return calendar;
    }
}
