#!/usr/bin/env bash
# Guess:    the JDK's TIFF reader turns bytes of FillOrder 2 round whatever their compression, since it does for the
#           codings of fax machines.
# Seen:     it does for Group 3, Group 4, LZW and no compression. PackBits is drawn as noise, without an exception or
#           warning, and Deflate is an IIOException. libtiff reads all of them.
# Versions: JDK 17, libtiff 4.5.0 (tiffcp, tiffcmp), Ghostscript 10.0.0.
# Matters:  a page of noise is faxed and charged; size, number of pages and exit code say that all is well.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > page.ps <<'E'
%!PS
/Helvetica findfont 24 scalefont setfont 72 700 moveto (Fax 4711) show 74 500 300 100 rectfill showpage
E
gs -q -dBATCH -dNOPAUSE -sDEVICE=tiffg4 -r204x98 -sPAPERSIZE=a4 -o page.tif page.ps
cat > Read.java <<'E'
import java.io.File;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
class Read {
    public static void main(String[] files) throws Exception {
        var page = ImageIO.read(new File("page.tif"));
        for (String file : files) {
            String seen = "same";
            try {
                var other = ImageIO.read(new File(file + ".tif"));
                for (int y = 0; y < page.getHeight(); y++)
                    for (int x = 0; x < page.getWidth(); x++)
                        if (page.getRGB(x, y) != other.getRGB(x, y)) seen = "noise";
            } catch (IIOException e) {
                seen = "exception";
            }
            System.out.println(file + " " + seen);
        }
    }
}
E
codings=(none g3 g4 lzw packbits zip)
for coding in "${codings[@]}"; do
  tiffcp -c "$coding" -f lsb2msb page.tif "$coding.tif"
  tiffcp -c none -f msb2lsb "$coding.tif" back.tif
  tiffcp -c none -f msb2lsb page.tif plain.tif
  tiffcmp plain.tif back.tif || { echo "libtiff reads $coding differently, too" >&2; exit 1; }
done
java -version 2>&1 | head -n 1
java Read.java "${codings[@]}" | tee seen.txt
diff - seen.txt <<'E'
none same
g3 same
g4 same
lzw same
packbits noise
zip exception
E
