#!/usr/bin/env bash
# Guess:    a tool that joins PDF files drops links between pages and perhaps the form behind the fields; what is
#           printed on the page stays.
# Seen:     mutool merge leaves out all annotations: stamps and the values of form fields, both with an appearance and
#           the print flag, are gone, from a file that is joined with nothing else too. Exit code 0, no word. mutool
#           clean keeps them. qpdf, pdfunite, pdftk and Ghostscript keep them.
# Versions: mutool 1.21.1, qpdf 11.3.0, poppler 22.12.0, pdftk-java 3.3.2, Ghostscript 10.0.0.
# Matters:  a filled-in order form arrives empty, an approval stamp is missing; the number of pages is right.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/objects.sh"
want_ghostscript
want_poppler
want qpdf 11.3.0 "$(qpdf --version | sed -n '1s/.* //p')"
apt-get -qq -o APT::Sandbox::User=root download mupdf-tools=1.21.1+ds2-1+deb12u1 lib{mujs2,gumbo1,jbig2dec0} \
  pdftk-java=3.3.2-1 libbcprov-java libcommons-lang3-java ||
  { echo "mutool 1.21.1 or pdftk 3.3.2 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
font='<</Font<</F 8 0 R>>>>'
objects order.pdf '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/DR<</Font<</F 8 0 R>>>>/DA(/F 12 Tf 0 g)>>>>' \
  '<</Type/Pages/Kids[3 0 R]/Count 1>>' \
  "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[5 0 R 6 0 R]/Resources$font>>" \
  "$(content 'BT /F 12 Tf 50 750 Td (Order no.) Tj ET')" \
  '<</Type/Annot/Subtype/Widget/FT/Tx/T(no)/V(4711)/F 4/Rect[150 745 350 765]/DA(/F 12 Tf 0 g)/AP<</N 7 0 R>>>>' \
  '<</Type/Annot/Subtype/Stamp/F 4/Rect[150 645 350 665]/P 3 0 R/AP<</N 9 0 R>>>>' \
  "$(content '/Tx BMC BT /F 12 Tf 2 5 Td (4711) Tj ET EMC' \
    '/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F 8 0 R>>>>')" \
  '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>' \
  "$(content 'BT /F 12 Tf 2 5 Td (APPROVED) Tj ET' \
    '/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F 8 0 R>>>>')"
mutool() { LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu) root/usr/bin/mutool "$@"; }
java=root/usr/share/java
mutool merge -o "mutool merge.pdf" order.pdf
mutool clean order.pdf "mutool clean.pdf"
qpdf --empty --pages order.pdf -- "qpdf.pdf"
pdfunite order.pdf order.pdf "pdfunite.pdf"
java -cp "root/usr/share/pdftk/pdftk.jar:$java/bcprov.jar:$java/commons-lang3.jar" com.gitlab.pdftk_java.pdftk \
  order.pdf cat output "pdftk.pdf" 2> pdftk.log
gs -q -sDEVICE=pdfwrite -o "Ghostscript.pdf" order.pdf
for tool in "mutool merge" "mutool clean" qpdf pdfunite pdftk Ghostscript; do
  # drawn, and then counted as ink: the words of page and field, of the stamp
  pdftoppm -mono -r 100 -singlefile "$tool.pdf" drawn
  ink drawn.pbm | awk -v tool="$tool" '$2 && $1 < 150 { top += $2 } $2 && $1 >= 150 { stamp += $2 }
    END { print tool ": " (top > 270 ? "label and value" : "label only") ", " (stamp ? "stamp" : "no stamp") }'
done | tee seen.out
diff seen.out - <<'E'
mutool merge: label only, no stamp
mutool clean: label and value, stamp
qpdf: label and value, stamp
pdfunite: label and value, stamp
pdftk: label and value, stamp
Ghostscript: label and value, stamp
E
echo "As recorded."
