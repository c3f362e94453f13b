#!/usr/bin/env bash
# Guess:    the JDK's TIFF writer ("CCITT T.6", 1728 dots wide) makes a file that a fax engine sends; if it stumbles,
#           then over the resolution, which is 1x1 without a unit.
# Seen:     spandsp cannot open the file at all and hangs up after dialling. The JDK leaves out BitsPerSample, which
#           TIFF 6.0 allows for black and white (its default is 1); spandsp insists on the tag. libtiff's tools show
#           the file without a remark. Setting that one tag suffices - and the page then goes out at standard
#           resolution, because 1x1 is nothing spandsp knows.
# Versions: JDK 17 (ImageIO), libspandsp 0.0.6, libtiff 4.5.0.
# Matters:  a TIFF made in Java for a fax gateway is charged as a call and no page arrives.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/spandsp.sh"
cat > Write.java <<'E'
import java.awt.*;
import java.awt.image.BufferedImage;
import java.io.File;
import javax.imageio.*;
class Write {
    public static void main(String[] args) throws Exception {
        var page = new BufferedImage(1728, 2292, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D g = page.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, 1728, 2292);
        g.setColor(Color.BLACK);
        g.fillRect(200, 200, 400, 100);
        var writer = ImageIO.getImageWritersByFormatName("tiff").next();
        var param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType("CCITT T.6");
        try (var out = ImageIO.createImageOutputStream(new File("jdk.tif"))) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(page, null, null), param);
        }
    }
}
E
java Write.java
tiffinfo jdk.tif
{ echo "as written:"; ./call jdk.tif in1.tif
  tiffset -s 258 1 jdk.tif
  echo "BitsPerSample 1 added:"; ./call jdk.tif in2.tif
  tiffinfo in2.tif | grep Resolution; } | tee seen.out
diff seen.out - <<'E'
as written:
  sender: TIFF/F file cannot be opened, 0 page(s)
BitsPerSample 1 added:
  sender: OK, 1 page(s)
  Resolution: 204, 98 pixels/inch
E
echo "As recorded."
