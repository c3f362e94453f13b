#!/usr/bin/env bash
# Guess:    a layer that is off is off, however it is written: as marked content, as /OC of a form or of a picture, or
#           as a group of layers with a condition.
# Seen:     Ghostscript hides marked content and pictures, and draws a form (the object a drawing program or PDFBox'
#           LayerUtility makes of a page) although its /OC is off. A condition (/VE) it ignores, with a warning that -q
#           does not suppress, and draws too; mutool ignores it without a word. Poppler and PDFBox hide all four.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  a watermark or an internal page that no viewer shows is on the fax.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/objects.sh"
want_ghostscript
want_poppler
apt-get -qq -o APT::Sandbox::User=root download mupdf-tools=1.21.1+ds2-1+deb12u1 lib{mujs2,gumbo1,jbig2dec0} ||
  { echo "mutool 1.21.1 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=org.apache.pdfbox:pdfbox-app:3.0.8 -DoutputDirectory="$work"
layer() { # NAME CONTENT OBJECT: 5 is a layer that is off, 6 one that is on
  objects "$1.pdf" '<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[5 0 R 6 0 R]/D<</OFF[5 0 R]>>>>>>' \
    '<</Type/Pages/Kids[3 0 R]/Count 1>>' \
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R
      /Resources<</Properties<</L 7 0 R>>/XObject<</L 7 0 R>>>>>>' \
    "$(content "$2")" '<</Type/OCG/Name(internal)>>' '<</Type/OCG/Name(report)>>' "$3"
}
layer marked '/OC/L BDC 50 50 100 100 re f EMC' '<</Type/OCMD/OCGs 5 0 R>>'
layer picture '100 0 0 100 50 50 cm /L Do' "$(content 00\> '/Type/XObject/Subtype/Image/Width 8/Height 1/OC 5 0 R
  /BitsPerComponent 1/ColorSpace/DeviceGray/Filter/ASCIIHexDecode')"
layer form '/L Do' "$(content '50 50 100 100 re f' '/Type/XObject/Subtype/Form/BBox[0 0 200 200]/OC 5 0 R')"
layer condition '/OC/L BDC 50 50 100 100 re f EMC' '<</Type/OCMD/OCGs[5 0 R 6 0 R]/VE[/Not 6 0 R]>>'
drawn() { # SHARE OF BLACK
  [ "$1" = "200x200 0%" ] && echo hidden || echo drawn
}
for kind in marked picture form condition; do
  gs -q -sDEVICE=pbmraw -r72 -o gs.pbm $kind.pdf > "$kind.log" 2>&1
  pdftoppm -mono -r 72 -singlefile $kind.pdf poppler
  LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu) root/usr/bin/mutool draw -q -c mono -r 72 -F pbm -o mupdf.pbm \
    $kind.pdf 2> mutool.log
  java -jar pdfbox-app-3.0.8.jar render -dpi=72 -format=png -i $kind.pdf
  echo "$kind: Ghostscript $(drawn "$(ink gs.pbm total)"), poppler $(drawn "$(ink poppler.pbm total)")," \
    "mutool $(drawn "$(ink mupdf.pbm total)"), PDFBox $(java "$support/Dark.java" $kind-1.png 100 100)"
done | tee seen.out
cat condition.log
diff seen.out - <<'E'
marked: Ghostscript hidden, poppler hidden, mutool hidden, PDFBox hidden
picture: Ghostscript hidden, poppler hidden, mutool hidden, PDFBox hidden
form: Ghostscript drawn, poppler hidden, mutool hidden, PDFBox hidden
condition: Ghostscript drawn, poppler hidden, mutool drawn, PDFBox hidden
E
grep -q 'VE' condition.log
echo "As recorded."
