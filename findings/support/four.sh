# Sourced in a temporary folder by the scripts that draw a page with four renderers: checked versions of all four, and
# page NAME CONTENT RESOURCES PAGE-ENTRIES CATALOG-ENTRIES OBJECT..., which writes a page of 100x100 points whose
# further objects begin at 5, and shares NAME..., which prints how much of each page is black in each renderer.
. "$support/pdf.sh"
. "$support/objects.sh"
want_ghostscript
want_poppler
apt-get -qq -o APT::Sandbox::User=root download mupdf-tools=1.21.1+ds2-1+deb12u1 lib{mujs2,gumbo1,jbig2dec0} ||
  { echo "mutool 1.21.1 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=org.apache.pdfbox:pdfbox-app:3.0.8 -DoutputDirectory="$work"
page() {
  local name=$1 text=$2 resources=$3 entries=$4 catalog=$5
  shift 5
  objects "$name.pdf" "<</Type/Catalog/Pages 2 0 R$catalog>>" '<</Type/Pages/Kids[3 0 R]/Count 1>>' \
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<<$resources>>$entries>>" \
    "$(content "$text")" "$@"
}
shares() {
  local name
  for name; do
    gs -q -dPrinted=true -sDEVICE=pbmraw -r72 -o gs.pbm "$name.pdf"
    pdftoppm -mono -r 72 -singlefile "$name.pdf" poppler
    LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu) root/usr/bin/mutool draw -q -c mono -r 72 -F pbm -o mupdf.pbm \
      "$name.pdf" 2> mutool.log
    echo "$name: Ghostscript $(ink gs.pbm total | cut -d' ' -f2), poppler $(ink poppler.pbm total | cut -d' ' -f2)," \
      "mutool $(ink mupdf.pbm total | cut -d' ' -f2)," \
      "PDFBox $(java -cp pdfbox-app-3.0.8.jar "$support/Share.java" "$name.pdf" 2> pdfbox.log)"
  done
}
