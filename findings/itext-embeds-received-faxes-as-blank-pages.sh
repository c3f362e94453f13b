#!/usr/bin/env bash
# Guess:    iText takes the rows of a fax's TIFF file into a PDF as they are (direct), in the order of bits that the
#           file states, and fits a page of 204x98 dpi into A4 in its shape.
# Seen:     where the bits are in reverse order (FillOrder 2, which fax2tiff writes by default) and the page is one
#           strip, iText takes the bytes as they are: Ghostscript draws nothing and poppler noise, for Group 3 and
#           Group 4, without an error at writing. Decoded (not direct), or in several strips, the same pages are right.
#           And scaleToFit makes a page at standard resolution half as high, as OpenPDF does; iText knows both
#           resolutions, OpenPDF neither.
# Versions: iText 9.2.0, OpenPDF 1.3.43 (JDK 17), libtiff 4.5.0, Ghostscript 10.0.0, poppler 22.12.0.
# Matters:  the archive of received faxes has blank pages, and a page is squeezed that should be shown as it came.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'rm -rf "$work"' EXIT
cd "$work"
drivers com.itextpdf:layout:9.2.0 com.github.librepdf:openpdf:1.3.43
cat > page.ps <<'E'
%!PS
/Helvetica findfont 24 scalefont setfont 72 700 moveto (Fax 4711) show 72 500 300 100 rectfill showpage
E
gs -q -dBATCH -dNOPAUSE -sDEVICE=faxg3 -r204x98 -sPAPERSIZE=a4 -o page.g3 page.ps
fax2tiff -M -R 98 -o g3-reverse.tif page.g3
tiffcp -c g3:1d -f msb2lsb -r 9999 g3-reverse.tif g3.tif
tiffcp -c g3:1d -f lsb2msb -r 64 g3-reverse.tif g3-reverse-strips.tif
tiffcp -c g4 -f msb2lsb -r 9999 g3-reverse.tif g4.tif
tiffcp -c g4 -f lsb2msb -r 9999 g3-reverse.tif g4-reverse.tif
cat > Embed.java <<'E'
import com.itextpdf.io.image.ImageDataFactory;
import com.itextpdf.kernel.geom.PageSize;
import com.itextpdf.kernel.pdf.*;
import com.itextpdf.layout.Document;
import com.itextpdf.layout.element.Image;
import java.io.File;
class Embed {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            for (boolean direct : new boolean[] {false, true}) {
                var pdf = new PdfDocument(new PdfWriter(file + (direct ? ".direct.pdf" : ".decoded.pdf")));
                try (var document = new Document(pdf, new PageSize(610, 842))) {
                    document.setMargins(0, 0, 0, 0);
                    var url = new File(file + ".tif").toURI().toURL();
                    document.add(new Image(ImageDataFactory.createTiff(url, false, 1, direct)).scaleAbsolute(610, 842));
                }
            }
        }
        var data = ImageDataFactory.create("g4.tif");
        var image = new Image(data).scaleToFit(610, 842);
        System.out.printf("iText, %d x %d dpi: %.0f x %.0f%n", data.getDpiX(), data.getDpiY(),
                image.getImageScaledWidth(), image.getImageScaledHeight());
        var openpdf = com.lowagie.text.Image.getInstance("g4.tif");
        openpdf.scaleToFit(610, 842);
        System.out.printf("OpenPDF, %d x %d dpi: %.0f x %.0f%n", openpdf.getDpiX(), openpdf.getDpiY(),
                openpdf.getScaledWidth(), openpdf.getScaledHeight());
    }
}
E
black() { tail -c $((610 * 842)) "$1" | LC_ALL=C tr -d '\200-\377' | wc -c; } # The number of dots darker than half.
files=(g3 g3-reverse g3-reverse-strips g4 g4-reverse)
{
  java -cp 'lib/*' Embed.java "${files[@]}"
  for file in "${files[@]}"; do
    for way in decoded direct; do
      gs -q -dBATCH -dNOPAUSE -sDEVICE=pgmraw -r72 -o gs.pgm "$file.$way.pdf" > gs.log 2>&1
      pdftoppm -gray -r 72 -singlefile "$file.$way.pdf" poppler 2> poppler.log
      echo "$file, $way: $(black gs.pgm) dark dots by Ghostscript, $(black poppler.pgm) by poppler"
    done
  done
} | tee seen.out
diff seen.out - <<'E'
iText, 204 x 98 dpi: 610 x 405
OpenPDF, 0 x 0 dpi: 610 x 405
g3, decoded: 30407 dark dots by Ghostscript, 30845 by poppler
g3, direct: 30407 dark dots by Ghostscript, 30845 by poppler
g3-reverse, decoded: 30407 dark dots by Ghostscript, 30845 by poppler
g3-reverse, direct: 0 dark dots by Ghostscript, 4661 by poppler
g3-reverse-strips, decoded: 30407 dark dots by Ghostscript, 30845 by poppler
g3-reverse-strips, direct: 30407 dark dots by Ghostscript, 30845 by poppler
g4, decoded: 30407 dark dots by Ghostscript, 30845 by poppler
g4, direct: 30407 dark dots by Ghostscript, 30845 by poppler
g4-reverse, decoded: 30407 dark dots by Ghostscript, 30845 by poppler
g4-reverse, direct: 1 dark dots by Ghostscript, 3411 by poppler
E
echo "As recorded."
