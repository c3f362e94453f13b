#!/usr/bin/env bash
# Guess:    a tool that lays a stamp or letterhead over the pages of a PDF puts it where a reader sees the top of the
#           page, turned pages (/Rotate) and boxes that do not begin at 0,0 included.
# Seen:     qpdf and pdftk do. PDFBox' Overlay, pypdf and pdf-lib use the page's own coordinates: on a page turned by
#           90° (every landscape scan that is shown upright) a line at the top lies outside and is not there at all; at
#           180° it is upside down at the bottom; with an origin of 100,100 it is moved and cut. Overlay's
#           setAdjustRotation(true) helps at 90° and 180°, not for the origin.
# Versions: PDFBox 3.0.8, pypdf 3.4.1, pdf-lib 1.17.1, qpdf 11.3.0, pdftk-java 3.3.2.
# Matters:  a header line with sender and reference, or CONFIDENTIAL, is on some pages only; number of pages and exit
#           code say nothing.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/objects.sh"
want qpdf 11.3.0 "$(qpdf --version | sed -n '1s/.* //p')"
apt-get -qq -o APT::Sandbox::User=root download pdftk-java=3.3.2-1 libbcprov-java libcommons-lang3-java \
  python3-pypdf=3.4.1-1+deb12u1 || { echo "pdftk 3.3.2 or pypdf 3.4.1 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" pdf-lib@1.17.1
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=org.apache.pdfbox:pdfbox-app:3.0.8 -DoutputDirectory="$work"
page() { # NAME ENTRIES CONTENT; every page is seen as 600x800
  objects "$1.pdf" '<</Type/Catalog/Pages 2 0 R>>' '<</Type/Pages/Kids[3 0 R]/Count 1>>' \
    "<</Type/Page/Parent 2 0 R/Resources<<>>/Contents 4 0 R$2>>" "$(content "$3")"
}
page stamp '/MediaBox[0 0 600 800]' '50 750 500 30 re f'
page plain '/MediaBox[0 0 600 800]' ''
page turned90 '/MediaBox[0 0 800 600]/Rotate 90' ''
page turned180 '/MediaBox[0 0 600 800]/Rotate 180' ''
page origin '/MediaBox[100 100 700 900]' ''
cat > Stamp.java <<'E'
import java.io.File;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.multipdf.Overlay;
import org.apache.pdfbox.rendering.*;
/** With three arguments lays stamp.pdf over a file, with one says where on the page the dark dots are. */
class Stamp {
    public static void main(String[] args) throws Exception {
        if (args.length == 1) {
            where(args[0]);
            return;
        }
        try (var pdf = Loader.loadPDF(new File(args[0])); var stamp = Loader.loadPDF(new File("stamp.pdf"));
                var overlay = new Overlay()) {
            overlay.setInputPDF(pdf);
            overlay.setDefaultOverlayPDF(stamp);
            overlay.setOverlayPosition(Overlay.Position.FOREGROUND);
            overlay.setAdjustRotation(args[2].equals("adjust"));
            overlay.overlay(Map.of()).save(args[1]);
        }
    }

    static void where(String file) throws Exception {
        try (var pdf = Loader.loadPDF(new File(file))) {
            var drawn = new PDFRenderer(pdf).renderImageWithDPI(0, 72, ImageType.GRAY);
            var box = new java.awt.Rectangle(-1, -1);
            for (int y = 0; y < drawn.getHeight(); y++) {
                for (int x = 0; x < drawn.getWidth(); x++) {
                    if (drawn.getRaster().getSample(x, y, 0) < 128) box.add(new java.awt.Rectangle(x, y, 1, 1));
                }
            }
            System.out.print(box.width < 0 ? "no stamp" : box.equals(new java.awt.Rectangle(50, 20, 500, 30)) ? "right"
                    : "at " + box.x + "," + box.y + " " + box.width + "x" + box.height);
        }
    }
}
E
cat > stamp.mjs <<'E'
import { PDFDocument } from 'pdf-lib'
import fs from 'fs'
const [file, out] = process.argv.slice(2)
const pdf = await PDFDocument.load(fs.readFileSync(file))
const [stamp] = await pdf.embedPdf(fs.readFileSync('stamp.pdf'))
pdf.getPage(0).drawPage(stamp, { x: 0, y: 0 })
fs.writeFileSync(out, await pdf.save())
E
cat > stamp.py <<'E'
import sys
import pypdf
page = pypdf.PdfReader(sys.argv[1]).pages[0]
page.merge_page(pypdf.PdfReader("stamp.pdf").pages[0])
writer = pypdf.PdfWriter()
writer.add_page(page)
writer.write(sys.argv[2])
E
java=root/usr/share/java
lay_over() { # TOOL FILE OUT
  case $1 in
    qpdf) qpdf "$2" --overlay stamp.pdf -- "$3" ;;
    pdftk) java -cp "root/usr/share/pdftk/pdftk.jar:$java/bcprov.jar:$java/commons-lang3.jar" \
      com.gitlab.pdftk_java.pdftk "$2" stamp stamp.pdf output "$3" ;;
    PDFBox) java -cp pdfbox-app-3.0.8.jar Stamp.java "$2" "$3" - ;;
    PDFBox-adjusted) java -cp pdfbox-app-3.0.8.jar Stamp.java "$2" "$3" adjust ;;
    pypdf) PYTHONPATH=root/usr/lib/python3/dist-packages python3 stamp.py "$2" "$3" ;;
    pdf-lib) node stamp.mjs "$2" "$3" ;;
  esac > stamp.log 2>&1
}
for tool in qpdf pdftk PDFBox PDFBox-adjusted pypdf pdf-lib; do
  line="$tool:"
  for page in plain turned90 turned180 origin; do
    lay_over "$tool" $page.pdf out.pdf
    line="$line $page $(java -cp pdfbox-app-3.0.8.jar Stamp.java out.pdf 2> where.log);"
  done
  echo "$line"
done | tee seen.out
diff seen.out - <<'E'
qpdf: plain right; turned90 right; turned180 right; origin right;
pdftk: plain right; turned90 right; turned180 right; origin right;
PDFBox: plain right; turned90 no stamp; turned180 at 50,750 500x30; origin at 0,120 450x30;
PDFBox-adjusted: plain right; turned90 right; turned180 right; origin at 0,120 450x30;
pypdf: plain right; turned90 no stamp; turned180 at 50,750 500x30; origin at 0,120 450x30;
pdf-lib: plain right; turned90 no stamp; turned180 at 50,750 500x30; origin at 0,120 450x30;
E
echo "As recorded."
