#!/usr/bin/env bash
# Guess:    the black and white pages that FOP makes for fax machines (TIFF with CCITT T.4 or T.6) have dots for grey
#           and coloured text, or all of it in black.
# Seen:     each dot is compared with half: #7f7f7f, red, green and blue are black, and #808080, #888, orange, yellow,
#           light green and light blue are not there at all, without a warning. FOP's PDF of the same document, drawn
#           by Ghostscript, has dots of all of them. And A4 at the 204 dpi of fax machines is 1687 dots wide instead of
#           1728, in as many strips as rows.
# Versions: Apache FOP 2.10 (JDK 17), Ghostscript 10.0.0.
# Matters:  "unstable" in orange, links in light blue and remarks in grey are missing from the faxed report.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'rm -rf "$work"' EXIT
cd "$work"
drivers org.apache.xmlgraphics:fop:2.10
colours=(000000 7f7f7f ff0000 00aa00 0000ff 808080 888888 ff8800 ffcc00 3399ff 00ff00)
{
  echo '<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format"><fo:layout-master-set>
    <fo:simple-page-master master-name="a4" page-width="210mm" page-height="297mm" margin="72pt"><fo:region-body/>
    </fo:simple-page-master></fo:layout-master-set><fo:page-sequence master-reference="a4">
    <fo:flow flow-name="xsl-region-body" font-size="20pt" line-height="40pt">'
  printf '<fo:block color="#%s">unstable</fo:block>\n' "${colours[@]}"
  echo '</fo:flow></fo:page-sequence></fo:root>'
} > page.fo
cat > fop.xml <<'E'
<fop version="1.0"><target-resolution>204</target-resolution><renderers><renderer mime="image/tiff">
  <compression>CCITT T.6</compression></renderer></renderers></fop>
E
java -cp 'lib/*' org.apache.fop.cli.Main -c fop.xml -fo page.fo -tiff fop.tif > fop.log 2>&1
java -cp 'lib/*' org.apache.fop.cli.Main -fo page.fo -pdf page.pdf >> fop.log 2>&1
gs -q -dBATCH -dNOPAUSE -sDEVICE=tiffg4 -r204 -o ghostscript.tif page.pdf
cat > Lines.java <<'E'
import java.io.File;
import javax.imageio.ImageIO;
class Lines {
    /** Whether each line, 40 points high, has dots. */
    public static void main(String[] args) throws Exception {
        var fop = ImageIO.read(new File("fop.tif"));
        var ghostscript = ImageIO.read(new File("ghostscript.tif"));
        System.out.println(fop.getWidth() + " dots wide");
        for (int i = 0; i < args.length; i++)
            System.out.println("#" + args[i] + ": FOP " + dots(fop, i) + ", Ghostscript " + dots(ghostscript, i));
    }

    static String dots(java.awt.image.BufferedImage page, int line) {
        int dots = 0;
        for (int y = (72 + 40 * line) * 204 / 72; y < (112 + 40 * line) * 204 / 72; y++)
            for (int x = 0; x < page.getWidth(); x++) dots += (page.getRGB(x, y) & 1) ^ 1;
        return dots == 0 ? "nothing" : dots > 800 ? "text" : "a few dots";
    }
}
E
{
  java Lines.java "${colours[@]}"
  tiffinfo fop.tif | grep -o 'Rows/Strip: 1$'
} | tee seen.out
diff seen.out - <<'E'
1687 dots wide
#000000: FOP text, Ghostscript text
#7f7f7f: FOP text, Ghostscript text
#ff0000: FOP text, Ghostscript text
#00aa00: FOP text, Ghostscript text
#0000ff: FOP text, Ghostscript text
#808080: FOP nothing, Ghostscript text
#888888: FOP nothing, Ghostscript text
#ff8800: FOP nothing, Ghostscript a few dots
#ffcc00: FOP nothing, Ghostscript a few dots
#3399ff: FOP nothing, Ghostscript text
#00ff00: FOP nothing, Ghostscript a few dots
Rows/Strip: 1
E
echo "As recorded."
