#!/usr/bin/env bash
# Guess:    UserUnit (PDF 1.6, the size of one unit of a page) is obeyed by every renderer of this decade, or by none.
# Seen:     a page of 297.638x420.945 units with UserUnit 2 is A4. Ghostscript draws A4; poppler and PDFBox draw A6,
#           and pdfinfo calls it A6. PDFBox even has getUserUnit(), which its own renderer does not ask.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, PDFBox 3.0.8.
# Matters:  the preview in Java and the fax drawn by the gateway differ by a factor of two, in the width that decides
#           whether the far end takes the page.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
want_ghostscript
want_poppler
cat > pom.xml <<'E'
<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <packaging>pom</packaging><dependencies><dependency><groupId>org.apache.pdfbox</groupId>
    <artifactId>pdfbox</artifactId><version>3.0.8</version></dependency></dependencies></project>
E
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory=lib
pdf unit.pdf '0 0 297 420 re S' '/MediaBox[0 0 297.638 420.945]/UserUnit 2'
cat > Draw.java <<'E'
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;
class Draw {
    public static void main(String[] args) throws Exception {
        try (var document = Loader.loadPDF(new java.io.File("unit.pdf"))) {
            var image = new PDFRenderer(document).renderImageWithDPI(0, 72);
            System.out.println("PDFBox 3.0.8: " + image.getWidth() + "x" + image.getHeight() + ", getUserUnit "
                    + document.getPage(0).getUserUnit());
        }
    }
}
E
{ gs -q -sDEVICE=pbmraw -r72 -o g.pbm unit.pdf
  echo "Ghostscript: $(ink g.pbm total | cut -d' ' -f1)"
  pdftoppm -mono -r 72 -singlefile unit.pdf p
  echo "poppler: $(ink p.pbm total | cut -d' ' -f1)"
  pdfinfo unit.pdf | grep 'Page size'
  java -cp 'lib/*' Draw.java 2> /dev/null; } | tee seen.out
diff seen.out - <<'E'
Ghostscript: 595x842
poppler: 298x421
Page size:       297.638 x 420.945 pts (A6)
PDFBox 3.0.8: 297x420, getUserUnit 2.0
E
echo "As recorded."
