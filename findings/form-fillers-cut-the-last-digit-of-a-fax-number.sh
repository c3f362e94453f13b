#!/usr/bin/env bash
# Guess:    a program that fills in forms refuses a value that is longer than its field's /MaxLen, or shows it whole.
# Seen:     in a field with eleven combs PDFBox, iText and OpenPDF show eleven of twelve digits, which is another fax
#           number, while the field's value has all twelve; without combs OpenPDF cuts what it shows, PDFBox and iText
#           show it whole. None of them says anything. pdftk-java shows all twelve, pdf-lib throws.
# Versions: PDFBox 3.0.8, iText (forms) 9.2.0, OpenPDF 2.0.5 (JDK 17), pdf-lib 1.17.1, pdftk-java
#           3.3.2; poppler 22.12.0 reads the pages.
# Matters:  the number on the faxed form is somebody else's, while the file's value, if it is asked for, is right.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/objects.sh"
. "$support/databases.sh"
want_poppler
drivers com.itextpdf:forms:9.2.0 com.github.librepdf:openpdf:2.0.5 org.apache.pdfbox:pdfbox:3.0.8 > maven.log
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" pdf-lib@1.17.1
unpack pdftk-java=3.3.2-1 libbcprov-java libcommons-lang3-java
field() { # NAME BOTTOM FLAGS
  echo "<</Type/Annot/Subtype/Widget/FT/Tx/F 4/P 3 0 R/T($1)/Ff $3/MaxLen 11/Rect[20 $2 240 $(($2 + 20))]
    /DA(/Helv 12 Tf 0 g)>>"
}
objects form.pdf '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 7 0 R]/DR<</Font<</Helv 5 0 R>>>>>>>>' \
  '<</Type/Pages/Kids[3 0 R]/Count 1>>' \
  '<</Type/Page/Parent 2 0 R/MediaBox[0 0 260 100]/Contents 4 0 R/Resources<<>>/Annots[6 0 R 7 0 R]>>' \
  "$(content '1 1 2 2 re f')" '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>' \
  "$(field combs 60 16777216)" "$(field plain 20 0)"
cat > Fill.java <<'E'
import com.itextpdf.forms.PdfAcroForm;
import com.itextpdf.kernel.pdf.*;
import java.io.*;
class Fill {
    public static void main(String[] number) throws Exception {
        String[] names = {"combs", "plain"};
        try (var document = org.apache.pdfbox.Loader.loadPDF(new File("form.pdf"))) {
            var form = document.getDocumentCatalog().getAcroForm();
            for (String name : names) form.getField(name).setValue(number[0]);
            document.save("PDFBox.pdf");
        }
        try (var document = new PdfDocument(new PdfReader("form.pdf"), new PdfWriter("iText.pdf"))) {
            var form = PdfAcroForm.getAcroForm(document, false);
            for (String name : names) form.getField(name).setValue(number[0]);
        }
        var stamper = new com.lowagie.text.pdf.PdfStamper(new com.lowagie.text.pdf.PdfReader("form.pdf"),
                new FileOutputStream("OpenPDF.pdf"));
        for (String name : names) stamper.getAcroFields().setField(name, number[0]);
        stamper.close();
    }
}
E
cat > fill.mjs <<'E'
import { PDFDocument } from 'pdf-lib'
import fs from 'fs'
const document = await PDFDocument.load(fs.readFileSync('form.pdf'))
for (const name of ['combs', 'plain']) {
  try {
    document.getForm().getTextField(name).setText(process.argv[2])
  } catch (e) {
    console.log(`pdf-lib, ${name}: ${e.message.slice(0, 36)}`)
  }
}
E
cat > Values.java <<'E'
class Values {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            try (var document = org.apache.pdfbox.Loader.loadPDF(new java.io.File(file + ".pdf"))) {
                var form = document.getDocumentCatalog().getAcroForm();
                System.out.println(form.getField("combs").getValueAsString() + " "
                        + form.getField("plain").getValueAsString());
            }
        }
    }
}
E
number=030231250160
java -cp 'lib/*' Fill.java $number 2> java.log
printf '%%FDF-1.2\n1 0 obj<</FDF<</Fields[<</T(combs)/V(%s)>><</T(plain)/V(%s)>>]>>>>endobj\ntrailer<</Root 1 0 R>>\n' \
  $number $number > data.fdf
jars=root/usr/share/java
java -cp "root/usr/share/pdftk/pdftk.jar:$jars/bcprov.jar:$jars/commons-lang3.jar" com.gitlab.pdftk_java.pdftk \
  form.pdf fill_form data.fdf output pdftk.pdf
line=0 tools=(PDFBox iText OpenPDF pdftk)
{
  java -cp 'lib/*' Values.java "${tools[@]}" > values.out 2> java.log
  for tool in "${tools[@]}"; do
    echo "$tool: value $(sed -n "$((++line))p" values.out), combs show $(pdftotext -H 50 -W 260 -x 0 -y 0 -layout \
      "$tool.pdf" - | tr -d ' \n\f'), plain shows $(pdftotext -H 50 -W 260 -x 0 -y 50 -layout "$tool.pdf" - |
      tr -d ' \n\f')"
  done
  node fill.mjs $number
} | tee seen.out
diff seen.out - <<'E'
PDFBox: value 030231250160 030231250160, combs show 03023125016, plain shows 030231250160
iText: value 030231250160 030231250160, combs show 03023125016, plain shows 030231250160
OpenPDF: value 030231250160 030231250160, combs show 03023125016, plain shows 03023125016
pdftk: value 030231250160 030231250160, combs show 030231250160, plain shows 030231250160
pdf-lib, combs: Attempted to set text with length=12
pdf-lib, plain: Attempted to set text with length=12
E
echo "As recorded."
