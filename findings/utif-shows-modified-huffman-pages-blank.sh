#!/usr/bin/env bash
# Guess:    UTIF.js, with which web pages show TIFF files, reads the three encodings of fax pages or throws.
# Seen:     pages in modified Huffman (compression 2, of Ghostscript's tiffcrle) are white throughout, without an error;
#           Group 3 in one and two dimensions and Group 4 are right. The JDK's reader sees the same dots in all of them.
# Versions: utif 3.1.0 (Node.js 20), Ghostscript 10.0.0; JDK 17.
# Matters:  a web inbox shows a fax that has content as an empty page.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
want_ghostscript
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" utif@3.1.0
cat > page.ps <<'E'
%!PS
<</PageSize [200 100]>> setpagedevice /Helvetica findfont 30 scalefont setfont 10 40 moveto (Fax 4711) show showpage
E
cat > read.js <<'E'
const utif = require('utif'), fs = require('fs')
const bytes = fs.readFileSync(process.argv[2])
const [page] = utif.decode(bytes)
utif.decodeImage(bytes, page)
const dots = utif.toRGBA8(page)
let black = 0
for (let i = 0; i < dots.length; i += 4) if (dots[i] < 128) black++
console.log(`utif ${page.width}x${page.height}, ${black} black`)
E
cat > Read.java <<'E'
import java.io.File;
class Read {
    public static void main(String[] files) throws Exception {
        var page = javax.imageio.ImageIO.read(new File(files[0]));
        int black = 0;
        for (int y = 0; y < page.getHeight(); y++)
            for (int x = 0; x < page.getWidth(); x++) if ((page.getRGB(x, y) & 0xff) < 128) black++;
        System.out.println(page.getWidth() + "x" + page.getHeight() + ", " + black + " black");
    }
}
E
for device in tiffcrle tiffg3 tiffg32d tiffg4; do
  gs -q -dBATCH -dNOPAUSE -dAdjustWidth=0 -r72 -sDEVICE=$device -o $device.tif page.ps
  echo "$device: JDK $(java Read.java $device.tif), $(node read.js $device.tif)"
done | tee seen.out
diff seen.out - <<'E'
tiffcrle: JDK 200x100, 608 black, utif 200x100, 0 black
tiffg3: JDK 200x100, 608 black, utif 200x100, 608 black
tiffg32d: JDK 200x100, 608 black, utif 200x100, 608 black
tiffg4: JDK 200x100, 608 black, utif 200x100, 608 black
E
echo "As recorded."
