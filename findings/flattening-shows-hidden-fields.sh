#!/usr/bin/env bash
# Guess:    flattening a form leaves on the page what is printed of its fields; what is hidden goes.
# Seen:     pdf-lib and iText write fields with the flag Hidden onto the page as if they had none. They, PDFBox and qpdf
#           (--flatten-annotations=all) do so with fields for the screen only, too. OpenPDF, pdftk and qpdf in mode
#           "print" keep to the flags. A field on a layer that is switched off is on the page with every one of them,
#           since its appearance loses the layer.
# Versions: pdf-lib 1.17.1, iText (forms) 9.2.0, PDFBox 3.0.8, OpenPDF 2.0.5, qpdf 11.3.0, pdftk-java 3.3.2; poppler
#           22.12.0 reads the results.
# Matters:  hidden fields hold what the recipient should not see, such as prices and notes for the clerk; forms are
#           flattened so that a fax shows their values.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/objects.sh"
. "$support/databases.sh"
want_poppler
want qpdf 11.3.0 "$(qpdf --version | sed -n '1s/.* //p')"
unpack pdftk-java=3.3.2-1 libbcprov-java libcommons-lang3-java
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" pdf-lib@1.17.1
drivers com.itextpdf:forms:9.2.0 com.github.librepdf:openpdf:2.0.5 org.apache.pdfbox:pdfbox:3.0.8

y=300 fields='' objects=()
field() { # NAME ENTRIES
  fields+="$((7 + ${#objects[@]})) 0 R "
  y=$((y - 30))
  objects+=("<</Type/Annot/Subtype/Widget/FT/Tx/T($1)/V($1)/Rect[50 $y 250 $((y + 20))]/P 3 0 R$2
    /DA(/Helv 12 Tf 0 g)/AP<</N $((8 + ${#objects[@]})) 0 R>>>>")
  objects+=("$(content "BT /Helv 12 Tf 2 5 Td ($1) Tj ET" \
    '/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</Helv 6 0 R>>>>')")
}
field printed /F\ 4
field on-screen /F\ 0
field hidden /F\ 6
field on-paper /F\ 36
field layer-off '/F 4/OC 5 0 R'
objects form.pdf "<</Type/Catalog/Pages 2 0 R
  /AcroForm<</Fields[$fields]/DR<</Font<</Helv 6 0 R>>>>/DA(/Helv 12 Tf 0 g)>>
  /OCProperties<</OCGs[5 0 R]/D<</OFF[5 0 R]>>>>>>" '<</Type/Pages/Kids[3 0 R]/Count 1>>' \
  "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<>>/Annots[$fields]>>" \
  "$(content '10 10 5 5 re f')" '<</Type/OCG/Name(internal)>>' '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>' \
  "${objects[@]}"

cat > flatten.mjs <<'E'
import { PDFDocument } from 'pdf-lib'
import fs from 'fs'
const document = await PDFDocument.load(fs.readFileSync('form.pdf'))
document.getForm().flatten()
fs.writeFileSync('pdf-lib.pdf', await document.save())
E
cat > Flatten.java <<'E'
import com.itextpdf.forms.PdfAcroForm;
import com.itextpdf.kernel.pdf.*;
import java.io.*;
class Flatten {
    public static void main(String[] args) throws Exception {
        try (var document = new PdfDocument(new PdfReader("form.pdf"), new PdfWriter("iText.pdf"))) {
            PdfAcroForm.getAcroForm(document, false).flattenFields();
        }
        try (var document = org.apache.pdfbox.Loader.loadPDF(new File("form.pdf"))) {
            document.getDocumentCatalog().getAcroForm().flatten();
            document.save("PDFBox.pdf");
        }
        var stamper = new com.lowagie.text.pdf.PdfStamper(new com.lowagie.text.pdf.PdfReader("form.pdf"),
                new FileOutputStream("OpenPDF.pdf"));
        stamper.setFormFlattening(true);
        stamper.close();
    }
}
E
node flatten.mjs
java -cp 'lib/*' Flatten.java 2> java.log
qpdf --flatten-annotations=all form.pdf qpdf-all.pdf
qpdf --flatten-annotations=print form.pdf qpdf-print.pdf
jars=root/usr/share/java
java -cp "root/usr/share/pdftk/pdftk.jar:$jars/bcprov.jar:$jars/commons-lang3.jar" com.gitlab.pdftk_java.pdftk \
  form.pdf output pdftk.pdf flatten
for tool in pdf-lib iText PDFBox qpdf-all OpenPDF pdftk qpdf-print; do
  echo "$tool: $(pdftotext -layout "$tool.pdf" - | xargs)"
done | tee seen.out
diff seen.out - <<'E'
pdf-lib: printed on-screen hidden on-paper layer-off
iText: printed on-screen hidden on-paper layer-off
PDFBox: printed on-screen on-paper layer-off
qpdf-all: printed on-screen on-paper layer-off
OpenPDF: printed on-paper layer-off
pdftk: printed on-paper layer-off
qpdf-print: printed on-paper layer-off
E
echo "As recorded."
