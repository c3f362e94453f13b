#!/usr/bin/env bash
# Guess:    sfftobmp makes the same page of an SFF file (how ISDN cards store faxes) with each of its TIFF compressions.
# Seen:     with -tr, "CCITT modified Huffman RLE", the file says compression 2 and has Group 3's rows with their end of
#           line codes: of 120,574 black dots libtiff finds 1,032, with two complaints a row and exit 0, and the JDK
#           gives an error. With Group 3 and 4 the page is right. And unless -r is given, a page received at standard
#           resolution has each row twice and says 196 dpi: nothing tells it from a fine one.
# Versions: sfftobmp 3.1.3 (Debian 3.1.3-9+b1), Ghostscript 10.0.0 (cfax writes SFF), libtiff 4.5.0, JDK 17.
# Matters:  an archive of received faxes is unreadable although each conversion succeeded, and a page that came at half
#           the resolution is shown as a fine one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download sfftobmp=3.1.3-9+b1 libboost-filesystem1.74.0 ||
  { echo "sfftobmp 3.1.3-9+b1 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
LD_LIBRARY_PATH=$(echo "$work"/root/usr/lib/*-linux-gnu)
export LD_LIBRARY_PATH
cat > page.ps <<'E'
%!PS
/Helvetica findfont 24 scalefont setfont 72 700 moveto (Fax 4711) show 72 500 300 100 rectfill
72 400 moveto 400 300 lineto stroke showpage
E
gs -q -dBATCH -dNOPAUSE -sDEVICE=cfax -r204x98 -sPAPERSIZE=a4 -o page.sff page.ps
gs -q -dBATCH -dNOPAUSE -sDEVICE=tiffcrle -r204x98 -sPAPERSIZE=a4 -o ghostscript.tif page.ps
cat > Dots.java <<'E'
import java.io.File;
import javax.imageio.ImageIO;
class Dots {
    public static void main(String[] args) {
        try {
            var page = ImageIO.read(new File(args[0]));
            int dots = 0;
            for (int y = 0; y < page.getHeight(); y++)
                for (int x = 0; x < page.getWidth(); x++) dots += (page.getRGB(x, y) & 1) ^ 1;
            System.out.print(dots);
        } catch (Exception e) {
            System.out.print("an error");
        }
    }
}
E
javac Dots.java
show() { # NAME FILE
  tiffcp -c none "$2" decoded.tif 2> said.out
  tiffinfo "$2" | grep -oE '(Length: |Resolution: [0-9]+, )[0-9]+' | grep -oE '[0-9]+$' > size.out
  echo "$1: $(paste -sd' ' size.out | sed 's/ / rows at /') dpi, dots $(java Dots "$2")" \
    "by the JDK, $(java Dots decoded.tif) by libtiff with $(wc -l < said.out) complaints"
}
{
  show "Ghostscript's own RLE" ghostscript.tif
  for options in "-t -r" "-t4 -r" "-tr -r" "-t" "-tr"; do
    # shellcheck disable=SC2086
    root/usr/bin/sfftobmp -q $options page.sff -o page.tif
    show "sfftobmp $options" page.tif
    rm page.tif
  done
} | tee seen.out
diff seen.out - <<'E'
Ghostscript's own RLE: 1146 rows at 98 dpi, dots 120574 by the JDK, 120574 by libtiff with 0 complaints
sfftobmp -t -r: 1146 rows at 98 dpi, dots 120574 by the JDK, 120574 by libtiff with 0 complaints
sfftobmp -t4 -r: 1146 rows at 98 dpi, dots 120574 by the JDK, 120574 by libtiff with 0 complaints
sfftobmp -tr -r: 1146 rows at 98 dpi, dots an error by the JDK, 1032 by libtiff with 2195 complaints
sfftobmp -t: 2292 rows at 196 dpi, dots 241148 by the JDK, 241148 by libtiff with 0 complaints
sfftobmp -tr: 2292 rows at 196 dpi, dots an error by the JDK, 1276 by libtiff with 4406 complaints
E
echo "As recorded."
