package io.github.faxnummer.report.pdf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.xmpbox.XMPMetadata;
import org.apache.xmpbox.schema.DublinCoreSchema;
import org.apache.xmpbox.schema.PDFAIdentificationSchema;
import org.apache.xmpbox.schema.XMPBasicSchema;
import org.apache.xmpbox.xml.XmpSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PdfArchiveTest {

    @ParameterizedTest
    @CsvSource({
        "Transmission report, Faxnummer for CI 1.0.0, 2026-11-30T20:00:00Z",
        "Übertragung <&> \"Ende\", Faxnummer for CI 1-<SNAPSHOT>, 2026-01-01T00:00:00.999Z",
        "Sendebericht, x, 2016-02-29T23:59:59.500Z",
    })
    void writesXmpPacketOfXmpBox(String title, String creator, Instant made) throws Exception {
        Calendar seconds = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        seconds.setTimeInMillis(made.getEpochSecond() * 1000);
        XMPMetadata xmp = XMPMetadata.createXMPMetadata();
        DublinCoreSchema general = xmp.createAndAddDublinCoreSchema();
        general.setTitle(title);
        general.setFormat("application/pdf");
        xmp.createAndAddAdobePDFSchema().setProducer("Apache PDFBox");
        XMPBasicSchema basic = xmp.createAndAddXMPBasicSchema();
        basic.setCreatorTool(creator);
        basic.setCreateDate(seconds);
        basic.setModifyDate(seconds);
        PDFAIdentificationSchema level = xmp.createAndAddPDFAIdentificationSchema();
        level.setPart(3);
        level.setConformance("B");
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        new XmpSerializer().serialize(xmp, expected, true);

        assertThat(new String(PdfArchive.xmp(title, creator, made), UTF_8)).isEqualTo(expected.toString(UTF_8));
    }
}
