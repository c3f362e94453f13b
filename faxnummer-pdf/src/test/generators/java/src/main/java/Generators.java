import com.itextpdf.io.image.ImageDataFactory;
import com.itextpdf.kernel.font.PdfFontFactory;
import com.lowagie.text.pdf.BaseFont;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.awt.Color;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.stream.StreamSource;
import net.sf.jasperreports.engine.JREmptyDataSource;
import net.sf.jasperreports.engine.JasperCompileManager;
import net.sf.jasperreports.engine.JasperExportManager;
import net.sf.jasperreports.engine.JasperFillManager;
import org.apache.fop.apps.Fop;
import org.apache.fop.apps.FopFactory;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.xhtmlrenderer.pdf.ITextRenderer;

/** Makes a report with a generator written in Java: Generators NAME FILE. */
public final class Generators {

    private static final String FONT = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf";
    private static final String TITLE = "Compliance report: gepr\u00fcft";

    private Generators() {}

    public static void main(String[] arguments) throws Exception {
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[1]))) {
            switch (arguments[0]) {
                case "pdfbox" -> pdfbox(out);
                case "openpdf" -> openpdf(out);
                case "openhtmltopdf" -> openhtmltopdf(out);
                case "flying_saucer" -> flyingSaucer(out);
                case "itext" -> itext(out);
                case "jasperreports" -> jasperreports(out);
                case "fop" -> fop(out);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    private static void pdfbox(OutputStream out) throws Exception {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(PDRectangle.A4);
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(PDType0Font.load(document, new File(FONT)), 18);
                content.newLineAtOffset(60, 760);
                content.showText(TITLE);
                content.endText();
                content.drawImage(PDImageXObject.createFromFile("picture.png", document), 60, 600, 100, 100);
            }
            document.save(out);
        }
    }

    private static void openpdf(OutputStream out) throws Exception {
        com.lowagie.text.Document document = new com.lowagie.text.Document();
        com.lowagie.text.pdf.PdfWriter.getInstance(document, out);
        document.open();
        BaseFont font = BaseFont.createFont(FONT, BaseFont.IDENTITY_H, BaseFont.EMBEDDED);
        document.add(new com.lowagie.text.Paragraph(TITLE, new com.lowagie.text.Font(font, 18)));
        com.lowagie.text.pdf.PdfPTable table = new com.lowagie.text.pdf.PdfPTable(2);
        for (int i = 0; i < 12; i++) {
            table.addCell("Control " + i);
            table.getDefaultCell().setBackgroundColor(new Color(230, 230, 255));
        }
        document.add(table);
        document.add(com.lowagie.text.Image.getInstance("picture.png"));
        document.close();
    }

    private static void openhtmltopdf(OutputStream out) throws Exception {
        new PdfRendererBuilder()
                .useFont(new File(FONT), "Liberation Sans")
                .withFile(new File("report.html"))
                .toStream(out)
                .run();
    }

    private static void flyingSaucer(OutputStream out) throws Exception {
        ITextRenderer renderer = new ITextRenderer();
        renderer.getFontResolver().addFont(FONT, BaseFont.IDENTITY_H, BaseFont.EMBEDDED);
        renderer.setDocumentFromString(
                Files.readString(Path.of("report.html")), new File("report.html").toURI().toString());
        renderer.layout();
        renderer.createPDF(out);
    }

    private static void itext(OutputStream out) throws Exception {
        com.itextpdf.kernel.pdf.PdfDocument pdf =
                new com.itextpdf.kernel.pdf.PdfDocument(new com.itextpdf.kernel.pdf.PdfWriter(out));
        try (com.itextpdf.layout.Document document = new com.itextpdf.layout.Document(pdf)) {
            document.setFont(PdfFontFactory.createFont(FONT, "Identity-H"));
            document.add(new com.itextpdf.layout.element.Paragraph(TITLE).setFontSize(18));
            document.add(new com.itextpdf.layout.element.Image(ImageDataFactory.create("picture.png")));
            com.itextpdf.layout.element.Table table = new com.itextpdf.layout.element.Table(2);
            for (int i = 0; i < 12; i++) {
                table.addCell("Control " + i);
            }
            document.add(table);
        }
    }

    private static void jasperreports(OutputStream out) throws Exception {
        JasperExportManager.exportReportToPdfStream(
                JasperFillManager.fillReport(
                        JasperCompileManager.compileReport("report.jrxml"), new HashMap<>(), new JREmptyDataSource()),
                out);
    }

    private static void fop(OutputStream out) throws Exception {
        Fop fop = FopFactory.newInstance(new File(".").toURI()).newFop("application/pdf", out);
        TransformerFactory.newInstance()
                .newTransformer()
                .transform(new StreamSource(new File("report.fo")), new SAXResult(fop.getDefaultHandler()));
    }
}
