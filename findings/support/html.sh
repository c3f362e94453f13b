# Sourced in a temporary folder, after databases.sh, by the scripts about HTML: three converters for the JVM, and
# "converted NAME HEAD BODY", which prints the text of the PDF that each of them makes of a page.
drivers io.github.openhtmltopdf:openhtmltopdf-pdfbox:1.1.65 org.xhtmlrenderer:flying-saucer-pdf:9.13.3 \
  com.itextpdf:html2pdf:6.2.0
cat > Convert.java <<'E'
import java.io.*;
import java.nio.file.*;
class Convert {
    public static void main(String[] names) throws Exception {
        com.openhtmltopdf.util.XRLog.setLoggingEnabled(false);
        org.xhtmlrenderer.util.XRLog.setLoggingEnabled(false);
        for (String name : names) {
            String page = Files.readString(Path.of(name + ".html"));
            try (var out = new FileOutputStream(name + ".0.pdf")) {
                var builder = new com.openhtmltopdf.pdfboxout.PdfRendererBuilder();
                builder.withHtmlContent(page, null);
                builder.toStream(out);
                builder.run();
            }
            try (var out = new FileOutputStream(name + ".1.pdf")) {
                var renderer = new org.xhtmlrenderer.pdf.ITextRenderer();
                renderer.setDocumentFromString(page);
                renderer.layout();
                renderer.createPDF(out);
            }
            try (var out = new FileOutputStream(name + ".2.pdf")) {
                com.itextpdf.html2pdf.HtmlConverter.convertToPdf(page, out);
            }
        }
    }
}
E
pages=()
html() { # NAME HEAD BODY
  pages+=("$1")
  echo "<html><head><title>t</title>$2</head><body>$3</body></html>" > "$1.html"
}
convert() { java -cp 'lib/*' Convert.java "${pages[@]}" > convert.log 2>&1 || { cat convert.log >&2; exit 1; }; }
text() { pdftotext -layout "$1.pdf" - | xargs; }
