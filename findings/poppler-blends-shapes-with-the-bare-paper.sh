#!/usr/bin/env bash
# Guess:    a black shape with a blend mode is black on empty paper: the page starts transparent, and there is nothing
#           to blend with (ISO 32000, 11.4.7).
# Seen:     poppler blends with white paper. With 11 of 16 modes, Screen, Overlay, Lighten, SoftLight, Luminosity and
#           Color among them, a black shape leaves not one dot, and with Difference and Exclusion a white shape is a
#           black one. Ghostscript, PDFBox and mutool draw what is written. An isolated
#           group of the page's own (/Group with /I true) makes no difference.
# Versions: poppler 22.12.0, Ghostscript 10.0.0, PDFBox 3.0.8, mutool 1.21.1.
# Matters:  charts and logos from drawing programs use such modes; the page is empty in one gateway and complete in the
#           other.
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
# Four pages a mode: a black and a white square of 100 pt on empty paper, without and with an isolated page group.
modes="Normal Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion Hue \
Saturation Color Luminosity"
kids=
pages=()
for mode in $modes; do
  for group in "" "/Group<</S/Transparency/CS/DeviceRGB/I true>>"; do
    for grey in 0 1; do
      number=$((3 + ${#pages[@]}))
      kids="$kids $number 0 R"
      pages+=("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]$group/Contents $((number + 1)) 0 R/Resources<</ExtGState
        <</G<</BM/$mode>>>>>>>>" "$(content "/G gs $grey g 50 50 100 100 re f")")
    done
  done
done
objects modes.pdf '<</Type/Catalog/Pages 2 0 R>>' "<</Type/Pages/Kids[$kids]/Count 64>>" "${pages[@]}"
cat > Squares.java <<'E'
import java.io.File;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;
class Squares {
    public static void main(String[] args) throws Exception {
        String[] modes = args[0].split(" +");
        try (var pdf = Loader.loadPDF(new File("modes.pdf"))) {
            var renderer = new PDFRenderer(pdf);
            for (int i = 0; i < modes.length; i++) {
                var line = new StringBuilder(modes[i]);
                for (int j = 1; j <= 4; j++) {
                    int page = i * 4 + j;
                    line.append(j == 1 ? ": black" : j == 2 ? ", white" : j == 3 ? "; in a group black" : ", white");
                    line.append(black(read("poppler-%02d.pbm", page)) ? " P" : " -");
                    line.append(black(read("gs-%d.pbm", page)) ? "G" : "-");
                    line.append(black(read("mupdf-%d.pbm", page)) ? "M" : "-");
                    line.append((renderer.renderImageWithDPI(page - 1, 72).getRGB(100, 100) & 0xff) < 128 ? "B" : "-");
                }
                System.out.println(line);
            }
        }
    }

    static byte[] read(String pattern, int page) throws Exception {
        return java.nio.file.Files.readAllBytes(java.nio.file.Path.of(pattern.formatted(page)));
    }

    /** The byte in the middle of 200 rows of 25 bytes. */
    static boolean black(byte[] pbm) {
        return pbm[pbm.length - 100 * 25 + 12] != 0;
    }
}
E
pdftoppm -mono -r 72 modes.pdf poppler
gs -q -sDEVICE=pbmraw -r72 -o gs-%d.pbm modes.pdf
LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu) root/usr/bin/mutool draw -q -c mono -r 72 -o mupdf-%d.pbm modes.pdf \
  2> mutool.log
echo "squares that are black in P poppler, G Ghostscript, M mutool, B PDFBox"
java -cp pdfbox-app-3.0.8.jar Squares.java "$modes" | tee seen.out
diff seen.out - <<'E'
Normal: black PGMB, white ----; in a group black PGMB, white ----
Multiply: black PGMB, white ----; in a group black PGMB, white ----
Screen: black -GMB, white ----; in a group black -GMB, white ----
Overlay: black -GMB, white ----; in a group black -GMB, white ----
Darken: black PGMB, white ----; in a group black PGMB, white ----
Lighten: black -GMB, white ----; in a group black -GMB, white ----
ColorDodge: black -GMB, white ----; in a group black -GMB, white ----
ColorBurn: black PGMB, white ----; in a group black PGMB, white ----
HardLight: black PGMB, white ----; in a group black PGMB, white ----
SoftLight: black -GMB, white ----; in a group black -GMB, white ----
Difference: black -GMB, white P---; in a group black -GMB, white P---
Exclusion: black -GMB, white P---; in a group black -GMB, white P---
Hue: black -GMB, white ----; in a group black -GMB, white ----
Saturation: black -GMB, white ----; in a group black -GMB, white ----
Color: black -GMB, white ----; in a group black -GMB, white ----
Luminosity: black -GMB, white ----; in a group black -GMB, white ----
E
echo "As recorded."
