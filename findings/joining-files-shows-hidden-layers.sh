#!/usr/bin/env bash
# Guess:    tools that join PDF files keep the state of layers; what is off on screen and in print stays off.
# Seen:     the list of layers belongs to the document, and six of eight tools take pages only. qpdf and pdfunite keep
#           the first file's list, so a layer that is off in the second file is drawn; mutool, pdftk, pypdf and pdf-lib
#           drop both lists, and everything is drawn. None says a word. PDFBox' merger keeps the state, Ghostscript
#           leaves out what is off.
# Versions: qpdf 11.3.0, poppler 22.12.0, mutool 1.21.1, pdftk-java 3.3.2, pypdf 3.4.1, pdf-lib 1.17.1, PDFBox 3.0.8,
#           Ghostscript 10.0.0.
# Matters:  a cover page put in front of a report can send the recipient what its author switched off.
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
  pdftk-java=3.3.2-1 libbcprov-java libcommons-lang3-java python3-pypdf=3.4.1-1+deb12u1 ||
  { echo "mutool 1.21.1, pdftk 3.3.2 or pypdf 3.4.1 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" pdf-lib@1.17.1
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=org.apache.pdfbox:pdfbox-app:3.0.8 -DoutputDirectory="$work"

page='<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources'
objects plain.pdf '<</Type/Catalog/Pages 2 0 R>>' '<</Type/Pages/Kids[3 0 R]/Count 1>>' \
  "$page<<>>>>" "$(content '50 700 100 20 re f')"
objects layers.pdf \
  '<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[5 0 R 6 0 R]/D<</Order[5 0 R 6 0 R]/OFF[6 0 R]>>>>>>' \
  '<</Type/Pages/Kids[3 0 R]/Count 1>>' "$page<</Properties<</A 5 0 R/B 6 0 R>>>>>>" \
  "$(content '/OC/A BDC 50 700 100 20 re f EMC /OC/B BDC 50 100 500 500 re f EMC')" \
  '<</Type/OCG/Name(report)>>' '<</Type/OCG/Name(internal)>>'

cat > join.mjs <<'J'
import { PDFDocument } from 'pdf-lib'
import fs from 'fs'
const [out, ...files] = process.argv.slice(2)
const joined = await PDFDocument.create()
for (const file of files) {
  const source = await PDFDocument.load(fs.readFileSync(file))
  for (const page of await joined.copyPages(source, source.getPageIndices())) joined.addPage(page)
}
fs.writeFileSync(out, await joined.save())
J
cat > join.py <<'P'
import sys
import pypdf
joined = pypdf.PdfMerger()
for name in sys.argv[2:]:
    joined.append(name)
joined.write(sys.argv[1])
P
java=root/usr/share/java
join() { # TOOL OUT FILE...
  local tool=$1 out=$2
  shift 2
  case $tool in
    qpdf) qpdf "$1" --pages "$@" -- "$out" ;;
    pdfunite) pdfunite "$@" "$out" ;;
    mutool) LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu) root/usr/bin/mutool merge -o "$out" "$@" ;;
    pdftk) java -cp "root/usr/share/pdftk/pdftk.jar:$java/bcprov.jar:$java/commons-lang3.jar" \
      com.gitlab.pdftk_java.pdftk "$@" cat output "$out" ;;
    pypdf) PYTHONPATH=root/usr/lib/python3/dist-packages python3 join.py "$out" "$@" ;;
    pdf-lib) node join.mjs "$out" "$@" ;;
    PDFBox) java -jar pdfbox-app-3.0.8.jar merge $(printf -- '-i %s ' "$@") -o "$out" ;;
    Ghostscript) gs -q -sDEVICE=pdfwrite -o "$out" "$@" ;;
  esac > join.log 2>&1
}
state() { # FILE PAGE
  pdftoppm -mono -r 72 -f "$2" -singlefile "$1" drawn
  [ "$(ink drawn.pbm total)" = "595x842 0%" ] && echo hidden || echo drawn
}
[ "$(state layers.pdf 1)" = hidden ]
for tool in qpdf pdfunite mutool pdftk pypdf pdf-lib PDFBox Ghostscript; do
  join "$tool" first.pdf layers.pdf plain.pdf
  join "$tool" second.pdf plain.pdf layers.pdf
  echo "$tool: layer that is off in the first file $(state first.pdf 1), in the second file $(state second.pdf 2)"
done | tee seen.out
diff seen.out - <<'E'
qpdf: layer that is off in the first file hidden, in the second file drawn
pdfunite: layer that is off in the first file hidden, in the second file drawn
mutool: layer that is off in the first file drawn, in the second file drawn
pdftk: layer that is off in the first file drawn, in the second file drawn
pypdf: layer that is off in the first file drawn, in the second file drawn
pdf-lib: layer that is off in the first file drawn, in the second file drawn
PDFBox: layer that is off in the first file hidden, in the second file hidden
Ghostscript: layer that is off in the first file hidden, in the second file hidden
E
echo "As recorded."
