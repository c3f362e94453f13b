#!/usr/bin/env bash
# Guess:    transfer functions (/TR in an ExtGState) are a thing of image setters; what draws PDF today ignores them,
#           poppler surely.
# Seen:     Ghostscript and poppler apply them: a black square with an inverting function is white, a white one black.
#           PDFBox and mutool ignore them, and draw the opposite page.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  a preview drawn in Java shows the negative of what a gateway sends; scans from prepress have such functions.
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
inverted='<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>'
square() { # NAME GREY EXTGSTATE
  objects "$1.pdf" '<</Type/Catalog/Pages 2 0 R>>' '<</Type/Pages/Kids[3 0 R]/Count 1>>' \
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</ExtGState<</G<<$3>>>>>>>>" \
    "$(content "/G gs $2 g 50 50 100 100 re f")"
}
square black-plain 0 ""
square black-TR 0 "/TR $inverted"
square white-TR 1 "/TR $inverted"
square black-TR2 0 "/TR2 $inverted"
square black-four 0 "/TR[$inverted $inverted $inverted $inverted]"
drawn() { # SHARE OF BLACK
  [ "$1" = "200x200 0%" ] && echo white || echo black
}
for kind in black-plain black-TR white-TR black-TR2 black-four; do
  gs -q -sDEVICE=pbmraw -r72 -o gs.pbm $kind.pdf
  pdftoppm -mono -r 72 -singlefile $kind.pdf poppler
  LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu) root/usr/bin/mutool draw -q -c mono -r 72 -F pbm -o mupdf.pbm \
    $kind.pdf 2> mutool.log
  java -jar pdfbox-app-3.0.8.jar render -dpi=72 -format=png -i $kind.pdf
  echo "$kind: Ghostscript $(drawn "$(ink gs.pbm total)"), poppler $(drawn "$(ink poppler.pbm total)")," \
    "mutool $(drawn "$(ink mupdf.pbm total)")," \
    "PDFBox $(java "$support/Dark.java" $kind-1.png 100 100 | sed 's/drawn/black/; s/hidden/white/')"
done | tee seen.out
diff seen.out - <<'E'
black-plain: Ghostscript black, poppler black, mutool black, PDFBox black
black-TR: Ghostscript white, poppler white, mutool black, PDFBox black
white-TR: Ghostscript black, poppler black, mutool white, PDFBox white
black-TR2: Ghostscript white, poppler white, mutool black, PDFBox black
black-four: Ghostscript white, poppler white, mutool black, PDFBox black
E
echo "As recorded."
